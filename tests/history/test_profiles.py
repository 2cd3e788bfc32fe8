"""Answers that are taken over from one commit to the next know nothing of a profile that only the other one has."""

import datetime as dt
from pathlib import Path

import git
import pytest

from seatrial.history import history
from seatrial.judging.registry import load_checks
from seatrial.model import Grade
from seatrial.testing import examples

CHECKS = {one: load_checks().checks[one] for one in ("GOV-07", "GOV-11")}
FILES = next(one for one in examples(CHECKS["GOV-07"]) if one.name == "healthcare-asks-who-looked-at-a-record").files


@pytest.mark.parametrize("profiles", [("", "healthcare", ""), ("healthcare", "finance", "healthcare")])
def test_each_commit_is_judged_by_its_own_profile(tmp_path: Path, profiles: tuple[str, ...]) -> None:
    repo = git.Repo.init(tmp_path)
    for number, profile in enumerate(profiles):
        for path, text in {**FILES, "seatrial.yaml": f"schema: 1\nprofile: [{profile}]\n"}.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text)
        repo.git.add(".")
        day = f"{dt.date(2026, 6, 1 + 8 * number)}T12:00:00+00:00"
        repo.git.execute(
            ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q", "-m", f"step {number}"],
            env={"GIT_AUTHOR_DATE": day, "GIT_COMMITTER_DATE": day},
        )

    found = history(tmp_path, every=1, checks=CHECKS)

    held = {"": Grade.IN_USE, "finance": Grade.IN_USE, "healthcare": Grade.PRESENT}
    grades = [next(line.grade for line in report.ledger if line.id == "GOV-07") for report in found.reports]
    assert grades == [held[profile] for profile in profiles]
