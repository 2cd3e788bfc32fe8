"""What steps of CI show counts only where their job gets to them."""

import pytest

from seatrial.judging.check import Check
from seatrial.judging.registry import load_checks
from seatrial.model import Grade
from seatrial.testing import Example, examples, judged

CHECKS = load_checks().checks
BY_CI = [
    (check, example)
    for check in CHECKS.values()
    for example in examples(check)
    if example.expected == "in-use" and any(".github/workflows/" in path for path in example.files)
]
#: A step that fails, since it keeps downloads by the hash of a file that nobody has.
FAILING = "uses: actions/setup-python@v5\n{0}with: {{cache: pip, cache-dependency-path: lost.txt}}\n"


def with_failing_jobs(files: dict[str, str]) -> dict[str, str]:
    """Put a step that fails before all others of each job."""
    return {path: _failing(text) if ".github/workflows/" in path else text for path, text in files.items()}


def _failing(text: str) -> str:
    lines = []
    for line in text.splitlines(keepends=True):
        lines.append(line)
        if line.strip() == "steps:":
            indent = " " * (len(line) - len(line.lstrip()))
            lines.append(f"{indent}  - {FAILING.format(indent + '    ')}")
    return "".join(lines)


def without_jobs(files: dict[str, str]) -> dict[str, str]:
    return {path: text for path, text in files.items() if ".github/workflows/" not in path}


@pytest.mark.parametrize(("check", "example"), BY_CI, ids=[f"{check.id} {example.name}" for check, example in BY_CI])
def test_a_step_that_its_job_never_gets_to_shows_no_more_than_an_intention(check: Check, example: Example) -> None:
    files = dict(example.files)
    stopped, without = judged(check, with_failing_jobs(files)), judged(check, without_jobs(files))

    assert stopped.grade is None or stopped.grade <= max(Grade.PRESENT, without.grade or Grade.PRESENT)
