"""Is a language model asked through what a function of the owner's hands out: ``get_model().invoke(...)``?"""

from seatrial.facts.code.code_index import Defined, calls_in, defined
from seatrial.facts.code.ml_libraries import LLM_CLIENTS, VECTOR_STORES, belongs
from seatrial.facts.inference.inference_words import TALKS_BY
from seatrial.read.code.python_record import Call, PythonFile
from seatrial.read.regex import regex
from seatrial.repo import Repo

#: Classes of clients for talks, by how frameworks call them, and the function that makes one by its name.
_CLIENT = regex(r"(?:^|\.)(?:Azure|Async)?Chat[A-Z]\w*$|(?:^|\.)init_chat_model$")
_FINDS = regex(r"[Rr]etriev|[Ee]mbed")


def asks_what_was_made(repo: Repo, file: PythonFile, call: Call) -> bool:
    """Tell whether a call talks to what a function of the repository returned that makes such a client.

    What a function makes that also finds passages may be a search, so nothing is said of it.
    """
    maker = _maker(repo, file, call) if call.last in TALKS_BY else None
    if maker is None or maker.function is None:
        return False
    made = calls_in(repo, maker.path, maker.name)
    finds = any(_FINDS.search(one.name) or belongs(one.name, VECTOR_STORES) for one in made)
    return not finds and any(_CLIENT.search(one.name) and belongs(one.name, LLM_CLIENTS) for one in made)


def _maker(repo: Repo, file: PythonFile, call: Call) -> Defined | None:
    """Return the function at the beginning of a chain of names; ``bind_tools`` and their like stand in between."""
    parts = call.name.split(".")
    for end in range(len(parts) - 1, 0, -1):
        if found := defined(repo, file.path, ".".join(parts[:end])):
            return found
    return None
