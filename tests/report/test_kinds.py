"""Dozens of places of one kind never stand before the one that carries the claim."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.alerts import alerts
from seatrial.model import Evidence, Place
from seatrial.model.result import Report
from seatrial.report.explained import explained_lines
from seatrial.report.kinds import FEW, folded, kind
from seatrial.report.terminal.page import page
from seatrial.report.terminal.paint import plain
from seatrial.report.terminal.view import View

VOICES = tuple(
    Evidence(Place("voices.py", number), f"a voice is kept in voices/v{number}.onnx") for number in range(1, 63)
)
CLAIM = Evidence(Place("serve.py", 7), "the service loads it once, when it starts")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("voices/alloy.onnx is a model", "voices/echo.onnx is a model"),
        ("test_a asserts", "TestAll.test_b asserts"),
        ("resource `this` keeps 12 versions", "resource `that` keeps 3 versions"),
        ("fixes it by sklearn.svm.SVC", "fixes it by torch.manual_seed"),
    ],
)
def test_names_numbers_and_paths_make_no_kind(one: str, other: str) -> None:
    assert kind(one) == kind(other)


def test_other_words_make_another_kind() -> None:
    assert kind("keeps parameters with a tracker") != kind("keeps a run with a tracker")


@given(st.lists(st.sampled_from(["a", "b", "c x", "d 1", "d 2"])), st.booleans())
def test_what_is_shown_and_what_is_counted_are_everything(said: list[str], each: bool) -> None:
    items = list(enumerate(said))

    told = list(folded(items, lambda item: item[1], each=each))

    assert len(told) + sum(more for _, more in told) == len(items)
    assert all(more != 1 for _, more in told)  # a line for one more would save nothing
    if each:
        assert [item for item, _ in told] == items


def _with(service: Report, *evidence: Evidence) -> Report:
    finding = replace(service.findings[0], places=tuple(item.place for item in evidence))
    ledger = tuple(replace(one, evidence=evidence) if one.id == finding.check else one for one in service.ledger)
    return replace(service, findings=(finding,), ledger=ledger)


def test_v_shows_the_first_of_each_kind_and_vv_each_place(service: Report) -> None:
    report = _with(service, *VOICES, CLAIM)

    some, every = (plain(page(report, View(verbose=level))) for level in (1, 2))

    assert some.count("at voices.py:") == FEW
    assert f"and {len(VOICES) - FEW} more of this kind (-vv)\n           at serve.py:7" in some
    assert every.count("at voices.py:") == len(VOICES)
    assert "of this kind" not in every


def test_an_explanation_reaches_the_claim_behind_sixty_voices(service: Report) -> None:
    report = _with(service, *VOICES, CLAIM)
    check = report.findings[0].check

    assert "serve.py:7" in plain(explained_lines(report, check, View()))
    assert plain(explained_lines(report, check, View(verbose=2))).count("voices.py:") == len(VOICES)


def test_an_explanation_says_how_many_kinds_it_leaves_out(service: Report) -> None:
    words = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu")
    report = _with(service, *(Evidence(Place("a.py", 1 + at), f"{word} is there") for at, word in enumerate(words)))
    check = report.findings[0].check

    assert "and 2 more (-v)" in plain(explained_lines(report, check, View()))
    assert "mu is there" in plain(explained_lines(report, check, View(verbose=1)))


def test_a_bad_conduct_of_several_kinds_is_told_at_each_kind(service: Report) -> None:
    """Whoever reads that a request reaches an address must not miss that it reaches a shell two lines below."""
    first = next(one for one in service.findings if one.check == "SEC-02")
    shell = Evidence(Place("app.py", 15), "the request's url reaches os.system, as a shell command")
    twice = Evidence(Place("app.py", 19), "the request's url reaches os.popen, as a shell command")
    load = Evidence(first.places[0], first.message)
    told = replace(first, places=(load.place, shell.place, twice.place), marks=("a", "b", "c"))
    lines = tuple(
        replace(entry, evidence=(load, shell, twice)) if entry.id == "SEC-02" else entry for entry in service.ledger
    )

    report = replace(service, findings=(told,), ledger=lines)

    assert f"at {shell.place}  {shell.what}" in plain(page(report, View()))
    assert f"also at {twice.place}" in plain(page(report, View()))
    assert [one.finding.message for one in alerts(report)] == [first.message, shell.what, twice.what]
