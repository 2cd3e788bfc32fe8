"""Which base score does a CVSS 3 vector have? Formulas and weights: FIRST, CVSS v3.1 specification, section 7."""

import math

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
