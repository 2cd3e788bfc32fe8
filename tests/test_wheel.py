"""The wheel is one import package that holds every folder, and works from its archive alone."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a wheel of what git tracks, so that neither caches nor build leftovers get in."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout
    for name in filter(None, listed.decode().split("\0")):
        target = source / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_file():
            target.write_bytes((ROOT / name).read_bytes())
    build = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*build, "--disable-pip-version-check", "-w", str(out), str(source)], check=True)
    (built,) = out.glob("*.whl")
    return built


def test_it_holds_one_import_package(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}

    assert {top for top in tops if not top.endswith(".dist-info")} == {"seatrial"}


@pytest.mark.parametrize(
    ("folder", "package", "pattern"),
    [
        ("seatrial", "seatrial", "**/*.py"),
        ("cli", "seatrial/cli", "**/*.py"),
        ("checks", "seatrial/checks", "**/*.py"),
        ("checks", "seatrial/checks", "examples/*.txt"),
        ("rubrics", "seatrial/rubrics", "*.yaml"),
        ("rubrics", "seatrial/rubrics", "*.json"),
        ("templates", "seatrial/templates", "*.j2"),
    ],
)
def test_it_holds_every_file_of_a_folder(wheel: Path, folder: str, package: str, pattern: str) -> None:
    on_disk = {f"{package}/{path.relative_to(ROOT / folder).as_posix()}" for path in (ROOT / folder).glob(pattern)}
    with zipfile.ZipFile(wheel) as archive:
        missing = on_disk - set(archive.namelist())

    assert on_disk
    assert missing == set()


def test_the_command_runs_from_the_archive(wheel: Path, tmp_path: Path) -> None:
    script = (
        "import sys; sys.path.insert(0, sys.argv.pop(1)); import runpy; runpy.run_module('seatrial', alter_sys=True)"
    )
    command = [sys.executable, "-P", "-c", script, str(wheel), "rules", "--format", "json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert '"ARC-01"' in done.stdout
