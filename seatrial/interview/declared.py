"""Which keys of the configuration answer which checks, and how are they asked for?"""

import datetime as dt
import math
from collections.abc import Callable, Iterator

from seatrial.config.written.insertion import Path
from seatrial.interview.answer import day, number, one_of, span, unit, who, words, worth
from seatrial.interview.question import Field
from seatrial.model import Archetype, Kpi, Settings, Surface
from seatrial.model.record import dataclass
from seatrial.model.settings import AI_ACT_CLASSES

_TEXT, _NUMBER, _DAY, _WHO = "text", "number", "date, YYYY-MM-DD", "name, team or address"
RISKS_AT_LEAST = 3


@dataclass(frozen=True, slots=True)
class Told:
    """What decides about the fields of a topic: what is declared, of what, on which day."""

    settings: Settings
    archetype: Archetype
    today: dt.date


@dataclass(frozen=True, slots=True)
class Declared:
    """What answers one check."""

    good: str
    fields: Callable[[Told], Iterator[Field]]


def _owner(_: Told) -> Iterator[Field]:
    yield Field(("owner", "technical"), "who runs it, and is called at night", "team-churn-ml", _WHO, who)
    yield Field(("owner", "business"), "for whom it is run, who decides on it", "head-of-retention", _WHO, who)


def _kpi(asked: Told) -> Iterator[Field]:
    gaps = (index for index, kpi in enumerate(asked.settings.kpi) if _has_gap(kpi))
    index = next(gaps, len(asked.settings.kpi))

    def at(key: str) -> Path:
        return ("kpi", index, key)

    yield Field(at("name"), "the number of the process that should move", "chargeback_rate", _TEXT, words)
    yield Field(at("unit"), "its unit", "% of customers a month", _TEXT, unit)
    yield Field(at("baseline"), "what it is today, without the model", "2.4", _NUMBER, number())
    yield Field(at("target"), "what it shall be", "1.9", _NUMBER, number())
    yield Field(at("by"), "until when", "2027-06-30", _DAY, day())
    yield Field(at("owner"), "who answers for the number", "head-of-retention", _WHO, who)
    asks = "the query or the address that measures it"
    yield Field(at("measured_by"), asks, "sql/kpi_churn.sql", "path or address", words, optional=True)


def _has_gap(kpi: Kpi) -> bool:
    return not (kpi.unit and kpi.owner and kpi.by) or kpi.baseline is None or kpi.target is None


def _slo(asked: Told) -> Iterator[Field]:
    positive = number(0, above=True)
    if asked.archetype is Archetype.BATCH_JOB:
        yield Field(("slo", "finish_by"), "the time at which a run has to be through", "06:00 UTC daily", _TEXT, words)
    else:
        yield Field(("slo", "p95_ms"), "milliseconds in which 95 of 100 answers come", "80", _NUMBER, positive)
        asks = "milliseconds in which 99 of 100 answers come"
        yield Field(("slo", "p99_ms"), asks, "150", _NUMBER, positive, optional=True)
        share = number(0, 100, above=True)
        yield Field(("slo", "availability"), "per cent of the time in which it answers", "99.5", _NUMBER, share)
    asks = "predictions a second that it has to bear"
    yield Field(("slo", "throughput_rps"), asks, "50", _NUMBER, number(0, math.inf, above=True))
    yield Field(("slo", "window"), "the time over which that is judged", "30d", "length of time", span)


def _risk(asked: Told) -> Iterator[Field]:
    if not (asked.settings.risk and asked.settings.risk.tier):
        asks = "the class under the EU AI Act"
        yield Field(("risk", "eu_ai_act"), asks, "limited", " | ".join(AI_ACT_CLASSES), one_of(*AI_ACT_CLASSES))
    reason = "it ranks offers, and decides nothing about a person"
    yield Field(("risk", "reason"), "why that class", reason, _TEXT, words)
    yield Field(("risk", "decided_by"), "who decided it", "risk-office", _WHO, who)
    yield Field(("risk", "date"), "when it was decided", "2026-09-01", _DAY, day(past=True))
    asks = "when it is looked at again"
    yield Field(("risk", "review"), asks, "2027-09-01", _DAY, day(future=True), optional=True)
    asks = "its number in the register of models"
    yield Field(("risk", "inventory_id"), asks, "MR-0231", _TEXT, words, optional=True)
    asks = f"a risk and what is done about it, at least {RISKS_AT_LEAST}"
    example = "wrong offers annoy loyal customers: capped at one a month"
    yield Field(("risk", "risks"), asks, example, _TEXT, words, least=RISKS_AT_LEAST)


def _decision(asked: Told) -> Iterator[Field]:
    criteria = "at least 0.3 points fewer customers leave in the pilot, else it stops"
    yield Field(("decision", "criteria"), "by what it is decided whether the work goes on", criteria, _TEXT, words)
    yield Field(
        ("decision", "benefit"), "what it brings, in numbers", "120,000 EUR a year", "text with a number", worth
    )
    yield Field(("decision", "cost"), "what it costs, in numbers", "35,000 EUR a year", "text with a number", worth)
    yield Field(("decision", "review_date"), "on which day it is decided", "2027-03-31", _DAY, day(future=True))
    decision = asked.settings.decision
    if decision and decision.review_date and decision.review_date < asked.today:
        outcomes = ("go", "no-go", "extend")
        asks = f"what was decided on {decision.review_date}"
        yield Field(("decision", "outcome"), asks, "go", " | ".join(outcomes), one_of(*outcomes))


#: By check. What is written in these keys is judged like any other evidence.
DECLARED = {
    "GOV-01": Declared("somebody who can be reached, on both sides", _owner),
    "BIZ-01": Declared("chargeback_rate, %, from 0.42 to 0.30 until 2027-06-30, owner product.owner@example.org", _kpi),
    "GOV-03": Declared("limited, since it decides nothing about a person; decided by the risk office", _risk),
    "BIZ-02": Declared(
        "120,000 EUR a year against 35,000 EUR a year, decided on 2027-03-31 by the pilot's rate", _decision
    ),
    "PRF-01": Declared("95 of 100 answers in 80 ms, 99.5 % of the time, at 50 a second, over 30 days", _slo),
}

#: What only people can say about it, and what that means.
SURFACES = {
    Surface.PERSONAL_DATA: "does it read or keep data about people",
    Surface.PEOPLE_AFFECTING: "does what it answers decide something about a person, or help to",
    Surface.REGULATED: "is it used where a supervisor or a law asks for proof, as in credit or medicine",
}
