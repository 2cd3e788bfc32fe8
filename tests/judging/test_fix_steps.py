"""What is told to do fits what was found, and nobody is told to do what is done."""

import re
from collections.abc import Mapping

import pytest

from seatrial.judging.check import Check
from seatrial.judging.registry import load_checks
from seatrial.model import Archetype
from tests.repositories import component_of

from .asked import CHECKS, advice


def test_steps_for_what_was_found_replace_the_common_ones() -> None:
    check = CHECKS["SEC-11"]
    (case, *_) = check.fix_when

    assert "issue a new one" in check.steps()[0]
    assert check.steps(case=case)[0] == check.fix_when[case][0]
    assert not any("issue a new one" in step for step in check.steps(case=case))


def test_a_case_that_nobody_declared_means_the_common_steps() -> None:
    assert CHECKS["SEC-11"].steps(case="on a Tuesday") == CHECKS["SEC-11"].steps()


def test_steps_that_are_done_are_left_out_unless_that_are_all() -> None:
    check = CHECKS["OPS-01"]
    whole = check.steps()

    assert check.steps(done=(1,)) == whole[1:]
    assert check.steps(done=range(1, 20)) == whole


@pytest.mark.parametrize("check", ["OPS-03", "OPS-04", "DAT-11"])
def test_nobody_is_told_to_publish_what_stands_in_a_notebook(check: str) -> None:
    told = " ".join(CHECKS[check].steps(archetype=Archetype.NOTEBOOK_POC))

    assert not re.search("publish|release|package|deploy", told, re.IGNORECASE)
    assert CHECKS[check].steps(archetype=Archetype.LIBRARY) != CHECKS[check].steps(archetype=Archetype.NOTEBOOK_POC)


def test_what_turns_the_order_of_runs_is_told_for_research_as_for_a_service() -> None:
    check = CHECKS["OPS-03"]
    case = "where the worst run is taken first"

    for archetype in (Archetype.LIBRARY, Archetype.ONLINE_SERVICE):
        assert "published" in check.steps(archetype=archetype, case=case)[-1]


FETCHED = (
    "import hashlib, torch\n"
    "def fetch(name):\n    path = get(name)\n"
    "    if hashlib.sha256(open(path, 'rb').read()).hexdigest() != KNOWN[name]:\n        raise RuntimeError\n"
    "    return path\n"
    "def load(name):\n    if name in KNOWN:\n        path = fetch(name)\n    else:\n        path = name\n"
    "    return torch.load(path{})\n"
)


def told(files: Mapping[str, str | bytes], check: str) -> tuple[str, ...]:
    graded = CHECKS[check].judge(component_of(files))
    return CHECKS[check].steps(graded.names, case=graded.case, done=graded.done)


def test_nobody_is_told_to_compare_a_digest_that_is_compared_already() -> None:
    assert told({"app.py": FETCHED.format("")}, "SEC-02") == (
        "Give torch.load in app.py weights_only=True; store anew, as a state_dict, what that refuses.",
        "Require torch>=2.6, which it needs to hold.",
    )
    assert any("SHA-256" in step for step in told({"app.py": "import torch\ntorch.load('m.pt')\n"}, "SEC-02"))


def test_a_pickle_is_stored_in_another_format_and_not_loaded_with_another_option() -> None:
    steps = told({"app.py": "import joblib\njoblib.load('m.joblib')\n", "m.joblib": b"\x80\x04K\x01."}, "SEC-02")

    assert "weights_only" not in " ".join(steps)
    assert "Export the model" in steps[0]
    assert "picklescan" in steps[-1]


SERVER = (
    "from fastapi import FastAPI\nfrom vllm import LLM\n\napp = FastAPI()\nllm = LLM('m')\n\n\n"
    "@app.post('/v1/chat/completions')\ndef create(body: dict):\n    return llm.generate(body)\n"
)


def test_who_offers_a_language_model_is_told_of_tokens_and_not_of_regions() -> None:
    steps = " ".join(told({"server.py": SERVER}, "GOV-04"))

    assert "each token" in steps
    assert "regions" not in steps


def test_an_approval_before_a_tool_acts_is_asked_for_where_there_are_tools() -> None:
    given = (
        "from fastapi import FastAPI\nfrom langchain_core.tools import tool\n"
        "from langchain_openai import ChatOpenAI\n\n"
        "app = FastAPI()\n\n\n@tool\ndef send_mail(text: str):\n    return [text]\n\n\n@app.post('/ask')\n"
        "def ask(text: str):\n    return ChatOpenAI().bind_tools([send_mail]).invoke(text)\n"
    )

    assert "before a tool acts" in told({"app.py": given}, "GOV-06")[1]
    assert "people must confirm" in told({"server.py": SERVER}, "GOV-06")[0]
    assert not any("tool acts" in step for step in CHECKS["GOV-06"].steps(archetype=Archetype.LLM_APP))


def test_who_keeps_older_files_and_no_index_is_told_what_lacks() -> None:
    bucket = (
        'resource "aws_s3_bucket" "a" {}\nresource "aws_s3_bucket_versioning" "a" {\n  bucket = aws_s3_bucket.a.id\n'
    )
    kept = bucket + '  versioning_configuration {\n    status = "Enabled"\n  }\n}\n'
    search = "import faiss\n\nindex = faiss.read_index('a.index')\nindex.search([[1.0]], 3)\n"
    component = component_of({"app.py": search, "infra/main.tf": kept})

    assert "no backup of what it answers from" in CHECKS["MON-12"].judge(component).message


EVERY = tuple(load_checks().checks.values())
ACTS = sorted({act for check in EVERY for act in (check.act, *check.act_when.values()) if act})


@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_one_sentence_that_several_checks_share(act: str) -> None:
    sharing = [check for check in EVERY if act in (check.act, *check.act_when.values())]

    assert len(sharing) > 1
    assert act[0].isupper()
    assert act.endswith(".")
    assert len(act) <= 100


@pytest.mark.parametrize("check", [one for one in EVERY if one.act_when], ids=lambda check: check.id)
def test_an_exception_is_of_a_case_an_archetype_or_a_step_that_the_check_has(check: Check) -> None:
    further = {str(number) for number in range(2, len(check.fix) + 1)}

    assert set(check.act_when) <= {*check.fix_when, *check.fix_for, *further}
    assert all(act != check.act for key, act in check.act_when.items() if key not in further)


def test_an_owner_is_named_in_the_file_that_is_there() -> None:
    assert "CODEOWNERS, by" in advice("GOV-01", {"app.py": "print(1)\n", "CODEOWNERS": "# nobody yet\n"})
    assert ".github/CODEOWNERS" not in advice("GOV-01", {"app.py": "print(1)\n", "CODEOWNERS": "# nobody yet\n"})
    assert ".github/CODEOWNERS" in advice("GOV-01", {"app.py": "print(1)\n"})


def test_an_owner_is_named_where_the_forge_looks() -> None:
    files = {"app.py": "print(1)\n", ".gitlab-ci.yml": "test:\n  script: [pytest]\n"}
    both = {**files, ".github/workflows/ci.yml": "on: push\njobs: {}\n"}

    assert ".gitlab/CODEOWNERS" in advice("GOV-01", files)
    assert ".github/CODEOWNERS" in advice("GOV-01", both)
