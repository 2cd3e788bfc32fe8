"""On the first day a team takes seatrial over with a few commands, and nothing that is there is written over."""

import datetime as dt
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from seatrial.config import load, template
from seatrial.drafts.pipelines import PLATFORMS
from seatrial.judging.registry import load_checks
from seatrial.repo import Memory
from seatrial.rubric import load as load_rubric
from tests.gate.test_baseline import with_old_findings
from tests.gate.test_change import Repository


@pytest.fixture
def team(tmp_path: Path) -> Repository:
    return with_old_findings(tmp_path)


@pytest.fixture
def init(team: Repository, run_seatrial: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *words: run_seatrial("init", team.root, *words, "--color", "never")


@pytest.mark.parametrize("name", PLATFORMS)
def test_nothing_is_written_over(team: Repository, init: Callable[..., Any], name: str) -> None:
    first = init("--ci", name)
    file = team.root / PLATFORMS[name].path
    file.write_text("ours\n")
    again = init("--ci", name)

    assert first.code == 0
    assert f"wrote {file}" in first.out
    assert again.code == 2
    assert "is there already, and nothing is overwritten" in again.err
    assert file.read_text() == "ours\n"


def test_an_includer_of_gitlab_that_is_there_is_left_alone(team: Repository, init: Callable[..., Any]) -> None:
    (team.root / ".gitlab-ci.yml").write_text("test: {script: pytest}\n")

    ran = init("--ci", "gitlab")

    assert ran.code == 0
    assert "add to .gitlab-ci.yml:  include: {local: .gitlab/seatrial.yml}" in ran.out
    assert (team.root / ".gitlab-ci.yml").read_text() == "test: {script: pytest}\n"


def test_three_commands_adopt_an_old_repository(
    team: Repository, init: Callable[..., Any], run_seatrial: Callable[..., Any]
) -> None:
    commands_of_monday = init("--baseline", "--ci", "github"), run_seatrial("config", "validate", team.root)
    held = run_seatrial("gate", team.root, "--color", "never")

    assert [ran.code for ran in commands_of_monday] == [0, 0]
    assert "gate:\n  baseline: seatrial-baseline.json\n" in (team.root / "seatrial.yaml").read_text()
    assert "findings that are known from now on" in commands_of_monday[0].out
    assert held.code == 0
    assert "0 new" in held.out


def test_in_a_part_of_a_repository_it_tells_where_platforms_look(
    team: Repository, run_seatrial: Callable[..., Any]
) -> None:
    (team.root / "service").mkdir()

    ran = run_seatrial("init", team.root / "service", "--ci", "github", "--color", "never")

    assert f"move the file to {team.root}, and let it judge service instead of ." in ran.out


def test_a_configuration_that_is_there_stays_and_is_told_what_it_lacks(
    team: Repository, init: Callable[..., Any]
) -> None:
    (team.root / "seatrial.yaml").write_text("schema: 1\n")

    ran = init("--baseline", "--hook")

    assert ran.code == 0
    assert (team.root / "seatrial.yaml").read_text() == "schema: 1\n"
    assert "name the baseline in seatrial.yaml:  gate: {baseline: seatrial-baseline.json}" in ran.out
    assert "entry: seatrial gate\n" in (team.root / ".pre-commit-config.yaml").read_text()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--ci", "githb"), "there is no platform 'githb'"),
        (("--ci", "github", "--docs", "GOV-02"), "--docs drafts documents and nothing else"),
    ],
)
def test_what_cannot_be_meant_is_refused(init: Callable[..., Any], words: tuple[str, ...], said: str) -> None:
    ran = init(*words)

    assert ran.code == 2
    assert said in ran.err


def test_nothing_is_written_through_a_link(team: Repository, init: Callable[..., Any], tmp_path: Path) -> None:
    (team.root / ".github").symlink_to(tmp_path)

    ran = init("--ci", "github")

    assert ran.code == 2
    assert ".github is a link, and nothing is written through one" in ran.err
    assert not (tmp_path / "workflows").exists()
    assert not (team.root / "seatrial.yaml").exists()


def test_the_first_configuration_names_the_baseline_and_is_valid() -> None:
    known = load_rubric().known(load_checks().checks.values())
    snapshot = Memory({"seatrial.yaml": template("known.json")})

    assert load(snapshot, dt.date(2026, 11, 26), known).gate.baseline == "known.json"


@pytest.mark.parametrize(("answer", "there"), [(b"n\n", False), (b"y\n", True)])
def test_on_a_terminal_it_asks_first(team: Repository, answer: bytes, *, there: bool) -> None:
    master, slave = pty.openpty()
    command = [str(Path(sys.executable).with_name("seatrial")), "init", str(team.root)]
    process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave)
    os.close(slave)
    os.write(master, answer)
    shown = b""
    with suppress(OSError):  # the other end is closed when the command ends
        while part := os.read(master, 65536):
            shown += part
    os.close(master)

    assert process.wait(timeout=60) == 0
    assert b"write it? [y/N]" in shown
    assert (b"nothing was written" in shown) is not there
    assert (team.root / "seatrial.yaml").exists() is there
