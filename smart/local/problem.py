"""The one exception of this package: something a person at the keyboard can mend."""


class LocalProblem(Exception):
    """Say what was found, what was expected and what to do; shown without a traceback."""
