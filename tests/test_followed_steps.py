"""Whoever follows the steps of a finding to the letter closes it: the steps name all that is asked.

Each file of ``followed`` holds what somebody wrote who did what the steps say, under the words of each step, for the
service in ``service.txt``. A step that is worded anew is to be followed anew.
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


SERVICE = files((FOLDER / "service.txt").read_text(encoding="utf-8"))
WRITTEN = [path for path in sorted(FOLDER.glob("*.txt")) if path.stem != "service"]


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
def test_steps_that_are_followed_close_their_finding(path: Path) -> None:
    check, row = CHECKS[path.stem[:6]], RUBRIC.rows[path.stem[:6]]
    asked = required_grade(RUBRIC.table, row, max(Stage.PRODUCTION, row.stage))
    found = judged(check, SERVICE)
    told = check.steps(found.names, Archetype.ONLINE_SERVICE, found.case, found.done)
    done = dict(SERVICE)
    for step, written in followed(path.read_text(encoding="utf-8")):
        assert step in told
        done |= written

    closed = judged(check, done)

    assert found.grade is not None
    assert closed.grade is not None
    assert found.grade < asked <= closed.grade, closed.message
