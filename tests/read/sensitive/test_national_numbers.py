"""Numbers that a state gives to a person are told by their check digits, and where chance fits them by their column."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.read.sensitive.national_numbers import is_national, is_national_by_name
from seatrial.read.sensitive.personal_data import parse_personal_data
from seatrial.read.sensitive.personal_formats import Identifier

#: Examples that authorities or standards publish; the last digit of each is its check.
PUBLISHED = {
    "German tax number": "86095742719",
    "Polish PESEL": "44051401359",
    "Brazilian CPF": "529.982.247-25",
    "Dutch BSN": "111222333",
    "Indian Aadhaar": "9999 9999 0019",
    "French NIR": "2 55 08 14 168 025 38",
    "Spanish DNI": "12345678Z",
    "Spanish NIE": "X1234567L",
    "Italian fiscal code": "RSSMRA85T10A562S",
}


@pytest.mark.parametrize("number", PUBLISHED.values(), ids=PUBLISHED)
def test_a_published_number_is_told_and_with_another_check_it_is_not(number: str) -> None:
    last = number[-1]
    other = chr(ord(last) + 1) if last not in "9Z" else chr(ord(last) - 1)

    assert is_national_by_name(number)
    assert not is_national_by_name(number[:-1] + other)


def test_digits_alone_need_a_column_that_speaks_of_them() -> None:
    rows = "".join(f"{n},44051401359\n" for n in range(3))

    def kinds(column: str) -> list[Identifier]:
        return [item.kind for item in parse_personal_data("p.csv", f"n,{column}\n{rows}".encode()).found]

    assert kinds("pesel") == [Identifier.NATIONAL]
    assert kinds("order_total") == []


def test_a_letter_at_the_end_speaks_for_itself() -> None:
    (found,) = parse_personal_data("p.csv", b"x,code\n1,12345678Z\n2,X1234567L\n").found

    assert (found.kind, found.rows, found.line) == (Identifier.NATIONAL, 2, 2)


@given(st.text(max_size=30))
def test_no_text_makes_it_fail(text: str) -> None:
    assert is_national(text) in (True, False)
    assert is_national_by_name(text) in (True, False)
