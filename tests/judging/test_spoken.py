"""Steps speak the language of whoever reads them, and no other language's tools are named."""

import re

import pytest

from seatrial.facts.code.language import Language, language
from seatrial.judging.judged import Judged
from seatrial.judging.spoken import phrases, said
from seatrial.model import Archetype
from seatrial.rubric.fix import steps as told
from tests.repositories import component_of

from .asked import CHECKS, judge

STEPS = {
    step: check.id
    for check in CHECKS.values()
    for steps in (check.fix, *check.fix_for.values(), *check.fix_when.values())
    for step in steps
}
#: Checks that ask about Python alone, and cases in which its files were found.
OF_PYTHON = {"ARC-05", "DAT-14", "SEC-02", "SEC-04"}
TOOLS_OF_PYTHON = re.compile(
    r"\bpip\b|pip-|pytest|requirements\.txt|FastAPI|pydantic|uvicorn|pyproject|\bruff\b|mypy|\.py\b|sklearn|numpy|"
    r"structlog|python-json|\buv |poetry|__init__|Field\(|bandit|slowapi|logging\.|autolog|log_model|asgi|eval\(\)"
)
#: Said only where Python, Conda or Flask was found.
CASES = ("conda", "gunicorn", "pipeline.py")


@pytest.mark.parametrize("spoken", [one for one in Language if one is not Language.PYTHON], ids=str)
def test_no_step_names_a_tool_of_python_to_whoever_writes_in_another_language(spoken: Language) -> None:
    left = {
        said(step, spoken)
        for step, check in STEPS.items()
        if check not in OF_PYTHON and not any(word in step for word in CASES)
    }

    assert [step for step in sorted(left) if TOOLS_OF_PYTHON.search(step)] == []


def test_every_phrase_that_is_said_otherwise_stands_in_a_step() -> None:
    whole = "\n".join(STEPS)

    assert [phrase for phrase in phrases() if phrase not in whole] == []


def test_steps_keep_their_places_for_names() -> None:
    names = re.compile(r"\{(\w+)")
    kept = ("app", "handler", "manifest", "config", "setup", "bot", "script")

    for step in STEPS:
        for spoken in Language:
            lost = set(names.findall(step)) - set(names.findall(said(step, spoken)))
            assert not lost.intersection(kept), step


@pytest.mark.parametrize(
    ("files", "spoken"),
    [
        ({}, Language.PYTHON),
        ({"a.py": "import torch\n" * 9, "B.java": "class B {}\n" * 900}, Language.JAVA),
        ({"a.py": "import torch\n" * 90, "B.java": "class B {}\n" * 900}, Language.PYTHON),
        ({"a.py": "print(1)\n" * 90, "B.java": "class B {}\n" * 900}, Language.JAVA),
        ({"a.py": "print(1)\n" * 9, "frontend/b.ts": "let a = 1\n" * 900}, Language.PYTHON),
        ({"train.R": "library(caret)\n" * 9, "tests/a.py": "print(1)\n" * 90}, Language.R),
        ({"examples/train.jl": "using Flux\n" * 9}, Language.JULIA),
        ({"main.go": "package main\n" * 9, "vendor/b.rs": "fn main() {}\n" * 90}, Language.GO),
        ({"src/main.rs": "fn main() {}\n" * 9}, Language.RUST),
        ({"Program.cs": "class A {}\n" * 9}, Language.CSHARP),
    ],
)
def test_the_language_of_a_component_is_that_of_most_of_its_code(files: dict[str, str], spoken: Language) -> None:
    assert language(component_of(files)) is spoken


def test_a_service_in_r_is_told_to_log_and_to_look_at_its_code_as_one_does_in_r() -> None:
    code = "library(plumber)\nmodel <- readRDS('m.rds')\n#* @post /predict\nfunction(x) predict(model, x)\n"

    def steps(check: str) -> tuple[str, ...]:
        return told(Judged(CHECKS[check], judge(check, {"plumber.R": code})), Archetype.ONLINE_SERVICE)

    assert "layout_json" in " ".join(steps("MON-02"))
    assert "lintr" in steps("OPS-10")[0]


def test_a_step_about_a_file_of_python_speaks_of_python_wherever_it_stands() -> None:
    asked = {
        "package.json": "{}",
        "src/server.ts": "const app = express();\n" * 90,
        "fetch/requirements.txt": "torch\n",
    }
    found = judge("DAT-04", asked)

    lines = told(Judged(CHECKS["DAT-04"], found), Archetype.ONLINE_SERVICE)

    assert found.language is Language.JAVASCRIPT
    assert "fetch/requirements.txt brings in: `uv lock`" in lines[0]


def test_no_function_of_a_build_script_is_named_where_the_code_is_of_another_language() -> None:
    code = "use candle_nn::AdamW;\nfn train() {\n    opt.backward_step(&loss);\n}\n" * 40
    script = "def version(rows):\n    kept = [row for row in rows]\n    return kept\n"
    found = judge("OPS-01", {"src/main.rs": code, "tools.py": script})

    assert told(Judged(CHECKS["OPS-01"], found), Archetype.RESEARCH_CODE)[0].startswith(
        "Write five tests or more for what others call"
    )
