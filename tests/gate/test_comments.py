"""A comment in the code lets one place through; it stays visible, has no power over blockers, and is told when new."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.gate.test_change import DAY, SAFE, Repository

ONE = 'one = AutoModel.from_pretrained("acme/one", trust_remote_code=True)'
TWO = 'two = AutoModel.from_pretrained("acme/two", trust_remote_code=True)'
SAID = "  # seatrial: ignore[SEC-04] our own code"
CALL = '    requests.get("http://inside", verify=False, timeout=1)'


def service(*lines: str, called: str = "") -> str:
    """Return a service with more models from the fourth line on, and one more line in its handler."""
    text = SAFE.replace(
        "import onnxruntime\n", "import onnxruntime\nimport requests\nfrom transformers import AutoModel\n"
    )
    text = text.replace("app = FastAPI()", "\n".join([*lines, "app = FastAPI()"]))
    return text.replace("    return", f"{called}\n    return") if called else text


@pytest.fixture
def team(tmp_path: Path) -> Repository:
    """Return a repository whose service loads models of a hub with code of theirs."""
    made = Repository(tmp_path / "prices")
    made.commit(app_py=service(ONE, TWO), Dockerfile='FROM python:3.12\nCOPY app.py .\nCMD ["uvicorn", "app:app"]\n')
    made.git("checkout", "-q", "-b", "feature")
    return made


@pytest.fixture
def audited(team: Repository, run_seatrial: Callable[..., Any], tmp_path: Path) -> Callable[[], Any]:
    """Return the stored result of the folder as it stands."""

    def run() -> Any:
        file = tmp_path / "result.json"
        run_seatrial("audit", team.root, "--as-of", DAY, "-f", f"json={file}")
        return json.loads(file.read_text())

    return run


def parts(result: Any, check: str = "SEC-04") -> list[tuple[list[int], str]]:
    found = (one for one in result["findings"] if one["check"] == check)
    return [([at["line"] for at in one["places"]], (one["waived"] or {}).get("because", "")) for one in found]


def test_only_the_place_beside_it_is_let_through(team: Repository, audited: Callable[[], Any]) -> None:
    before = audited()
    (team.root / "app.py").write_text(service(ONE + SAID, TWO))
    after = audited()

    assert parts(before) == [([6, 7], "")]
    assert parts(after) == [([7], ""), ([6], "our own code")]
    said = [one["message"] for one in after["findings"] if one["check"] == "SEC-04"]
    assert re.findall("acme/...", " ".join(said)) == ["acme/two", "acme/one"]  # each part speaks of its own place
    assert after["score"] == before["score"]
    assert after["notices"] == []
    marks = [
        [mark for one in part["findings"] if one["check"] == "SEC-04" for mark in one["marks"]]
        for part in (before, after)
    ]
    assert sorted(marks[0]) == sorted(marks[1])


def test_where_all_places_are_let_through_the_check_is_waived_and_not_passed(
    team: Repository, audited: Callable[[], Any]
) -> None:
    before = audited()
    (team.root / "app.py").write_text(service(ONE + SAID, SAID.strip(), TWO))
    after = audited()

    (line,) = (one for one in after["ledger"] if one["id"] == "SEC-04")
    assert line["state"] != "pass"
    assert line["waived"]["because"] == "our own code"
    assert after["score"]["lower"] == before["score"]["lower"]
    assert after["score"]["with_waivers"] > before["score"]["with_waivers"]


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        ("  # seatrial: ignore", "names no check"),
        ("  # seatrial: ignore[SEC-04]", "names no reason"),
        ("  # seatrial: ignore[SEC-99] ours", "there is no check of that name"),
        ("  # seatrial: ignore[ARC-03] ours", "what is missing stands nowhere, and is waived in seatrial.yaml"),
        ("  # seatrial: ignore[SEC-02] ours", "a blocker is waived in seatrial.yaml only"),
        ("  # seatrial: ignore[SEC-18] ours", "ignore[SEC-18] covers nothing: it can go"),
    ],
)
def test_what_has_no_effect_is_told_and_lets_nothing_through(
    team: Repository, audited: Callable[[], Any], comment: str, said: str
) -> None:
    (team.root / "app.py").write_text(service(ONE + comment, TWO))

    found = audited()

    (notice,) = found["notices"]
    assert said in notice["message"]
    assert notice["place"]["line"] == 6
    assert parts(found) == [([6, 7], "")]


def test_a_practice_is_let_through_when_every_place_against_it_has_a_comment(
    team: Repository, audited: Callable[[], Any]
) -> None:
    said = "  # seatrial: ignore[SEC-10] inside of the cluster"
    (team.root / "app.py").write_text(service(called=f"{CALL}{said}\n{CALL}"))
    half = audited()
    (team.root / "app.py").write_text(service(called=f"{CALL}{said}\n{CALL}{said}"))
    whole = audited()

    assert [because for _, because in parts(half, "SEC-10")] == [""]
    assert "every place that the finding names needs such a comment" in half["notices"][0]["message"]
    assert [because for _, because in parts(whole, "SEC-10")] == ["inside of the cluster"]
    assert whole["notices"] == []


def test_it_stays_visible_in_every_format(
    team: Repository, run_seatrial: Callable[..., Any], audited: Callable[[], Any], tmp_path: Path
) -> None:
    (team.root / "app.py").write_text(service(ONE + SAID, TWO + SAID))
    audited()

    def shown(form: str, *more: str) -> str:
        return str(run_seatrial("report", tmp_path / "result.json", "-f", form, *more).out)

    for form in ("html", "markdown", "junit", "csv"):
        assert "in the code" in shown(form), form
    sarif = json.loads(shown("sarif", "--suppressed"))
    suppressed = [one["suppressions"] for one in sarif["runs"][0]["results"] if "suppressions" in one]
    assert suppressed[0][0]["kind"] == "inSource"
    told = run_seatrial("audit", team.root, "--as-of", DAY, "-v", "--color", "never").out
    assert "waived in the code: our own code" in told


def test_a_change_that_adds_one_asks_for_less_and_one_that_moves_does_not(
    team: Repository, run_seatrial: Callable[..., Any]
) -> None:
    def gated(*more: str) -> Any:
        return run_seatrial("gate", team.root, "--base", "main", "--as-of", DAY, "--color", "never", *more)

    team.commit(app_py=service(ONE, TWO, ONE.replace("acme/one", "acme/three") + SAID))
    added = gated()
    asked = gated("--policy-ref", "main")
    team.git("checkout", "-q", "-B", "main")
    team.git("checkout", "-q", "-B", "feature")
    team.commit(app_py="# moved\n\n" + service(ONE, TWO, ONE.replace("acme/one", "acme/three") + SAID))
    moved = gated()

    assert "medium   a comment that waives SEC-04 is new: our own code  app.py:8" in added.out
    assert "0 new" in added.out
    assert asked.code == 1  # who does not trust the branch lets its comments have no effect
    assert "1 new" in asked.out
    assert "is new" not in moved.out
