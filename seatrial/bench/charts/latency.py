"""How are the latencies of single requests drawn: percentile by percentile, with intervals and targets?"""

from collections.abc import Iterator, Sequence

from seatrial.bench.records.metric_names import called
from seatrial.model.bench_setup import ONE_AT_A_TIME
from seatrial.model.benchmark import Configuration, Estimate, Record, Scenario, SloVerdict
from seatrial.model.charts import Axis, Chart, Limit, Point, Series

RANKS = ("p50_ms", "p90_ms", "p95_ms", "p99_ms", "p99_9_ms")
_HINT = "Bars are 95 % intervals. A percentile is drawn only when there are enough runs for it"


def latency_charts(record: Record, subject: str) -> Iterator[Chart]:
    """Yield a chart for each configuration whose single requests were measured."""
    mine = [one for one in record.estimates if one.subject == subject and one.metric in RANKS]
    bases = dict.fromkeys(one.configuration for one in mine if one.scenario is Scenario.SINGLE)
    for base in bases:
        series = tuple(_series([one for one in mine if one.configuration == base and one.scenario in ONE_AT_A_TIME]))
        if series:
            yield Chart(
                "latency",
                subject,
                f"Latency of single requests, {base.name}",
                Axis("percentile", names=tuple(map(called, RANKS))),
                Axis("latency", "ms"),
                series,
                tuple(limits(record.slo, subject, base)),
                _noted(mine, base),
                _HINT,
            )


def limits(verdicts: Sequence[SloVerdict], subject: str, base: Configuration) -> Iterator[Limit]:
    """Yield the targets of the latency of one configuration, each once."""
    found = {}
    for one in verdicts:
        if one.subject == subject and one.configuration == base and one.target.endswith("_ms"):
            at = f" at {one.rate:g}/s" if one.rate else ""
            found[f"target: {called(one.target)} at most {one.bound:g} ms{at}"] = one.bound
    yield from (Limit(name, bound) for name, bound in found.items())


def _series(mine: Sequence[Estimate]) -> Iterator[Series]:
    for scenario, gap in dict.fromkeys((one.scenario, one.gap_ms) for one in mine):
        points = tuple(
            Point(RANKS.index(one.metric), one.value, one.low, one.high)
            for one in sorted(mine, key=lambda one: RANKS.index(one.metric))
            if (one.scenario, one.gap_ms) == (scenario, gap) and one.value is not None
        )
        if points:
            yield Series(scenario.told(gap), points)


def _noted(mine: Sequence[Estimate], base: Configuration) -> str:
    """Say what makes the figures doubtful."""
    doubts = dict.fromkeys(
        one.note
        for one in mine
        if one.configuration == base and one.scenario is Scenario.SINGLE and one.value is not None and one.note
    )
    return "; ".join(doubts)
