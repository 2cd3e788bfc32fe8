"""Turns the judgements of checks into prices, a ledger, a score, a level and the best next steps."""

from seatrial.rubric.assess import Assessment, assess
from seatrial.rubric.demands import asked_besides
from seatrial.rubric.inline import inline_waivers, unused_comments
from seatrial.rubric.load import Rubric, load, schema
from seatrial.rubric.prices import prices
from seatrial.rubric.situation import Situation
from seatrial.rubric.waivers import unused_waivers

__all__ = [
    "Assessment", "Rubric", "Situation", "asked_besides", "assess", "inline_waivers", "load", "prices", "schema",
    "unused_comments", "unused_waivers",
]  # fmt: skip
