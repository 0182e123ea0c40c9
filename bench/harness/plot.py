def write_all(folder, curves): pass
