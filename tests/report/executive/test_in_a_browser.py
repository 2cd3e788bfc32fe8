"""A real browser finds nothing blocked, nothing loaded, nothing inaccessible, and prints what is closed.

Runs where Chromium is installed, as Debian's package `chromium` does; elsewhere it says that it was skipped.
"""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from importlib.resources import files
from pathlib import Path

import pytest

from seatrial.judging.registry import load_checks
from seatrial.model.charts import Chart
from seatrial.model.result import Report
from seatrial.report.executive.page import to_html
from seatrial.report.formats.material import Material

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: the page was not opened in a browser")

#: Runs the accessibility checker in the page, and leaves what it found, and what was loaded, as text.
ASKED = """
<pre id="found"></pre>
<script>
axe.run(document, {resultTypes: ["violations"]}).then(result => {
  const violations = result.violations.map(one => [one.id, one.nodes.map(node => node.html)]);
  const loaded = performance.getEntriesByType("resource").map(one => one.name);
  document.getElementById("found").textContent = JSON.stringify({violations, loaded});
});
</script>
"""

#: Leaves as text what reaches out of the page to the right, tables apart that can be moved to the side.
REACHES = """
<pre id="found"></pre>
<script>
const edge = document.documentElement.clientWidth + 1;
const out = [...document.querySelectorAll("main *")].filter(
  one => !one.closest(".wide") && one.getBoundingClientRect().right > edge
);
const told = out.map(one => `${one.tagName} ${one.textContent.slice(0, 40)}`);
document.getElementById("found").textContent = JSON.stringify(told);
</script>
"""

#: Leaves as text how many pixels wide the actions are, which stand at the head of their rows.
NARROW = """
<pre id="found"></pre>
<script>
const heads = [...document.querySelectorAll("th.long")].map(one => one.getBoundingClientRect().width);
document.getElementById("found").textContent = JSON.stringify(heads);
</script>
"""


@pytest.fixture
def browser(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Return what opens a page without a window, apart from any profile of the user."""

    def opened(page: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [
            str(CHROMIUM), "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run",
            f"--user-data-dir={tmp_path / 'profile'}", "--host-resolver-rules=MAP * ~NOTFOUND", *arguments,
            page.as_uri(),
        ]  # fmt: skip
        return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)

    return opened


@pytest.fixture
def page(service: Report, drawn: tuple[Chart, ...], tmp_path: Path) -> Path:
    """Return the file of the page."""
    file = tmp_path / "report.html"
    whole = replace(service, run=replace(service.run, charts=drawn))
    file.write_bytes(to_html(Material(whole, load_checks().checks)))
    return file


def test_axe_finds_no_violation_and_nothing_is_loaded(
    page: Path, browser: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    axe = files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    open_to_scripts = re.sub(r"<meta http-equiv[^>]*>", "", page.read_text(encoding="utf-8"))
    page.write_text(open_to_scripts.replace("</body>", f"<script>{axe}</script>{ASKED}</body>"), encoding="utf-8")

    dumped = browser(page, "--dump-dom", "--virtual-time-budget=20000").stdout

    text = re.search(r'<pre id="found">(.*?)</pre>', dumped, re.DOTALL)
    assert text
    found = json.loads(unescape(text[1]))
    violations = [one for one in found["violations"] if not all("found" in node for node in one[1])]
    assert violations == []
    assert found["loaded"] == []


@pytest.mark.parametrize("width", [500, 794])
def test_nothing_reaches_out_of_the_page_whatever_the_names_are(
    service: Report, browser: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path, width: int
) -> None:
    path = f"{'a_long_name_of_a_folder/' * 6}prompt_loader.py"
    found = tuple(replace(one, message=f"in {path} it is", fix=(f"Mend {path}.",)) for one in service.findings)
    page = tmp_path / "long.html"
    html = to_html(Material(replace(service, findings=found), load_checks().checks)).decode()
    page.write_text(re.sub(r"<meta http-equiv[^>]*>", "", html).replace("</body>", f"{REACHES}</body>"))

    dumped = browser(page, f"--window-size={width},900", "--dump-dom").stdout

    text = re.search(r'<pre id="found">(.*?)</pre>', dumped, re.DOTALL)
    assert text
    assert json.loads(unescape(text[1])) == []


def test_no_action_is_squeezed_into_a_column_of_letters_on_a_phone(
    service: Report, browser: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    page = tmp_path / "narrow.html"
    html = to_html(Material(service, load_checks().checks)).decode()
    page.write_text(re.sub(r"<meta http-equiv[^>]*>", "", html).replace("</body>", f"{NARROW}</body>"))

    dumped = browser(page, "--window-size=500,900", "--dump-dom").stdout

    text = re.search(r'<pre id="found">(.*?)</pre>', dumped, re.DOTALL)
    assert text
    assert min(json.loads(unescape(text[1]))) > 200


def test_the_policy_blocks_nothing_that_the_page_needs(
    page: Path, browser: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    ran = browser(page, "--dump-dom", "--enable-logging=stderr")

    assert "NOT READY" in ran.stdout
    assert "Content Security Policy" not in ran.stderr


def test_closed_details_are_printed_and_the_first_page_is_one_page(
    page: Path, browser: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext here: what the PDF holds was not read")
    made = tmp_path / "report.pdf"
    browser(page, "--no-pdf-header-footer", f"--print-to-pdf={made}")

    first, *rest = subprocess.run(
        ["pdftotext", "-layout", str(made), "-"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    ).stdout.split("\f")

    assert "Decision requested" in first
    assert "Everything to do" not in first
    assert "Delete model.pkl." in " ".join(rest)
