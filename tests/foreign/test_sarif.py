"""Reports of other tools: what is shown of them, and what a hostile one cannot do."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.foreign import ForeignError, read_sarif
from seatrial.model import Place, Severity
from seatrial.model.foreign import ForeignReport


def sarif(*results: Any, rules: Any = (), name: str = "trivy", **run: Any) -> dict[str, Any]:
    driver = {"name": name, "version": "0.5", "rules": list(rules)}
    return {"version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": list(results), **run}]}


def result(uri: str = "app.py", **more: Any) -> dict[str, Any]:
    location = {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": {"startLine": 3}}}
    return {"ruleId": "R1", "message": {"text": "bad"}, "locations": [location], **more}


@pytest.fixture
def report(tmp_path: Path) -> Any:
    def read(document: Any) -> ForeignReport:
        (tmp_path / "r.sarif").write_text(json.dumps(document))
        (one,) = read_sarif(tmp_path / "r.sarif", tmp_path / "repo", ("app.py", "src/a b.py"))
        return one

    return read


def test_findings_keep_the_name_of_their_tool(report: Any) -> None:
    found = report(sarif(result(), result("gone.py", level="error")))

    assert (found.tool, found.version, found.file) == ("trivy", "0.5", "r.sarif")
    worst, other = found.findings
    assert (worst.severity, worst.place, worst.there) == (Severity.HIGH, Place("gone.py", 3), False)
    assert (other.rule, other.message, other.severity, other.there) == ("R1", "bad", Severity.MEDIUM, True)


@pytest.mark.parametrize(
    ("more", "rule", "severity"),
    [
        ({"level": "note"}, {}, Severity.LOW),
        ({}, {"defaultConfiguration": {"level": "error"}}, Severity.HIGH),
        ({"level": "note"}, {"properties": {"security-severity": "9.8"}}, Severity.BLOCKER),
        ({"level": "error", "properties": {"security-severity": "2.0"}}, {}, Severity.LOW),
        ({"properties": {"security-severity": "a lot"}}, {}, Severity.MEDIUM),
    ],
)
def test_severities_become_ours(report: Any, more: Any, rule: Any, severity: Severity) -> None:
    assert report(sarif(result(**more), rules=[{"id": "R1", **rule}])).findings[0].severity is severity


def test_a_rule_is_found_by_its_number_and_speaks_for_a_result_without_words(report: Any) -> None:
    described = {"id": "R9", "shortDescription": {"text": "what it is"}}
    (found,) = report(sarif({"ruleIndex": 0}, rules=[described])).findings

    assert (found.rule, found.message, found.place) == ("R9", "what it is", None)


@pytest.mark.parametrize(
    "more",
    [
        {"kind": "pass"},
        {"level": "none"},
        {"suppressions": [{"kind": "inSource"}]},
        {"baselineState": "absent"},
    ],
)
def test_what_the_tool_itself_sets_aside_is_no_finding(report: Any, more: Any) -> None:
    found = report(sarif(result(**more)))

    assert (found.findings, found.set_aside) == ((), 1)


def test_a_suppression_that_was_refused_sets_nothing_aside(report: Any) -> None:
    assert len(report(sarif(result(suppressions=[{"kind": "external", "status": "rejected"}]))).findings) == 1


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("./src/a%20b.py", "src/a b.py"),
        ("src\\a b.py", "src/a b.py"),
        ("file://{root}/repo/app.py", "app.py"),
        ("{root}/repo/src/../app.py", "app.py"),
    ],
)
def test_a_path_inside_is_kept(report: Any, tmp_path: Path, uri: str, path: str) -> None:
    (found,) = report(sarif(result(uri.replace("{root}", str(tmp_path))))).findings

    assert (found.place, found.there) == (Place(path, 3), True)


@pytest.mark.parametrize(
    "uri",
    [
        "../secret", "a/../../secret", "%2e%2e/secret", "/etc/passwd", "file:///etc/passwd", "C:\\Windows\\a",
        "file://{root}/repo-other/a.py", "{root}/repo/../other.py", "https://example.org/a.py", "a%00b",
        "x" * 5_000, "..",
    ],
)  # fmt: skip
def test_a_path_outside_is_left_out_and_counted(report: Any, tmp_path: Path, uri: str) -> None:
    found = report(sarif(result(uri.replace("{root}", str(tmp_path)))))

    assert [one.place for one in found.findings] == [None]
    assert found.outside == 1


def test_a_base_inside_of_the_folder_is_followed(report: Any, tmp_path: Path) -> None:
    one = result("b.py")
    one["locations"][0]["physicalLocation"]["artifactLocation"]["uriBaseId"] = "SRC"
    found = report(sarif(one, originalUriBaseIds={"SRC": {"uri": f"file://{tmp_path}/repo/src/"}}))

    assert found.findings[0].place == Place("src/b.py", 3)


def test_a_credential_in_a_message_is_not_shown(report: Any) -> None:
    token = "ghp_" + "".join(chr(97 + (7 * at) % 26) + str((at * 3) % 10) for at in range(18))
    (found,) = report(sarif(result(message={"text": f"found github token {token} here"}))).findings

    assert token not in found.message


def test_sizes_are_bounded(report: Any) -> None:
    found = report(sarif(*[result(message={"text": "long " * 1_000}) for _ in range(5_100)]))

    assert (len(found.findings), found.left_out) == (5_000, 100)
    assert len(found.findings[0].message) == 300


def test_arguments_fill_a_message(report: Any) -> None:
    told = {"text": "{0} beats {1}, not {2}", "arguments": ["a", "{0}"]}

    assert report(sarif(result(message=told))).findings[0].message == "a beats {0}, not {2}"


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b'{"version": "1.0.0", "runs": []}', b'{"version": "2.1.0"}', b"[" * 100_000]
)
def test_what_is_no_sarif_is_refused_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "r.sarif").write_bytes(content)

    with pytest.raises(ForeignError, match="SARIF"):
        read_sarif(tmp_path / "r.sarif")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["ruleId", "message", "text", "locations", "physicalLocation", "artifactLocation", "uri",
                         "region", "startLine", "properties", "security-severity", "arguments", "suppressions", "rule",
                         "rules", "tool", "driver", "extensions", "results", "ruleIndex", "uriBaseId",
                         "originalUriBaseIds"]),
        inner, max_size=4,
    ),
    max_leaves=20,
)  # fmt: skip


@given(JSON, JSON)
def test_whatever_a_run_holds_is_borne(tmp_path_factory: pytest.TempPathFactory, run: Any, one: Any) -> None:
    file = tmp_path_factory.getbasetemp() / "any.sarif"
    results = [one, *(one if isinstance(one, list) else [])]
    file.write_text(json.dumps({"version": "2.1.0", "runs": [run, {"results": results, "tool": run}]}))

    read_sarif(file, "/somewhere")
