"""What is asked depends on what is open, and whoever answers never loses an answer."""

import datetime as dt
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from seatrial.audit import Yardstick, audit
from seatrial.config import load
from seatrial.config.written.kept import Kept
from seatrial.interview.ascent import Ascent, ascent
from seatrial.interview.dialogue import Dialogue, Left
from seatrial.interview.open_topics import open_topics
from seatrial.interview.outcome import asked_for, outcome
from seatrial.judging.registry import load_checks
from seatrial.model import Level, Stage
from seatrial.repo.folder import Folder
from seatrial.rubric import load as load_rubric

TODAY = dt.date(2026, 11, 25)
EXAMPLE = Path(__file__).parents[2] / "examples" / "churn-api"
OWNED = "owner: {technical: team-churn-ml, business: retention}\n"
ENDED = (
    "attest:\n  # the forge\n  GOV-09:  # by hand\n    statement: one approval on main\n    by: platform\n"
    "    date: 2025-01-01\n    expires: 2025-12-31\n  SEC-05: {statement: at the gateway, by: sec, date: 2026-10-01, "
    "expires: 2027-01-31}\n"
)


class Script:
    """A person who knows what to answer to which key; Enter for everything else."""

    def __init__(self, answers: Mapping[str, list[str]]) -> None:
        self.answers = {key: list(said) for key, said in answers.items()}
        self.shown: list[str] = []
        self.asked: list[str] = []
        self.styles: set[str] = set()

    def say(self, text: str, style: str = "") -> None:
        self.shown.append(text)
        self.styles.add(style)

    def ask(self) -> str:
        key = self.shown[-2].strip().partition(":")[0]
        self.asked.append(key)
        said = self.answers.get(key, [])
        return said.pop(0) if said else ""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLE, tmp_path / "churn-api", ignore=shutil.ignore_patterns("__pycache__")))


def judged(root: Path) -> Ascent:
    checks, snapshot = load_checks().checks, Folder(root)
    config = load(snapshot, TODAY, load_rubric().known(checks.values()))
    return ascent(snapshot, Yardstick(config, checks), TODAY)


def talked(root: Path, level: Level, answers: Mapping[str, list[str]]) -> Script:
    script = Script(answers)
    kept = Kept(root / "seatrial.yaml", TODAY, load_rubric().known())
    Dialogue(script, kept, TODAY).run(open_topics(judged(root), level))
    return script


def test_an_interview_stands_where_an_audit_does(root: Path) -> None:
    report = audit(root, as_of=TODAY)
    (climb,) = judged(root).climbs

    assert {one.id: one.grade for one in report.ledger} == {name: one.grade for name, one in climb.found.found.items()}
    assert report.level is not None
    assert report.level.name is judged(root).reached


def test_what_no_code_shows_is_asked_where_something_depends_on_it(root: Path) -> None:
    script = talked(root, Level.CANDIDATE, {"surfaces.people_affecting": ["maybe", "no"]})

    assert "  ! 'maybe' is neither yes nor no" in script.shown
    assert (root / "seatrial.yaml").read_text().endswith("surfaces:\n  people_affecting: false\n")
    assert "surfaces.people_affecting" not in talked(root, Level.CANDIDATE, {}).asked
    assert not any(key.startswith("surfaces.") for key in talked(root, Level.POC, {}).asked)


def test_only_the_gap_of_what_is_declared_is_asked(root: Path) -> None:
    declared = "kpi:\n  - {name: churn_rate, unit: '%', baseline: 2.4, target: 1.9, by: 2027-06-30}  # agreed\n"
    (root / "seatrial.yaml").write_text(OWNED + declared + "risk: {eu_ai_act: limited, risks: ['a: b']}\n")

    script = talked(root, Level.PILOT, {"kpi.owner": ["head-of-retention"], "risk.risks": ["drift: watched"]})

    assert [key for key in script.asked if key.startswith(("owner.", "kpi."))] == ["kpi.owner", "kpi.measured_by"]
    assert "risk.risks: a risk and what is done about it, at least 3 (2 so far)" in "\n".join(script.shown)
    written = (root / "seatrial.yaml").read_text()
    assert "by: 2027-06-30, owner: head-of-retention}  # agreed\n" in written
    assert "risks: ['a: b', \"drift: watched\"]" in written


