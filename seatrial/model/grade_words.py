"""In which words is a grade told to a person?"""

from collections.abc import Mapping
from types import MappingProxyType

from seatrial.model.grades import Grade, Kind

_PRACTICE: Mapping[Grade, str] = MappingProxyType(
    {
        Grade.ABSENT: "absent",
        Grade.PRESENT: "present",
        Grade.SUBSTANTIVE: "substantive",
        Grade.IN_USE: "in use",
    }
)
_CONDUCT: Mapping[Grade, str] = MappingProxyType(
    {
        Grade.ABSENT: "found",
        Grade.PRESENT: "found where it matters less",
        Grade.SUBSTANTIVE: "clean",
        Grade.IN_USE: "clean and guarded",
    }
)


def grade_word(kind: Kind, grade: Grade | None) -> str:
    """Return a grade in words; of a bad thing the absence is graded, so that "absent" would read the wrong way."""
    if grade is None:
        return "unknown"
    return (_CONDUCT if kind is Kind.CONDUCT else _PRACTICE)[grade]
