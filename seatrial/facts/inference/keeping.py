"""Does a function keep what it makes for the next call, so that it is made once?"""

from seatrial.facts.code.code_index import contents
from seatrial.facts.code.python_files import python_file
from seatrial.read.code.python_record import Call, Comparison, Function, PythonFile
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

#: Decorators by which a result is kept.
_CACHES = regex(
    r"(^|\.)(lru_cache|cache|cached|alru_cache|cached_property|cache_resource|cache_data|experimental_singleton"
    r"|singleton|memoize|ttl_cache|memory\.cache|once|cachedmethod|inject|lazy_property|Singleton)$"
)
#: Methods of a network that return the network itself.
_SAME = {"to", "cuda", "cpu", "eval", "half", "float", "bfloat16", "requires_grad_", "compile"}
_ONE = caseless(r"singleton|_instance\b|_instances\b")


def is_cached(function: Function) -> bool:
    """Tell whether a decorator keeps the result of a function."""
    return any(_CACHES.search(decorator.written) for decorator in function.decorators)


def kept(repo: Repo, path: str, call: Call) -> bool:
    """Tell whether the result of a call goes into something that outlives the function it stands in."""
    file = python_file(repo, path)
    lasting = {name for where, name, _ in file.globals_written if where == call.scope} if file else set[str]()
    return _outlives(call.target, lasting) or (file is not None and _handed_on(file, call, lasting))


def _outlives(target: str, lasting: set[str]) -> bool:
    return "[" in target or "." in target or target in lasting


def _handed_on(file: PythonFile, call: Call, lasting: set[str]) -> bool:
    """Tell whether what a call makes is kept some lines below: ``model, _ = load()``, then ``self.model = model``."""
    made = {name.strip() for name in call.target.split(",")} - {"", "_"}
    below = (item for item in file.assignments if item.scope == call.scope and item.line > call.line)
    for item in below if made else ():
        name, _, last = item.value.text.partition(".")
        same = item.value.kind == "name" or (item.value.kind == "call" and last in _SAME)
        if same and name in made and _outlives(item.target, lasting):
            return True
    return False


def under_guard(repo: Repo, path: str, call: Call) -> bool:
    """Tell whether a call happens only while something is missing: ``if model is None``, ``if key not in models``."""
    asks = [item for item in contents(repo, path).comparisons if item.scope == call.scope and item.line <= call.line]
    missing = [item for item in asks if _is_missing(item)]
    if not {"if", "else", "except"} & set(call.inside):
        return any("return" in item.leads_to and _about(item, call) for item in missing)
    if kept(repo, path, call) or any(_about(item, call) for item in missing):
        return True
    if not call.target:  # ``if not ready: load()``; ``if request.method == "POST"`` asks for nothing missing
        return not any(item.operator == "==" for item in asks)
    return _looked_up(repo, path, call)


def _is_missing(item: Comparison) -> bool:
    none = item.right.is_none
    return item.operator in ("in", "not in") or (item.operator in ("is", "is not", "==", "!=") and none)


def _about(item: Comparison, call: Call) -> bool:
    """Tell whether a comparison asks for what the call makes, or decides upon the call itself."""
    if item.operator in ("in", "not in"):
        return item.right.kind in ("name", "other", "call", "item")
    asked = item.left.text or item.left.name
    return asked == call.target or call.name in item.leads_to or "return" in item.leads_to


def _looked_up(repo: Repo, path: str, call: Call) -> bool:
    """Tell whether the target was first taken from somewhere else: ``model = cache.get(key)``."""
    file = python_file(repo, path)
    before = (item for item in file.assignments if item.scope == call.scope and item.line < call.line) if file else ()
    return any(item.target == call.target and item.value.kind in ("call", "item", "name") for item in before)


def keeps_one(repo: Repo, path: str, scope: str) -> bool:
    """Tell whether a constructor belongs to a class that is made once: by its base, its metaclass or ``_instance``."""
    owner = contents(repo, path).classes.get(scope.rpartition(".")[0])
    if owner is None:
        return False
    words = (*owner.bases, *(value.name for _, value in owner.keywords), *(item.name for item in owner.decorators))
    names = (attribute.name for attribute in owner.attributes)
    return any(_ONE.search(word) for word in (*words, *names))
