"""A published data set without a column on people leaves no groups to compare by."""

import pytest

from seatrial.audit import audit
from seatrial.facts.data.anonymous_sets import anonymous_sets
from seatrial.repo import Memory
from tests.repositories import repo_of

TRAIN = (
    "import joblib\nimport pandas as pd\nfrom sklearn.linear_model import LogisticRegression\n\n"
    'rows = pd.read_csv("data/creditcard.csv")\n'
    'joblib.dump(LogisticRegression().fit(rows.drop(columns="Class"), rows["Class"]), "fraud.joblib")\n'
)


@pytest.mark.parametrize(
    ("there", "instead", "seen"),
    [
        ("creditcard", "creditcard", 1),
        ("creditcard", "creditcard_clients", 0),  # of these sex, age and education are known
        ('"Class"])', '"gender"])', 0),  # other columns stand beside them
    ],
)
def test_the_set_is_told_by_its_file_where_no_column_of_people_is_named(there: str, instead: str, seen: int) -> None:
    assert len(anonymous_sets(repo_of({"train.py": TRAIN.replace(there, instead)}))) == seen


def test_who_has_no_groups_is_not_told_to_compare_them() -> None:
    settings = "schema: 1\narchetype: online-service\nsurfaces: {people_affecting: true}\n"
    report = audit(Memory({"train.py": TRAIN, "seatrial.yaml": settings}))
    first = next(one for one in report.findings if one.check == "GOV-05").fix[0]

    assert first == "Say in MODEL_CARD.md that the data names no group of people, so that none can be compared by it."
