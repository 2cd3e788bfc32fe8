"""Which texts are numbers that a state gives to a person, by the check digits that it gives with them?

One rule for each country, each from the text that defines it. Where chance fits a rule easily, the name of the column
must speak of such a number too.
"""

from collections.abc import Callable

from seatrial.read.regex import regex

_DNI = regex(r"[XYZ]?\d{7,8}[A-Z]")
_FISCAL = regex(r"[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]")
_PUNCTUATION = str.maketrans("", "", " .-/")
#: Values of letters and digits at odd places of an Italian fiscal code (decree of 12 March 1974), A to Z.
_ODD = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)
#: Verhoeff's tables: the multiplication of the dihedral group of ten elements, and a permutation of the digits.
_TIMES = tuple(
    tuple((a + b) % 5 + (5 if b > 4 else 0) if a < 5 else (a - b) % 5 + (0 if b > 4 else 5) for b in range(10))
    for a in range(10)
)
_TURNED = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)


def is_national(value: str) -> bool:
    """Tell whether a text is a number whose form alone says so: a Spanish DNI or NIE, an Italian fiscal code."""
    if not 9 <= len(value) <= 20:
        return False
    text = value.upper().translate(_PUNCTUATION)
    return _spanish(text) or _italian(text)


def is_national_by_name(value: str) -> bool:
    """Tell whether a text is such a number where the column says that it is one: any country that is known here."""
    text = value.upper().translate(_PUNCTUATION)
    if is_national(value):
        return True
    if not (text.isascii() and text.isdigit()) or len(set(text)) == 1:
        return False
    return any(rule(tuple(map(int, text))) for rule in _BY_LENGTH.get(len(text), ()))


def _spanish(text: str) -> bool:
    """The last letter is that of the number modulo 23 (Real Decreto 1553/2005)."""
    if not _DNI.fullmatch(text):
        return False
    digits = text[:-1].replace("X", "0").replace("Y", "1").replace("Z", "2")
    return len(digits) == 8 and "TRWAGMYFPDXBNJZSQVHLCKE"[int(digits) % 23] == text[-1]


def _italian(text: str) -> bool:
    if not _FISCAL.fullmatch(text):
        return False
    places = [int(c) if c.isdigit() else ord(c) - ord("A") for c in text]
    total = sum(_ODD[n] if at % 2 == 0 else n for at, n in enumerate(places[:15]))
    return total % 26 == places[15]


def _german(digits: tuple[int, ...]) -> bool:
    """Tax number: ISO 7064, MOD 11,10 (§ 139b AO); one digit at least stands twice, and none leads with 0."""
    product = 10
    for digit in digits[:10]:
        product = 2 * ((digit + product) % 10 or 10) % 11
    return digits[0] != 0 and (11 - product) % 10 == digits[10] and len(set(digits[:10])) in (8, 9)


def _polish(digits: tuple[int, ...]) -> bool:
    """PESEL: weights 1, 3, 7, 9; its third and fourth digit hold the month."""
    total = sum(weight * digit for weight, digit in zip((1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1), digits, strict=True))
    return total % 10 == 0 and 1 <= (10 * digits[2] + digits[3]) % 20 <= 12


def _brazilian(digits: tuple[int, ...]) -> bool:
    """CPF: two check digits modulo 11."""
    checks = [sum((n + 1 - at) * digit for at, digit in enumerate(digits[:n])) * 10 % 11 % 10 for n in (9, 10)]
    return checks == list(digits[9:])


def _dutch(digits: tuple[int, ...]) -> bool:
    """BSN: the test of eleven."""
    return sum(w * digit for w, digit in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), digits, strict=True)) % 11 == 0


def _indian(digits: tuple[int, ...]) -> bool:
    """Aadhaar: Verhoeff's checksum; it begins with 2 or higher."""
    check = 0
    for at, digit in enumerate(reversed(digits)):
        for _ in range(at % 8):
            digit = _TURNED[digit]  # noqa: PLW2901 -- turned once for each place
        check = _TIMES[check][digit]
    return digits[0] > 1 and check == 0


def _french(digits: tuple[int, ...]) -> bool:
    """NIR: 97 less the number modulo 97; it begins with the sex, and holds the month."""
    number = int("".join(map(str, digits[:13])))
    month = 10 * digits[3] + digits[4]
    return (
        digits[0] in (1, 2) and (1 <= month <= 12 or month >= 20) and 97 - number % 97 == 10 * digits[13] + digits[14]
    )


_BY_LENGTH: dict[int, tuple[Callable[[tuple[int, ...]], bool], ...]] = {
    9: (_dutch,),
    11: (_german, _polish, _brazilian),
    12: (_indian,),
    15: (_french,),
}
