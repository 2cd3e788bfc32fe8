"""What do documents say about the load that is expected?"""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from seatrial.facts.documents.capacity import Load, compared_variants, latest_day, load_figures, measured_memory
from seatrial.repo import Repo
from tests.repositories import repo_of


def written(text: str) -> Repo:
    return repo_of({"docs/capacity.md": text})


def test_a_row_of_a_table_is_about_what_its_words_say() -> None:
    repo = written("# Capacity\n\n| what | load |\n|---|---|\n| one replica at peak | 150 requests/s |\n")

    assert [(one.about, one.number) for one in load_figures(repo)] == [(Load.REPLICA, 150.0)]


def test_figures_outside_of_sections_about_load_are_none() -> None:
    assert not load_figures(written("# History\n\nThe peak was 1200 requests per second.\n"))


def test_the_size_of_a_model_is_no_measured_memory() -> None:
    assert not measured_memory(written("# Models\n\nThe small model needs 2 GB of VRAM.\n"))


def test_one_runtime_alone_is_no_comparison() -> None:
    assert not compared_variants(written("# Speed\n\n| runtime | ms |\n|---|---|\n| onnx | 9 |\n"))


@given(st.text())
def test_any_text_has_a_latest_day_or_none(text: str) -> None:
    assert isinstance(latest_day(text), date | None)
