"""Draw the first page of the report of examples/churn-api: light, dark and printed.

    python -m benchmarks.screenshots FOLDER

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
    """Write report-light.png, report-dark.png and report-print.png into the folder that is named."""
    folder = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as scratch:
        page, printed = Path(scratch) / "report.html", Path(scratch) / "report.pdf"
        example = Path(scratch) / "churn-api"
        shutil.copytree(ROOT / "examples" / "churn-api", example, ignore=shutil.ignore_patterns("__pycache__"))
        for arguments in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "Serve the churn model")):
            _run(*_GIT, "-C", str(example), *arguments)
        _run(str(TOOLS / "seatrial"), "audit", str(example), "-q", "-f", f"html={page}")
        _run(*_CHROMIUM, *_SIZE, f"--screenshot={folder / 'report-light.png'}", page.as_uri())
        _run(*_CHROMIUM, *_SIZE, "--force-dark-mode", f"--screenshot={folder / 'report-dark.png'}", page.as_uri())
        _run(*_CHROMIUM, "--no-pdf-header-footer", f"--print-to-pdf={printed}", page.as_uri())
        _run("pdftoppm", "-r", "75", "-l", "1", "-singlefile", "-png", str(printed), str(folder / "report-print"))
    return 0


def _run(*command: str) -> None:
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


if __name__ == "__main__":
    sys.exit(main())
