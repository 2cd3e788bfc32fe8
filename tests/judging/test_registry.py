"""Checks are found by entry points: ours, and those of plugins, which can cost nothing but themselves."""

from importlib.metadata import EntryPoint
from pathlib import Path
from typing import cast

import pytest

from seatrial.judging.family import Block, Family
from seatrial.judging.registry import GROUP, RegistryError, load_checks
from seatrial.model import Effort, Severity, Stage
from seatrial.testing import examples, run_example

PLUGIN = Path(__file__).parent.parent / "plugin"
BLOCK: Block = {
    "question": "?", "severity": Severity.HIGH, "effort": Effort.SMALL, "stage": Stage.PILOT, "why": "why",
    "fix": ("Do it.",), "references": (),
}  # fmt: skip


def point(name: str, value: str) -> EntryPoint:
    return EntryPoint(name, value, GROUP)


@pytest.fixture
def plugin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(PLUGIN))


def test_ours_are_found_in_the_order_of_their_ids() -> None:
    registry = load_checks()

    assert list(registry.checks) == sorted(registry.checks)
    assert {"ARC-01", "SEC-02"} <= set(registry.checks)
    assert registry.broken == ()


@pytest.mark.usefixtures("plugin")
def test_a_plugin_that_is_only_installed_takes_part() -> None:
    registry = load_checks()

    assert registry.checks["ACME-01"].name == "runbook-in-place"
    assert registry.titles["ACME"] == "Rules of Acme"


@pytest.mark.usefixtures("plugin")
def test_a_plugin_s_examples_run_like_ours() -> None:
    check = load_checks().checks["ACME-01"]

    assert [(example.name, run_example(example, check)) for example in examples(check)] == [
        ("absent", "absent"),
        ("present", "present"),
        ("substantive", "substantive"),
    ]


@pytest.mark.usefixtures("plugin")
def test_two_checks_with_one_id_are_an_error() -> None:
    twice = [point("acme", "acme_seatrial:FAMILIES"), point("again", "acme_seatrial:FAMILIES")]

    with pytest.raises(RegistryError, match="ACME-01 is declared by"):
        load_checks(twice)


def test_a_declaration_that_cannot_be_meant_is_refused_in_one_sentence() -> None:
    acme = Family("ACME", "Rules of Acme")

    with pytest.raises(ValueError, match="'acme_1' is no id of the family ACME: they are ACME-01 and so on"):
        acme.practice("acme_1", **BLOCK)
    with pytest.raises(TypeError, match="ACME-01: `severity` is no Severity"):
        acme.practice("ACME-01", **cast(Block, BLOCK | {"severity": "high"}))
    with pytest.raises(TypeError, match="ACME-01: `fix` is one text and should be several: put a comma behind it"):
        acme.conduct("ACME-01", **cast(Block, BLOCK | {"fix": "Mend it."}))
    assert acme.checks == ()


def test_no_check_at_all_is_an_error() -> None:
    with pytest.raises(RegistryError, match="no check is installed"):
        load_checks([])


@pytest.mark.parametrize(
    ("value", "why"),
    [("no_such_module:FAMILIES", "No module named"), ("json:loads", "not iterable"), ("json:__all__", "not a Family")],
)
@pytest.mark.usefixtures("plugin")
def test_a_broken_plugin_costs_only_itself(value: str, why: str) -> None:
    registry = load_checks([point("acme", "acme_seatrial:FAMILIES"), point("bad", value)])

    assert list(registry.checks) == ["ACME-01"]
    assert why in registry.broken[0]
