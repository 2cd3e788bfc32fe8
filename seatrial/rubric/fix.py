"""What is there to do first, in the names of this repository?"""

from seatrial.judging.check import filled
from seatrial.judging.graded import Graded
from seatrial.judging.judged import Judged
from seatrial.model import Archetype, Confidence, Grade, Kind
from seatrial.rubric.credit import attestation_counts
from seatrial.rubric.standing import Standing

#: Of a practice that may well be there: nobody does again what is only not seen.
_SHOW = "Where this is done, show it: commit what does it{word}. Unknown is: {reason}."
#: Of a practice that was not found, where something that may hold it could not be followed.
_SHOW_OR_ADD = "Show it or add it: where this is done already, commit what does it{word}. Not followed is: {reason}."
#: Of a practice for which a person's word counts too.
_BY_WORD = ", or `attest` {id} in seatrial.yaml"
#: Of one for which no word counts: where others hold what does it, a waiver says so.
_WAIVED = ", or waive {id} and say where"
#: Of a practice that its signs say is in use: there is nothing to do but to look, and to say so.
_LOOK = "See whether it is so{word}: only signs of it were seen, as {what}."
#: Of a practice that is there and cannot run.
_MEND = "Mend what keeps it from running: {stopped:what is said of it}."
#: Of a bad conduct that may well be there, in what was not read.
_UNREAD = "Make readable what this audit could not read, or take it out of here, and audit again: {reason}."


def first_step(one: Standing, archetype: Archetype) -> str:
    """Return the first thing to do, "" for a row that no check judges."""
    return next(iter(steps_of(one, archetype)), "")


def steps_of(one: Standing, archetype: Archetype) -> tuple[str, ...]:
    """Return what is to be done, () for a row that no check judges.

    A row is to be attested only where that would count: tests show themselves, and what has a key of its own is
    declared.
    """
    counts = attestation_counts(one.row, one.grade) and not one.row.declare
    if one.judged is None:
        return ()
    word = _BY_WORD if counts else _WAIVED if one.judged.graded.unfollowed else ""
    return steps(one.judged, archetype, word.format(id=one.row.id))


def steps(judged: Judged, archetype: Archetype, by_word: str = "") -> tuple[str, ...]:
    """Return what is to be done, by what was found and by what the repository is taken for.

    Steps towards clauses of a profile come first where these alone hold the grade, else last. Of a practice that is in
    use there is nothing else to do. Where it is unknown whether there is anything to do, what is left to be shown comes
    first, unless the check itself says how to find out; ``by_word`` offers a person's word for it.
    """
    graded = judged.graded
    unknown = graded.grade is None and graded.applies and not graded.case
    if unknown and judged.check.kind is Kind.CONDUCT:
        return (_UNREAD.format(reason=_reason(graded)),)
    if graded.stopped:
        return (filled(_MEND, graded.names),)
    own = judged.check.steps(graded.names, archetype, graded.case, graded.done, graded.language)
    besides = tuple(dict.fromkeys(filled(one.fix, graded.names) for one in graded.unmet if one.fix))
    if graded.grade is Grade.IN_USE and graded.confidence is Confidence.LIKELY and judged.check.kind is Kind.PRACTICE:
        return (*besides, _LOOK.format(word=by_word, what=graded.message or graded.evidence[0].what))
    if graded.plain is Grade.IN_USE:
        return besides
    if unknown and not judged.crashed:
        own = (_SHOW.format(word=by_word, reason=_reason(graded)), *own)
    if graded.unfollowed:
        own = (_SHOW_OR_ADD.format(word=by_word, reason=graded.unfollowed[0].what), *own)
    return (*besides, *own) if graded.plain else (*own, *besides)


def _reason(graded: Graded) -> str:
    return graded.reason.partition("; ")[0]
