"""Known vulnerabilities and reports of other tools, as a user asks for them."""

import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.vulndb.conftest import served
from tests.workflows import workflow

Folder = Callable[[Mapping[str, str | bytes]], Path]
FILES = {
    "app.py": "import torch\nmodel = torch.load('m.pt')\nprint(model(1))\n",
    "requirements.txt": "torch==1.0\nnumpy>=1\n",
}
HOLE = {
    "id": "GHSA-1", "aliases": ["CVE-2026-1"], "modified": "2026-06-20T10:00:00Z", "summary": "runs \x1b[31mcode",
    "database_specific": {"severity": "CRITICAL"},
    "affected": [{
        "package": {"ecosystem": "PyPI", "name": "torch"},
        "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2.6.0"}]}],
    }],
}  # fmt: skip


@pytest.fixture
def database(tmp_path: Path) -> Path:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as out:
        out.writestr("GHSA-1.json", json.dumps(HOLE))
    return tmp_path / "all.zip"


def test_an_audit_tells_vulnerable_packages_with_the_day_of_the_data(
    seatrial: Any, folder: Folder, database: Path
) -> None:
    ran = seatrial("audit", folder(FILES), "--osv-db", database, "--as-of", "2026-07-01")

    assert "critical   torch 1.0 at requirements.txt:1" in ran.out
    assert "CVE-2026-1 (GHSA-1): runs \\x1b[31mcode (mended in 2.6.0)" in ran.out
    assert "write torch==2.6.0 in requirements.txt" in ran.out
    assert "not looked up, so not clean: numpy" in ran.out
    assert "1 vulnerable package among 1 that were looked up, by the data of all.zip, as of 2026-06-20\n" in ran.out
    assert "SEC-07 vulnerability-and-code-scan: torch 1.0 has one known vulnerability, the worst critical" in ran.out


def test_old_data_calls_nothing_clean(seatrial: Any, folder: Folder, database: Path) -> None:
    root = folder({**FILES, "requirements.txt": "torch==3.0\n"})
    ran = seatrial("audit", root, "--osv-db", database, "--as-of", "2026-09-01")

    assert "as of 2026-06-20; more may be there: the data is 73 days old, and 30 are allowed" in ran.out
    stored = json.loads(seatrial("audit", root, "--osv-db", database, "--as-of", "2026-09-01", "-f", "json").out)
    assert stored["vulnerabilities"]["date"] == "2026-06-20"
    assert stored["vulnerabilities"]["reason"]


def test_where_nothing_could_be_looked_up_it_is_unknown(seatrial: Any, folder: Folder, database: Path) -> None:
    root = folder({**FILES, "requirements.txt": "torch\n"})
    ran = seatrial("audit", root, "--osv-db", database, "--as-of", "2026-07-01")

    assert "unknown: no package is held at one version" in ran.out


def test_without_data_it_is_unknown(seatrial: Any, folder: Folder) -> None:
    ran = seatrial("audit", folder(FILES), "--osv-db", "")

    assert "unknown: no data on known vulnerabilities (seatrial vulndb update, or --osv-db PATH)" in ran.out


def test_a_scanner_that_stops_nothing_known_is_not_enough(seatrial: Any, folder: Folder, database: Path) -> None:
    scanners = ("pip-audit -r requirements.txt", "bandit -r .")
    root = folder({**FILES, ".github/workflows/scan.yml": workflow(*scanners, on="pull_request")})
    grades = []
    for path in ("", database):
        stored = json.loads(seatrial("audit", root, "--osv-db", path, "--as-of", "2026-07-01", "-f", "json").out)
        grades += [line["grade"] for line in stored["ledger"] if line["id"] == "SEC-07"]

    assert grades == ["in-use", "present"]


@pytest.mark.parametrize("database", ["no-such-file", __file__])
def test_data_that_cannot_be_used_is_refused(seatrial: Any, folder: Folder, database: str) -> None:
    ran = seatrial("audit", folder(FILES), "--osv-db", database)

    assert ran.code == 2
    assert database in ran.err


