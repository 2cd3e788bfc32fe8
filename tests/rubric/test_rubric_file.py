"""The shipped table is whole, published, and says so when somebody else's is not."""

import re
from importlib.metadata import entry_points
from importlib.resources import files
from pathlib import Path

import pytest

from seatrial.config import ConfigError
from seatrial.config import schema as config_schema
from seatrial.judging.registry import load_checks
from seatrial.model import Kind, Severity, Stage
from seatrial.rubric import Rubric, load, schema
from seatrial.rubric.schema import Row

SHIPPED = files("seatrial.rubrics").joinpath("default.yaml").read_text(encoding="utf-8")


def problems(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load(text=text.encode(), path="own.yaml")
    return str(caught.value).split("\n")


def line_of(text: str) -> int:
    return SHIPPED[: SHIPPED.index(text)].count("\n") + 1


def test_the_shipped_table_prices_the_checks_that_are_there_and_readme_tells_how_many(rubric: Rubric) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")

    assert {row.id for row in rubric.table.rows} == set(_installed())
    assert f"the evidence of {len(rubric.table.rows)} checks" in readme


def test_the_shipped_table_is_whole_when_read_like_anybody_elses(rubric: Rubric) -> None:
    assert load(text=SHIPPED.encode()) == rubric


@pytest.mark.parametrize(
    ("name", "made"), [("rubric.schema.json", schema()), ("seatrial.schema.json", config_schema())]
)
def test_the_published_schema_is_the_one_in_use(name: str, made: str) -> None:
    published = files("seatrial.rubrics").joinpath(name).read_text(encoding="utf-8")

    assert published == made


def _installed() -> dict[str, Row]:
    checks = load_checks().checks.values() if any(entry_points(group="seatrial.checks")) else ()
    return {
        check.id: Row(
            check.id, check.name, check.severity, check.stage, check.effort, check.kind,
            parents=(check.parent,) if check.parent else (),
        )
        for check in checks
    }  # fmt: skip


@pytest.mark.parametrize("check", [pytest.param(row, id=row.id) for row in _installed().values()])
def test_a_check_and_its_row_agree(rubric: Rubric, check: Row) -> None:
    row = rubric.rows[check.id]

    assert (check.name, check.kind, check.severity, check.stage, check.effort) == (
        row.name, row.kind, row.severity, row.stage, row.effort,
    )  # fmt: skip
    assert set(check.parents) <= set(row.parents)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("target: production", "target: prod", "own.yaml:{line}: 'prod' is not valid here; the nearest is 'prod"),
        ("target: production", "targte: production", "own.yaml:{line}: unknown key 'targte'; the nearest is 'target'"),
        ("unasked: 0.1", "unasked: 10", "own.yaml:{line}: 'unasked' is 10: it is a share, from 0 to 1"),
        ("ARC: 20, DAT: 10", "ARC: 21, DAT: 10", "own.yaml:{line}: the budgets add up to 101, not to 100"),
        ("also_needs:\n      batch:", "also_needs:\n      bach:", "own.yaml:{next}: unknown surface: 'bach'"),
        ("checks: [ARC-01]", "checks: [ARC-91]", "own.yaml:{line}: unknown check 'ARC-91'; the nearest is 'ARC-"),
        ("id: ARC-02, ", "id: ARC-01, ", "the check ARC-01 stands here 2 times"),
        ("id: ARC-02, ", "id: ARC-02, sev: x, ", "own.yaml:{line}: unknown key 'sev'; the nearest is 'severity'"),
        ("weights: {blocker: 10, ", "weights: {", "own.yaml:{line}: 'blocker' is missing"),
        ("parents: [ARC-01], needs: [api]}", "parents: [ARC-02], needs: [api]}", "ARC-02 cannot be its own parent"),
        ("needs: [answers-of-its-own]", "parents: [ARC-02]", "ARC-02 cannot be its own parent"),
        ("weights: {blocker: 10", "weights: {blocker: ten", "'blocker': input should be a valid number"),
    ],
)  # fmt: skip
def test_a_faulty_table_is_refused_with_line_and_nearest_name(old: str, new: str, expected: str) -> None:
    line = line_of(old)

    found = problems(SHIPPED.replace(old, new, 1))

    assert any(expected.format(line=line, next=line + 1) in problem for problem in found), found


def test_the_hash_covers_the_effective_table(rubric: Rubric) -> None:
    lighter = load(text=SHIPPED.replace("medium: 3", "medium: 2", 1).encode())
    hashes = {one.used.sha256 for one in (rubric, lighter, rubric.under(["finance"]), rubric.under(["retail"]))}

    assert len(hashes) == 4
    assert rubric.under([]) == rubric == load()


def test_a_profile_never_lowers_anything(rubric: Rubric) -> None:
    for profile in rubric.table.profiles:
        effective = rubric.under([profile])
        for row in rubric.table.rows:
            new = effective.rows[row.id]
            assert new.severity >= row.severity
            assert new.stage <= row.stage


def test_of_several_profiles_the_larger_counts_once(rubric: Rubric) -> None:
    both = rubric.under(["finance", "healthcare", "retail"])

    assert both.rows["DAT-05"].severity is Severity.HIGH  # raised by two of them, one step
    assert (both.rows["SEC-12"].stage, both.rows["SEC-20"].stage) == (Stage.PILOT, Stage.POC)
    assert both.used.profiles == ("finance", "healthcare", "retail")


def test_an_unknown_profile_is_refused() -> None:
    with pytest.raises(ConfigError, match="there is no profile 'fintech' among finance, healthcare, retail"):
        load(["fintech"])


def test_secrets_and_personal_data_cannot_be_attested(rubric: Rubric) -> None:
    known = {check.id: check.attestable for check in rubric.known().checks}

    assert (known["SEC-01"], known["SEC-20"], known["SEC-05"]) == (False, False, True)
    assert rubric.rows["SEC-01"].kind is Kind.CONDUCT


def test_a_row_that_would_count_nothing_anywhere_is_refused() -> None:
    own = SHIPPED.replace("dimensions:\n", "dimensions:\n  LAW: Law\n", 1).replace(
        "\nrows:\n", "\nrows:\n  - {id: LAW-01, name: own-rule, severity: low, stage: pilot, effort: S}\n", 1
    )
    paid = re.sub(r"budgets: \{ARC: (\d+)", lambda one: f"budgets: {{LAW: 1, ARC: {int(one[1]) - 1}", own)

    assert any("LAW-01 counts nothing: LAW has no budget in any archetype" in one for one in problems(own))
    assert load(text=paid.encode()).rows["LAW-01"].dimension == "LAW"
