"""A README that says that nobody keeps the repository up any more."""

import pytest

from seatrial.facts.documents.given_up import given_up, sealed
from tests.repositories import repo_of


@pytest.mark.parametrize(
    "head",
    [
        "**This repository has been archived (read-only) on Nov 21, 2022**. Thanks to everyone.",
        "> This project is deprecated.\n> Use another one.",
        "nanoX (this repo) is now very old and deprecated, but I leave it up.",
        "The project is no longer actively maintained.",
        "**THIS PROJECT IS NOT MAINTAINED ANYMORE**",
        "## Deprecation notice\n\nUse the other package.",
        "## ARCHIVED - moved to acme/other\n\nSee there.",
        "NOTICE: support for this project has ended.",
        "This package has been superseded by acme/other.",
    ],
)
def test_a_notice_at_the_head_is_one(head: str) -> None:
    assert given_up(repo_of({"README.md": f"# X\n\n{head}\n"}))


@pytest.mark.parametrize(
    ("path", "head"),
    [
        ("README.md", "The `v1` branch is deprecated."),
        ("README.md", "This project is not deprecated."),
        ("README.md", "Snowpack is no longer maintained, so this project uses another bundler."),
        ("README.md", "This project is actively maintained."),
        ("README.md", "## Deprecated options\n\n`--fast` is gone."),
        ("README.md", f"{'Words.' + 2 * chr(10)}" * 30 + "This project is deprecated."),
        ("docs/old/README.md", "This project is deprecated."),
    ],
)
def test_a_word_about_a_part_or_about_others_is_none(path: str, head: str) -> None:
    assert given_up(repo_of({path: f"# X\n\n{head}\n"})) is None


@pytest.mark.parametrize(
    ("head", "archived"),
    [
        ("# Deprecation notice\n\n**This repository has been archived (read-only) on Nov 21, 2022**.", True),
        ("## ARCHIVED - moved to acme/other\n\nSee there.", True),
        ("> This project is deprecated.\n> Use another one.", False),
        ("This project is no longer maintained. The data of 2019 is archived at acme.", False),
    ],
)
def test_only_an_archived_repository_takes_no_changes(head: str, archived: bool) -> None:
    assert bool(sealed(repo_of({"README.md": f"# X\n\n{head}\n"}))) is archived