def test_kept_data_that_broke_leaves_them_unknown_and_refuses_nothing(
    seatrial: Any, folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from seatrial.vulndb.kept import kept

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("SEATRIAL_OSV_DB", raising=False)
    kept().parent.mkdir(parents=True, exist_ok=True)
    kept().write_bytes(b"no archive at all")

    ran = seatrial("audit", folder(FILES), "-q")

    assert ran.code == 0
    assert "known vulnerabilities stay unknown" in ran.err


def test_two_sources_of_one_answer_are_refused(seatrial: Any, folder: Folder, database: Path) -> None:
    assert seatrial("audit", folder(FILES), "--osv-db", database, "--online").code == 2


def test_what_an_update_keeps_is_used_by_every_audit(
    seatrial: Any, folder: Folder, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from seatrial.vulndb.compact import write_compact
    from seatrial.vulndb.kept import kept
    from seatrial.vulndb.sources import read

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("SEATRIAL_OSV_DB", raising=False)
    assert seatrial("vulndb", "show").code == 2
    assert "no data is kept: known vulnerabilities are unknown" in seatrial("doctor").out
    kept().parent.mkdir(parents=True, exist_ok=True)
    write_compact(read(database), kept())
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1782900000")  # 2026-07-01

    assert "data of 2026-06-20" in seatrial("doctor").out
    told = seatrial("vulndb", "show")
    assert told.code == 0
    assert "2026-06-20: 11 days old, and 30 are allowed" in told.out
    root = folder(FILES)
    assert "torch 1.0" in seatrial("audit", root).out
    monkeypatch.setenv("SEATRIAL_OSV_DB", "")
    assert "unknown: no data on known vulnerabilities" in seatrial("audit", root).out


def test_old_data_is_told_by_the_exit_code(seatrial: Any, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")

    assert seatrial("vulndb", "show", database).code == 5


def test_an_update_without_a_network_is_refused_in_one_sentence(
    seatrial: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    ran = seatrial("vulndb", "update", "--from", "http://127.0.0.1:9/all.zip")

    assert ran.code == 2
    assert "127.0.0.1:9 cannot be reached" in ran.err


def test_reports_of_other_tools_are_shown_and_move_no_score(seatrial: Any, folder: Folder, tmp_path: Path) -> None:
    place = {"artifactLocation": {"uri": "app.py"}, "region": {"startLine": 2}}
    results = [
        {"ruleId": "<b>R1</b>", "level": "error", "message": {"text": "\x1b[2Jbad ::error::"},
         "locations": [{"physicalLocation": place}]},
        {"ruleId": "R2", "message": {"text": "worse"}, "locations": [
            {"physicalLocation": {"artifactLocation": {"uri": "../../etc/passwd"}}}]},
    ]  # fmt: skip
    run = {"tool": {"driver": {"name": "semgrep", "version": "1.2"}}, "results": results}
    file = tmp_path / "semgrep.sarif"
    file.write_text(json.dumps({"version": "2.1.0", "runs": [run]}))
    root = folder(FILES)
    plain = seatrial("audit", root, "--osv-db", "")
    ran = seatrial("audit", root, "--osv-db", "", "--import", file)

    assert ran.last == plain.last
    assert "semgrep 1.2: 2 findings (1 high, 1 medium), from semgrep.sarif" in ran.out
    assert "<b>R1</b>: \\x1b[2Jbad ::error:: at app.py:2" in ran.out
    assert "passwd" not in ran.out
    assert "1 finding names a path outside of the audited folder" in ran.out
    stored = json.loads(seatrial("audit", root, "--osv-db", "", "--import", file, "-f", "json").out)
    assert stored["imported"][0]["tool"] == "semgrep"


def test_a_file_that_is_no_report_is_refused(seatrial: Any, folder: Folder) -> None:
    ran = seatrial("audit", folder(FILES), "--import", __file__)

    assert ran.code == 2
    assert "no SARIF" in ran.err


def test_online_asks_the_service_and_calls_nothing_clean_that_it_did_not_answer(
    seatrial: Any, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = folder({**FILES, "requirements.txt": "torch==1.0\nnumpy==1.26.0\n"})
    batch = {"results": [{"next_page_token": "more"}, {"vulns": [{"id": "GHSA-1"}]}]}
    answers: dict[str, tuple[int, dict[str, str], bytes]] = {
        "/v1/querybatch": (200, {}, json.dumps(batch).encode()),
        "/v1/vulns/GHSA-1": (200, {}, json.dumps(HOLE).encode()),
    }
    with served(answers) as (address, bodies):
        monkeypatch.setattr("seatrial.vulndb.online.SERVICE", address)
        ran = seatrial("audit", root, "--online")

    assert b"torch" in bodies[0]
    assert "critical   torch 1.0 at requirements.txt:1" in ran.out
    assert "not looked up, so not clean: numpy" in ran.out
    assert "by the data of the OSV service" in ran.out


def test_online_without_a_network_is_refused(seatrial: Any, folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seatrial.vulndb.online.SERVICE", "http://127.0.0.1:9")
    ran = seatrial("audit", folder(FILES), "--online")

    assert ran.code == 2
    assert "127.0.0.1:9 cannot be reached" in ran.err


def test_an_update_over_the_network_is_what_audits_use(
    seatrial: Any, folder: Folder, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("SEATRIAL_OSV_DB", raising=False)
    with served({"/all.zip": (200, {}, database.read_bytes())}) as (address, _):
        updated = seatrial("vulndb", "update", "--from", f"{address}/all.zip")

    assert "1 advisory about 1 package\n" in updated.out
    assert "torch 1.0" in seatrial("audit", folder(FILES)).out
