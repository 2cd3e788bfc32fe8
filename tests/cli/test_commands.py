"""The small commands: which checks there are, what one means, which configuration holds, what this machine has."""

import json
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Protocol

import pytest

from seatrial.scanners.program import Program, program


class Ran(Protocol):
    code: int
    out: str
    err: str
    last: str


Seatrial = Callable[..., Ran]


def test_lists_every_check_as_data(seatrial: Seatrial) -> None:
    ran = seatrial("rules", "--format", "json")
    rules = json.loads(ran.out)

    assert ran.err == ""
    assert [rule["id"] for rule in rules] == sorted(rule["id"] for rule in rules)
    assert {" ".join(sorted(rule)) for rule in rules} == {
        "clauses dimension effort fix id kind name question references severity stage why"
    }
    assert not [step for rule in rules for step in rule["fix"] if "{" in step]


def test_lists_every_check_under_its_dimension(seatrial: Seatrial) -> None:
    rows = seatrial("rules").out.splitlines()

    assert "Security & privacy" in rows
    assert [row for row in rows if row.startswith("SEC-07")]


def test_explains_a_check_in_three_forms(seatrial: Seatrial) -> None:
    text, data, page = (seatrial("explain", "sec-07", "--format", form).out for form in ("text", "json", "markdown"))

    assert text.startswith("SEC-07 ")
    assert json.loads(data)["id"] == "SEC-07"
    assert page.startswith("# SEC-07 ")


def test_explains_a_check_by_the_name_that_reports_print(seatrial: Seatrial) -> None:
    assert seatrial("explain", "Accountable-Owner").out == seatrial("explain", "GOV-01").out


@pytest.mark.parametrize("group", [(), ("baseline",), ("config",), ("vulndb",)])
def test_the_list_of_commands_cuts_no_sentence_off(seatrial: Seatrial, group: tuple[str, ...]) -> None:
    assert "..." not in seatrial(*group, "--help").out.partition("Commands:")[2]


@pytest.mark.parametrize("typed", ["gov1", "GOV-1", "gov_01", "GOV01"])
def test_explains_a_check_however_its_number_is_typed(seatrial: Seatrial, typed: str) -> None:
    assert seatrial("explain", typed).out == seatrial("explain", "GOV-01").out


def test_says_which_command_begins_a_document_that_is_not_there(seatrial: Seatrial, service: Path) -> None:
    begins = "seatrial init --docs GOV-02 begins docs/model-card.md"

    assert begins in seatrial("explain", "GOV-02", service).out
    seatrial("init", service, "--docs", "GOV-02")
    assert begins not in seatrial("explain", "GOV-02", service).out


def test_explains_what_a_check_finds_in_a_folder(seatrial: Seatrial, service: Path) -> None:
    ran = seatrial("explain", "DAT-04", service, "--examples")

    assert ran.code == 0
    assert "here  " in ran.out
    assert "requirements.txt" in ran.out
    assert "== absent" in ran.out


@pytest.mark.parametrize(("how", "shown"), [((), 3), (("-v",), 3), (("-vv",), 10), (("-v", "-v"), 10)])
def test_explains_each_of_many_places_of_one_kind_when_asked_twice(
    seatrial: Seatrial, service: Path, how: tuple[str, ...], shown: int
) -> None:
    loads = "".join(f"model_{number} = joblib.load('m{number}.joblib')\n" for number in range(9))
    (service / "many.py").write_text(f"import joblib\n{loads}")

    out = seatrial("explain", "SEC-02", service, *how).out

    assert out.count("joblib.load(") == shown
    assert ("and 7 more of this kind (-vv)" in out) == (shown == 3)


def test_writes_a_first_configuration_and_never_overwrites_one(seatrial: Seatrial, service: Path) -> None:
    ran = seatrial("init", service)
    written = (service / "seatrial.yaml").read_text()

    assert ran.code == 0
    assert all(row in ran.out for row in written.splitlines())
    assert seatrial("config", "validate", service).code == 0
    assert seatrial("audit", service).code == 0

    again = seatrial("init", service)

    assert again.code == 2
    assert "there is a configuration already: seatrial.yaml" in again.err
    assert (service / "seatrial.yaml").read_text() == written


