"""What do setup.cfg, the settings.ini of nbdev and the literal arguments of setup.py declare? Nothing is run."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace

from seatrial.model.grouped import grouped
from seatrial.read.code.python_literals import assigned, value_of
from seatrial.read.code.python_tree import tree_of
from seatrial.read.ini_sections import ini_sections
from seatrial.read.project.project_record import Lines, Project, Script, people, script_files, strings
from seatrial.read.project.requirement import Requirement, parsed
from seatrial.read.reader import Reader, Unreadable
from seatrial.read.regex import regex
from seatrial.read.text import decode

_FILE = regex(r"[\w./-]{0,200}requirements?[\w./-]{0,200}\.(?:txt|in)")

#: ``find_packages(include=["lib*"])``, or the path of the file in which a package keeps its version and its name.
_PACKAGED = regex(
    r"find_packages\(\s{0,20}include=\[\s{0,20}['\"]([A-Za-z]\w{0,80})[*.'\"]"
    r"|['\"]([A-Za-z]\w{0,80})(?:['\"],\s{0,20}['\"]|/)__(?:version|about|init|meta)__\.py"
)
#: Tools that work the version out from the tags of git when the package is built.
BY_TAGS = r"setuptools[-_]scm|setuptools[-_]git[-_]versioning|\bpbr\b|versioningit"
_BY_TAGS = regex(BY_TAGS)


def read_setup_cfg(path: str, data: bytes) -> Project:
    """Parse a setup.cfg of setuptools."""
    text = decode(data)
    sections = ini_sections(text)
    metadata, options, lines = sections.get("metadata", {}), sections.get("options", {}), Lines(text)
    fields: dict[str, object] = {**metadata, "python_requires": options.get("python_requires", "")}
    fields["install_requires"] = _rows(options.get("install_requires", ""))
    extras = {key: _rows(value) for key, value in sections.get("options.extras_require", {}).items()}
    fields["extras_require"] = extras
    fields["entry_points"] = {key: _rows(value) for key, value in sections.get("options.entry_points", {}).items()}
    fields["scripts"] = _rows(options.get("scripts", ""))
    fields["classifiers"] = _rows(metadata.get("classifiers", metadata.get("classifier", "")))
    project = _project(path, "setup.cfg", fields, lines, lines.of("[metadata]"), text)
    built_with = options.get("setup_requires", "")
    return replace(project, dynamic=("version",)) if not project.version and _BY_TAGS.search(built_with) else project


def read_settings_ini(path: str, data: bytes) -> Project:
    """Parse the settings.ini of nbdev, whose one section has the names of its own; any other such file is broken."""
    text = decode(data)
    if "lib_name" not in text:
        return Project(path, "nbdev", broken="no settings of nbdev")
    given = ini_sections(text.replace("[DEFAULT]", "[nbdev]", 1)).get("nbdev", {})
    lines = Lines(text)
    least = given.get("min_python", "")
    fields: dict[str, object] = {**given, "python_requires": f">={least}" if least else ""}
    fields["name"] = given.get("lib_name", "").replace("%(repo)s", given.get("repo", ""))
    fields["install_requires"] = (given.get("requirements", "") + " " + given.get("pip_requirements", "")).split()
    fields["extras_require"] = {"dev": given.get("dev_requirements", "").split()}
    found = _project(path, "nbdev", fields, lines, lines.of("[DEFAULT]"), text)
    return replace(found, build_backend="")  # the setup.py beside it builds the package


def read_setup_py(path: str, data: bytes) -> Project:
    """Parse a setup.py: literal arguments of the call of ``setup``, also by names assigned before it.

    Raises ``Unreadable`` for what is no Python; without such a call the project is broken, and says so.
    """
    text = decode(data)
    try:
        tree = tree_of(text.lstrip("\ufeff"))
    except (SyntaxError, ValueError, RecursionError) as error:
        raise Unreadable(f"no valid Python: {type(error).__name__}") from error
    known = assigned(tree)
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    call = next((node for node in calls if _is_setup(node.func)), None)
    if call is None:
        return Project(path, "setup.py", broken="no call of setup")
    fields = {keyword.arg: value_of(keyword.value, known) for keyword in call.keywords if keyword.arg}
    if "name" in fields and not fields["name"]:
        fields["name"] = _name_of_package(text)
    if isinstance(points := fields.get("entry_points"), str):
        fields["entry_points"] = grouped(_in_groups(points))
    project = _project(path, "setup.py", fields, Lines(text), call.lineno, text)
    given = {keyword.arg for keyword in call.keywords}
    by_name = any(key in given and fields.get(key) is not False for key in ("version", "use_scm_version", "pbr"))
    by_tool = _BY_TAGS.search(" ".join(strings(fields.get("setup_requires"))))
    return replace(project, dynamic=("version",)) if not project.version and (by_name or by_tool) else project


SETUP_CFG = Reader("setup.cfg", 4, read_setup_cfg)
SETTINGS_INI = Reader("settings.ini", 2, read_settings_ini)
SETUP_PY = Reader("setup.py", 8, read_setup_py)


def _project(path: str, form: str, fields: Mapping[str, object], lines: Lines, line: int, text: str) -> Project:
    def word(key: str) -> str:
        value = fields.get(key)
        return value.strip() if isinstance(value, str) else ""

    authors = people(word("author"), word("author_email") or word("author-email"), lines.of("author") or line)
    keeper_line = lines.of("maintainer") or line
    kept_by = people(word("maintainer"), word("maintainer_email"), keeper_line, "maintainer")
    return Project(
        path,
        form,
        name=word("name"),
        version=word("version"),
        description=word("description")[:500],
        requires_python=word("python_requires"),
        licence=word("license")[:200],
        build_backend="setuptools.build_meta" if fields.get("name") or form == "setup.py" else "",
        line=line,
        people=(*authors, *kept_by),
        classifiers=strings(fields.get("classifiers")),
        scripts=(*_scripts(fields.get("entry_points"), lines), *script_files(fields.get("scripts"), lines)),
        requirements=tuple(_requirements(fields, lines)),
        reads=tuple(dict.fromkeys(_FILE.findall(text))),
    )


def _requirements(fields: Mapping[str, object], lines: Lines) -> Iterator[Requirement]:
    listed = {"": fields.get("install_requires")}
    extras = fields.get("extras_require")
    listed |= {str(key): value for key, value in extras.items()} if isinstance(extras, Mapping) else {}
    for group, items in listed.items():
        for item in strings(items):
            found = None if _FILE.fullmatch(item) else parsed(item, lines.of(item), group)
            if found:
                yield found


def _scripts(groups: object, lines: Lines) -> Iterator[Script]:
    for group, items in groups.items() if isinstance(groups, Mapping) else ():
        for item in strings(items):
            name, _, target = item.partition("=")
            if target.strip():
                yield Script(name.strip(), target.strip(), lines.of(name.strip(), target.strip()), str(group))


def _name_of_package(text: str) -> str:
    """Return the package that is found, or read for its version, where the name comes from a file that is not read."""
    found = _PACKAGED.search(text)
    return next(filter(None, found.groups()), "") if found else ""


def _in_groups(points: str) -> Iterator[tuple[str, str]]:
    """Yield the entry points that are written as one text, as in an ini file, each with its group."""
    group = ""
    for row in _rows(points):
        if row.startswith("[") and row.endswith("]"):
            group = row[1:-1].strip()
        elif group:
            yield group, row


def _rows(text: str) -> tuple[str, ...]:
    return tuple(row.strip() for row in text.split("\n") if row.strip() and not row.strip().startswith("#"))


def _is_setup(function: ast.expr) -> bool:
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name == "setup"
