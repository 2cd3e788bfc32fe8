"""What does one entry of the OSV format say about Python packages? (https://ossf.github.io/osv-schema)"""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from seatrial.model.advisories import Advisory, Rating
from seatrial.read.project.requirement import normal
from seatrial.read.regex import caseless, regex

_EVENTS = ("introduced", "fixed", "last_affected", "limit")
_WORDS = {
    "LOW": Rating.LOW, "MODERATE": Rating.MODERATE, "MEDIUM": Rating.MODERATE, "HIGH": Rating.HIGH,
    "CRITICAL": Rating.CRITICAL,
}  # fmt: skip
_LONGEST = 160  #: letters of a summary
_SENTENCE_END = regex(r"\.\s|\n\n")
_HARM = caseless(
    r"vulnerab|attack|allow|malicious|arbitrary|denial|bypass|inject|overflow|leak|expos|travers|smuggl|forg|crash|spoof"
    r"|improper|not (?:properly|validat|check|escap)|untrusted|without|disclos|xss|csrf|ssrf|redos|craft|remov"
)
_WEIGHTS = {
    "AV": {"N": 0.85, "A": 0.62, "L": 0.55, "P": 0.2},
    "AC": {"L": 0.77, "H": 0.44},
    "UI": {"N": 0.85, "R": 0.62},
    "C": {"H": 0.56, "L": 0.22, "N": 0.0},
    "I": {"H": 0.56, "L": 0.22, "N": 0.0},
    "A": {"H": 0.56, "L": 0.22, "N": 0.0},
}
#: Privileges required, by whether the scope is changed.
_PRIVILEGES = {False: {"N": 0.85, "L": 0.62, "H": 0.27}, True: {"N": 0.85, "L": 0.68, "H": 0.5}}


def advisories(entry: Mapping[str, Any]) -> Iterator[tuple[str, Advisory]]:
    """Yield each Python package of an entry with what it says; a withdrawn entry says nothing.

    Raises ``ValueError``, ``TypeError``, ``KeyError`` and ``AttributeError`` for what is no entry.
    """
    if entry.get("withdrawn"):
        return
    name = str(entry["id"])
    for package, affected in _packages(entry):
        yield (
            package,
            Advisory(
                name,
                tuple(sorted({str(one) for one in entry.get("aliases") or ()} - {name})),
                _summary(entry),
                _rating(name, entry, affected),
                tuple(_ranges(affected)),
                tuple(str(one) for part in affected for one in part.get("versions") or ()),
            ),
        )


def _packages(entry: Mapping[str, Any]) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    """Yield the packages with all that is said of each: an entry may name one more than once."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for affected in entry.get("affected") or ():
        package = affected.get("package") or {}
        if str(package.get("ecosystem", "")).partition(":")[0] == "PyPI":
            found.setdefault(normal(str(package["name"])), []).append(affected)
    yield from found.items()


def _ranges(affected: list[Mapping[str, Any]]) -> Iterator[tuple[tuple[str, str], ...]]:
    for part in affected:
        for given in part.get("ranges") or ():
            if given.get("type") != "GIT":
                pairs = (pair for event in given.get("events") or () for pair in event.items())
                yield tuple((str(kind), str(version)) for kind, version in pairs if kind in _EVENTS)


def _rating(name: str, entry: Mapping[str, Any], affected: list[Mapping[str, Any]]) -> Rating:
    """Return the word of whoever rated it, else what its CVSS score is called."""
    if name.startswith("MAL-"):
        return Rating.CRITICAL
    own = [part.get(key) or {} for part in (entry, *affected) for key in ("database_specific", "ecosystem_specific")]
    words = [_WORDS.get(str(one.get("severity", "")).upper()) for one in own if isinstance(one, Mapping)]
    given = (one for part in (entry, *affected) for one in part.get("severity") or ())
    scores = [score for one in given if (score := base_score(str(one.get("score", "")))) is not None]
    if rated := next(filter(None, words), None):
        return rated
    return _called(max(scores)) if scores else Rating.UNRATED


def _called(score: float) -> Rating:
    """Return the word of the CVSS specification for a score."""
    bounds = ((9.0, Rating.CRITICAL), (7.0, Rating.HIGH), (4.0, Rating.MODERATE), (0.1, Rating.LOW))
    return next((rating for bound, rating in bounds if score >= bound), Rating.UNRATED)


def _summary(entry: Mapping[str, Any]) -> str:
    """Return the summary; without one the first sentence of the details that tells of harm, not of the package."""
    sentences = _SENTENCE_END.split(str(entry.get("details") or "")[:5_000])
    sentence = next((one for one in sentences if _HARM.search(one)), sentences[0])
    text = " ".join(str(entry.get("summary") or sentence).split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3].rstrip()}..."


def base_score(vector: str) -> float | None:
    """Return the base score, 0.0 to 10.0, of a vector such as ``CVSS:3.1/AV:N/...``; None for any other text."""
    version, *parts = vector.split("/")
    metrics = dict(part.split(":", 1) for part in parts if ":" in part)
    changed = metrics.get("S") == "C"
    try:
        weights = {name: table[metrics[name]] for name, table in _WEIGHTS.items()}
        privileges = _PRIVILEGES[changed][metrics["PR"]]
    except KeyError:
        return None
    if version not in ("CVSS:3.0", "CVSS:3.1"):
        return None
    lost = 1 - (1 - weights["C"]) * (1 - weights["I"]) * (1 - weights["A"])
    impact = 7.52 * (lost - 0.029) - 3.25 * (lost - 0.02) ** 15 if changed else 6.42 * lost
    ease = 8.22 * weights["AV"] * weights["AC"] * privileges * weights["UI"]
    if impact <= 0:
        return 0.0
    return _rounded_up(min(10.0, (1.08 if changed else 1.0) * (impact + ease)))


def _rounded_up(score: float) -> float:
    """Round up to one decimal as the specification does it (appendix A), so that floats do not add a tenth."""
    whole = round(score * 100_000)
    return whole / 100_000 if whole % 10_000 == 0 else (math.floor(whole / 10_000) + 1) / 10
