"""Which streams does a component listen to, and does anybody see how far behind it is?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.data.ingestion import Intake, intakes, lateness_checks, scheduled_intakes
from seatrial.facts.operations.alert_rules import alert_rules
from seatrial.facts.serving.watch.metrics import measurements
from seatrial.model import Evidence, as_evidence
from seatrial.read.regex import caseless

_LAG = caseless(r"(?<![a-z])lag(?![a-z])|consumergroup_lag|records_lag")


@fact
def lone_streams(component: Component) -> tuple[Intake, ...]:
    """Return the streams that are listened to where no clock fetches anything besides."""
    repo = component.repo
    timed = [one for one, _ in scheduled_intakes(repo) if not one.streams and one.place.path in component]
    return () if timed else tuple(one for one in component.of(intakes(repo)) if one.streams and one.site.counts)


@fact
def lag_figures(component: Component) -> tuple[Evidence, ...]:
    """Return where it is measured, told or acted upon how late data is: metrics, alerts, comparisons with a limit."""
    repo = component.repo
    shown = [as_evidence(one) for one in component.of(measurements(repo)) if _LAG.search(one.name)]
    rules = [one for one in component.of(alert_rules(repo)) if _LAG.search(f"{one.name} {one.expression}")]
    alerts = [Evidence(one.place, f"the alert {one.name} watches the lag") for one in rules]
    return (*shown, *alerts, *component.of(lateness_checks(repo)))
