"""Records of people are told by formats that hold a checksum, a range or a real domain."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.read.reader import Unreadable
from seatrial.read.sensitive.national_numbers import is_national, is_national_by_name
from seatrial.read.sensitive.personal_data import Identified, fhir_patients, parse_personal_data
from seatrial.read.sensitive.personal_formats import FORMATS, Identifier, emails

HOLDS = {form.kind: form.holds for form in FORMATS}


def found(text: str, path: str = "people.csv") -> list[tuple[Identifier, int]]:
    return [(item.kind, item.rows) for item in parse_personal_data(path, text.encode()).found]


@pytest.mark.parametrize(
    ("kind", "value", "real"),
    [
        (Identifier.EMAIL, "kim.lee@hospital.org", True),
        (Identifier.EMAIL, "kim@example.com", False),
        (Identifier.EMAIL, "noreply@hospital.org", False),
        (Identifier.EMAIL, r"use it so:\n@app.task", False),
        (Identifier.EMAIL, r"write to\nkim.lee@hospital.org", True),
        (Identifier.IBAN, "DE89 3704 0044 0532 0130 00", True),
        (Identifier.IBAN, "DE88 3704 0044 0532 0130 00", False),
        (Identifier.CARD, "4539 1488 0343 6467", True),
        (Identifier.CARD, "4539 1488 0343 6468", False),
        (Identifier.CARD, "4111 1111 1111 1111", False),
        (Identifier.SSN, "536-90-4399", True),
        (Identifier.SSN, "000-12-3456", False),
        (Identifier.NHS, "943 476 5919", True),
        (Identifier.NHS, "943 476 5918", False),
        (Identifier.PHONE, "+44 20 7946 0958", True),
        (Identifier.PHONE, "212-555-0142", False),
    ],
)
def test_each_format_has_its_proof(kind: Identifier, value: str, *, real: bool) -> None:
    assert HOLDS[kind](value) is real


def test_rows_are_counted_by_column_and_the_first_is_placed() -> None:
    data = parse_personal_data("p.csv", b"id,contact\n1,\n2,kim@hospital.org\n3,lee@hospital.org\n")

    assert data.found == (Identified(Identifier.EMAIL, "contact", 2, 3),)
    assert (data.columns, data.rows, data.complete) == (("id", "contact"), 3, True)


def test_a_mailbox_that_many_answers_name_is_no_person_and_senders_of_letters_are() -> None:
    answer = "If the course does not open, write to {} with the number {} of your certificate, please."
    same = [{"answer": answer.format("help.desk@hospital.org", n)} for n in range(12)]
    persons = [{"answer": answer.format(f"{who}.lee@hospital.org", who)} for who in ("kim", "ada", "jo")] * 4

    assert not found(json.dumps(same), "faq.json")
    assert found(json.dumps(persons), "faq.json") == [(Identifier.EMAIL, 12)]


def test_numbers_that_fit_by_chance_are_no_cards() -> None:
    numbers = "\n".join(str(4539148803436400 + n) for n in range(40))

    assert not found(f"card_number,x\n{numbers.replace(chr(10), ',0' + chr(10))},0\n")
    assert not found("item,sku\na,4539148803436467\n")


def test_names_count_with_dates_of_birth_only() -> None:
    assert found("FirstName,DateOfBirth\nKim,1980-02-01\n") == [(Identifier.NAME_AND_BIRTH, 1)]
    assert not found("PassengerId,Survived,Name,Age\n1,0,Kim,22\n")


def test_records_of_json_are_rows() -> None:
    record = {"email": "kim@hospital.org", "age": 41}

    assert found(json.dumps([record] * 3), "x.json") == [(Identifier.EMAIL, 3)]
    assert found(json.dumps({"users": [record]}), "x.json") == [(Identifier.EMAIL, 1)]
    assert found("\n".join([json.dumps(record)] * 2), "x.jsonl") == [(Identifier.EMAIL, 2)]


def test_a_long_file_is_sampled_and_says_so() -> None:
    assert not parse_personal_data("x.csv", b"a,b\n" + b"1,2\n" * 6000).complete


@pytest.mark.parametrize(("name", "real"), [(b"Lee^Kim ", True), (b"ANONYMOUS", False), (b"12345 ", False)])
def test_an_image_may_carry_its_patient(name: bytes, *, real: bool) -> None:
    data = b"\0" * 128 + b"DICM" + b"\x10\x00\x10\x00PN" + len(name).to_bytes(2, "little") + name

    assert bool(parse_personal_data("scan.dcm", data).found) is real


def test_binary_tables_are_unread() -> None:
    with pytest.raises(Unreadable):
        parse_personal_data("x.csv", b"\0\1\2")


@given(st.text(max_size=200), st.sampled_from(["x.csv", "x.json", "x.jsonl", "x.tsv"]))
def test_no_text_makes_it_fail(text: str, path: str) -> None:
    assert parse_personal_data(path, text.replace("\0", "").encode("utf-8", "replace")).path == path


def test_names_of_files_are_no_addresses() -> None:
    assert emails("icon@2x.png rank_abs@10.gv kim.lee@163.com") == ["kim.lee@163.com"]


PATIENT = {"resourceType": "Patient", "birthDate": "1980-01-02", "name": [{"family": "Lee", "given": ["Kim"]}]}
NOBODY = {"resourceType": "Patient", "birthDate": "1980", "identifier": [{"value": "7f3a"}]}


def test_a_bundle_a_resource_and_the_lines_of_an_export_are_read() -> None:
    bundle = {"resourceType": "Bundle", "entry": [{"resource": PATIENT}, {"resource": NOBODY}, {"resource": PATIENT}]}
    export = b"\n".join(json.dumps(one).encode() for one in (NOBODY, PATIENT, {"resourceType": "Observation"}))

    assert fhir_patients("bundle.json", json.dumps(bundle).encode()) == (0, 0)
    assert fhir_patients("p.json", json.dumps(PATIENT).encode()) == (0,)
    assert fhir_patients("Patient.ndjson", export) == (2,)
    assert [item.kind for item in parse_personal_data("Patient.ndjson", export).found] == [Identifier.FHIR]


def test_patients_of_a_generator_are_nobody() -> None:
    text = json.dumps({**PATIENT, "text": {"div": "Generated by Synthea"}})

    assert fhir_patients("p.json", text.encode()) == ()


@pytest.mark.parametrize(
    "entry", [None, 7, [], {"resource": None}, {"resource": {"resourceType": "Patient", "name": 3}}]
)
def test_a_broken_entry_is_nobody(entry: Any) -> None:
    assert fhir_patients("p.json", json.dumps({"resourceType": "Bundle", "entry": [entry]}).encode()) == ()


@given(st.binary(max_size=200))
def test_no_bytes_make_it_fail(data: bytes) -> None:
    fhir_patients("p.ndjson", b'"resourceType"' + data)


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
def test_no_text_makes_numbers_fail(text: str) -> None:
    assert is_national(text) in (True, False)
    assert is_national_by_name(text) in (True, False)
