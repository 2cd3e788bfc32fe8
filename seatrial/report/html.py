"""How does a template become one HTML file that is safe to open?

No script, no request, a strict policy: the hash of the one style sheet is in it. ``style=`` attributes would be
blocked, so widths stand in attributes of SVG. Text of the repository goes through the template's escaping alone.
"""

import base64
import hashlib
import re

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from seatrial.report.formats.material import sentence
from seatrial.report.printable import shown
from seatrial.report.references import in_full

_CODE = re.compile(r"`([^`]+)`")


def filled(template: str, **context: object) -> bytes:
    """Return a page with its style sheet and the hash of that. The same context gives the same bytes."""
    engine = _engine()
    style = engine.get_template("report.css.j2").render()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return engine.get_template(template).render(style=style, style_hash=digest, **context).encode()


def _engine() -> Environment:
    engine = Environment(
        loader=PackageLoader("seatrial.templates", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    engine.filters["shown"] = shown
    engine.filters["sentence"] = lambda text: sentence(shown(text))
    engine.filters["in_full"] = in_full
    engine.filters["coded"] = coded
    return engine


def coded(text: str) -> Markup:
    """Return a step with what stands between two backticks as code; all of it is escaped before."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(shown(text)))))  # noqa: S704 -- escaped, and no attribute
