"""A reader who knows no codes learns which standard a check cites."""

import pytest

from seatrial.judging.registry import load_checks
from seatrial.report.references import in_full

#: What reads well as it is.
PLAIN = ("CWE-", "FinOps ")


@pytest.mark.parametrize(
    ("reference", "told"),
    [
        ("MTS-Infra6", "ML Test Score, Infra 6"),
        ("MP 2.1", "NIST AI RMF MP 2.1"),
        ("42001 A.6.2.5", "ISO/IEC 42001 A.6.2.5"),
        ("ML06", "OWASP ML Top 10 2023, ML06"),
        ("HIPAA (a)(1)", "HIPAA, 45 CFR 164.312 (a)(1)"),
        ("SR VI", "Federal Reserve SR 11-7, section VI"),
        ("SRE ch.4", "Google SRE book, chapter 4"),
        ("CWE-502", "CWE-502"),
        ("Acme handbook 4.2", "Acme handbook 4.2"),
    ],
)
def test_the_standard_is_named(reference: str, told: str) -> None:
    assert in_full(reference) == told


def test_no_check_of_ours_cites_an_unknown_code() -> None:
    cited = {one for check in load_checks().checks.values() for one in check.references}

    assert [one for one in sorted(cited) if in_full(one) == one and not one.startswith(PLAIN)] == []
