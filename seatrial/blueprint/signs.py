"""How are the files of templates called?"""

import re
from collections.abc import Iterable, Mapping

SUFFIXES = (".tmpl", ".jinja", ".jinja2", ".j2", ".tpl", ".template", ".mustache")
_ANSWERS = frozenset({"copier.yml", "copier.yaml", "databricks_template_schema.json"})
_PROGRAMS = tuple(f"{kind}{suffix}" for kind in (".py", ".ipynb") for suffix in SUFFIXES)
#: What a generator puts a name for: ``__APP_NAME__``, ``{project}``, ``${project}``, ``<project>``, ``%PROJECT%``.
_WORD = re.compile(
    r"__([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)__|(?<!\{)\$?\{([A-Za-z_]\w*)\}(?!\})|<([A-Za-z_][\w -]*)>|%([A-Z_]{3,})%"
)


def placeholders(paths: Iterable[str]) -> Mapping[str, str]:
    """Return the words that stand for a name in paths, each with the name that is told by it."""
    found = (hit for path in paths for hit in _WORD.finditer(path))
    return {hit[0]: re.sub(r"\W+", "_", hit[hit.lastindex or 0]).strip("_").lower() or "value" for hit in found}


def tree_of(path: str) -> str | None:
    """Return the first folder that is called by such a word, with a slash; None where none is."""
    found = _WORD.search(path)
    end = path.find("/", found.end()) if found else -1
    return path[: end + 1] if end >= 0 else None


def is_sign(path: str) -> bool:
    """Tell whether a path is one that only repositories with a template have."""
    return "{{" in path or path in _ANSWERS or path.endswith(_PROGRAMS) or tree_of(path) is not None
