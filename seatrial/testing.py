"""Run the examples of checks: for our own tests, and for those of whoever writes a plugin.

An example file ``ID.txt`` is documentation and test in one. It holds sections, each a small repository::

    == absent
    -- app.py --
    import flask
    == present
    -- app.py --
    ...
    == substantive
    == in-use
    == trap a-probe-that-no-route-serves -> present
    == trap a-stub-behind-a-real-probe on in-use -> present
    == trap missing-weights -> unknown

The four grades build on each other: each section is the one before plus its files (a file with the same path
replaces, one whose only line is ``{{removed}}`` goes), so a step up is the before and after of a fix. A grade that
cannot be reached is left out. A trap stands alone, or ``on`` a grade's section; it ends in a grade, ``unknown`` or
``not-applicable``.

What text cannot hold comes from builders: see ``seatrial.example_files``. ``seatrial.yaml`` is read as the
repository's configuration, and the profiles that it names ask what they ask besides; ``{{history}}`` as a path lists
commits, newest first, as ``date | author | subject``, and ``(tag: v1.0.0)`` at the end of a line as its tag.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from importlib.util import find_spec

from seatrial.component import components
from seatrial.example_files import built, history_of, tags_of
from seatrial.judging.check import Check
from seatrial.judging.graded import Graded
from seatrial.judging.judgement import judgement
from seatrial.model import Grade
from seatrial.repo import Memory, Repo

#: The day on which examples are judged, so that dates in them stay valid.
EXAMPLE_DAY = date(2026, 7, 1)

_SECTION = re.compile(r"^== *(?P<head>.+?) *$", re.MULTILINE)
_FILE = re.compile(r"^-- (?P<path>.+?) --\n", re.MULTILINE)
_GRADES = tuple(grade.value for grade in Grade)
_OUTCOMES = (*_GRADES, "unknown", "not-applicable")
_OUTCOMES_TOLD = f"{', '.join(_OUTCOMES[:-1])} or {_OUTCOMES[-1]}"
_TRAP = re.compile(r"trap (?P<name>\S+)(?: on (?P<base>\S+))? -> (?P<expected>\S+)")


@dataclass(frozen=True, slots=True)
class Example:
    """A small repository and the grade that its check must give."""

    check: str
    name: str  #: the grade, or the name of the trap
    files: Mapping[str, str]
    expected: str  #: a grade, "unknown" or "not-applicable"
    trap: bool = False


def examples(check: Check) -> tuple[Example, ...]:
    """Return the examples that a check ships; none when it has no file.

    Raises ``ValueError`` with the file and the section for what cannot be meant.
    """
    text = example_text(check)
    return tuple(_parsed(check.id, text)) if text else ()


def example_text(check: Check) -> str:
    """Return the example file of a check as it is shipped, "" when there is none.

    It stands in a folder ``examples`` of the nearest package that has it, from the check's module upwards.
    """
    parts = check.module.split(".")
    for end in range(len(parts), 0, -1):
        package = ".".join(parts[:end])
        if (spec := find_spec(package)) and spec.submodule_search_locations:
            found = files(package).joinpath("examples", f"{check.id}.txt")
            if found.is_file():
                return found.read_text(encoding="utf-8")
    return ""


def judged(check: Check, files: Mapping[str, str | bytes]) -> Graded:
    """Judge a repository of these files, as one component, by one check."""
    (component, *_) = components(example_repo(files))
    return judgement(check, component)


def outcome(graded: Graded) -> str:
    """Return a grade, "unknown" or "not-applicable", as examples write it."""
    if not graded.applies:
        return "not-applicable"
    return "unknown" if graded.grade is None else graded.grade.value


def run_example(example: Example, check: Check) -> str:
    """Judge one example and return its outcome."""
    return outcome(judged(check, example.files))


def example_repo(files: Mapping[str, str | bytes]) -> Repo:
    """Build the repository of an example: builders expanded, history and configuration read."""
    # examples without configuration need not pay for it
    from seatrial.config import load
    from seatrial.rubric import load as load_rubric

    real = {path: built(content) for path, content in files.items() if path != "{{history}}"}
    written = files.get("{{history}}", "")
    memory = Memory(real, history=history_of(written), tags=tags_of(written))
    if "seatrial.yaml" not in real:
        return Repo(memory, as_of=EXAMPLE_DAY)
    rubric = load_rubric()
    config = load(memory, EXAMPLE_DAY, rubric.known())
    return Repo(memory, rubric.under(config.profiles).asking(config.settings), EXAMPLE_DAY)


def _parsed(check_id: str, text: str) -> Iterator[Example]:
    heads = list(_SECTION.finditer(text))
    grades: dict[str, dict[str, str]] = {}
    so_far: dict[str, str] = {}
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        where = f"{check_id}.txt, section {head['head']!r}"
        own = _files(text[head.end() + 1 : following.start() if following else len(text)], where)
        trap = _TRAP.fullmatch(head["head"])
        if trap:
            if trap["base"] not in (None, *grades) or trap["expected"] not in _OUTCOMES:
                raise ValueError(f"{where}: a trap stands on a section above it, and ends in {_OUTCOMES_TOLD}")
            base = grades[trap["base"]] if trap["base"] else {}
            yield Example(check_id, trap["name"], _merged(base, own), trap["expected"], trap=True)
        elif head["head"] in _GRADES:
            so_far = grades[head["head"]] = _merged(so_far, own)
            yield Example(check_id, head["head"], so_far, head["head"])
        else:
            raise ValueError(f"{where}: a section is called {', '.join(_GRADES)}, or 'trap NAME -> OUTCOME'")


def _files(section: str, where: str) -> dict[str, str]:
    heads = list(_FILE.finditer(section))
    if section[: heads[0].start() if heads else len(section)].strip():
        raise ValueError(f"{where}: its first line names no file; such a line reads '-- app.py --'")
    ends = [*(head.start() for head in heads[1:]), len(section)]
    return {head["path"]: section[head.end() : end] for head, end in zip(heads, ends, strict=True)}


def _merged(base: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    together = {**base, **own}
    return {path: text for path, text in together.items() if text.strip() != "{{removed}}"}
