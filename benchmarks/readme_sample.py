"""What does an audit of the example print, and does the README show it? Writes the sample of the README anew."""

import datetime as dt
import re
from pathlib import Path

from seatrial.audit import audit
from seatrial.example_files import history_of
from seatrial.repo import Memory, Tags
from seatrial.report.sources import source_of
from seatrial.report.terminal.page import page
from seatrial.report.terminal.paint import plain
from seatrial.report.terminal.view import View

README = Path("README.md")
EXAMPLE = Path("examples/churn-api")
WIDTH = 100  #: columns of the widest page that a terminal is given
LEFT_OUT = "...\n\n"
_SAMPLE = re.compile(r"^```\n(seatrial \d.*?)^```$", re.MULTILINE | re.DOTALL)
_TITLE = re.compile(r"seatrial \S+ · churn-api @ (?P<commit>[0-9a-f]{7}) · as of (?P<day>[0-9-]+)\n")
_RANGE = re.compile(r"^score +(\S+ to \S+) of 100", re.MULTILINE)
_SHOWN = 2  #: findings, or acts that answer several


def sample_of(readme: str) -> str:
    """Return the sample as a README shows it. Raises ``ValueError`` when there is none."""
    found = _SAMPLE.search(readme)
    if found is None:
        raise ValueError("the README shows no page of an audit")
    return found[1]


def printed(sample: str) -> str:
    """Return the page of the example as of the day and the commit of a sample, as if somebody committed it once.

    Nothing of it depends on the history of this repository. Raises ``ValueError`` for a sample with another title.
    """
    title = _TITLE.match(sample)
    if title is None:
        raise ValueError(f"this is no title of a page: {sample.partition(chr(10))[0]}")
    found = (path for path in EXAMPLE.rglob("*") if "__pycache__" not in path.parts)
    files = {path.relative_to(EXAMPLE).as_posix(): path.read_bytes() for path in found if path.is_file()}
    history = history_of(f"{title['day']} | Ann | Add a small genuine service")
    folder = Memory(files, name="churn-api", history=history, tags=Tags(complete=True))
    folder.commit = title["commit"]
    report = audit(folder, as_of=dt.date.fromisoformat(title["day"]))
    return plain(page(report, View(source=source_of(folder))), WIDTH)


def shortened(page: str) -> str:
    """Return a page with the first of its findings alone, and three dots where something is left out."""
    head, _, findings = page.partition("Findings\n\n")
    shown = findings.split("\n\n")[:_SHOWN]
    more = re.search(r"^\d+ more[:,] .*\n\n", page, re.MULTILINE)
    rest = page[page.index("\nchecks ") + 1 :]
    first = "".join(f"{one}\n\n" for one in shown)
    return f"{head}Findings\n\n{first}{LEFT_OUT}{more[0] if more else ''}{LEFT_OUT}{rest}"


def renewed(readme: str) -> str:
    """Return a README with its sample, and the figures of it that the text speaks of, as they are today."""
    old = sample_of(readme)
    new = shortened(printed(old))
    was, now = (_RANGE.search(sample) for sample in (old, new))
    written = readme.replace(old, new)
    return written.replace(f"`{was[1]}`", f"`{now[1]}`") if was and now else written


if __name__ == "__main__":
    README.write_text(renewed(README.read_text(encoding="utf-8")), encoding="utf-8")
