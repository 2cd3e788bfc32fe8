"""Code of the owner's keeps versions by itself: files of their own names, a list of them, a name for the one in use."""

import pytest

from seatrial.facts.training.origins.own_versions import Part, own_versions
from seatrial.model import Grade
from tests.judging.asked import judge, message
from tests.repositories import repo_of

FIT = "import joblib\nimport shutil\nimport json\nfrom datetime import datetime\nfrom sklearn.svm import SVC\n\n"
FIT += "model = SVC().fit(x, y)\nstamp = datetime.now().strftime('%Y%m%d')\n"
STORES = 'name = f"price_{stamp}.pkl"\njoblib.dump(model, f"models/{name}")\n'
LISTS = "with open('models/metadata.json', 'w') as f:\n    json.dump({'version': stamp, 'rmse': error}, f)\n"
COPIES = "shutil.copy(f'models/{name}', 'models/price_latest.pkl')\n"
TABLE = (
    "class {}(db.Model):\n    __tablename__ = 'x'\n    name = db.Column(db.String)\n    {} = db.Column(db.Float)\n"
    "    {} = db.Column(db.Boolean)\n"
)


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        (FIT + STORES, [Part.FILE]),
        (FIT + 'joblib.dump(model, f"models/{name}.pkl")\n', []),
        (FIT + "joblib.dump(model, 'models/price.pkl')\n", []),
        (FIT + 'joblib.dump(model, f"{total_timesteps}_{candidate}.pkl")\n', []),
        (FIT + STORES + LISTS + COPIES, [Part.FILE, Part.LIST, Part.ALIAS]),
        (FIT + LISTS.replace("metadata", "settings"), []),
        (FIT + "shutil.copy('a.csv', 'latest.csv')\n", []),
        (TABLE.format("ModelInfo", "accuracy", "shown"), [Part.LIST]),
        (TABLE.format("Model", "f1", "enabled"), [Part.LIST, Part.ALIAS]),
        (TABLE.format("Product", "score", "enabled"), []),
        (TABLE.format("Model", "price", "enabled"), []),
    ],
)
def test_what_tells_versions_of_a_model_apart(code: str, parts: list[Part]) -> None:
    assert [one.part for one in own_versions(repo_of({"train.py": code}))] == parts


def test_versions_that_code_keeps_are_told_with_what_they_lack() -> None:
    fixed = FIT + "joblib.dump(model, 'models/price.pkl')\n"
    assert message("OPS-04", {"train.py": fixed}) == "the trained model is a file without versions"
    assert "nothing lists them" in message("OPS-04", {"train.py": FIT + STORES})
    assert "is in service" in message("OPS-04", {"train.py": FIT + STORES + LISTS})
    assert judge("OPS-04", {"train.py": FIT + STORES + LISTS + COPIES}).grade is Grade.SUBSTANTIVE
    assert "no file was found" in message("OPS-04", {"train.py": fixed, "t.py": TABLE.format("Model", "f1", "shown")})
