"""Do attestations and waivers keep the rules: known checks, named owners, terms that end in time?"""

import datetime as dt
from collections.abc import Iterator

from seatrial.config.file import AttestBlock, AttestedGrade, File, WaiverBlock
from seatrial.config.known import Known, KnownCheck
from seatrial.config.problem import nearest
from seatrial.config.source import Path, Source
from seatrial.model import Attestation, Grade, Notice, Severity, Waiver
from seatrial.model.record import dataclass

WAIVER_DAYS, BLOCKER_DAYS, NOTICE_DAYS = 180, 90, 14

#: What a waiver must say besides, and why: these two leak even when they are let through.
_MUST_SAY = {
    "SEC-01": ("rotated", "the day on which the secret was replaced"),
    "SEC-20": ("source", "where the records come from: synthetic, or a public set"),
}
_GRADES = {AttestedGrade.P: Grade.PRESENT, AttestedGrade.PRESENT: Grade.PRESENT}


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one file on one day."""

    source: Source
    file: File
    known: Known
    as_of: dt.date

    def problems(self) -> Iterator[Notice]:
        """Yield every breach."""
        for name in self.file.profiles:
            if name not in self.known.profiles:
                yield self._notice(("profile",), f"unknown profile '{name}'{nearest(name, self.known.profiles)}")
        for check_id, attest in self.file.attest.items():
            yield from self._attest_problems(("attest", check_id), check_id, attest)
        for index, waiver in enumerate(self.file.waivers):
            yield from self._waiver_problems(("waivers", index), waiver)

    def _attest_problems(self, at: Path, check_id: str, attest: AttestBlock) -> Iterator[Notice]:
        check = self._check(check_id)
        if check is None:
            yield self._unknown(at, check_id)
        elif not check.attestable:
            yield self._notice(at, f"{check_id} cannot be attested: it is judged by evidence alone, or waived")
        known = check.clauses if check else attest.clauses
        for name in attest.clauses:
            if name not in known:
                what = f"no profile asks for a clause '{name}' of {check_id}{nearest(name, known)}"
                yield self._notice((*at, "clauses"), what)
        yield from self._blanks(at, by=attest.by, statement=attest.statement)
        if attest.expires < attest.date:
            yield self._notice((*at, "expires"), f"{attest.expires} is before its own date, {attest.date}")
        elif attest.expires > (latest := a_year_after(attest.date)):
            yield self._notice((*at, "expires"), f"an attestation lasts 12 months at most: until {latest}")

    def _waiver_problems(self, at: Path, waiver: WaiverBlock) -> Iterator[Notice]:
        check = self._check(waiver.check)
        if check is None:
            yield self._unknown((*at, "check"), waiver.check)
            return
        yield from self._blanks(at, owner=waiver.owner, because=waiver.because)
        most = BLOCKER_DAYS if self._severity(check) is Severity.BLOCKER else WAIVER_DAYS
        latest = self.as_of + dt.timedelta(days=most)
        if waiver.expires > latest:
            yield self._notice((*at, "expires"), f"a waiver of {check.id} lasts {most} days at most: until {latest}")
        name, why = _MUST_SAY.get(waiver.check, ("", ""))
        if name and not getattr(waiver, name):
            yield self._notice(at, f"a waiver of {check.id} must say '{name}': {why}")

    def _check(self, check_id: str) -> KnownCheck | None:
        return next((check for check in self.known.checks if check.id == check_id), None)

    def _severity(self, check: KnownCheck) -> Severity:
        return check.severity.raised() if set(check.raised_by) & set(self.file.profiles) else check.severity

    def _unknown(self, at: Path, check_id: str) -> Notice:
        return self._notice(at, f"unknown check '{check_id}'{nearest(check_id, (c.id for c in self.known.checks))}")

    def _blanks(self, at: Path, **texts: str) -> Iterator[Notice]:
        for name, text in texts.items():
            if not text.strip():
                yield self._notice((*at, name), f"'{name}' is empty")

    def _notice(self, at: Path, message: str) -> Notice:
        return Notice(self.source.place(at), message)


def attestations(source: Source, file: File) -> tuple[Attestation, ...]:
    """Return what is attested, by check."""
    return tuple(
        Attestation(
            check_id, _GRADES.get(said.grade, Grade.SUBSTANTIVE), said.statement, said.by, said.date, said.expires,
            said.link, source.place(("attest", check_id)), said.clauses,
        )
        for check_id, said in sorted(file.attest.items())
    )  # fmt: skip


def waivers(source: Source, file: File) -> tuple[Waiver, ...]:
    """Return what is waived, in the order of the file."""
    return tuple(
        Waiver(
            said.check, said.reason, said.because, said.owner, said.expires, said.paths, said.rotated, said.source,
            source.place(("waivers", index)),
        )
        for index, said in enumerate(file.waivers)
    )  # fmt: skip


def term_notices(stated: tuple[Attestation | Waiver, ...], as_of: dt.date) -> Iterator[Notice]:
    """Yield a notice for every term that has ended, or ends within two weeks."""
    for one in stated:
        what = f"the {'attestation' if isinstance(one, Attestation) else 'waiver'} of {one.check}"
        days = (one.ends - as_of).days
        if days < 0:
            yield Notice(one.place, f"{what} ended on {one.expires} and counts as absent")
        elif days <= NOTICE_DAYS:
            when = "today" if days == 0 else "tomorrow" if days == 1 else f"in {days} days"
            yield Notice(one.place, f"{what} ends {when}, on {one.expires}")


def a_year_after(day: dt.date) -> dt.date:
    """Return the last day on which an attestation of a day may count; in the last year there is, a day of that year."""
    return day.replace(year=min(day.year + 1, dt.MAXYEAR), day=28 if (day.month, day.day) == (2, 29) else day.day)
