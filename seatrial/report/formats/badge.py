"""How is the level shown on a page of the repository, as an SVG or as the endpoint that shields.io asks?"""

import json

from jinja2 import Environment, PackageLoader, StrictUndefined

from seatrial.model import Level
from seatrial.report.formats.material import Material

_LABEL = "seatrial"
#: White text on each has a contrast of at least 4.5.
_COLORS = {
    Level.EXPERIMENT: "#57606a",
    Level.POC: "#7a5c00",
    Level.PILOT: "#0a5bb5",
    Level.CANDIDATE: "#0a5bb5",
    Level.PRODUCTION: "#1a7f37",
    Level.MISSION_CRITICAL: "#1a7f37",
}
_NOTHING = ("not assessed", "#57606a")
_WIDTH, _PADDING = 6.6, 10.0  #: of a character of 11 px Verdana on average, and beside each text, in px


def to_badge(material: Material) -> bytes:
    """Return the badge as an SVG that asks for nothing from elsewhere."""
    message, color = _said(material)
    left, right = (_WIDTH * len(text) + _PADDING for text in (_LABEL, message))
    engine = Environment(loader=PackageLoader("seatrial.templates", "."), autoescape=True, undefined=StrictUndefined)
    made = engine.get_template("badge.svg.j2").render(
        label=_LABEL, message=message, color=color, left=round(left, 1), width=round(left + right, 1)
    )
    return made.encode() + b"\n"


def to_badge_endpoint(material: Material) -> bytes:
    """Return what shields.io's endpoint badge reads."""
    message, color = _said(material)
    made = {"schemaVersion": 1, "label": _LABEL, "message": message, "color": color.lstrip("#")}
    return json.dumps(made, indent=2, sort_keys=True).encode() + b"\n"


def _said(material: Material) -> tuple[str, str]:
    """Return what the badge says; a number stands on it only where enough is known to quote one."""
    report = material.report
    if report.level is None or report.score is None:
        return _NOTHING
    score = f" {report.score.lower:.0f}" if report.score.scored else ""
    mark = " on conditions" if report.level.conditions else ""
    return f"{report.level.name}{mark}{score}", _COLORS[report.level.outright]
