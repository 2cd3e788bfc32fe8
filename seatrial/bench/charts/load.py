"""How is it drawn what requests meet that come by a schedule, at one rate and another?"""

from collections.abc import Iterator

from seatrial.bench.charts.latency import limits
from seatrial.model.benchmark import OpenLoop, Record, Scenario
from seatrial.model.charts import Axis, Chart, Limit, Point, Series, Shape

_HINT = "Latency counts from the schedule. A point is one real run; its p99 depends on when requests came, too"


def load_charts(record: Record, subject: str) -> Iterator[Chart]:
    """Yield a chart for each configuration with real runs that came to a percentile."""
    for run in record.runs:
        if run.subject != subject or run.scenario is not Scenario.SERVER:
            continue
        longest = sorted(run.open_loops, key=lambda one: one.requests)
        loops = [one for _, one in sorted({one.rate: one for one in longest}.items())]
        series = tuple(one for one in (_series(loops, "p50"), _series(loops, "p99")) if one.points)
        if series:
            safe = (
                Limit(f"highest rate within the target: {_rounded(one.rate)}/s", one.rate, upright=True)
                for one in record.capacity
                if one.subject == subject and one.configuration == run.configuration and one.rate
            )
            yield Chart(
                "load",
                subject,
                f"Latency under load, {run.configuration.name}",
                Axis("requests a second", "/s"),
                Axis("latency", "ms"),
                series,
                (*limits(record.slo, subject, run.configuration), *safe),
                hint=_HINT,
                more=_columns(loops),
            )


def _series(loops: list[OpenLoop], name: str) -> Series:
    values = [(one.rate, one.p50_ms if name == "p50" else one.p99_ms) for one in loops]
    return Series(name, tuple(Point(rate, value) for rate, value in values if value is not None), Shape.DOTS)


def _columns(loops: list[OpenLoop]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return what else the table tells of each run that is drawn."""
    measured = [one for one in loops if one.p50_ms is not None or one.p99_ms is not None]
    return (
        ("requests", tuple(f"{one.requests:,}" for one in measured)),
        ("too slow", tuple("-" if one.over is None else f"{100 * one.over:.2g} %" for one in measured)),
        ("doubt", tuple(_doubt(one) for one in measured)),
    )


def _doubt(one: OpenLoop) -> str:
    late = "the generator was late" if one.generator_limited else ""
    full = "no core was left for the generator" if one.saturated else ""
    failed = f"{one.errors:,} errors" if one.errors else ""
    return ", ".join(filter(None, (late, full, failed))) or "-"


def _rounded(rate: float) -> str:
    """Write a rate with three digits, and never as a power of ten."""
    return f"{float(f'{rate:.3g}'):,.10g}"
