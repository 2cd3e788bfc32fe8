"""What a model was made from is told where a program that promotes writes it down, and where settings are given out."""

from tests.judging.asked import judge, message

FITS = (
    "import json\nimport joblib\nfrom catboost import CatBoostClassifier\n\n\ndef main():\n"
    "    model = CatBoostClassifier().fit(x, y)\n    joblib.dump(model, 'model.joblib')\n"
    "    payload = {'settings': {}, 'rows': 9}\n    json.dump(payload, open('metrics.json', 'w'))\n\n\n"
    "if __name__ == '__main__':\n    main()\n"
)
PROMOTES = (
    "import json\nfrom dataclasses import asdict, dataclass\n\n\n@dataclass\nclass Manifest:\n    version_id: str\n"
    "    git_commit: str\n\n    def to_dict(self):\n        return asdict(self)\n\n\n"
    "def write(manifest: Manifest, path):\n    json.dump(manifest.to_dict(), open(path, 'w'))\n"
)


def test_settings_that_are_handed_out_beside_the_model_are_its_parameters() -> None:
    given = FITS.replace("'settings': {}", "'settings': model.get_params()")

    assert message("DAT-11", {"train.py": FITS}) == "nothing tells what a stored model was made from"
    assert message("DAT-11", {"train.py": given}) == "stored models do not tell the commit and the version of the data"


def test_what_promotes_a_model_tells_its_commit_though_it_trains_nothing() -> None:
    told = judge("DAT-11", {"train.py": FITS, "models/artifact_registry.py": PROMOTES})
    other = judge("DAT-11", {"train.py": FITS, "shop/orders.py": PROMOTES})

    assert "commit" not in told.message
    assert any(item.place.path == "models/artifact_registry.py" for item in told.evidence)
    assert other.message == "nothing tells what a stored model was made from"
