"""Which calls put rows of answers into a table by way of an object mapper?"""

from collections.abc import Iterator

from seatrial.facts.code.code import PlacedCall, calls_named
from seatrial.read.code.python_record import Call
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_OF_SESSIONS = ("add", "add_all", "merge")
_OF_TABLES = ("create", "bulk_create", "acreate", "abulk_create")
#: Who is handed rows: sets have an ``add`` as well, and tables of pandas a ``merge``.
_SESSION = regex(r"^(?:sqlalchemy|sqlmodel|flask_sqlalchemy)\.|(?:^|[._])(?:session|db)(?:\(\))?\.\w+$")
_MANAGER = regex(r"\.objects\.\w+$")
#: What a row is called that holds what a model said.
_ANSWER = caseless(
    r"predict|forecast|(?<![a-z])scor(?:e|es|ed|ing)(?![a-z])|inference|recommend|classification|transcri"
)


def answer_rows(repo: Repo) -> Iterator[PlacedCall]:
    """Yield the calls that hand a session, or the manager of a table, rows which are named for what a model says.

    A session takes everything: the row that tells how a job went is handed to it in the same way.
    """
    for found in calls_named(repo, *_OF_SESSIONS):
        call = found.call
        if _SESSION.search(call.name) or _SESSION.search(call.written):
            yield from (found,) if _of_answers(call) else ()
    yield from (
        found
        for found in calls_named(repo, *_OF_TABLES)
        if _MANAGER.search(found.call.written) and _of_answers(found.call)
    )


def _of_answers(call: Call) -> bool:
    """Tell by the function that hands it over, and by the names of what is handed."""
    named = (word for value in call.values for word in (value.name, value.text))
    return bool(_ANSWER.search(" ".join((call.scope.rpartition(".")[2], call.written, *named))))
