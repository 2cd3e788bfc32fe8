"""Does what a call puts away hold what a model has just said, by where its names come from?"""

import re
from collections.abc import Iterable, Iterator

from seatrial.facts.code.callees import callees, of_call
from seatrial.facts.code.code_index import contents
from seatrial.facts.code.dict_keys import dict_keys
from seatrial.facts.code.programs import Program
from seatrial.facts.code.python_files import python_file
from seatrial.facts.inference.inference import inference_by_path
from seatrial.facts.inference.inference_paths import inference_path
from seatrial.facts.operations.records.record_fields import named_words
from seatrial.facts.operations.records.record_parts import Part, names_result, parts_of
from seatrial.model import Confidence
from seatrial.read.code.python_record import Call
from seatrial.read.regex import caseless
from seatrial.repo import Repo

#: Functions that give an answer, by how they are called; what else leads to a model may give anything.
_ANSWERS = caseless(
    r"^_*a?(?:generate|predict|answer|complete|infer|classif|transcri|translat|summari[sz]|recommend|ask|respond|score"
    r"|forecast|detect|recogni[sz]e|caption|rewrite|moderat)"
)
#: What is looked up by, and no answer.
_VECTORS = caseless(r"embed|encod|vector|tokeni[sz]")


def is_said_by_model(repo: Repo, program: Program, call: Call) -> bool:
    """Tell whether a call is handed what a model just said: ``text = answer(question)``."""
    return any(_leads_to_model(repo, program, maker) for maker in _makers(repo, program, call, named_words(call)))


def parts_said(repo: Repo, program: Program, call: Call) -> frozenset[Part]:
    """Return what a call puts away that a model said, whatever its fields are called: ``add(Story(text=text))``.

    The answer may lie in a row that is made before. What the function that gave it writes down beside it is kept too.
    """
    words = named_words(call)
    rows = [made for made in _makers(repo, program, call, words) if made.last[:1].isupper()]
    words = words.union(*map(named_words, rows))
    for maker in _makers(repo, program, call, words):
        names = words & _targets(maker)
        answers = any(map(names_result, names)) or bool(_ANSWERS.search(maker.last)) or _is_run(repo, program, maker)
        if answers and not _VECTORS.search(f"{maker.written} {maker.target}") and _leads_to_model(repo, program, maker):
            return parts_of(_keys_behind(repo, program, maker)) | {Part.OUTPUT}
    return frozenset()


def _makers(repo: Repo, program: Program, call: Call, words: Iterable[str]) -> Iterator[Call]:
    """Yield the calls of the same function that gave one of these names what it holds."""
    wanted = frozenset(words)
    for maker in contents(repo, program.path).calls.get(call.scope, ()):
        if maker.target and maker.line < call.line and not wanted.isdisjoint(_targets(maker)):
            yield maker


def _targets(maker: Call) -> frozenset[str]:
    """Return the names that a call gives its result to: both of ``answer, error = ask(question)``."""
    return frozenset(re.findall(r"[A-Za-z_]\w*", maker.target))


def _is_run(repo: Repo, program: Program, maker: Call) -> bool:
    runs = inference_by_path(repo).get(program.path, ())
    return any(item.call.line == maker.line and item.scope == maker.scope for item in runs)


def _leads_to_model(repo: Repo, program: Program, maker: Call) -> bool:
    if _is_run(repo, program, maker):
        return True
    ways = (inference_path(repo, item.path, item.scope) for item in of_call(repo, program.path, maker))
    return any(way is not None and way.confidence is Confidence.VERIFIED for way in ways)


def _keys_behind(repo: Repo, program: Program, maker: Call) -> Iterator[str]:
    """Yield the keys that the functions behind a call write down, and those of what they call in turn."""
    for item in of_call(repo, program.path, maker):
        ends = ((item.path, item.scope), *((one.path, one.scope) for one in callees(repo, item.path, item.scope)))
        for path, scope in dict.fromkeys(ends):
            file = python_file(repo, path)
            yield from (key.name for key in dict_keys(file) if key.scope == scope) if file else ()
