"""How are hundreds of small modules loaded at once? From one file beside the bytecode, where Python may keep bytecode.

To look a module up in folders, and to read and check its bytecode in a file of its own, takes longer than to run it.
Here the code of all of ours lies in one file, which is read once. A module is taken from there as long as its source is
as old and as long as it was, as Python itself decides; whatever does not fit is imported as ever, so nothing but time
depends on the file.
"""

import marshal
import mmap
import os
import sys
from collections.abc import Iterator, Sequence
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import MAGIC_NUMBER, cache_from_source
from types import CodeType, ModuleType
from typing import TypeAlias

#: The path of the source, its seconds and bytes as bytecode tells, and the code: of what the file holds a view.
_Cached: TypeAlias = tuple[str, int, int, bytes | memoryview]

_PACKAGE = __name__.partition(".")[0]
_FILE = f"{cache_from_source(__file__)}.modules"
_HEAD = 16  #: bytes of bytecode before the code: magic number, flags, seconds, size
_COUNT = 8  #: bytes that tell how long the list is that the file begins with: of modules, and of the bytes of each


class _Loader(SourceFileLoader):
    """Loads a module as Python does, but for where its code comes from."""

    def __init__(self, name: str, path: str, code: bytes | memoryview) -> None:
        super().__init__(name, path)
        self._code = code

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Return the empty module: to look for what it has not yet would cost Python more than to load it."""
        made = ModuleType(spec.name)
        vars(made).update(__file__=self.path, __cached__=_FILE)
        return made

    def get_code(self, fullname: str) -> CodeType | None:
        """Return the kept code; when it is none, that of the source."""
        try:
            found = marshal.loads(self._code)  # noqa: S302 -- trusted as far as the bytecode beside it
        except (EOFError, ValueError, TypeError):
            found = None
        return found if isinstance(found, CodeType) else super().get_code(fullname)


class CachedFinder:
    """Finds the modules of this package that are kept, before anybody looks into folders."""

    def __init__(self, modules: dict[str, _Cached]) -> None:
        self.modules = modules

    def find_spec(
        self, name: str, _path: Sequence[str] | None = None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return how to load a module; None when it is not kept, or not as its source stands now."""
        kept = self.modules.get(name)
        if kept is None:
            return None
        path, seconds, size, code = kept
        if (seconds, size) != _age(path):
            return None
        folder = path.removesuffix("__init__.py")
        spec = ModuleSpec(name, _Loader(name, path, code), origin=path, is_package=folder != path)
        if folder != path:
            spec.submodule_search_locations = [os.path.dirname(path)]
        spec.has_location = True
        return spec


def load() -> None:
    """Let the modules of this package come from the file from now on, if there is one that this Python wrote."""
    sys.meta_path.insert(0, CachedFinder(_read()))


def store() -> None:
    """Keep the code of the modules that were imported, where Python may keep bytecode, and some are not kept yet.

    What lost its source since, or has another one, is forgotten.
    """
    if sys.dont_write_bytecode:
        return
    known = next((finder.modules for finder in sys.meta_path if isinstance(finder, CachedFinder)), {})
    found = {name: code for name in _imported_otherwise() if (code := _compiled(_source(name)))}
    if all(known.get(name) == code for name, code in found.items()):
        return
    kept = {name: code for name, code in _read().items() if _age(code[0]) == code[1:3]} | found
    part = f"{_FILE}.{os.getpid()}"
    try:
        with open(part, "wb") as file:
            file.writelines(_written(kept))
        os.replace(part, _FILE)
    except OSError:
        return  # a folder that may not be written


def _imported_otherwise() -> Iterator[str]:
    """Yield the modules that did not come from the file: new ones, and those that had to come before it was read."""
    for name, module in sys.modules.items():
        kept = isinstance(getattr(module, "__loader__", None), _Loader)
        if name.startswith(f"{_PACKAGE}.") and not kept and _source(name):
            yield name


def _source(name: str) -> str:
    return getattr(sys.modules[name], "__file__", None) or ""


def _compiled(path: str) -> _Cached | None:
    """Return what Python's own bytecode of a source file holds; None when there is none that fits."""
    try:
        with open(cache_from_source(path), "rb") as file:
            content = file.read()
    except (OSError, NotImplementedError):
        return None
    flags, seconds, size = (int.from_bytes(content[start : start + 4], "little") for start in (4, 8, 12))
    fits = content[:4] == MAGIC_NUMBER and flags == 0 and (seconds, size) == _age(path)
    return (path, seconds, size, content[_HEAD:]) if fits else None


def _age(path: str) -> tuple[int, int]:
    """Return when a file was written and its size, as bytecode states them; zeros when it is not there."""
    try:
        found = os.stat(path)
    except OSError:
        return 0, 0
    return int(found.st_mtime) & 0xFFFFFFFF, found.st_size & 0xFFFFFFFF


def _written(kept: dict[str, _Cached]) -> Iterator[bytes | memoryview]:
    """Yield what the file holds: the length of its list, the list, and the code of one module behind the other."""
    head = marshal.dumps((_this_python(), {name: (*code[:3], len(code[3])) for name, code in kept.items()}))
    yield len(head).to_bytes(_COUNT, "little")
    yield head
    yield from (code[3] for code in kept.values())


def _read() -> dict[str, _Cached]:
    try:
        content = _content()
        start = _COUNT + int.from_bytes(content[:_COUNT], "little")
        python, modules = marshal.loads(content[_COUNT:start])  # noqa: S302 -- trusted as far as the bytecode beside it
        if python != _this_python():
            return {}
        found: dict[str, _Cached] = {}
        for name, (path, seconds, size, length) in modules.items():
            found[name] = (path, seconds, size, content[start : start + length])
            start += length
    except (OSError, ValueError, EOFError, TypeError, AttributeError):
        return {}
    return found


def _content() -> memoryview:
    """Return the bytes of the file: without a copy where a file can be replaced that is mapped into memory."""
    with open(_FILE, "rb") as file:
        if os.name != "posix":
            return memoryview(file.read())
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def _this_python() -> tuple[str, bytes]:
    return sys.version, MAGIC_NUMBER
