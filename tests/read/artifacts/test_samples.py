"""Every sample made by code gets a verdict that it may have: bad ones never clean, harmless ones never dangerous."""

import pytest

from benchmarks.artifacts.corpus import FAMILIES, samples
from seatrial.model.artifacts import Artifact, Verdict
from seatrial.read.artifacts.router import inspect


def told(found: Artifact) -> str:
    return f"{found.verdict}: {[one.what for one in found.findings]} {[one.why for one in found.gaps]}"


@pytest.mark.parametrize("family", [family for family, _, _ in FAMILIES])
def test_a_family_gets_the_verdicts_that_it_may_get(family: str) -> None:
    wrong = {
        sample.name: told(found)
        for sample in samples(family)
        if (found := inspect(sample.name, sample.data)).verdict not in sample.allowed
    }

    assert wrong == {}


def test_there_are_as_many_samples_as_the_documentation_says() -> None:
    made = [(sample.family, sample.name) for sample in samples()]

    assert len({family for family, _ in made}) >= 19
    assert len(made) > 500
    assert len(set(made)) == len(made)


@pytest.mark.parametrize("family", ["pickle", "torch", "joblib", "zip-evasion", "numpy"])
def test_what_is_bad_says_what_would_run_where_it_stands_and_what_is_safer(family: str) -> None:
    for sample in samples(family):
        found = inspect(sample.name, sample.data)

        assert all(one.what and one.safer and (one.byte is not None or one.key or one.rule) for one in found.findings)
        if found.verdict is Verdict.DANGEROUS:
            assert any(one.byte is not None for one in found.findings)


@pytest.mark.parametrize("family", ["pickle", "benign-torch", "numpy", "zip-evasion", "archive"])
def test_a_file_that_is_cut_anywhere_is_read_without_an_error(family: str) -> None:
    for sample in samples(family):
        for at in range(0, len(sample.data), max(1, len(sample.data) // 20)):
            assert inspect(sample.name, sample.data[:at]).verdict in Verdict
