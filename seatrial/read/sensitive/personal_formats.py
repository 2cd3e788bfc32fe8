"""Which values identify a person by their own format: checksums, ranges, the domains of real mail?"""

import re
from collections.abc import Callable
from enum import StrEnum

from seatrial.model.record import dataclass
from seatrial.read.regex import caseless, regex
from seatrial.read.sensitive.national_numbers import is_national, is_national_by_name

#: What stands behind a backslash is the rest of an escape: a decorator on a line of its own, in code that was quoted.
_EMAIL = regex(r"(?<!\\)[A-Za-z0-9._%+-]{1,64}@(?P<domain>[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,})")
#: Domains that belong to nobody (RFC 2606), mailboxes of machines, what generators of test data write, and names of
#: files such as icon@2x.png and rank@10.gv.
_NOBODY = caseless(
    r"(?:.*\.)?(?:example|test|invalid|localhost|local|sample|domain|company|acme|mail-?inator|fake\w*|dummy\w*)\.\w+"
    r"|.*\.(?:example|test|invalid|local)|(?:users\.)?noreply\..*|sentry\..*|\d+\.(?!com|net|cn)\w+"
    r"|[\w-]+\.(?:png|jpe?g|gif|svg|webp|gv|csv|json|html?|ya?ml|txt|whl|gz|zip|pkl|js|css|py)"
)
_MACHINE = caseless(r"(?:no-?reply|info|support|admin|contact|git|root|user\d*|test\w*|foo|bar)@")
_SSN = regex(r"(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}")
_PHONE = regex(r"\+\d{1,3}[ .-]?\(?\d{1,4}\)?(?:[ .-]?\d{2,4}){2,4}|\(?[2-9]\d{2}\)?[ .-][2-9]\d{2}[ .-]\d{4}")
_FICTION = regex(r"555[ .-]?\d{4}")  # North American numbers kept free for stories
_IBAN = regex(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_CARD = regex(r"(?:4\d{3}|5[1-5]\d{2}|2[2-7]\d{2}|3[47]\d{2}|6(?:011|5\d{2}))[ -]?\d{4}[ -]?\d{4}[ -]?\d{1,7}")
#: Columns that are called after such a number: where chance fits a checksum, the name must speak for it.
NATIONAL_COLUMN = regex(
    r"national_?(?:id|number)|identity_?(?:no|num)|personal_?(?:id|no|num|code)|\bcpf\b|\bbsn\b|pesel|aadha+r|\bnir\b|\bdni\b"
    r"|\bnie\b|steuer_?id|tax_?id|idnr|codice_?fiscale|citizen_?(?:id|no)|secu"
)
#: Numbers that payment providers publish for tests.
_TEST_CARDS = frozenset(
    {"4111111111111111", "4242424242424242", "4012888888881881", "5555555555554444", "5105105105105100",
     "378282246310005", "371449635398431", "6011111111111117", "4000056655665556", "2223003122003222"}
)  # fmt: skip


class Identifier(StrEnum):
    """What identifies a person, in words."""

    EMAIL = "e-mail addresses"
    PHONE = "telephone numbers"
    SSN = "social security numbers"
    IBAN = "bank accounts"
    CARD = "payment cards"
    NHS = "NHS numbers"
    NATIONAL = "national identity numbers"
    NAME_AND_BIRTH = "names with dates of birth"
    DICOM = "a patient's name in an image"
    FHIR = "patients of a medical record"


@dataclass(frozen=True, slots=True)
class Format:
    """How values of one kind are told."""

    kind: Identifier
    column: re.Pattern[str] | None  #: the column must be called so, since the format alone proves too little
    holds: Callable[[str], bool]


def emails(text: str) -> list[str]:
    """Return the addresses of people in a text."""
    if "@" not in text:
        return []
    people = (match for match in _EMAIL.finditer(text) if not _NOBODY.fullmatch(match["domain"]))
    return [match[0].lower() for match in people if not _MACHINE.match(match[0])]


def _ssn(value: str) -> bool:
    return bool(_SSN.fullmatch(value)) and value not in ("123-45-6789", "078-05-1120", "219-09-9999")


def _phone(value: str) -> bool:
    return bool(_PHONE.fullmatch(value)) and not _FICTION.search(value)


def _iban(value: str) -> bool:
    """Tell whether the check digits are right (ISO 13616: the number modulo 97 is 1)."""
    text = value.replace(" ", "").upper()
    if not _IBAN.fullmatch(text):
        return False
    return int("".join(str(int(c, 36)) for c in text[4:] + text[:4])) % 97 == 1


def _card(value: str) -> bool:
    """Tell whether the digits hold Luhn's checksum and belong to no published test card."""
    if not _CARD.fullmatch(value):
        return False
    digits = [int(c) for c in value if c.isdigit()]
    doubled = [d if n % 2 == 0 else sum(divmod(2 * d, 10)) for n, d in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0 and "".join(map(str, digits)) not in _TEST_CARDS


def _nhs(value: str) -> bool:
    """Tell whether the tenth digit is the checksum modulo 11 of the others."""
    digits = [int(c) for c in value if c.isdigit()]
    if len(digits) != 10 or not re.fullmatch(r"[\d -]+", value):
        return False
    check = 11 - sum((10 - n) * d for n, d in enumerate(digits[:9])) % 11
    return check % 11 == digits[9] and check != 10


FORMATS = (
    Format(Identifier.EMAIL, None, lambda value: bool(emails(value))),
    Format(Identifier.SSN, None, _ssn),
    Format(Identifier.IBAN, None, _iban),
    Format(Identifier.PHONE, regex(r"phone|mobile|\btel|telefon|celular|fax"), _phone),
    Format(Identifier.CARD, regex(r"card|\bpan\b|cc_?num|credit|payment"), _card),
    Format(Identifier.NHS, regex(r"nhs"), _nhs),
    Format(Identifier.NATIONAL, None, is_national),
    Format(Identifier.NATIONAL, NATIONAL_COLUMN, is_national_by_name),
)
