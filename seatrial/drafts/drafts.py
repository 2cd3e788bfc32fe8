"""Which documents can be drafted, where do they stand, and what is written into them?"""

import re
from dataclasses import fields
from pathlib import Path
from types import MappingProxyType

from seatrial.drafts.shown_facts import Shown
from seatrial.report.printable import shown as printable

#: By the check that asks for it, the name of its template and of its file below ``docs``.
NAMES = MappingProxyType({
    "BIZ-01": "kpi",
    "DAT-01": "datasheet",
    "GOV-02": "model-card",
    "GOV-03": "risk-register",
    "MON-07": "runbook",
    "MON-08": "incident-response",
    "OPS-09": "rollback",
    "PRF-01": "slo",
})  # fmt: skip

_LONGEST = 300  #: characters of one value of the repository
_MARKUP = re.compile(r"[\\`*{}\[\]<>#|!~&$]|(?<![^\W_])_|_(?![^\W_])")


class Occupied(Exception):
    """Drafts would stand where something stands; the words say where."""


def path_of(check: str) -> str:
    """Return where the draft for a check is written, below the root of the repository."""
    return f"docs/{NAMES[check]}.md"


def draft(check: str, facts: Shown) -> str:
    """Return the draft for a check. What the repository shows stands in it as text, whatever markup it holds."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("seatrial.templates", "."),
        autoescape=False,  # noqa: S701 -- Markdown: every value goes through ``finalize`` instead
        finalize=as_text,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    values = {field.name: getattr(facts, field.name) for field in fields(facts)}
    text = environment.get_template(f"{NAMES[check]}.md.j2").render(values)
    return re.sub(r"\n{3,}", "\n\n", text)


def as_text(value: object) -> str:
    """Return a value as one line of Markdown that means nothing but its characters."""
    line = printable(str(value))
    line = line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
    return _MARKUP.sub(lambda found: f"\\{found[0]}", line)


def write(root: Path, drafts: dict[str, str]) -> None:
    """Write drafts, by their paths below a root; none, when one of them has no place.

    Raises ``Occupied`` when something stands at one of the paths, or a folder on the way is a link; and ``OSError``.
    """
    for path in drafts:
        if (root / path).is_symlink() or (root / path).exists():
            raise Occupied(f"{path} is there already, and nothing is overwritten")
        links = (folder for folder in (root / path).relative_to(root).parents if (root / folder).is_symlink())
        if folder := next((str(one) for one in links if str(one) != "."), ""):
            raise Occupied(f"{folder} is a link, and nothing is written through one")
    for path, text in drafts.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        with (root / path).open("x", encoding="utf-8", newline="\n") as written:
            written.write(text)
