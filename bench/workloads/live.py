"""W8."""


def run(bench):
    pass
