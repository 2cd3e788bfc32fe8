"""Which known vulnerabilities have the packages, as of which data, and what could not be looked up?"""

from collections.abc import Iterator, Sequence

from seatrial.model.advisories import Advisories, Rating, Unmatched, Vulnerabilities, Vulnerable, by_package
from seatrial.model.counted import counted
from seatrial.model.result import Report
from seatrial.report.printable import shown
from seatrial.report.terminal.lines import Line, Span, line
from seatrial.report.terminal.view import View

_INDENT = 11
#: Unless the reader asks for everything: packages, holes of one package, packages that were not looked up.
_PACKAGES, _HOLES, _UNMATCHED = 6, 3, 4
_STYLES = {
    Rating.CRITICAL: "blocker", Rating.HIGH: "high", Rating.MODERATE: "medium", Rating.LOW: "low",
    Rating.UNRATED: "muted",
}  # fmt: skip
_SCOPES = {"development": "for development only", "example": "only in tests, examples or documents"}


def vulnerability_lines(report: Report, view: View) -> Iterator[Line]:
    """Return the vulnerable packages, worst first, with what mends each, and what could not be looked up."""
    known = report.vulnerabilities
    packages = list(by_package(known.found).values())
    loud = packages if view.verbose else [holes for holes in packages if holes[0].scope == "runtime"][:_PACKAGES]
    for holes in loud:
        yield from _package(holes, view)
    if rest := [holes for holes in packages if holes not in loud]:
        yield line(Span(_rest(rest, more=bool(loud)), "muted"))
    yield from _unmatched(known.unmatched, view)
    yield line(Span(standing(known), "unknown" if known.reason or not known.matched else ""))


def data_lines(data: Advisories, age: int, days: int) -> Iterator[Line]:
    """Return what is known about the data itself: its age in days, and how many are allowed."""
    old = f"{age} days old, and {days} are allowed: no package is called clean (seatrial vulndb update)"
    recent = f"{counted(age, 'day')} old, and {days} are allowed" if age > 0 else "up to date"
    yield line(Span(f"{'source':12}", "label"), shown(data.source))
    yield line(Span(f"{'as of':12}", "label"), f"{data.date}: {old if age > days else recent}")
    yield line(
        Span(f"{'holds':12}", "label"),
        f"{data.count:,} {'advisory' if data.count == 1 else 'advisories'} about {counted(len(data.of), 'package')}",
    )
    if data.unread:
        yield line(Span(f"{'not read':12}", "label"), f"{data.unread:,} entries: no package is called clean")
    yield line(Span(f"{'sha256':12}", "label"), data.sha256)


def _rest(rest: Sequence[Sequence[Vulnerable]], *, more: bool) -> str:
    """Return what is left to -v: how many packages, and how many of them are not needed to run."""
    count, beside = sum(map(len, rest)), sum(holes[0].scope != "runtime" for holes in rest)
    packages = counted(len(rest), "more package" if more else "package")
    holes = "one known vulnerability" if count == 1 else f"{count} known vulnerabilities"
    which = {0: "", len(rest): ", not needed to run"}.get(beside, f", {beside} of them not needed to run")
    return f"{packages} with {holes}{which} (-v)"


def _package(holes: Sequence[Vulnerable], view: View) -> Iterator[Line]:
    worst = max(one.rating for one in holes)
    first = holes[0]
    scope = f" ({_SCOPES[first.scope]})" if first.scope in _SCOPES else ""
    yield line(
        Span(f"{worst:{_INDENT - 1}} ", _STYLES[worst]),
        Span(f"{shown(first.package)} {shown(first.version)}", "strong"),
        Span(f"{scope} at {', '.join(shown(str(place)) for place in first.places[:2])}", "muted"),
        hang=_INDENT,
    )
    pad = " " * _INDENT
    ranked = sorted(holes, key=lambda one: -one.rating.rank)
    for one in ranked if view.verbose else ranked[:_HOLES]:
        mended = f"mended in {shown(one.mended)}" if one.mended else "no version mends it"
        title = f"{_name(one)}: {shown(one.summary)}" if one.summary else _name(one)
        yield line(pad, title, Span(f" ({mended})", "muted"), hang=_INDENT + 2)
    if not view.verbose and len(ranked) > _HOLES:
        yield line(pad, Span(f"and {len(ranked) - _HOLES} more (-v)", "muted"))
    if first.command:
        rest = "" if all(one.mended for one in holes) else ", which leaves those without a mending version"
        yield line(pad, Span("fix  ", "label"), shown(first.command), Span(rest, "muted"), hang=_INDENT + 5)
    else:
        yield line(
            pad, Span("fix  ", "label"), "replace it, or keep what reaches it from strangers: no version is better"
        )


def _name(one: Vulnerable) -> str:
    """Return the number that people search for first, with the one of its advisory behind it."""
    cve = next((name for name in (one.id, *one.aliases) if name.startswith("CVE-")), one.id)
    return shown(cve if cve == one.id else f"{cve} ({one.id})")


def _unmatched(unmatched: Sequence[Unmatched], view: View) -> Iterator[Line]:
    kept = unmatched if view.verbose else unmatched[:_UNMATCHED]
    if not kept:
        return
    if not view.verbose:
        names = ", ".join(shown(one.package) for one in kept)
        more = f" and {len(unmatched) - len(kept)} more" if len(unmatched) > len(kept) else ""
        yield line(Span(f"not looked up, so not clean: {names}{more} (-v says why)", "muted"))
    for one in kept if view.verbose else ():
        yield line(Span(f"not looked up: {shown(one.package)} ({shown(str(one.place))}): {shown(one.reason)}", "muted"))


def standing(known: Vulnerabilities) -> str:
    """Return in one sentence what is known, by which data of which day, and why more may be there."""
    if known.date is None:
        return f"unknown: {shown(known.reason)}"
    data = f"the data of {shown(known.source)}, as of {known.date}"
    if not known.matched:
        return f"unknown: no package is held at one version, so that none could be looked up in {data}"
    packages = len(by_package(known.found))
    what = f"{counted(packages, 'vulnerable package')} among {known.matched} that were looked up, by {data}"
    return f"{what}; more may be there: {shown(known.reason)}" if known.reason else what
