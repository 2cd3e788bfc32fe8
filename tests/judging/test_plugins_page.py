"""The page about plugins holds a whole plugin, and its own test passes."""

import re
import subprocess
import sys
import textwrap
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from seatrial.testing import examples

PAGE = Path(__file__).parents[2] / "docs" / "plugins.md"
BLOCK = re.compile(r"^ *```(\w+)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)


def blocks(language: str) -> list[str]:
    found = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    return [textwrap.dedent(text) for named, text in found if named == language]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Return the folder of the package that the page tells to write."""
    here = tmp_path / "acme_seatrial"
    (here / "examples").mkdir(parents=True)
    (here / "__init__.py").write_text(blocks("python")[0])
    (here / "examples" / "ACME-01.txt").write_text(blocks("text")[0])
    (tmp_path / "test_acme.py").write_text(blocks("python")[-1])
    return here


def test_the_plugin_of_the_page_passes_its_own_test(package: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_acme.py"]
    ran = subprocess.run(command, cwd=package.parent, capture_output=True, text=True, check=False)

    assert ran.returncode == 0, ran.stdout
    assert "4 passed" in ran.stdout


def test_the_entry_point_of_the_page_names_what_its_module_offers() -> None:
    project = tomllib.loads(blocks("toml")[0])["project"]

    assert project["entry-points"]["seatrial.checks"] == {"acme": "acme_seatrial:FAMILIES"}
    assert "FAMILIES = (acme,)" in blocks("python")[0]


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("== present", "== presnt", "ACME-01.txt, section 'presnt': a section is called absent, present,"),
        ("-- app.py --", "-- app.py", "ACME-01.txt, section 'absent': its first line names no file"),
        ("it -> absent", "it on in-use -> absent", "a trap stands on a section above it"),
        (
            "it -> absent",
            "it -> missing",
            "ends in absent, present, substantive, in-use, unknown or not-applicable",
        ),
    ],
)
def test_an_example_that_is_written_wrongly_is_named_with_its_section(
    package: Path, monkeypatch: pytest.MonkeyPatch, right: str, wrong: str, said: str
) -> None:
    name = f"acme_{abs(hash(wrong))}"  # imported for this test alone
    package.rename(package.with_name(name))
    file = package.with_name(name) / "examples" / "ACME-01.txt"
    file.write_text(file.read_text().replace(right, wrong))
    monkeypatch.syspath_prepend(package.parent)
    (check,) = import_module(name).acme.checks

    with pytest.raises(ValueError, match=re.escape(said)):
        examples(check)
