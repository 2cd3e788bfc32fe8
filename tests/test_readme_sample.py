"""What the README shows of an audit is what an audit of the example prints today, line by line."""

import re
from pathlib import Path

import pytest

from benchmarks.readme_sample import LEFT_OUT, printed, renewed, sample_of, shortened

ROOT = Path(__file__).parents[1]


@pytest.fixture
def sample(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(ROOT)
    return sample_of(Path("README.md").read_text(encoding="utf-8"))


def test_the_sample_of_the_readme_is_what_is_printed(sample: str) -> None:
    """Three dots stand for lines that are left out, and for nothing else."""
    page = printed(sample)
    at = 0
    for part in sample.split(LEFT_OUT):
        assert part in page[at:], "the page reads otherwise now: make docs writes the sample anew"
        at = page.index(part, at) + len(part)

    assert at == len(page)
    assert page.startswith(sample.partition(LEFT_OUT)[0])
    assert shortened(page) == sample


def test_every_figure_that_the_readme_speaks_of_is_that_of_its_sample(sample: str) -> None:
    told = Path("README.md").read_text(encoding="utf-8").partition("## How to read it")[2]
    ranges = re.findall(r"`(\d+\.\d to \d+\.\d)`", told)

    assert ranges
    assert [one for one in ranges if f"score       {one} of 100" not in sample] == []


def test_the_sample_is_written_anew_with_the_figures_that_the_text_speaks_of(sample: str) -> None:
    readme = Path("README.md").read_text(encoding="utf-8")
    now = re.findall(r"score       (\S+ to \S+) of 100", sample)[0]
    old = readme.replace(now, "1.0 to 2.0")

    assert old.count("1.0 to 2.0") == 2
    assert renewed(old) == readme
