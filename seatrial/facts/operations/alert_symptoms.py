"""Which symptom does an alert watch, by its words and by the metrics that it reads?"""

import re
from enum import StrEnum
from types import MappingProxyType

from seatrial.facts.operations.metric_queries import MACHINE, metric_names
from seatrial.read.regex import caseless


class Symptom(StrEnum):
    """What a rule watches."""

    FAILURE = "failures"
    LATENCY = "latency"
    MODEL = "the model"
    MACHINE = "machines"
    OTHER = "something else"


_SYMPTOMS = MappingProxyType(
    {
        Symptom.MODEL: caseless(
            r"drift|\bpsi\b|accuracy|\bauc\b|\bf1|precision|recall|rmse|\bmae\b|confidence|feature|data_?quality|label"
            r"|token|refus|halluc|grounded|score|stale|freshness"
            r"|(?:alert|anomal\w*|fraud|positive|approval|rejection)[ _](?:rate|ratio|share)"
        ),
        Symptom.LATENCY: caseless(r"latency|duration|response_?time|slow|quantile|p9\d|target_?response|ttft"),
        Symptom.FAILURE: caseless(
            r"\bup\b|down\b|absent\(|error|5\.\.|5xx|availab|fail|unhealthy|crash|not_?ready|exception|status|success|outage"
        ),
        Symptom.MACHINE: caseless(r"cpu|memory|disk|\bgpu"),
    }
)
#: What the whole service may be called after: how slow "predictions" are, and how often they fail, is not about them.
_NAMED_AFTER = caseless(r"prediction|predicted|model")


def spaced(name: str) -> str:
    """Return a name with its words apart: ``HighErrorRate`` is High Error Rate."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)


def symptom_of(said: str, expression: str) -> Symptom:
    """Return what a rule watches, by its own words and the metrics of its query."""
    names = metric_names(expression)
    if names and all(MACHINE.fullmatch(name) for name in names):
        return Symptom.MACHINE
    by_words = next((symptom for symptom, words in _SYMPTOMS.items() if words.search(said)), Symptom.OTHER)
    return Symptom.MODEL if by_words in (Symptom.OTHER, Symptom.MACHINE) and _NAMED_AFTER.search(said) else by_words
