"""Whatever a change takes out of the gate's sight is told with its place; what asks for more is not."""

import datetime as dt

import pytest

from seatrial.config import Config, load
from seatrial.gate.loosened import loosened
from seatrial.judging.registry import load_checks
from seatrial.model import Severity
from seatrial.model.moves import Renamed
from seatrial.repo import Memory
from seatrial.rubric import load as load_rubric

DAY = dt.date(2026, 11, 26)
KNOWN = load_rubric().known(load_checks().checks.values())
WAIVER = (
    "waivers:\n  - {check: SEC-02, paths: ['app.py'], reason: accepted-risk, because: own model, owner: lead, "
    "expires: 2026-12-31}\n"
)
ATTEST = "attest:\n  GOV-09: {statement: we review, by: lead, date: 2026-11-01, expires: 2027-05-01}\n"
KEPT = ATTEST.replace("GOV-09", "GOV-07").replace("2027-05-01}", "2027-05-01, clauses: [%s]}")


def config(text: str) -> Config:
    return load(Memory({"seatrial.yaml": "schema: 1\n" + text}), DAY, KNOWN)


@pytest.mark.parametrize(
    ("before", "after", "severity", "said"),
    [
        ("gate: {fail_under: 60}\n", "gate: {fail_under: 50}\n", Severity.HIGH, "fail_under went from 60 to 50"),
        ("gate: {fail_under: 60}\n", "", Severity.HIGH, "fail_under went from 60 to nothing"),
        ("gate: {fail_on: high}\n", "gate: {fail_on: blocker}\n", Severity.HIGH, "fail_on went from high to blocker"),
        ("gate: {no_new: medium}\n", "gate: {no_new: high}\n", Severity.HIGH, "no_new went from medium to high"),
        ("gate: {max_unknown: 20}\n", "gate: {max_unknown: 40}\n", Severity.HIGH, "max_unknown went from 20 to 40"),
        ("gate: {min_level: pilot}\n", "gate: {min_level: poc}\n", Severity.HIGH, "min_level went from pilot to poc"),
        ("gate: {dimensions: {security: 60}}\n", "gate: {dimensions: {security: 50}}\n", Severity.HIGH, "less in SEC"),
        ("", "gate: {report_only_until: 2027-01-01}\n", Severity.HIGH, "from nothing to 2027-01-01"),
        ("", WAIVER, Severity.MEDIUM, "a waiver of SEC-02 in app.py until 2026-12-31 is new: own model"),
        (WAIVER, WAIVER.replace("2026-12-31", "2027-01-31"), Severity.MEDIUM, "was extended to 2027-01-31"),
        ("", ATTEST, Severity.MEDIUM, "an attestation of GOV-09 by lead is new"),
        (KEPT % "", KEPT % "kept-for-years", Severity.MEDIUM, "of GOV-07 by lead speaks of kept-for-years too"),
        ("", "exclude: ['legacy/**']\n", Severity.HIGH, "legacy/** is taken out of what is judged"),
        ("", "product: [app]\n", Severity.HIGH, "only app decides the level of the whole"),
        ("product: [app, jobs]\n", "product: [app]\n", Severity.HIGH, "only app decides"),
        ("profile: finance\n", "", Severity.HIGH, "the profile finance is gone"),
        ("", "target: poc\n", Severity.HIGH, "the target went from production to poc"),
        ("", "archetype: library\n", Severity.HIGH, "it is declared library"),
        ("", "surfaces: {api: none}\n", Severity.HIGH, "the surface api is declared not to be there"),
    ],
)
def test_each_way_to_ask_for_less_is_told_and_its_reverse_is_not(
    before: str, after: str, severity: Severity, said: str
) -> None:
    (found,) = loosened(config(before), config(after))

    assert said in found.message
    assert found.severity is severity
    assert found.place.path == "seatrial.yaml"
    assert not list(loosened(config(after), config(before)))
    assert not list(loosened(config(after), config(after)))


@pytest.mark.parametrize(
    ("reached", "now", "severity"),
    [
        (76.0, 75, Severity.LOW),
        (76.0, 71, Severity.HIGH),
        (90.0, 75, Severity.HIGH),
        (95.0, 75, Severity.HIGH),
        (None, 75, Severity.HIGH),
    ],
)
def test_a_least_score_may_follow_what_the_base_reaches_by_another_table(
    reached: float | None, now: int, severity: Severity
) -> None:
    (found,) = loosened(config("gate: {fail_under: 90}\n"), config(f"gate: {{fail_under: {now}}}\n"), reached)

    assert found.severity is severity
    assert f"went from 90 to {now}" in found.message


def test_a_least_score_that_is_gone_follows_nothing() -> None:
    (found,) = loosened(config("gate: {fail_under: 90}\n"), config(""), 76.0)

    assert found.severity is Severity.HIGH


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (WAIVER.replace("app.py", "service.py"), []),
        (WAIVER.replace("['app.py']", "['service.py', 'other.py']"), ["is new"]),
        (WAIVER.replace("app.py", "other.py"), ["is new"]),
        (WAIVER.replace("app.py", "service.py").replace("2026-12-31", "2027-01-31"), ["was extended"]),
    ],
)
def test_a_waiver_may_follow_its_file_to_another_name(after: str, told: list[str]) -> None:
    found = list(loosened(config(WAIVER), config(after), moved=Renamed({"app.py": "service.py"})))

    assert [word in one.message for one, word in zip(found, told, strict=True)] == [True for _ in told]
