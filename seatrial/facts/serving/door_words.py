"""What do the address and the handler of a door, and its way to a model, say about what it answers?"""

from collections.abc import Iterator, Sequence
from functools import cache

from seatrial.facts.inference.inference import Runs
from seatrial.facts.inference.inference_paths import InferencePath
from seatrial.facts.serving.started_apart import runs_later
from seatrial.facts.web.endpoints import Door, Endpoint
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_DEEPEST = 30  #: folders around a program, of which a copy may stand in each
_SHARED = 20  #: lines: small programs are alike by themselves
#: Parts of a path or of a handler's name that promise a model's answer.
PROMISES = caseless(
    r"(^|[/_\-.{:])(predict\w*|infer\w*|classif\w*|detect\w*|segment\w*|translat\w*|transcri\w*|embed\w*|rerank\w*"
    r"|recommend\w*|forecast\w*|generat\w*|completions?|chat|convers\w*|messages|summari[sz]\w*|analy[sz]e|scor(e|ing)|ocr|caption\w*"
    r"|partition|redact|synthesi[sz]e|tts|asr|answer|ask|invoke|similar\w*|anomal\w*|estimate|diagnos\w*)($|[/_\-.:{}])"
)
#: Where a question is put, if there is a language model behind it: else rows or graphs are asked for.
QUESTION = caseless(r"(?:rag[-_]?)?(?:query|questions?|prompt|respond|converse|chat|ask)")
#: The last part of paths by which a question, or the model, is prepared, and none is answered.
_PREPARES = regex(
    r"/(?:ingest\w*|insert|embed\w*|tokeni[sz]e\w*|tokens?|count_tokens|rerank\w*|moderations?|chunks?"
    r"|(?:re|un|pre)?load(?:[-_]models?)?|warm[-_]?up)/?$"
)
#: Words for an answer in a path or the name of a handler; messages may only be stored.
_ANSWERS = caseless(
    r"chat|ask|answer|convers|complet|generat|predict|infer|classif|detect|summar|translat|transcri|recommend|scor|forecast"
)
_EMBEDS = caseless(r"embed")
_FAR = 4  #: functions from a handler to a model, beyond which something else is asked on the way


def distance(way: InferencePath | None) -> int:
    """Return 0 for a model that is near, 1 for one that is far, 2 where none was followed to."""
    return 2 if way is None else int(len(way.steps) > _FAR)


def itself(door: Endpoint) -> tuple[str, str, str]:
    """Return the file, the address and the handler of a door."""
    return door.handler_path, door.url, door.handler


def copies(repo: Repo, doors: Sequence[Endpoint]) -> frozenset[tuple[str, str, str]]:
    """Return the doors that are copies of others: of the same name, in folders below them or with most of their text.

    Of programs beside each other that share a text the one in the fewest folders is the program. Others are no copies,
    however alike their names are.
    """
    known = {itself(door) for door in doors}
    nearest: dict[tuple[str, str, str], str] = {}
    for door in sorted(doors, key=_depth):
        nearest.setdefault(_said(door), door.handler_path)
    share = cache(lambda one, other: _share_their_text(repo, one, other))
    beside = (
        door for door in doors
        if _depth(door) > nearest[_said(door)].count("/")
        and share(door.handler_path, nearest[_said(door)])
    )  # fmt: skip
    below = (door for door in doors if not known.isdisjoint(_around(door)))
    return frozenset(map(itself, (*below, *beside)))


def _said(door: Endpoint) -> tuple[str, str, str]:
    return door.handler_path.rpartition("/")[2], door.url, door.handler


def _depth(door: Endpoint) -> int:
    return door.handler_path.count("/")


def _around(door: Endpoint) -> Iterator[tuple[str, str, str]]:
    """Yield the same door in each of the folders around it, and without outer folders."""
    *folders, name = door.handler_path.split("/")
    for count in range(len(folders[:_DEEPEST])):
        for around in (folders[:count], folders[count + 1 :]):
            yield "/".join((*around, name)), door.url, door.handler


def _share_their_text(repo: Repo, one: str, other: str) -> bool:
    first, second = ({line.strip() for line in repo.text_or_empty(path).splitlines()} - {""} for path in (one, other))
    shared = len(first & second)
    return shared >= _SHARED and 2 * shared > max(len(first), len(second))


def answers_before(repo: Repo, door: Endpoint, way: InferencePath | None) -> bool:
    """Tell what runs its model once it has answered: nobody gets what that says."""
    steps = way.steps[1:2] if way is not None else ()
    return any(runs_later(repo, door.handler_path, door.handler, step) for step in steps)


def prepares_an_answer(door: Endpoint, way: InferencePath | None) -> bool:
    """Tell what works out numbers for a text, to look something up by them, from what answers."""
    embeds = way is not None and bool(_EMBEDS.search(way.call.call.written))
    return bool(_PREPARES.search(door.url)) or (embeds and not _ANSWERS.search(f"{door.url} {door.handler}"))


def is_called_for_it(door: Endpoint, way: InferencePath | None) -> bool:
    """Tell whether a path or a handler is named for what a model does; engines and model servers do nothing else."""
    if door.door is not Door.HTTP:
        return True
    names = [part for part in door.url.split("/") if part and part[0] not in "{<:"]
    asks = way is not None and way.call.runs is Runs.LLM and any(map(QUESTION.fullmatch, names))
    return asks or any(map(PROMISES.search, (*names, door.handler.rpartition(".")[2])))
