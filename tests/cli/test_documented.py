"""What the documents tell to type is what the command takes."""

import re
from collections import defaultdict
from pathlib import Path

import pytest

from benchmarks.command_reference import reference
from tests.cli.conftest import Command

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "integrations").rglob("*.yml"))]
GROUPS = ("baseline", "config", "vulndb")
TYPED = re.compile(rf"\bseatrial ((?:{'|'.join(GROUPS)}) [a-z]+|[a-z]+)((?: [^\n`|#;]+)?)")
OPTION = re.compile(r"(?<!\S)--[a-z][a-z-]*")


def _documented() -> dict[str, set[str]]:
    """Return the options that pages give to each command; to words behind the name that are none they give none."""
    found: dict[str, set[str]] = defaultdict(set)
    for page in PAGES:
        for command, rest in TYPED.findall(page.read_text(encoding="utf-8")):
            found[command] |= set(OPTION.findall(rest))
    return {command: options for command, options in found.items() if options}


@pytest.mark.parametrize(("command", "options"), sorted(_documented().items()))
def test_every_option_in_the_documents_is_there(seatrial: Command, command: str, options: set[str]) -> None:
    ran = seatrial(*command.split(), "--help")

    assert ran.code == 0
    assert options - set(OPTION.findall(ran.out)) == set()


def test_every_command_is_spoken_of(seatrial: Command) -> None:
    listed = seatrial("--help").out.partition("Commands:")[2].partition("Exit codes")[0]
    commands = set(re.findall(r"^  ([a-z]+) ", listed, re.MULTILINE))
    told = "".join(page.read_text(encoding="utf-8") for page in PAGES)

    assert len(commands) > 10
    assert {command for command in commands if f"seatrial {command}" not in told} == set()


def test_the_page_of_every_command_is_the_one_of_the_command_line() -> None:
    assert (ROOT / "docs" / "commands.md").read_text(encoding="utf-8") == reference(), "run make docs"
