"""What do industries ask of the division of rows, and of streams, besides?"""

from seatrial.api import Answer, Component, Demand, data
from seatrial.facts.data.stream_lag import lag_figures, lone_streams
from seatrial.facts.training.splits.holdouts import Kind, holdouts
from seatrial.facts.training.splits.split_grounds import tying_keys
from seatrial.facts.training.splits.split_words import BY_ORDER, BY_TIME, TIME_KEYS


@data.clause(
    "DAT-06",
    asks="a division by time of rows that carry one, whatever speaks for chance",
    fix="Divide at a day: train on what lies before it, judge on what comes after, as the model will be used.",
)
def divided_by_time(component: Component, _: Demand) -> Answer | None:
    keys = component.of(tying_keys(component.repo))
    timed = [one for one in keys if TIME_KEYS.fullmatch(one.what.rpartition(" ")[2])]
    if not timed:
        return None
    aware = [one for one in component.of(holdouts(component.repo)) if one.kind is Kind.AWARE and one.site.counts]
    return Answer.by(aware[:2], otherwise="they are divided by chance", seen=timed[:2])


@data.clause(
    "DAT-06",
    asks="a division by patient or by site",
    fix="Divide by patient or by site: GroupKFold on the id of the patient, or a hospital that training never sees.",
)
def divided_by_patient(component: Component, _: Demand) -> Answer | None:
    held = [one for one in component.of(holdouts(component.repo)) if one.site.counts]
    aware = (one for one in held if one.kind is Kind.AWARE and one.name not in BY_ORDER)
    grouped = [one for one in aware if not BY_TIME.search(one.name)]
    return Answer.by(grouped[:2], otherwise="nothing keeps the rows of one patient on one side", seen=held[:2])


@data.clause(
    "DAT-13",
    asks="a figure of its lag for a stream",
    fix="Export the lag of the consumer as a metric, and alert when it exceeds what the decision can wait for.",
)
def stream_lag(component: Component, _: Demand) -> Answer | None:
    streams = lone_streams(component)
    if not streams:
        return None  # what a clock starts is judged by the row itself
    return Answer.by(lag_figures(component)[:3], otherwise="nothing measures how far behind it is", seen=streams[:2])
