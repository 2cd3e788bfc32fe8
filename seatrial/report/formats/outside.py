"""What does a pull request show of known vulnerabilities, of signatures, and of other tools' findings?"""

from collections.abc import Sequence

from seatrial.model.advisories import Vulnerable, by_package
from seatrial.model.counted import first_few
from seatrial.model.foreign import ForeignReport
from seatrial.model.signatures import Standing
from seatrial.report.foreign import agreement_text
from seatrial.report.formats.markdown_text import code, details, left_out, spot, table, text
from seatrial.report.formats.material import Material, sentence
from seatrial.report.signatures import WORDS, signature_text
from seatrial.report.vulnerabilities import standing

_SHOWN = 10  #: packages, and findings of one tool


def vulnerable_section(material: Material) -> str:
    """Return the vulnerable packages that the software needs to run, and how far the data can be relied on."""
    known = material.report.vulnerabilities
    packages = by_package([one for one in known.found if one.scope == "runtime"])
    summary = f"Known vulnerabilities: {text(standing(known))}"
    if known.date is None:  # the reason names them by itself
        summary = text(sentence(standing(known)))
    if not packages:
        return f"<sub>{summary}</sub>"
    rows = [_row(holes) for holes in list(packages.values())[:_SHOWN]]
    more = f"\n\n{len(packages) - _SHOWN} more packages in the report." if len(packages) > _SHOWN else ""
    return details(summary, table(("worst", "package", "vulnerabilities", "where", "fix"), rows) + more)


def signatures_section(material: Material) -> str:
    """Return what is known of the signatures that the owner states; open where one does not hold."""
    signatures = material.report.signatures
    if not signatures:
        return ""
    rows = [(WORDS[one.standing], text(sentence(signature_text(one)))) for one in signatures[:_SHOWN]]
    more = left_out(signatures, _SHOWN)
    body = table(("signature", "what is known"), rows) + more
    bad = sum(one.standing is Standing.REFUSED for one in signatures)
    if bad:
        return f"**Signatures of models: {bad} of {len(signatures)} do not hold**\n\n{body}"
    return details(f"Signatures of models ({len(signatures)})", body)


def imported_section(material: Material) -> str:
    """Return the worst findings of each other tool whose report was brought, or that was asked."""
    return "\n\n".join(_run(run) for run in material.report.imported)


def _row(holes: Sequence[Vulnerable]) -> tuple[str, str, str, str, str]:
    first, worst = holes[0], max(one.rating for one in holes)
    numbers = first_few([text(one.id) for one in holes], 3)
    fix = code(first.command) if first.command else "no version is better"
    return worst, text(f"{first.package} {first.version}"), numbers, spot(first.places[0]), fix


def _run(run: ForeignReport) -> str:
    rows = [
        (one.severity, text(one.rule), text(one.message), spot(one.place) if one.place else "-")
        for one in run.findings[:_SHOWN]
    ]
    name = text(f"{run.tool} {run.version}".strip())
    if run.failed:
        return details(f"{name}, not assessed", text(sentence(run.failed)))
    if run.idle:
        return f"<sub>{name}: there is nothing here for it to read.</sub>"
    more = f"\n\n{len(run.findings) - _SHOWN} more in the report." if len(run.findings) > _SHOWN else ""
    body = table(("", "rule", "what", "where"), rows) + more if rows else "It found nothing."
    lines = [agreement_text(run)] + [f"{path} was not assessed: {reason}" for path, reason in run.missed[:_SHOWN]]
    lines += [f"{run.tool} says that it did not read all of it to its end"] if run.partial else []
    said = "".join(f"\n\n{text(sentence(one))}" for one in lines if one)
    return details(f"{name}, not in the score ({len(run.findings)})", body + said)
