"""What do people call the metrics of a record, and which share of the requests do its percentiles mean?"""

import re

_POINT = re.compile(r"(?<=\d)_(?=\d)")  #: keys have no point in them


def called(metric: str) -> str:
    """Return how people call a metric: p99.9 for ``p99_9_ms``, first run for ``first_run_ms``."""
    return _POINT.sub(".", metric.removesuffix("_ms")).replace("_", " ")


def share(metric: str) -> float:
    """Return the share of requests that a percentile means: 0.999 for ``p99_9_ms``; else ``ValueError``."""
    return float(called(metric).removeprefix("p")) / 100
