def write(figures, report): pass