def test_shows_each_key_with_the_line_that_says_so(seatrial: Seatrial, service: Path) -> None:
    (service / "seatrial.yaml").write_text(
        "target: pilot\ngate: {fail_under: 40, dimensions: {security: 60}}\n"
        "value: {currency: EUR, build_cost: {value: 40000, owner: ann}}\nrisk: {tier: high, risks: [drift, bias]}\n"
        "bench: {shapes: {a.onnx: {x: [1, 3]}}}\n"
    )

    rows = seatrial("config", "show", service).out.splitlines()

    assert "from seatrial.yaml" in rows
    assert "target      pilot  (seatrial.yaml:1)" in rows
    assert "gate        fail_under: 40.0  (seatrial.yaml:2)" in rows
    assert " " * 12 + "dimensions: security 60" in rows
    assert "value       currency: EUR  (seatrial.yaml:3)" in rows
    assert " " * 12 + "build_cost: 40000 by ann" in rows
    assert " " * 12 + "risks: drift; bias" in rows
    assert "bench       a.onnx: x [1, 3]  (seatrial.yaml:5)" in rows
    assert "archetype   found in the code  (default)" in rows


def test_shows_of_a_gate_what_it_asks_and_nothing_else(seatrial: Seatrial, service: Path) -> None:
    (service / "seatrial.yaml").write_text("gate: {preset: adopt}\n")

    rows = seatrial("config", "show", service).out

    assert "gate        preset: adopt  (seatrial.yaml:1)" in rows
    assert "dimensions" not in rows


def test_reads_the_configuration_that_is_named_instead(seatrial: Seatrial, service: Path, tmp_path: Path) -> None:
    (service / "seatrial.yaml").write_text("target: pilot\n")
    (tmp_path / "other.yaml").write_text("target: poc\n")

    named = seatrial("--config", tmp_path / "other.yaml", "config", "show", service).out

    assert "target      poc" in named
    assert "for poc" in seatrial("audit", service, "--config", tmp_path / "other.yaml").out
    assert "for pilot" in seatrial("audit", service).out


def test_prints_the_schema_that_is_published(seatrial: Seatrial) -> None:
    published = files("seatrial.rubrics").joinpath("seatrial.schema.json").read_text(encoding="utf-8")

    assert seatrial("config", "schema").out == published


def test_the_doctor_names_what_an_audit_would_use(seatrial: Seatrial, service: Path) -> None:
    ran = seatrial("doctor", service)

    assert ran.code == 0
    assert [row.split()[1] for row in ran.out.splitlines()] == [
        "seatrial", "python", "git", "onnx", "onnxruntime", "kingfisher", "ruff", "zizmor", "vulnerabilities", "checks",
        "configuration",
    ]  # fmt: skip


def test_the_doctor_tells_of_a_scanner_that_answers_in_a_form_of_its_own(
    seatrial: Seatrial, service: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A release that answers otherwise is there, and takes no part in an audit."""
    other = tmp_path / "other"
    other.write_text("#!/bin/sh\necho 'all is well'\n")
    other.chmod(0o755)

    def found(name: str, package: str) -> Program:
        return Program(str(other), "9") if name == "zizmor" else program(name, package)

    monkeypatch.setattr("seatrial.scanners.scanning.program", found)

    ran = seatrial("doctor", service)

    assert ran.code == 0
    assert "? zizmor         it read none of the files: what only it sees is unknown" in ran.out


def test_the_doctor_finds_what_would_stop_an_audit(
    seatrial: Seatrial, service: Path, plugin: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    plugin("")
    (service / "seatrial.yaml").write_text("targte: pilot\n")
    monkeypatch.setenv("PATH", "/nowhere")

    ran = seatrial("doctor", service)

    assert ran.code == 3
    assert "git            is not installed" in ran.out
    assert "cannot be loaded" in ran.out
    assert "seatrial.yaml:1" in ran.out


@pytest.mark.parametrize("arguments", [["--version"], ["-V"], ["-v", "--version"]])
def test_tells_its_version(seatrial: Seatrial, arguments: list[str]) -> None:
    ran = seatrial(*arguments)

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("seatrial 0.")
