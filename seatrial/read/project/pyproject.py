"""What does a pyproject.toml declare?"""

import re
import tomllib
from collections.abc import Iterator, Mapping

from seatrial.read.project import poetry
from seatrial.read.project.project_record import Lines, Person, Project, Script, person, strings
from seatrial.read.project.requirement import Requirement, in_group, normal, parsed
from seatrial.read.reader import Reader, Unreadable
from seatrial.read.text import decode
from seatrial.read.toml_text import load_toml

Table = Mapping[str, object]


def read_pyproject(path: str, data: bytes) -> Project:
    """Parse a pyproject.toml: PEP 621, PEP 735 groups, and the tables of Poetry, PDM, uv, flit and hatch."""
    text = decode(data)
    document, lines = toml(text), Lines(text)
    project, tool = _table(document, "project"), _table(document, "tool")
    old = _table(tool, "poetry")
    form = "poetry" if old and not project.get("name") else "pyproject"
    metadata = {**old, **project}
    build = _table(document, "build-system")
    return Project(
        path,
        form,
        name=_word(metadata, "name") or _word(_table(tool, "flit", "metadata"), "module"),
        version=_word(metadata, "version"),
        description=_word(metadata, "description"),
        requires_python=_word(project, "requires-python") or _word(_table(old, "dependencies"), "python"),
        licence=_licence(metadata.get("license")),
        build_backend=_word(build, "build-backend"),
        line=lines.of("[project]") or lines.of("[tool.poetry]"),
        people=(*_people(metadata, "authors", lines), *_people(metadata, "maintainers", lines)),
        classifiers=strings(metadata.get("classifiers")),
        scripts=tuple(_scripts(project, old, lines)),
        requirements=tuple(_requirements(document, project, tool, lines)),
        dynamic=strings(project.get("dynamic")),
        reads=_reads(_table(tool, "setuptools", "dynamic", "dependencies")),
        tools=tuple(sorted(tool)),
    )


PYPROJECT = Reader("pyproject", 1, read_pyproject)


def toml(text: str) -> Table:
    """Parse TOML; raise ``Unreadable`` with the reason."""
    try:
        return load_toml(text)
    except tomllib.TOMLDecodeError as error:
        raise Unreadable(f"no valid TOML: {str(error)[:80]}") from error


def _table(table: Table, *keys: str) -> Table:
    for key in keys:
        inner = table.get(key)
        table = inner if isinstance(inner, Mapping) else {}
    return table


def _word(table: Table, key: str) -> str:
    value = table.get(key)
    return value if isinstance(value, str) else ""


def _licence(value: object) -> str:
    if isinstance(value, Mapping):
        value = value.get("text") or value.get("file") or ""
    return str(value or "").strip().split("\n")[0][:200]


def _people(metadata: Table, key: str, lines: Lines) -> Iterator[Person]:
    value, role = metadata.get(key), key.removesuffix("s")
    for item in value if isinstance(value, list) else ():
        if isinstance(item, str):
            found = person(item, lines.of(item), role)
        elif isinstance(item, Mapping):
            name, email = _word(item, "name"), _word(item, "email")
            found = Person(name, email, lines.of(name or email), role) if name or email else None
        else:
            found = None
        if found:
            yield found


def _scripts(project: Table, old: Table, lines: Lines) -> Iterator[Script]:
    groups = {"console_scripts": _table(project, "scripts"), "gui_scripts": _table(project, "gui-scripts")}
    groups |= {name: _table(project, "entry-points", name) for name in _table(project, "entry-points")}
    groups |= {name: _table(old, "plugins", name) for name in _table(old, "plugins")}
    for group, table in groups.items():
        yield from _scripts_of(table, group, lines)
    yield from _scripts_of(_table(old, "scripts"), "console_scripts", lines)


def _scripts_of(table: Table, group: str, lines: Lines) -> Iterator[Script]:
    for name, target in table.items():
        named = _word(target, "callable") or _word(target, "reference") if isinstance(target, Mapping) else target
        if named and isinstance(named, str):
            yield Script(name, named, lines.of(name, named), group)


def _requirements(document: Table, project: Table, tool: Table, lines: Lines) -> Iterator[Requirement]:
    yield from _listed(project.get("dependencies"), lines)
    for group, items in _table(project, "optional-dependencies").items():
        yield from _listed(items, lines, group)
    for groups in (_table(document, "dependency-groups"), _table(tool, "pdm", "dev-dependencies")):
        for group, items in groups.items():
            yield from _listed(items, lines, group)
    yield from _listed(_table(tool, "uv").get("dev-dependencies"), lines, "dev")
    yield from _listed(_table(tool, "flit", "metadata").get("requires"), lines)
    for name, environment in _table(tool, "hatch", "envs").items():
        if isinstance(environment, Mapping):
            yield from _listed(environment.get("dependencies"), lines, name)
    old = _table(tool, "poetry")
    optional = _extras_of(old)
    for item in poetry.table(old.get("dependencies"), lines):
        yield in_group(item, optional.get(item.name, item.group))
    yield from poetry.table(old.get("dev-dependencies"), lines, "dev")
    for name in _table(old, "group"):
        group = "" if name == "main" else name
        yield from poetry.table(_table(old, "group", name).get("dependencies"), lines, group)


def _extras_of(old: Table) -> dict[str, str]:
    members = ((name, extra) for extra, names in _table(old, "extras").items() for name in strings(names))
    return {normal(re.split(r"[\s\[<>=!~;]", name, maxsplit=1)[0]): extra for name, extra in members}


def _listed(items: object, lines: Lines, group: str = "") -> Iterator[Requirement]:
    for item in items if isinstance(items, list) else ():
        found = parsed(item, _line_of(item, lines), group) if isinstance(item, str) else None
        if found:
            yield found


def _line_of(item: str, lines: Lines) -> int:
    return lines.of(f'"{item}"') or lines.of(f"'{item}'") or lines.of(item)


def _reads(dynamic: Table) -> tuple[str, ...]:
    return strings(dynamic.get("file"))
