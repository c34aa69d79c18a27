"""SIGTERM as an exception, in a file that costs nothing to import."""


class Terminated(BaseException):
    """SIGTERM came; what was open has been closed."""
