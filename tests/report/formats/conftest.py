"""Results that are hard to render: too large for a platform, and written by somebody who wants to be obeyed."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from seatrial.model import Place, Severity
from seatrial.model.result import Finding, Report

HOSTILE = (
    "[/etc/passwd]",
    "<script>alert(1)</script>",
    "</textarea><img src=x onerror=alert(1)>",
    "::error file=x::owned",
    "::set-output name=a::b",
    "##vso[task.setvariable variable=a]b",
    "a|b`c`d",
    "two\nlines",
    "\x1b[31mred\x1b[0m",
    "@everyone and #123",
    "]]>&lt;!--",
    "=HYPERLINK(1)",
    "nul\x00bell\x07",
    "\u202eright to left",
    "byte \udce9 of another encoding",
    "[link](javascript:alert(1))",
    "https://evil.example/",
)


@pytest.fixture
def hostile(service: Report) -> Report:
    """Return a result in which every text of the repository wants to be more than text."""
    template = service.findings[0]
    findings = tuple(
        replace(
            template,
            message=text,
            places=(Place(text, 1),),
            marks=(f"{number:064x}",),
            fix=(f"Mend {text}.",),
            fingerprint=f"{number:064x}",
            looked_for=text,
        )
        for number, text in enumerate(HOSTILE)
    )
    ledger = tuple(replace(line, message=text) for line, text in zip(service.ledger * 3, HOSTILE, strict=False))
    subject = replace(service.subject, name=HOSTILE[1], notes=HOSTILE)
    return replace(service, findings=findings, ledger=ledger, subject=subject, unread=((HOSTILE[3], HOSTILE[8]),))


@pytest.fixture
def many(service: Report) -> Callable[..., Report]:
    """Return what makes a result with so many findings of one severity."""

    def made(count: int, severity: Severity = Severity.HIGH, message: str = "it is missing") -> Report:
        template = service.findings[1]
        return replace(
            service, findings=tuple(_numbered(template, number, severity, message) for number in range(count))
        )

    return made


def _numbered(template: Finding, number: int, severity: Severity, message: str) -> Finding:
    return replace(template, severity=severity, message=message, fingerprint=f"{number:064x}")
