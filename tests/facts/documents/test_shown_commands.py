"""Commands are read as their reader types them: without prompts."""

import pytest

from seatrial.facts.documents.shown_commands import typed
from seatrial.facts.training.rebuilds.making_starts import documented_programs
from tests.repositories import repo_of


@pytest.mark.parametrize("before", ["", "$ ", "~ $ ", "(venv) me@host:~/work$ ", "> ", "PS C:\\work> ", "❯ "])
def test_a_prompt_is_no_part_of_a_command(before: str) -> None:
    page = f"# How to\n\n```\n{before}python src/fit.py\n```\n"

    assert documented_programs(repo_of({"README.md": page, "src/fit.py": ""})) == {"src/fit.py"}


def test_what_writes_to_a_file_is_no_prompt() -> None:
    assert typed("cat > out.txt\n# $ of a comment\necho $ x") == "cat > out.txt\n# $ of a comment\necho $ x"
