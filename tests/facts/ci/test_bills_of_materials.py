"""Lists of the parts of a release are told from what is only called so."""

from hypothesis import given
from hypothesis import strategies as st

from seatrial.facts.ci.bills_of_materials import Sort, parts_lists
from tests.repositories import repo_of
from tests.workflows import workflow


def sorts(files: dict[str, str]) -> list[Sort]:
    return [item.sort for item in parts_lists(repo_of({path: text.encode() for path, text in files.items()}))]


def in_ci(step: str) -> dict[str, str]:
    return {".github/workflows/x.yml": workflow(step)}


def test_programs_and_options_that_list_parts_are_found() -> None:
    assert sorts(in_ci("run: syft dir:. -o spdx-json")) == [Sort.MADE]
    assert sorts(in_ci("run: trivy image --format cyclonedx ghcr.io/a/b:1")) == [Sort.MADE]
    assert sorts(in_ci("run: trivy image ghcr.io/a/b:1")) == []
    assert sorts(in_ci("run: syft --version")) == []


def test_an_image_that_everybody_uses_is_not_the_release() -> None:
    assert sorts(in_ci("run: syft python:3.12 -o json")) == [Sort.FOREIGN]


def test_a_file_counts_by_what_it_holds() -> None:
    model = '{"bomFormat": "CycloneDX", "components": [{"type": "machine-learning-model"}]}'

    assert sorts({"sbom.json": "{}"}) == []
    assert sorts({"sbom.json": '{"spdxVersion": "SPDX-2.3"}'}) == [Sort.KEPT]
    assert set(sorts({"bom.json": model})) == {Sort.KEPT, Sort.MODEL}


@given(st.text(max_size=200))
def test_no_text_makes_it_fail(text: str) -> None:
    assert sorts({".github/workflows/x.yml": text, "sbom.json": text}) is not None
