"""Does a report, or the change to it, pass the policy of whoever runs the audit?"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from seatrial.gate.latency import latency_conditions
from seatrial.gate.terms import Change, Condition, Gate, Outcome, Policy, Verdict
from seatrial.model import Confidence, Level
from seatrial.model.counted import first_few, short_of
from seatrial.model.finding import Finding
from seatrial.model.result import Report
from seatrial.restructured import key

_NAMED = 6  #: checks whose findings a policy does not allow


def gate(report: Report, policy: Policy, change: Change | None = None) -> Gate:
    """Apply a policy to a report, and to the change that led to it when there is one.

    What cannot be scored at all passes no minimum. Without a change ``no_new`` and ``latency`` ask for nothing:
    everything would be new. On a day within ``report_only_until`` each condition that does not hold is told, and none
    fails.
    """
    conditions = (*_of_change(change, policy), *_conditions(report, policy))
    until = policy.report_only_until
    if until is not None and report.subject.as_of <= until:
        conditions = tuple(replace(one, otherwise=Outcome.NONE) for one in conditions)
    return Gate(conditions)


def verdict(report: Report) -> Verdict:
    """Tell whether the lowest component reaches its target.

    A notebook that reaches the top of its own ladder is still not ready for production: what lies above is decided
    where it is deployed, and nobody has looked there.
    """
    if report.level is None or report.score is None:
        return Verdict.NOTHING
    target = Level(report.score.target)
    if report.level.name < target:
        return Verdict.NOT_READY
    return Verdict.READY if report.level.outright >= target else Verdict.CONDITIONAL


def _of_change(change: Change | None, policy: Policy) -> Iterator[Condition]:
    if change is None:
        return
    yield from _of_news(change, policy)
    if policy.latency is not None:
        yield from latency_conditions(change.compared, policy.latency)


def _of_news(change: Change, policy: Policy) -> Iterator[Condition]:
    if policy.no_new is None:
        return
    for words, found in (
        ("new findings", change.compared.fresh),
        ("findings that got worse", change.compared.worsened),
    ):
        counted = [one.finding for one in found if _counts(one.finding) and one.finding.severity >= policy.no_new]
        yield Condition(f"{words} from {policy.no_new} up", _count_and_checks(counted), "none", not counted)
    loosened = sum(one.severity >= policy.no_new for one in change.loosened)
    yield Condition(f"loosened policy from {policy.no_new} up", str(loosened), "none", loosened == 0)


def _count_and_checks(findings: Sequence[Finding]) -> str:
    """Return how many findings there are, and of which checks: often this is all that a log shows."""
    checks = first_few(list(dict.fromkeys(one.check for one in findings)), _NAMED)
    return f"{len(findings)} ({checks})" if findings else "0"


def _counts(finding: Finding) -> bool:
    return finding.confidence is Confidence.VERIFIED and not (finding.quiet or finding.ahead)


def _conditions(report: Report, policy: Policy) -> Iterator[Condition]:
    yield from _of_levels(report, policy)
    if policy.fail_under is not None:
        lower = report.score.lower if report.score else 0.0
        found = short_of(policy.fail_under, lower)
        yield Condition("score", found, f"at least {policy.fail_under:g}", lower >= policy.fail_under)
    if policy.fail_on is not None:
        least = policy.fail_on
        counted = [finding for finding in report.findings if finding.blocking and finding.severity >= least]
        against = frozenset(map(key, counted))
        counts = _count_and_checks(counted)
        yield Condition(f"findings from {least} up", counts, "none", not counted, against=against)
    if policy.max_unknown is not None:
        unknown = max((100 - one.score.coverage for one in report.components if one.score), default=100.0)
        allowed = f"at most {policy.max_unknown:g} %"
        holds = unknown <= policy.max_unknown
        yield Condition("unknown", f"{unknown:.1f} %", allowed, holds, Outcome.INCONCLUSIVE)
    if policy.strict:
        yield Condition("notices", str(len(report.notices)), "none", not report.notices)


def _of_levels(report: Report, policy: Policy) -> Iterator[Condition]:
    if policy.min_level is not None:
        level = report.level
        found = level.told if level else "not assessed"
        holds = level is not None and level.outright >= policy.min_level
        yield Condition("level", found, f"at least {policy.min_level}", holds)
    for prefix, least in sorted(policy.dimensions.items()):
        parts = [one for part in report.components if part.score for one in part.score.dimensions if one.id == prefix]
        counted = [one for one in parts if one.price]
        lowest = min((one.percent for one in counted), default=0.0)
        title = counted[0].title if counted else prefix
        found = f"{short_of(least, lowest)} %" if counted else "nothing to score"
        yield Condition(title, found, f"at least {least:g} %", bool(counted) and lowest >= least)
