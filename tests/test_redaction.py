"""Values are hidden in whatever quotes them, cut off or not, and nothing else is touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.planted_secrets import KINDS, Planted
from benchmarks.planted_values import drawn
from seatrial.model import Confidence, Evidence, Place
from seatrial.redaction import Redactor, redacted, redactor
from tests.repositories import repo_of

VALUE = drawn("redaction", 40)
HIDDEN = Redactor({VALUE: VALUE[:4]})


@given(st.text(), st.text())
def test_a_value_is_hidden_wherever_it_stands(before: str, after: str) -> None:
    assert VALUE not in HIDDEN.redact(f"{before}{VALUE}{after}")


@given(st.integers(8, 40))
def test_what_a_cut_leaves_of_a_value_is_hidden_too(length: int) -> None:
    assert VALUE[4:length] not in HIDDEN.redact(f"curl -H '{VALUE[:length]}") or length < 9
    assert VALUE[-length:] not in HIDDEN.redact(f"{VALUE[-length:]}' https://acme.io")


@given(st.text(alphabet="abc :/@=\n"))
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert HIDDEN.redact(text) == text
    assert Redactor({}).redact(text) == text


def test_nouns_are_redacted_to_their_last_text() -> None:
    noun = (Evidence(Place("a.py", 3), f"token={VALUE}", Confidence.LIKELY), {"key": VALUE})

    assert VALUE not in repr(HIDDEN.redact_all(noun))
    assert HIDDEN.redact_all(noun)[0].place == Place("a.py", 3)
    assert HIDDEN.redact_all(noun)[0].confidence is Confidence.LIKELY


@pytest.mark.parametrize("planted", KINDS, ids=lambda one: one.kind)
def test_every_kind_is_hidden_in_its_own_file_and_in_what_quotes_it(planted: Planted) -> None:
    lines = [line for line in planted.value.replace("\\n", "\n").split("\n") if "PRIVATE" not in line]
    found = redactor(repo_of({planted.path: planted.content}))

    assert not [line for line in lines if line in redacted(planted.path, planted.content)]
    assert not [line for line in lines if line in found.redact(f"{planted.path} holds {planted.content}")]


def test_a_short_password_hides_no_words() -> None:
    short = Redactor({"data1!": "da"})

    assert short.redact("data1! of redis://:data1!@cache:6379") == "data1! of redis://:da…[hidden]@cache:6379"
