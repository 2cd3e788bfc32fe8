"""Which path does Django know by a name, so that tests ask for it by ``reverse("labels-list")``?"""

from collections.abc import Iterator, Mapping

from seatrial.facts import fact
from seatrial.facts.code.arguments import string_of
from seatrial.facts.code.python_files import python_files
from seatrial.read.code.python_record import PythonFile, Value
from seatrial.repo import Repo

#: What stands before a name in place of a path, until it is looked up.
MARK = "/@"
_BINDERS = frozenset({"path", "re_path", "url"})


@fact
def url_names(repo: Repo) -> Mapping[str, str]:
    """Return the path that each name stands for, with the beginnings of the names that a router gives its views."""
    return dict(repo.each(_names_of_urls, python_files(repo)))


def _names_of_urls(file: PythonFile) -> Iterator[tuple[str, str]]:
    for call in file.calls:
        path = string_of(call.args[0] if call.args else call.keyword("route") or call.keyword("prefix"))
        if call.last in _BINDERS and (name := string_of(call.keyword("name"))):
            yield name, f"/{path.strip('/^$')}"
        elif call.last == "register" and len(call.args) > 1 and path:
            given = string_of(call.keyword("basename")) or (string_of(call.args[2]) if len(call.args) > 2 else "")
            yield from ((f"{base}-", f"/{path.strip('/')}") for base in ([given] if given else _guessed(path)))


def _guessed(path: str) -> Iterator[str]:
    """Yield what a router may call views without a name: as the model behind them, which is one of many."""
    last = path.rpartition("/")[2]
    yield from dict.fromkeys((last, last.removesuffix("s")))


def reversed_name(value: Value) -> str:
    """Return the name that a call of ``reverse``, or of a helper around it, asks for, behind a mark; "" for others."""
    called = (value.name or value.text).partition("(")[0].rpartition(".")[2]
    if value.kind != "call" or not called.endswith(("reverse", "reverse_lazy")):
        return ""
    keyword = next((given for key in ("viewname", "view_name") if (given := value.keyword(key))), None)
    name = string_of(value.items[0] if value.items else keyword)
    return f"{MARK}{name.rpartition(':')[2]}" if name else ""


def path_named(repo: Repo, marked: str) -> str:
    """Return the path behind a marked name, "" when nothing here is called so."""
    name, known = marked.removeprefix(MARK), url_names(repo)
    begun = (base for base in known if base.endswith("-") and name.startswith(base))
    return known.get(name) or known.get(max(begun, key=len, default=""), "")
