"""Which versions do the dependency tables of Poetry and Pipenv allow, said in the form of PEP 440?"""

from collections.abc import Iterator, Mapping

from seatrial.read.project.project_record import Lines
from seatrial.read.project.requirement import Requirement, normal
from seatrial.read.regex import regex

_VERSION = regex(r"\d+(?:\.\d+)*")
_INTERPRETER = ("python", "python-version", "python-full-version")


def table(entries: object, lines: Lines, group: str = "") -> tuple[Requirement, ...]:
    """Read a table ``name = constraint``; the entry ``python`` is the interpreter and left out."""
    if not isinstance(entries, Mapping):
        return ()
    found = (_entry(str(name), value, lines, group) for name, value in entries.items())
    return tuple(item for item in found if item is not None)


def constraint(text: str) -> str:
    """Say a constraint as a specifier: ``^1.2`` is ``>=1.2,<2``, a bare version is exact, ``*`` is empty."""
    parts = [part.strip() for part in text.partition("||")[0].split(",") if part.strip()]
    return ",".join(spelled for part in parts if (spelled := _spelled(part)))


def _entry(name: str, value: object, lines: Lines, group: str) -> Requirement | None:
    if normal(name) in _INTERPRETER:
        return None
    options = next(_alternatives(value), {})
    url = _address(options)
    if url and (options.get("path") or url == "."):
        return None  # a folder of the same repository
    extras = options.get("extras", ())
    return Requirement(
        normal(name),
        f"{name} = {value if isinstance(value, str) else dict(options)}"[:200],
        lines.key(name) or lines.of(f'"{name}"') or lines.of(f".{name}]"),
        "" if url else constraint(str(options.get("version") or "")),
        str(options.get("markers") or ""),
        tuple(str(extra) for extra in extras) if isinstance(extras, list | tuple) else (),
        url,
        group=group or ("optional" if options.get("optional") else ""),
    )


def _address(options: Mapping[str, object]) -> str:
    """Return where a package comes from that no registry gives, with the commit; "" for the usual one."""
    address = str(next((options[key] for key in ("git", "url", "path", "file") if options.get(key)), ""))
    commit = options.get("rev") or options.get("ref")
    return f"{address}@{commit}" if address and commit else address


def _alternatives(value: object) -> Iterator[Mapping[str, object]]:
    if isinstance(value, str):
        yield {"version": value}
    elif isinstance(value, Mapping):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _alternatives(item)


def _spelled(part: str) -> str:
    if part.startswith("^"):
        return f">={part[1:].strip()},<{_next_breaking(part[1:])}"
    if part.startswith("~") and not part.startswith("~="):
        return f">={part[1:].strip()},<{_next_minor(part[1:])}"
    if part in ("*", ""):
        return ""
    return f"=={part}" if part[0].isdigit() else part.replace(" ", "")


def _next_breaking(version: str) -> str:
    """Return the first version that ``^`` excludes: the leftmost part that is not zero counts."""
    numbers = _numbers(version)
    place = next((index for index, number in enumerate(numbers) if number), len(numbers) - 1)
    return ".".join(map(str, [*numbers[:place], numbers[place] + 1]))


def _next_minor(version: str) -> str:
    numbers = _numbers(version)
    place = min(1, len(numbers) - 1)
    return ".".join(map(str, [*numbers[:place], numbers[place] + 1]))


def _numbers(version: str) -> list[int]:
    match = _VERSION.search(version)
    return [int(part[:9]) for part in match[0].split(".")] if match else [0]
