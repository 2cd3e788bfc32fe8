"""Which function renders which format? Each is imported when it is asked for."""

from importlib import import_module

from seatrial.report.formats.material import Material

#: Name of the format: module beside this one, function in it.
_RENDERERS = {
    "sarif": ("sarif", "to_sarif"),
    "junit": ("junit", "to_junit"),
    "gitlab": ("code_quality", "to_code_quality"),
    "github": ("annotations", "to_annotations"),
    "csv": ("ledger_table", "to_csv"),
    "markdown": ("markdown", "to_markdown"),
    "badge": ("badge", "to_badge"),
    "badge-json": ("badge", "to_badge_endpoint"),
    "intoto": ("statement", "to_statement"),
}
FORMATS = tuple(_RENDERERS)


def render(name: str, material: Material) -> bytes:
    """Return a result in one of ``FORMATS``; raise KeyError for another, ``NoSubject`` where intoto has no subject."""
    module, function = _RENDERERS[name]
    made: bytes = getattr(import_module(f"seatrial.report.formats.{module}"), function)(material)
    return made
