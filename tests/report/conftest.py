"""Reports made by hand, so that what is shown of them can be tested without an audit."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from seatrial.bench.charts.charts import charts
from seatrial.model import (
    Archetype,
    Confidence,
    Effort,
    Evidence,
    Grade,
    Kind,
    Level,
    Place,
    Severity,
    Stage,
    State,
    Surface,
)
from seatrial.model.charts import Chart
from seatrial.model.component_report import ComponentReport, Exposure, Taken
from seatrial.model.finding import Finding
from seatrial.model.ladder import Hold, Ladder, Step
from seatrial.model.ledger import DimensionScore, LedgerLine, Score
from seatrial.model.result import InventoryLine, Measurement, Report, RubricUsed, Run, Subject, Tool
from seatrial.model.statements import Attestation, Notice, Waiver, WaiverReason

from .drawn_records import three_devices

HOSTILE = (
    "[/etc/passwd]",
    "<script>alert(1)</script>",
    "</textarea><img src=x onerror=alert(1)>",
    "::error file=x::owned",
    "::set-output name=a::b",
    "##vso[task.setvariable variable=a]b",
    "a|b`c`d",
    "two\nlines",
    "\x1b[31mred\x1b[0m",
    "@everyone and #123",
    "]]>&lt;!--",
    "=HYPERLINK(1)",
    "nul\x00bell\x07",
    "\u202eright to left",
    "byte \udce9 of another encoding",
    "[link](javascript:alert(1))",
    "https://evil.example/",
)

APP = Place("app/main.py", 12, 1)
LOAD = Place("app/model.py", 4, 9, 44)


def _component() -> ComponentReport:
    app = Evidence(APP, "the image starts this FastAPI app, and POST /predict reaches the model")
    target = Stage.CANDIDATE
    dimensions = (
        DimensionScore("ARC", "Architecture & serving", 11, 20.1, 16.4, 16.4, 0),
        DimensionScore("MON", "Monitoring & operations", 3, 5.2, 2.5, 4.1, 1),
        DimensionScore("GOV", "Governance & compliance", 2, 4.0, 0.0, 4.0, 2),
        DimensionScore("BIZ", "Cost & business value", 5, 7.5, 0.4, 0.4, 0),
    )
    kpi = Hold(
        Level.PILOT,
        "gate",
        "BIZ-01",
        "at least substantive",
        "absent",
        "no process number is named",
        "Name one number of the process in seatrial.yaml.",
        Effort.SMALL,
    )
    short = Hold(Level.PILOT, "score", "", "45", "38.2", "the score is below the floor")
    return ComponentReport(
        ".",
        "",
        Taken(Archetype.ONLINE_SERVICE, (app,), runner_up=Archetype.BATCH_JOB),
        (Exposure(Surface.API, True, (app,)), Exposure(Surface.PERSONAL_DATA, None)),
        Score(59.4, 60.2, target, 62.0, 84.0, dimensions, verified=40, likely=3, attested=2, unknown=3, unwritten=7),
        Ladder(Level.POC, Level.PILOT, Level.PILOT, (kpi, short), opened=("ARC-01 at least present",)),
        (
            Step(
                "SEC-02",
                "safe-deserialization",
                ".",
                3.4,
                Effort.MEDIUM,
                "Save the model of app/model.py as ONNX.",
                (Level.POC,),
            ),
            Step("BIZ-01", "kpi-defined", ".", 2.9, Effort.SMALL, "Name one number of the process.", (Level.PILOT,)),
        ),
    )


def _findings() -> tuple[Finding, ...]:
    pickle = Finding(
        "SEC-02",
        "safe-deserialization",
        ".",
        Kind.CONDUCT,
        Severity.BLOCKER,
        Stage.POC,
        Confidence.VERIFIED,
        "the model is loaded with pickle",
        (LOAD, Place("app/old.py", 7), Place("jobs/score.py", 30)),
        ("Save the model of app/model.py as ONNX.", "Delete model.pkl."),
        Effort.MEDIUM,
        3.4,
        "f" * 64,
        ("a" * 64, "b" * 64, "c" * 64),
    )
    objective = Finding(
        "BIZ-01",
        "kpi-defined",
        ".",
        Kind.PRACTICE,
        Severity.HIGH,
        Stage.PILOT,
        Confidence.VERIFIED,
        "no process number is named",
        (),
        ("Name one number of the process.",),
        Effort.SMALL,
        2.9,
        "e" * 64,
        looked_for="kpi: in seatrial.yaml, a table of KPIs in a document",
        folded=("BIZ-03",),
        dependent=1.2,
    )
    headers = Finding(
        "SEC-18",
        "debug-off",
        ".",
        Kind.CONDUCT,
        Severity.MEDIUM,
        Stage.PILOT,
        Confidence.LIKELY,
        "debug mode may be on",
        (Place("app/main.py", 40),),
        ("Set debug=False.",),
        Effort.SMALL,
        0.4,
        "d" * 64,
        quiet=True,
    )
    return pickle, objective, headers


#: A practice that nobody took up.
LACKING = LedgerLine(
    "", "", ".", Kind.PRACTICE, Severity.HIGH, Stage.PILOT, State.FAIL, Grade.ABSENT, Grade.SUBSTANTIVE,
)  # fmt: skip


def _ledger() -> tuple[LedgerLine, ...]:
    seen = (Evidence(APP, "this FastAPI app is started"),)
    said = ("the gateway asks for a token", "sec-team", dt.date(2026, 10, 2), dt.date(2027, 4, 2))
    attested = Attestation("SEC-05", Grade.SUBSTANTIVE, *said)
    waived = Waiver("SEC-02", WaiverReason.ACCEPTED_RISK, "own model", "ml-lead", dt.date(2027, 1, 31), ("models/**",))
    served = replace(
        LACKING, id="ARC-01", name="serving-interface", state=State.PASS, grade=Grade.IN_USE, evidence=seen
    )
    unknown = replace(LACKING, id="GOV-09", name="changes-reviewed", state=State.UNKNOWN, grade=None)
    unwritten = replace(
        LACKING, id="MON-09", name="cost-watched", state=State.NOT_APPLICABLE, grade=None, required=None
    )
    conduct = replace(LACKING, kind=Kind.CONDUCT, severity=Severity.BLOCKER, stage=Stage.POC)
    return (
        replace(served, required=Grade.PRESENT, price=4.19, earned=4.19, upper=4.19),
        replace(
            LACKING, id="BIZ-01", name="kpi-defined", price=2.9, gain=2.9, looked_for="kpi: in seatrial.yaml"
        ),
        replace(
            unknown, required=Grade.PRESENT, price=0.83, upper=0.83, attestable=0.66,
            reason="squash merges hide who approved",
        ),
        replace(unwritten, written=False, reason="no check judges it yet"),
        replace(
            conduct, id="SEC-02", name="safe-deserialization", price=0.42, earned=-2.98, upper=-2.98, gain=3.4,
            waived=waived,
        ),
        replace(
            LACKING, id="SEC-05", name="callers-authenticated", state=State.PARTIAL, price=4.21, earned=3.37,
            upper=3.37, attested=attested,
        ),
    )  # fmt: skip


@pytest.fixture
def service() -> Report:
    """Return the report of a service that falls short of its target in a few ways."""
    return Report(
        Tool("0.1.0", (("gitleaks", "8.30.0"),)),
        RubricUsed("seatrial-rubric", "0.1.0", "ab12cd34ef56" + "0" * 52, ("finance",)),
        Subject("acme/churn-model", "57a8856" + "0" * 33, False, dt.date(2026, 11, 25), ("a shallow clone",)),
        (_component(),),
        _ledger(),
        _findings(),
        (
            InventoryLine("dockerfile_present", "yes", (Evidence(Place("Dockerfile", 1), "an image is built"),)),
            InventoryLine("model_card_or_equivalent", "no", reason="a template that nobody filled"),
        ),
        (Notice(Place("seatrial.yaml", 9), "the attestation of SEC-05 ends in 9 days"),),
        (("models/big.bin", "git-lfs pointer"),),
        (Measurement("p95_ms", 41.123456789, "ms", Place("bench.json")),),
        Run("2026-11-25T10:00:00Z", 1.84, "host", "/somewhere"),
    )


@pytest.fixture
def drawn() -> tuple[Chart, ...]:
    """Return everything that can be drawn of a model on three devices."""
    return charts(three_devices())


@pytest.fixture
def nothing(service: Report) -> Report:
    """Return the report of a repository without machine learning."""
    bare = ComponentReport(".", "", Taken(Archetype.NOT_ML))
    return replace(service, components=(bare,), ledger=(), findings=(), notices=(), unread=(), measured=())


@pytest.fixture
def several(service: Report) -> Report:
    """Return the report of a repository with a second, better component."""
    (first,) = service.components
    assert first.score is not None
    assert first.level is not None

    batch = replace(
        first,
        name="batch",
        root="batch",
        score=replace(first.score, lower=71.0, upper=71.0),
        level=replace(first.level, name=Level.PILOT, next=Level.CANDIDATE),
    )
    api = replace(first, name="api", root="api")
    return replace(service, components=(api, batch))


@pytest.fixture
def source() -> Callable[[str, int], str]:
    """Return the lines of the repository that the reports are about."""
    lines = {
        ("app/model.py", 4): "model = pickle.load(open('models/churn_v2/model.pkl', 'rb'))",
        ("app/main.py", 40): "app.run(debug=True)",
    }
    return lambda path, line: lines.get((path, line), "")


@pytest.fixture
def hostile(service: Report) -> Report:
    """Return a result in which every text of the repository wants to be more than text."""
    template = service.findings[0]
    findings = tuple(
        replace(
            template,
            message=text,
            places=(Place(text, 1),),
            marks=(f"{number:064x}",),
            fix=(f"Mend {text}.",),
            fingerprint=f"{number:064x}",
            looked_for=text,
        )
        for number, text in enumerate(HOSTILE)
    )
    ledger = tuple(replace(line, message=text) for line, text in zip(service.ledger * 3, HOSTILE, strict=False))
    subject = replace(service.subject, name=HOSTILE[1], notes=HOSTILE)
    return replace(service, findings=findings, ledger=ledger, subject=subject, unread=((HOSTILE[3], HOSTILE[8]),))


@pytest.fixture
def many(service: Report) -> Callable[..., Report]:
    """Return what makes a result with so many findings of one severity."""

    def made(count: int, severity: Severity = Severity.HIGH, message: str = "it is missing") -> Report:
        template = service.findings[1]
        return replace(
            service, findings=tuple(_numbered(template, number, severity, message) for number in range(count))
        )

    return made


def _numbered(template: Finding, number: int, severity: Severity, message: str) -> Finding:
    return replace(template, severity=severity, message=message, fingerprint=f"{number:064x}")
