"""Whoever follows the steps of a finding to the letter closes it: the steps name all that is asked.

Each file below ``followed/service`` holds what somebody wrote who did what the steps say, under the words of each step,
for the repository in ``followed/service.txt``; and so for others. A step that is worded anew is to be followed anew.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from seatrial.judging.registry import load_checks
from seatrial.model import Archetype, Stage
from seatrial.rubric import load
from seatrial.rubric.credit import required_grade
from seatrial.testing import judged

FOLDER = Path(__file__).parent / "followed"
CHECKS = load_checks().checks
RUBRIC = load()


def files(text: str) -> dict[str, str]:
    parts = re.split(r"^-- (.+) --\n", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def followed(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    parts = re.split(r"^== (.+)\n", text, flags=re.MULTILINE)
    yield from zip(parts[1::2], map(files, parts[2::2]), strict=True)


TAKEN_FOR = {
    "service": Archetype.ONLINE_SERVICE,
    "notebooks": Archetype.NOTEBOOK_POC,
    "llm": Archetype.LLM_APP,
    "library": Archetype.LIBRARY,
    "pipeline": Archetype.BATCH_JOB,
    "platform": Archetype.ONLINE_SERVICE,
}
BEFORE = {name: files((FOLDER / f"{name}.txt").read_text(encoding="utf-8")) for name in TAKEN_FOR}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*/*.txt")), ids=lambda path: f"{path.parent.name} {path.stem}")
def test_steps_that_are_followed_close_their_finding(path: Path) -> None:
    check, row, whose = CHECKS[path.stem[:6]], RUBRIC.rows[path.stem[:6]], path.parent.name
    asked = required_grade(RUBRIC.table, row, max(Stage.PRODUCTION, row.stage))
    found = judged(check, BEFORE[whose])
    told = check.steps(found.names, TAKEN_FOR[whose], found.case, found.done)
    done = dict(BEFORE[whose])
    for step, written in followed(path.read_text(encoding="utf-8")):
        assert step in told
        done |= written

    closed = judged(check, done)

    assert found.grade is not None
    assert found.grade < asked
    assert not closed.applies or (closed.grade is not None and asked <= closed.grade), closed.message
