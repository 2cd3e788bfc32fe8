"""Which function a first test is worth most for."""

import pytest

from seatrial.facts.testing import tested_code
from tests.repositories import component_of

SHORT = "def clean(text):\n    words = text.split()\n    return words\n"
LONG = "def train(rows):\n" + "".join(f"    a{number} = rows[{number}]\n" for number in range(9)) + "    return rows\n"


@pytest.mark.parametrize(("folder", "first"), [("bin", "clean"), ("docs", "clean"), ("shop", "train")])
def test_code_that_others_import_comes_before_scripts_beside_it(folder: str, first: str) -> None:
    component = component_of({"shop/words.py": SHORT, f"{folder}/train.py": LONG})

    assert tested_code.tested(component).missed == first
