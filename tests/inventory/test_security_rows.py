"""The rows about security say yes with places, no with the near miss, and unknown when they could not look."""

import pytest

from seatrial.inventory import Value, inventory
from seatrial.repo import Memory, Repo
from seatrial.repo.snapshot import Entry
from tests.repositories import repo_of

TOKEN = "hf_" + "aB3dE5fG7hJ9kL2mN4pQ6rS8tU1vW3xY5z"


def answer(row: str, files: dict[str, str]) -> tuple[Value, str]:
    item = inventory(repo_of(files))[row]
    return item.value, str(item.evidence[0].place) if item.evidence else item.reason


_LENT = "from sklearn.datasets import load_iris\nfrom sklearn.svm import SVC\n"
_COMPONENT = (
    "from kfp import dsl\nfrom kfp.dsl import Dataset, Input, Model, Output\nfrom sklearn.svm import SVC\n"
    "@dsl.component\ndef train(rows: Input[Dataset], model: Output[Model]):\n"
)


@pytest.mark.parametrize(
    ("row", "files", "value"),
    [
        ("secrets_committed", {"a.py": f"T = '{TOKEN}'\n"}, Value.YES),
        ("secrets_committed", {"tests/test_a.py": f"T = '{TOKEN}'\n"}, Value.NO),
        ("unsafe_deserialization_in_code", {"a.py": "import joblib\njoblib.load('m')\n"}, Value.YES),
        ("unsafe_deserialization_in_code", {"a.py": "import onnx\nonnx.load('m')\n"}, Value.NO),
        ("pickled_model_artifact_committed", {"m.pkl": "csklearn.svm\nSVC\n)R."}, Value.YES),
        ("pickled_model_artifact_committed", {"m.json": "{}"}, Value.NO),
        ("hardcoded_absolute_paths", {"a.py": "P = '/home/kim/data/x'\n"}, Value.YES),
        ("hardcoded_absolute_paths", {"a.py": "P = '/app/data/x'\n"}, Value.NO),
        ("notebooks_in_production_path", {"a.py": "print(1)\n"}, Value.NO),
        ("data_versioning", {"a.py": "print(1)\n"}, Value.NA),
        ("data_versioning", {"a.py": "from sklearn.svm import SVC\nSVC().fit(x, y)\n"}, Value.NO),
        ("data_versioning", {"a.py": f"{_LENT}SVC().fit(*load_iris(return_X_y=True))\n"}, Value.NO),
        ("data_versioning", {"a.py": f"{_COMPONENT}    SVC().fit(read(rows), y)\n"}, Value.NO),
    ],
)
def test_each_row_answers(row: str, files: dict[str, str], value: Value) -> None:
    assert answer(row, files)[0] is value


def test_a_near_miss_is_named() -> None:
    assert "tests/test_a.py" in answer("secrets_committed", {"tests/test_a.py": f"T = '{TOKEN}'\n"})[1]


class Missing(Memory):
    """A repository one of whose files this clone does not hold."""

    def entries(self) -> tuple[Entry, ...]:
        lost = Entry("config.txt", problem="missing blob: this clone does not hold its content")
        return tuple(sorted((*super().entries(), lost), key=lambda entry: entry.path))


def test_what_cannot_be_read_is_unknown() -> None:
    item = inventory(Repo(Missing({"a.py": "print(1)\n"})))["secrets_committed"]

    assert item.value is Value.UNKNOWN
    assert "config.txt" in item.reason
