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
ROW = (
    "def keep(model, metrics, path, rows):\n"
    "    data = {'kind': type(model).__name__, 'model_path': path, 'train_data_path': rows}\n"
    "    data.update(metrics)\n"
    "    execute('insert into runs ({}) values ({})'.format(', '.join(data), ', '.join(data.values())))\n"
)
BEST = "def best():\n    return ask('select model_path from runs order by f1 desc limit 1')\n"
LATEST = "def last():\n    return ask('select max(id), path from model_infos group by id')\n"
ANSWERS = ROW.replace("'kind': type(model).__name__", "'prediction': model.predict(rows)")


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        (FIT + STORES, [Part.FILE]),
        (FIT + 'joblib.dump(model, f"models/{name}.pkl")\n', []),
        (FIT + "joblib.dump(model, 'models/price.pkl')\n", []),
        (FIT + 'joblib.dump(model, f"{total_timesteps}_{candidate}.pkl")\n', []),
        (FIT + STORES + LISTS + COPIES, [Part.FILE, Part.LIST, Part.ALIAS]),
        (FIT + 'model.save_model(f"models/{str(datetime.now())}.cbm")\n', [Part.FILE]),
        (FIT + "keep(model, 'gb_{date:%Y_%m_%d}.pkl'.format(date=today))\n", [Part.FILE]),
        (FIT + 'joblib.dump(model, f"{runtime}_{timeseries}.pkl")\n', []),
        (FIT + "keep(model, 'meta_%s_%d.pkl' % (kind, fold))\n", []),
        (FIT + "import uuid\nupload.save(f'{str(uuid.uuid4())}.{file.filename}')\n", []),
        (ROW, [Part.LIST]),
        (ROW.replace("    data.update(metrics)\n", ""), []),
        (ANSWERS, []),
        (ROW + BEST, [Part.LIST, Part.ALIAS]),
        (LATEST, [Part.ALIAS]),
        (BEST.replace(" limit 1", ""), []),
        (BEST.replace("model_path", "name"), []),
        ("def f(m):\n    return ask('select max(size), file_path from uploads where model = %s', m)\n", []),
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


@pytest.mark.parametrize(("name", "versions"), [("cache/rows", 0), ("models/price", 1), ("cache/price_model", 1)])
def test_a_dated_pickle_beside_the_training_is_a_model_where_its_name_says_so(name: str, versions: int) -> None:
    files = {
        "train.py": FIT + "joblib.dump(model, 'models/price.pkl')\n",
        "rows.py": f"from datetime import date\nPATH = date.today().strftime('{name}_%Y%m%d.pkl')\n",
    }
    assert [one.part for one in own_versions(repo_of(files))] == [Part.FILE] * versions


def test_versions_that_code_keeps_are_told_with_what_they_lack() -> None:
    fixed = FIT + "joblib.dump(model, 'models/price.pkl')\n"
    assert message("OPS-04", {"train.py": fixed}) == "the trained model is a file without versions"
    assert "nothing lists them" in message("OPS-04", {"train.py": FIT + STORES})
    assert "is in service" in message("OPS-04", {"train.py": FIT + STORES + LISTS})
    assert judge("OPS-04", {"train.py": FIT + STORES + LISTS + COPIES}).grade is Grade.SUBSTANTIVE
    assert "no file was found" in message("OPS-04", {"train.py": fixed, "t.py": TABLE.format("Model", "f1", "shown")})


def test_the_best_of_all_that_were_kept_answers_and_is_not_refused() -> None:
    fits = FIT + STORES + "error = mean_squared_error(y_test, model.predict(x_test))\n"
    asks = "from app import best\n\nif __name__ == '__main__':\n    best()\n"
    kept = {
        "train.py": fits,
        "app.py": ROW + BEST,
        "run.py": asks,
        "Dockerfile": 'FROM a:1\nCMD ["python", "run.py"]\n',
    }
    found = judge("OPS-03", kept)
    assert found.grade is Grade.PRESENT
    assert "best takes the best of all models that were kept" in found.message
    for day in ("created desc", "created_at desc", "trained_at", "r.created desc", "timestamp desc", "created, f1"):
        assert judge("OPS-03", {**kept, "app.py": ROW + BEST.replace("f1 desc", day)}).grade is Grade.ABSENT
    for metric in ("metrics->>\\'auc\\' desc nulls last", "r.val_auc desc", "f1_score desc, created desc"):
        assert judge("OPS-03", {**kept, "app.py": ROW + BEST.replace("f1 desc", metric)}).grade is Grade.PRESENT


def test_a_row_that_holds_the_dated_path_of_the_data_names_its_version() -> None:
    fits = FIT + "rows.to_parquet('train_{date:%Y%m%d}.parquet'.format(date=day))\n"
    assert judge("DAT-02", {"train.py": fits, "rows.py": ROW}).grade is Grade.PRESENT
    overwritten = fits.replace("{date:%Y%m%d}", "all")
    assert judge("DAT-02", {"train.py": overwritten, "rows.py": ROW}).grade is Grade.ABSENT
