"""The real scanners: what they are given, what they say, and that owners cannot silence them."""

import tempfile
from pathlib import Path

import pytest

from seatrial.model.scan import NO_SYNTAX, Scan
from seatrial.repo import Memory, Repo, Snapshot
from seatrial.repo.folder import Folder
from seatrial.scanners.scanning import KINGFISHER, scanning
from tests.repositories import repo_of
from tests.workflows import workflow

TOKEN = "glrt" + "-" + "Zk7Qw3Xv9Lm2Rt8Bn4Yp"


def scans(snapshot: Snapshot, *asked: str) -> dict[str, Scan]:
    repo = Repo(snapshot)
    with scanning(repo) as begun:
        begun.start(KINGFISHER, asked)
        return begun.scans()


def test_ruff_reads_files_of_any_name_and_coding_and_hears_no_noqa(tmp_path: Path) -> None:
    code = b"eval(x)  # noqa\n"
    names = ["plain.py", "with space.py", "-option.py", "caf\u00e9.py", "line\nbreak.py", "a" * 200 + ".py"]
    files = dict.fromkeys(names, code) | {"latin.py": b"# coding: latin-1\ns = '\xe9'\neval(x)\n"}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "ruff.toml").write_text('exclude = ["*"]\n')

    for snapshot in (Memory(files), Folder(tmp_path)):
        ruff = scans(snapshot)["ruff"]

        assert {seen.path for seen in ruff.seen if seen.rule == "S307"} == set(files)
        assert not ruff.unread
        assert ruff.version


def test_ruff_says_what_it_could_not_parse() -> None:
    assert scans(Memory({"old.py": "print 'x'\n", "new.py": "x = 1\n"}))["ruff"].missed == (("old.py", NO_SYNTAX),)


def test_zizmor_hears_no_settings_and_drops_nothing_in_silence() -> None:
    flow = workflow("echo {}  # zizmor: ignore", on="pull_request_target")
    files = {
        ".github/workflows/ci.yml": flow.format("${{ github.event.pull_request.title }}"),
        ".github/workflows/broken.yml": "on: [push\n",
        ".github/zizmor.yml": "rules: {template-injection: {disable: true}}\n",
    }

    zizmor = scans(Memory(files))["zizmor"]

    assert ("template-injection", ".github/workflows/ci.yml", 6) in {(x.rule, x.path, x.line) for x in zizmor.seen}
    assert [path for path, _ in zizmor.missed] == [".github/workflows/broken.yml"]


def test_kingfisher_names_the_place_and_keeps_the_value_to_itself() -> None:
    files = {"-a b/notes.md": f"first\nrunner {TOKEN} kingfisher:ignore\n"}

    kingfisher = scans(Memory(files), *files)["kingfisher"]

    assert [(seen.path, seen.line, seen.shown) for seen in kingfisher.seen] == [("-a b/notes.md", 2, "glrt")]
    assert TOKEN not in repr(kingfisher)
    assert kingfisher.version


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def interrupted() -> None:
        with scanning(repo_of({"a.py": "x = 1\n"})):
            assert list(tmp_path.iterdir())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()

    assert list(tmp_path.iterdir()) == []


def test_kingfisher_tells_no_key_that_its_provider_gives_to_every_browser() -> None:
    drawn = "Q7wZk3Xv9Lm2Rt8Bn4YpHs5Jd6FgTc1Ua0EoVbNiWx"
    files = {"posthog.js": f'posthog.init("phc{"_"}{drawn}", {{}});\n', "runner.md": f"runner {TOKEN}\n"}
    seen = scans(Memory(files), *files)["kingfisher"].seen
    assert [one.path for one in seen] == ["runner.md"]
