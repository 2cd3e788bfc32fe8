"""Draw the first page of reports: light, dark and printed.

    python -m benchmarks.screenshots FOLDER [REPOSITORY...]

Draws examples/churn-api, which has much to do, this repository, which has little, and the repositories that are named.
Needs chromium and pdftoppm (Debian packages chromium and poppler-utils).
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = Path(sys.executable).parent

_CHROMIUM = ("chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars")
#: Two thirds of the size that the page is drawn for: small, and still readable.
_SIZE = ("--force-device-scale-factor=0.66", "--window-size=1120,1560")
#: The example with a history of its own, so that the picture does not depend on who draws it.
_GIT = ("git", "-c", "user.name=Ada Byron", "-c", "user.email=ada@example.org")


def main() -> int:
    """Write NAME-light.png, NAME-dark.png and NAME-print.png into the folder that is named, for each repository."""
    folder = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as scratch:
        example = Path(scratch) / "churn-api"
        shutil.copytree(ROOT / "examples" / "churn-api", example, ignore=shutil.ignore_patterns("__pycache__"))
        for arguments in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "Serve the churn model")):
            _run(*_GIT, "-C", str(example), *arguments)
        _draw(example, folder / "churn-api", Path(scratch))
        ours = Path(scratch) / "seatrial"
        _run("git", "clone", "-q", str(ROOT), str(ours))
        _run("git", "-C", str(ours), "remote", "remove", "origin")  # so that it is called as its folder is
        _draw(ours, folder / "seatrial", Path(scratch))
        for named in map(Path, sys.argv[2:]):
            _draw(named.resolve(), folder / named.name.rpartition("+")[2], Path(scratch))
    return 0


def _draw(repository: Path, picture: Path, scratch: Path) -> None:
    page, printed = scratch / "report.html", scratch / "report.pdf"
    _run(str(TOOLS / "seatrial"), "audit", str(repository), "-q", "--exit-zero", "-f", f"html={page}")
    _run(*_CHROMIUM, *_SIZE, f"--screenshot={picture}-light.png", page.as_uri())
    _run(*_CHROMIUM, *_SIZE, "--force-dark-mode", f"--screenshot={picture}-dark.png", page.as_uri())
    _run(*_CHROMIUM, "--no-pdf-header-footer", f"--print-to-pdf={printed}", page.as_uri())
    _run("pdftoppm", "-r", "75", "-l", "1", "-singlefile", "-png", str(printed), f"{picture}-print")


def _run(*command: str) -> None:
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


if __name__ == "__main__":
    sys.exit(main())
