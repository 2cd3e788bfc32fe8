"""Which function renders which format? Each is imported when it is asked for."""

from importlib import import_module

from seatrial.report.formats.material import Material

#: Name of the format: module of the room ``report``, function in it.
_RENDERERS = {
    "html": ("executive.page", "to_html"),
    "sarif": ("formats.sarif", "to_sarif"),
    "junit": ("formats.junit", "to_junit"),
    "gitlab": ("formats.code_quality", "to_code_quality"),
    "github": ("formats.annotations", "to_annotations"),
    "csv": ("formats.ledger_table", "to_csv"),
    "markdown": ("formats.markdown", "to_markdown"),
    "badge": ("formats.badge", "to_badge"),
    "badge-json": ("formats.badge", "to_badge_endpoint"),
    "intoto": ("formats.statement", "to_statement"),
}
FORMATS = tuple(_RENDERERS)


def render(name: str, material: Material) -> bytes:
    """Return a result in one of ``FORMATS``; raise KeyError for another, ``NoSubject`` where intoto has no subject."""
    module, function = _RENDERERS[name]
    made: bytes = getattr(import_module(f"seatrial.report.{module}"), function)(material)
    return made
