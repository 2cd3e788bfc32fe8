"""What stands in the way of data on vulnerabilities?"""


class AdvisoryError(Exception):
    """The data cannot be had or used; the text says what and why, in one sentence."""
