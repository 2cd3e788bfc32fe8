"""What does a pyproject.toml declare?"""

import re
from collections.abc import Iterator, Mapping

from seatrial.read.project import poetry
from seatrial.read.project.pixi import pixi_requirements
from seatrial.read.project.project_record import FILES, Lines, Project, Script, script_files, strings
from seatrial.read.project.requirement import Requirement, in_group, normal, parsed
from seatrial.read.project.toml_tables import Table, people_in, table, toml, word
from seatrial.read.reader import Reader
from seatrial.read.text import decode


def read_pyproject(path: str, data: bytes) -> Project:
    """Parse a pyproject.toml: PEP 621, PEP 735 groups, and the tables of Poetry, PDM, uv, flit, hatch and pixi.

    Who names no build backend is built by setuptools; tables for it, or what it needs to build, say that it is meant.
    """
    text = decode(data)
    document, lines = toml(text), Lines(text)
    project, tool = table(document, "project"), table(document, "tool")
    old = table(tool, "poetry")
    form = "poetry" if old and not project.get("name") else "pyproject"
    metadata = {**old, **project}
    build = table(document, "build-system")
    return Project(
        path,
        form,
        name=word(metadata, "name") or word(table(tool, "flit", "metadata"), "module"),
        version=word(metadata, "version"),
        description=word(metadata, "description"),
        requires_python=word(project, "requires-python") or word(table(old, "dependencies"), "python"),
        licence=_licence(metadata.get("license")),
        build_backend=word(build, "build-backend")
        or ("setuptools.build_meta" if build or "setuptools" in tool else ""),
        line=lines.of("[project]") or lines.of("[tool.poetry]"),
        people=(*people_in(metadata, "authors", lines), *people_in(metadata, "maintainers", lines)),
        classifiers=strings(metadata.get("classifiers")),
        scripts=(*_scripts(project, old, lines), *script_files(table(tool, "setuptools").get("script-files"), lines)),
        requirements=tuple(_requirements(document, project, tool, lines)),
        dynamic=strings(project.get("dynamic")),
        reads=_reads(table(tool, "setuptools", "dynamic", "dependencies")),
        by_name=_is_by_name(word(build, "build-backend"), tool),
    )


PYPROJECT = Reader("pyproject", 7, read_pyproject)


def _is_by_name(backend: str, tool: Table) -> bool:
    """Tell whether a backend must find what it builds by the project's name, since nothing else is said.

    Poetry, flit, hatchling and uv do, and fail where there is nothing of that name; setuptools takes what it finds.
    """
    if table(tool, "uv").get("package") is False:
        return False  # it is never built
    if backend.startswith("poetry"):
        old = table(tool, "poetry")
        return not old.get("packages") and old.get("package-mode") is not False
    if backend.startswith("hatchling"):
        return not table(tool, "hatch", "build")
    if backend.startswith("flit"):
        return not table(tool, "flit")
    return backend.startswith("uv_build") and not table(tool, "uv", "build-backend")


def _licence(value: object) -> str:
    if isinstance(value, Mapping):
        value = value.get("text") or value.get("file") or ""
    return str(value or "").strip().split("\n")[0][:200]


def _scripts(project: Table, old: Table, lines: Lines) -> Iterator[Script]:
    groups = {"console_scripts": table(project, "scripts"), "gui_scripts": table(project, "gui-scripts")}
    groups |= {name: table(project, "entry-points", name) for name in table(project, "entry-points")}
    groups |= {name: table(old, "plugins", name) for name in table(old, "plugins")}
    for group, scripts in groups.items():
        yield from _scripts_of(scripts, group, lines)
    yield from _scripts_of(table(old, "scripts"), "console_scripts", lines)


def _scripts_of(scripts: Table, group: str, lines: Lines) -> Iterator[Script]:
    for name, target in scripts.items():
        named = word(target, "callable") or word(target, "reference") if isinstance(target, Mapping) else target
        if named and isinstance(named, str):
            is_file = isinstance(target, Mapping) and target.get("type") == "file"
            yield Script(name, named, lines.of(name, named), FILES if is_file else group)


def _requirements(document: Table, project: Table, tool: Table, lines: Lines) -> Iterator[Requirement]:
    yield from _requirements_in_list(project.get("dependencies"), lines)
    for group, items in table(project, "optional-dependencies").items():
        yield from _requirements_in_list(items, lines, group)
    for groups in (table(document, "dependency-groups"), table(tool, "pdm", "dev-dependencies")):
        for group, items in groups.items():
            yield from _requirements_in_list(items, lines, group)
    yield from _requirements_in_list(table(tool, "uv").get("dev-dependencies"), lines, "dev")
    yield from _requirements_in_list(table(tool, "flit", "metadata").get("requires"), lines)
    yield from pixi_requirements(table(tool, "pixi"), lines)
    for name, environment in table(tool, "hatch", "envs").items():
        if isinstance(environment, Mapping):
            yield from _requirements_in_list(environment.get("dependencies"), lines, name)
    old = table(tool, "poetry")
    optional = _extras_of(old)
    for item in poetry.table(old.get("dependencies"), lines):
        yield in_group(item, optional.get(item.name, item.group))
    yield from poetry.table(old.get("dev-dependencies"), lines, "dev")
    for name in table(old, "group"):
        group = "" if name == "main" else name
        yield from poetry.table(table(old, "group", name).get("dependencies"), lines, group)


def _extras_of(old: Table) -> dict[str, str]:
    members = ((name, extra) for extra, names in table(old, "extras").items() for name in strings(names))
    return {normal(re.split(r"[\s\[<>=!~;]", name, maxsplit=1)[0]): extra for name, extra in members}


def _requirements_in_list(items: object, lines: Lines, group: str = "") -> Iterator[Requirement]:
    for item in items if isinstance(items, list) else ():
        found = parsed(item, _line_of(item, lines), group) if isinstance(item, str) else None
        if found:
            yield found


def _line_of(item: str, lines: Lines) -> int:
    return lines.of(f'"{item}"') or lines.of(f"'{item}'") or lines.of(item)


def _reads(dynamic: Table) -> tuple[str, ...]:
    return strings(dynamic.get("file"))
