"""What is wrong with another tool, or with its report?"""


class ForeignError(Exception):
    """A report of another tool cannot be used, or a tool cannot be asked; the text says why, in one sentence."""
