"""What do industries ask of targets, measurements, load and scale besides?"""

from seatrial.api import Answer, Component, Demand, performance
from seatrial.facts.documents.capacity import load_figures
from seatrial.facts.documents.industry_words import DOWNTIME, SCALED_OUT, SEASON
from seatrial.facts.documents.stated import stated
from seatrial.facts.documents.tail_targets import tail_targets
from seatrial.facts.serving.serving import network_service
from seatrial.facts.testing.benchmark_results import measured_latencies
from seatrial.facts.testing.load_spikes import load_spikes

_TAIL = 99.0


@performance.clause(
    "PRF-01",
    asks="a target for the p99 of at most {at_most_ms} ms",
    fix="Declare `p99_ms` under `slo:` in seatrial.yaml, within the limit of the profile, and build for it.",
)
def p99_declared(component: Component, demand: Demand) -> Answer | None:
    if not network_service(component):
        return None
    tails = [one for one in component.of(tail_targets(component.repo)) if one.rank >= _TAIL]
    kept = [one for one in tails if one.number <= demand.figures["at_most_ms"]]
    best = min(tails, key=lambda one: one.number, default=None)
    said = f"the target in {best.place.path} says {best.number:g} ms" if best else "no target names the 99th percentile"
    return Answer.by(kept[:2], otherwise=said, seen=[best] if best else ())


@performance.clause(
    "PRF-02",
    asks="a measurement of the p99, and not of the p95 alone",
    fix="Record the 99th percentile with the others, over so many runs that it means something: 1000 or more.",
)
def p99_measured(component: Component, _: Demand) -> Answer | None:
    if not network_service(component):
        return None
    measured = component.of(measured_latencies(component.repo))
    with_tail = [one for one in measured if any(rank >= _TAIL for rank, _ in one.percentiles)]
    solid = [one for one in with_tail if one.complete and one.fresh(component.repo.as_of)]
    said = "the record of the p99 is not whole, or not fresh" if with_tail else "no record gives the p99"
    return Answer.by(solid[:2], otherwise=said, seen=measured[:2])


@performance.clause(
    "PRF-03",
    asks="a spike of at least {times} times the base within {within_s} s in the load test",
    fix="Add a stage to the load test that rises within a minute from a usual load to the peak of the season.",
)
def spike_driven(component: Component, demand: Demand) -> Answer | None:
    rises = component.of(load_spikes(component.repo))
    times, within = demand.figures["times"], demand.figures["within_s"]
    steep = [one for one in rises if one.times >= times and one.seconds <= within]
    best = max(rises, key=lambda one: one.times, default=None)
    said = f"in {best.place.path} {best.what}" if best else "no stage of a load test rises from one load to another"
    return Answer.by(steep[:2], otherwise=said, seen=[best] if best else ())


@performance.clause(
    "PRF-04",
    asks="the time that scaling out takes, measured",
    fix="Drive the service until it scales out, and write down how long it took until the new copies answered.",
)
def scale_out_timed(component: Component, _: Demand) -> Answer | None:
    timed = stated(component, SCALED_OUT, "says how long scaling out took")
    return Answer.by(timed[:2], otherwise="no document says how long it took")


@performance.clause(
    "PRF-09",
    asks="a procedure for the time in which the system is away",
    fix="Write down how staff work while the system is away, on what form, and how that is entered afterwards.",
)
def downtime_procedure(component: Component, _: Demand) -> Answer | None:
    without_it = stated(component, DOWNTIME, "says how to work without it")
    return Answer.by(without_it[:2], otherwise="no document says how staff work meanwhile")


@performance.clause(
    "PRF-12",
    asks="the days of the season in the plan",
    fix="Name in the plan the events of the season with their days, and the peak that is expected on each.",
)
def season_dated(component: Component, _: Demand) -> Answer | None:
    plans = {one.path for one in component.of(load_figures(component.repo))}
    dated = [one for one in stated(component, SEASON, "names a day of the season") if one.place.path in plans]
    return Answer.by(dated[:2], otherwise="the plan names none" if plans else "there is no plan")
