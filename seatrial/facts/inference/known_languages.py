"""Does a component know a language model at all, so that what it looks up may be looked up for one?"""

from collections.abc import Iterable

from seatrial.component import Component
from seatrial.facts.code.ml_libraries import LLM_CLIENTS, belongs
from seatrial.facts.code.programs import programs
from seatrial.facts.code.python_files import python_file
from seatrial.facts.inference.inference import InferenceCall, Runs
from seatrial.read.regex import caseless
from seatrial.repo import Repo, Role

_BY_ADDRESS = frozenset({"post", "request", "stream"})
#: What stands beside a call of a cloud's endpoint when a language model answers there, in texts of the file.
_PROMPTS = caseless(r"prompt|(?<![a-z])llms?(?![a-z])|chat|max_(?:new_|gen_)?(?:tokens|len)|temperature|generated_text")


def knows_language_models(component: Component, calls: Iterable[InferenceCall]) -> bool:
    """Tell whether the component's own code asks a language model anywhere, or imports a library that does."""
    if any(call.runs is Runs.LLM or _may_speak(component.repo, call) for call in calls):
        return True
    own = (one for one in programs(component.repo) if one.path in component and one.role is Role.OWN)
    return any(belongs(f"{one.module}.{one.name}", LLM_CLIENTS) for program in own for one in program.file.imports)


def _may_speak(repo: Repo, call: InferenceCall) -> bool:
    """Tell whether a model elsewhere may be one of language: what a client of a cloud asks says so beside it."""
    if call.runs is not Runs.REMOTE_MODEL:
        return False
    file = python_file(repo, call.path)
    return call.call.last in _BY_ADDRESS or file is None or any(_PROMPTS.search(text.value) for text in file.texts)