def test_a_decision_that_is_due_is_asked_for_its_outcome(root: Path) -> None:
    (root / "seatrial.yaml").write_text(
        "decision: {criteria: it falls, benefit: 10 EUR, cost: 1 EUR, review_date: 2026-11-01}\n"
    )

    script = talked(root, Level.PILOT, {"decision.outcome": ["perhaps", "extend"]})

    assert "  decision.outcome: what was decided on 2026-11-01" in script.shown
    assert "review_date: 2026-11-01, outcome: extend}" in (root / "seatrial.yaml").read_text()


def test_a_statement_that_has_ended_is_renewed_and_stays_as_a_comment(root: Path) -> None:
    (root / "seatrial.yaml").write_text(ENDED)

    script = talked(root, Level.CANDIDATE, {"attest.GOV-09.by": ["platform"], "attest.GOV-09.statement": ["it holds"]})
    written = (root / "seatrial.yaml").read_text()

    assert "what platform stated ended on 2025-12-31" in "\n".join(script.shown)
    assert "#   GOV-09:  # by hand\n#     statement: one approval on main\n" in written
    assert "    statement: it holds\n    by: platform\n    date: 2026-11-25\n    expires: 2027-11-24\n" in written
    assert not any(key.startswith("attest.SEC-05") for key in script.asked)
    assert not any(key.startswith("attest.GOV-09") for key in talked(root, Level.CANDIDATE, {}).asked)


@pytest.mark.parametrize(("said", "kept"), [("yes", "    clauses:\n      - validation-dated\n"), ("", "")])
def test_a_statement_speaks_of_a_clause_only_when_somebody_says_so(root: Path, said: str, kept: str) -> None:
    (root / "seatrial.yaml").write_text("profile: finance\n")
    answers = {"attest.GOV-11.by": ["model-risk"], "attest.GOV-11.statement": ["validated by the second line in May"]}

    script = talked(root, Level.PRODUCTION, {**answers, "attest.GOV-11.clauses.validation-dated": [said]})

    asked = "whether the statement says this too: the day of the validation (finance)"
    assert f"  attest.GOV-11.clauses.validation-dated: {asked}" in script.shown
    written = (root / "seatrial.yaml").read_text()
    assert kept in written
    assert ("clauses:" in written) is bool(kept)
    assert [one.clauses for one in judged(root).config.attestations] == [("validation-dated",) if kept else ()]


def test_a_statement_is_kept_when_whoever_made_it_leaves_before_its_term(root: Path) -> None:
    said = {"attest.GOV-09.by": ["platform"], "attest.GOV-09.statement": ["one approval"], "attest.GOV-09.date": ["q"]}

    with pytest.raises(Left):
        talked(root, Level.CANDIDATE, said)

    assert (root / "seatrial.yaml").read_text().endswith("    date: 2026-11-25\n    expires: 2027-11-24\n")


def test_the_end_tells_what_opened_and_what_is_held(root: Path) -> None:
    before = judged(root)
    (root / "seatrial.yaml").write_text(OWNED)

    told = [text for text, _ in outcome(before, judged(root), Level.PILOT)]

    assert told[:3] == [
        "level: poc",
        "gates up to pilot that these answers opened: 1",
        "  + GOV-01 at least substantive",
    ]
    assert "  - BIZ-01 at least substantive: no process figure is named with a number" in told
    assert told[-1] == "questions are left: seatrial interview asks them again"


def test_the_lowest_level_with_an_open_question_is_asked_for_unless_another_is_wanted(root: Path) -> None:
    ascent = judged(root)

    level, topics = asked_for(ascent, None)
    wanted, others = asked_for(ascent, Stage.CANDIDATE)

    assert (level, wanted) == (Level.PILOT, Level.CANDIDATE)
    assert [one.check for one in topics] == [one.check for one in open_topics(ascent, Level.PILOT)]
    assert [one.check for one in others] == [one.check for one in open_topics(ascent, Level.CANDIDATE)]
