"""Are the packages that an image copies from another stage those of its own Python?"""

from collections.abc import Iterator

from seatrial.facts.images.image import Copy, Image
from seatrial.model import Evidence
from seatrial.read.regex import regex

_PACKAGES = regex(r"/lib/python(\d+\.\d+)(?:/(?:site|dist)-packages)?(?:/|$)")
#: Of ``3.12.4-slim`` the minor version, which names the folder that the interpreter looks into.
_MINOR = regex(r"(\d+\.\d+)(?![\d])")


def foreign_packages(image: Image) -> Iterator[Evidence]:
    """Yield copies of packages for another Python than the base brings: the interpreter never looks there."""
    base = image.outermost
    found = _MINOR.match(base.tag) if base is not None and base.name.rpartition("/")[2] == "python" else None
    if found is None:
        return
    searched = dict(image.variables).get("PYTHONPATH", "")
    for copy in image.copies:
        held = _held(copy)
        if held and held != found[1] and f"python{held}" not in searched:
            said = f"{image.path} copies packages of Python {held} into an image of Python {found[1]}"
            yield Evidence(copy.place, said)


def _held(copy: Copy) -> str:
    """Return the version whose packages another stage or image gives, "" when it gives none."""
    versions = (_PACKAGES.search(source) for source in copy.sources) if copy.origin else ()
    return next((found[1] for found in versions if found), "")
