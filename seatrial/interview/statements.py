"""How is a person asked to state that something exists which the repository cannot show?"""

import datetime as dt
from collections.abc import Iterable

from seatrial.config.terms import a_year_after
from seatrial.interview.answer import day, term, who, words, yes_or_no
from seatrial.interview.ascent import Ascent
from seatrial.interview.question import Field, Topic
from seatrial.judging.check import Check
from seatrial.judging.clause import Unmet

GRADE = "S"  #: the most that a person's word can count for
CLAUSES = "clauses"  #: the key of what profiles ask besides, as far as the statement speaks of it


def attestation(check: Check, ascent: Ascent, seen: str, unmet: Iterable[Unmet] = ()) -> Topic | None:
    """Return the topic of an attestation; nothing of it is kept before somebody stands for it.

    Of each clause of a profile that is not met it is asked whether the statement speaks of it, since else it does not.

    None for a statement that is there and counts later. One that has ended is asked for anew.
    """
    old = next((one for one in ascent.config.attestations if one.check == check.id), None)
    if old is not None:
        if old.expires >= ascent.as_of:
            return None
        seen = f"{seen}; what {old.by} stated ended on {old.expires}"
    at, today = ("attest", check.id), str(ascent.as_of)
    asks = "who states that it exists and can be looked up elsewhere"
    example = "the gateway asks for OAuth2 on /v1/*, since March"
    until, kind = str(last_day(ascent.as_of)), "date, YYYY-MM-DD"
    link = "https://intranet.example.org/adr/88"
    fields = (
        Field((*at, "by"), asks, "sec-team", "name, team or address", who),
        Field((*at, "statement"), "what exists, and where", example, "text", words),
        Field((*at, "date"), "since when that is stated", today, kind, day(past=True), default=today),
        Field((*at, "expires"), "the last day on which it counts", until, kind, term(ascent.as_of), default=until),
        Field((*at, "link"), "where it can be looked up", link, "address", words, optional=True),
        *(_speaks_of(check, one) for one in unmet),
    )
    good = "who states it, what exists and where, and an address where that can be looked up"
    return Topic(check.id, check.question, check.why, good, fields, attests=True, seen=seen)


def _speaks_of(check: Check, unmet: Unmet) -> Field:
    asks = f"whether the statement says this too: {unmet.asks} ({unmet.demand.profile})"
    path = ("attest", check.id, CLAUSES, unmet.demand.clause)
    return Field(path, asks, "no", "yes | no", yes_or_no, optional=True, default="no")


def last_day(made: dt.date) -> dt.date:
    """Return the last day of a statement for which no other is named: twelve months less a day."""
    return a_year_after(made) - dt.timedelta(days=1)
