"""What would it mean to import a name while loading? Nothing that is not known is trusted."""

import _compat_pickle
import builtins
from collections.abc import Iterator
from functools import lru_cache

from seatrial.model.artifacts import Trust
from seatrial.read.artifacts.names import libraries, plain, standard
from seatrial.read.ml_packages import is_ml
from seatrial.read.regex import regex

#: Functions that run or load something, whatever library offers them.
_DOES = regex(
    r"_*(?:eval|exec_?|execfile|system|popen\w*|Popen|spawn\w*|fork\w*|check_call|check_output|getoutput|getstatusoutput"
    r"|run(?:_\w+|ctx|string|cmd|script|call|source|code|eval|py)?|compile|execute|execv\w*|execl\w*|exec_\w+"
    r"|load|loads|load_\w+|unsafe_load|full_load|read_pickle|from_pretrained|import_module|import_string|__import__"
    r"|unpickle|from_file|read_\w+|urlopen|urlretrieve|download\w*|open|py_func\w*|locate|safeimport|find_and_load\w*|getlincoef|myeval"
    r"|addpackage|breakpoint|call|invoke|import_\w+|get_file|startfile|remove|unlink|rmtree|rmdir|chmod"
    r"|write_text|write_bytes|read_text|read_bytes|tofile|fromfile|to_pickle|to_csv|send|connect)"
)
_CODE = regex(
    r"_?make_(?:function|skel_func|skeleton_class|skeleton_enum|cell|empty_cell|method|dict_keys|dict_values|dict_items)"
    r"|_?create_(?:function|code|type|cell)|_fill_function|_builtin_type|_load_type|_get_cell_contents"
    r"|_(?:function|class|cell)_setstate|_cell_set|extension \d+"
)
#: Functions of known libraries that put their own objects together.
_CONSTRUCTORS = regex(
    r"_*(?:re)?(?:build|construct|make|create|new|unpickle|restore|from|frombuffer|scalar|newObj|enum|Enum)\w*"
    r"|\w*(?:_ctor|unpickle\w*|reconstruct\w*|_reduce)|_p|_UTC"
    r"|[a-z]\w*(?:_matrix|_array|_gen|_frozen|1d|2d|index)|expr_\w+|tree|booster"
)
_TODAY = {"unicode": "str", "long": "int", "xrange": "range"}
_SCRIPT = "__torch__"  #: types that a TorchScript archive defines itself; no Python module is called so
_SPECIAL = regex(r"__\w+__")
_CLASS = regex(r"_*[A-Z]\w*")
_DEEPEST = 50  #: parts of a name that are looked up; the tables hold none with half as many


@lru_cache(maxsize=4096)
def trust(module: str, name: str, *, called: bool = False) -> Trust:
    """Tell what importing a global means, and calling it; names that are not known are never called harmless.

    ``name`` may be a walk over attributes ("Outer.Inner"), or "" for the module itself; names of Python 2 are taken for
    what they are called today, as unpicklers do.
    """
    if not module and not name:
        return Trust.DANGEROUS  # no pickler puts a name together: somebody hides it
    today = _compat_pickle.NAME_MAPPING.get((module, name))
    if today is None and module in _compat_pickle.IMPORT_MAPPING:
        today = (_compat_pickle.IMPORT_MAPPING[module], name)
    found = _trust(module, name, called=called)
    return found if today is None or found is Trust.DANGEROUS else _trust(*today, called=called)


def _trust(module: str, name: str, *, called: bool) -> Trust:
    if module in ("builtins", "__builtin__"):
        return _of_builtin(name)
    if not name:
        return _of_module(module)
    dotted, walked = f"{module}.{name}", name.split(".")
    if any(part.lstrip("_") in standard.REACHED for part in walked):
        return Trust.DANGEROUS
    listed = _trust_in_tables(module, name, dotted, walked)
    if listed is not None:
        return listed
    last = name.rpartition(".")[2]
    if standard.is_standard(module):
        return Trust.UNKNOWN if _CLASS.fullmatch(last) else Trust.DANGEROUS
    return _of_library(module, last, called=called)


def _trust_in_tables(module: str, name: str, dotted: str, walked: list[str]) -> Trust | None:
    """Return what the tables say of a name, None when they say nothing."""
    if plain.PLAIN.fullmatch(dotted):
        return Trust.DATA
    if plain.WEIGHTS.fullmatch(dotted):
        return Trust.LIBRARY
    if name == "__dict__" and not _tabled(module):
        return Trust.CODE  # dill keeps the globals of a function so
    brings, code = module.startswith(libraries.CODE_PACKAGES), _CODE.fullmatch(name)
    if (brings and code) or not _runs_something(dotted, walked):
        return Trust.CODE if brings or code or module in ("operator", "_operator") else None
    return Trust.DANGEROUS


def _of_library(module: str, last: str, *, called: bool) -> Trust:
    if not _is_known(module):
        return Trust.UNKNOWN
    if not last or not called or _CLASS.fullmatch(last) or _CONSTRUCTORS.fullmatch(last):
        return Trust.LIBRARY
    return Trust.UNKNOWN


def _of_module(module: str) -> Trust:
    """Tell what a module alone means, as functions of cloudpickle keep it; what is reached in it is told by itself."""
    if _tabled(module) or module.partition(".")[0] in standard.REACHED:
        return Trust.CODE
    return Trust.DATA if standard.is_standard(module) else _of_library(module, "", called=False)


def _tabled(dotted: str) -> bool:
    """Tell whether a name, or what it stands in, is in a table of what runs something."""
    parts = dotted.split(".", _DEEPEST)[:_DEEPEST]
    starts = {".".join(parts[:depth]) for depth in range(1, len(parts) + 1)}
    tables = (standard.MODULES, standard.FUNCTIONS, libraries.PACKAGES, libraries.GADGETS)
    return any(starts & table for table in tables)


def _runs_something(dotted: str, walked: list[str]) -> bool:
    return (
        _tabled(dotted)
        or any(one in standard.LISTED for one in _walks(walked))
        or any(_SPECIAL.fullmatch(part) for part in walked)
        or any(_DOES.fullmatch(part) for part in walked)
    )


def _walks(walked: list[str]) -> Iterator[str]:
    """Yield what stands inside of a walk over attributes: of "a.b.c" also "b" and "b.c"."""
    for start in range(len(walked)):
        yield from (".".join(walked[start:end]) for end in range(start + 1, min(start + 4, len(walked) + 1)))


def _is_known(module: str) -> bool:
    return is_ml(module) or module.startswith(_SCRIPT) or module.partition(".")[0] in libraries.KNOWN


def _of_builtin(name: str) -> Trust:
    if name in plain.BUILTINS or name.endswith(("Error", "Exception", "Warning", "StopIteration")):
        return Trust.DATA
    head, _, attribute = name.partition(".")
    known = hasattr(getattr(builtins, _TODAY.get(head, head), None), attribute)
    if attribute and known and head in plain.BUILTINS and not _SPECIAL.search(attribute):
        return Trust.DATA  # "str.lower", "dict.fromkeys"
    return Trust.CODE if name in plain.BUILTIN_REFERENCES else Trust.DANGEROUS
