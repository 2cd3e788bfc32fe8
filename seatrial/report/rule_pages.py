"""Which documentation pages do the checks make? ``python -m seatrial.report.rule_pages FOLDER`` writes them."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from seatrial.judging.check import Check
from seatrial.judging.registry import Registry, load_checks
from seatrial.report.rules import rule_markdown
from seatrial.testing import example_text

#: Pages are made of our own checks, whatever else is installed beside them.
_OURS = "seatrial.checks."
INDEX = "README.md"


def pages(registry: Registry) -> Mapping[str, str]:
    """Return the text of each page by its file name: one for each of our checks, and an index."""
    ours = [check for check in registry.checks.values() if check.module.startswith(_OURS)]
    found = {f"{check.id}.md": rule_markdown(check, example_text(check)) for check in ours}
    return {**found, INDEX: "\n".join(_index(ours, registry.titles)) + "\n"}


def write(folder: Path) -> None:
    """Write every page into a folder, and remove pages of checks that are gone."""
    made = pages(load_checks())
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.md"):
        if old.name not in made:
            old.unlink()
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")


def _index(checks: list[Check], titles: Mapping[str, str]) -> Iterator[str]:
    yield "# Checks"
    dimension = ""
    for check in checks:
        if check.dimension != dimension:
            dimension = check.dimension
            yield f"\n## {titles[dimension]}\n"
            yield "| check | question | severity | from | effort |"
            yield "|---|---|---|---|---|"
        link = f"[{check.id} {check.name}]({check.id}.md)"
        yield f"| {link} | {check.question} | {check.severity} | {check.stage} | {check.effort} |"


if __name__ == "__main__":
    write(Path(sys.argv[1]))
