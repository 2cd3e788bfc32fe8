"""What is known about personal data, and what is done so that there is less of it."""

import pytest

from seatrial.facts.data.privacy_design import erasures, inventories, minimisations
from tests.repositories import component_of


@pytest.mark.parametrize("mark", ["meta: {pii: true}", "tags: [pii]", "data_classification: personal"])
def test_a_schema_marks_what_is_personal(mark: str) -> None:
    text = f"columns:\n  - name: email\n    {mark}\n"

    (found,) = inventories(component_of({"schema.yml": text}))

    assert found.place.line == 3


def test_a_mark_that_says_no_marks_nothing() -> None:
    assert inventories(component_of({"schema.yml": "columns:\n  - name: price\n    pii: false\n"})) == ()


def test_dropping_or_hashing_a_name_makes_less_and_dropping_a_price_does_not() -> None:
    text = (
        "import hashlib\nimport pandas as pd\nif __name__ == '__main__':\n    rows = pd.read_csv('a.csv')\n"
        "    rows = rows.drop(columns=['price'])\n    rows = rows.drop(columns=['email'])\n"
        "    key = hashlib.sha256(salt + phone)\n"
    )

    assert [item.what for item in minimisations(component_of({"a.py": text}))] == [
        "drops the column email",
        "hashes phone",
    ]


@pytest.mark.parametrize(
    ("given", "less"),
    [
        ('"customerID", axis=1', True),
        ('columns=["patient_id"]', True),
        ('"order_id", axis=1', False),
        ("number", False),
    ],
)
def test_dropping_the_number_of_a_person_makes_less(given: str, less: bool) -> None:
    text = f"import pandas as pd\nif __name__ == '__main__':\n    rows = pd.read_csv('a.csv').drop({given})\n"

    assert bool(minimisations(component_of({"train.py": text}))) is less


def test_deleting_a_file_erases_nobody() -> None:
    text = (
        "def delete_model(path):\n    path.unlink()\n\n\ndef delete_user_data(store, number):\n    del store[number]\n"
    )

    assert [item.what for item in erasures(component_of({"a.py": text}))] == [
        "delete_user_data takes a person's data out"
    ]
