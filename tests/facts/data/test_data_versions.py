"""Data is pinned by a digest or a version, managed by a tool, recorded by a run, or simply in git."""

import pytest

from seatrial.facts.data.data_tools import Hold
from seatrial.facts.data.data_versions import data_versions
from seatrial.facts.data.dvc import dvc_outputs, dvc_stages
from seatrial.facts.training.origins.lineage import Origin, exposed_lineage, lineage
from seatrial.facts.training.origins.model_origin import origin_of_key
from tests.repositories import repo_of

FIT = "from sklearn.svm import SVC\nSVC().fit(x, y)\n"


def held(code: str, **files: str) -> list[tuple[Hold, bool]]:
    return [(one.hold, one.used) for one in data_versions(repo_of({"train.py": code + FIT, **files}))]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import wandb\nwandb.use_artifact('acme/data:v3')\n", (Hold.PINNED, True)),
        ("import wandb\nwandb.use_artifact('acme/data:latest')\n", (Hold.RECORDED, True)),
        ("Input(type='uri_folder', path='azureml:rows:3')\n", (Hold.PINNED, True)),
        ("Input(type='uri_folder', path=f'azureml:{name}:{version}')\n", (Hold.PINNED, True)),
        ("Input(type='uri_folder', path='azureml:rows@latest')\n", (Hold.RECORDED, True)),
        ("import polars as pl\npl.read_delta('t', version=4)\n", (Hold.PINNED, True)),
        ("import polars as pl\npl.read_delta('t')\n", (Hold.MANAGED, True)),
        ("import dvc.api\ndvc.api.open('x.csv', rev='v1.2')\n", (Hold.PINNED, True)),
        ("from azureml.core import Dataset\nDataset.get_by_name(ws, 'rows', version=3)\n", (Hold.PINNED, True)),
        ("from azureml.core import Dataset\nDataset.get_by_name(ws, 'rows')\n", (Hold.MANAGED, True)),
        ("Q = 'SELECT * FROM t FOR SYSTEM_TIME AS OF TIMESTAMP x'\n", (Hold.PINNED, True)),
        ("P = 'lakefs://repo/0123456789abcdef/x'\n", (Hold.PINNED, True)),
        ("P = 'lakefs://repo/main/x'\n", (Hold.MANAGED, True)),
        ("from roboflow import Roboflow\nRoboflow(k).workspace('a').project('b').version(3)\n", (Hold.PINNED, True)),
        ("from roboflow import Roboflow\nRoboflow(k).workspace('a').project('b').version(n)\n", (Hold.MANAGED, True)),
        ("from picsellia import Client\nClient(k).get_dataset_version_by_id(ID)\n", (Hold.MANAGED, True)),
        ("from segments import SegmentsClient\nSegmentsClient(k).get_release('a/b', 'v0.3')\n", (Hold.PINNED, True)),
        ("import mlflow\nmlflow.log_input(d)\n", (Hold.RECORDED, True)),
        ("import pooch\npooch.retrieve(url, known_hash='sha256:0123456789abcdef')\n", (Hold.PINNED, True)),
    ],
)
def test_tools_hold_data_as_their_arguments_say(code: str, expected: tuple[Hold, bool]) -> None:
    assert held(code) == [expected]


SNAPSHOT = """import json
def snapshot_current_datasets(version):
    manifest = {'dataset_version': version, 'train': 'data/train.csv'}
    json.dump(manifest, open('manifest.json', 'w'))
"""


def test_a_snapshot_with_its_version_written_beside_it_is_managed() -> None:
    assert held(SNAPSHOT) == [(Hold.MANAGED, False)]


@pytest.mark.parametrize(
    "code",
    [
        SNAPSHOT.replace("json.dump", "print"),
        SNAPSHOT.replace("dataset_version", "title"),
        SNAPSHOT.replace("snapshot_current_datasets", "describe"),
        "import wandb\nwandb.Artifact('m', type='model')\n",
        "import boto3\nboto3.client('s3').get_object(Bucket='b', Key='k')\n",
        "import pooch\npooch.retrieve(url, known_hash=None)\n",
        "cache.get('x')\n",
    ],
)
def test_calls_without_data_or_version_hold_nothing(code: str) -> None:
    assert held(code) == []


def test_dvc_files_and_stages_are_read_relative_to_their_folder() -> None:
    repo = repo_of(
        {
            "data/raw.csv.dvc": "outs:\n- md5: 0a\n  path: raw.csv\n",
            "ml/dvc.yaml": "stages:\n  train:\n    cmd: python t.py\n    deps:\n      - ../data/raw.csv\n"
            "    outs:\n      - m.pkl:\n          cache: false\n",
            "ml/dvc.lock": "stages:\n  train:\n    outs:\n    - path: m.pkl\n      md5: 0b\n",
            "broken.dvc": "outs: [",
        }
    )

    assert [(one.path, one.made) for one in dvc_outputs(repo)] == [("data/raw.csv", False), ("ml/m.pkl", True)]
    assert [(stage.reads, stage.makes) for stage in dvc_stages(repo)] == [(("data/raw.csv",), ("ml/m.pkl",))]


def test_own_tables_of_versions_are_managed_and_plain_tables_are_in_git() -> None:
    table = "class DatasetVersion:\n    dataset_id: str\n    version: int\n    path: str\n"

    assert held("", **{"tables.py": table}) == [(Hold.MANAGED, False)]
    assert held("", **{"data/churn.csv": "a,b\n"}) == [(Hold.IN_GIT, False)]


@pytest.mark.parametrize(
    ("key", "origin"),
    [
        ("git_sha", Origin.COMMIT),
        ("commit", Origin.COMMIT),
        ("dataset_version", Origin.DATA),
        ("train_data_hash", Origin.DATA),
        ("hyperparameters", Origin.PARAMETERS),
        ("best_params", Origin.PARAMETERS),
        ("trained_at", Origin.DATE),
        ("data_shape", None),
        ("message", None),
    ],
)
def test_keys_of_metadata_tell_an_origin(key: str, origin: Origin | None) -> None:
    assert origin_of_key(key) is origin


def test_only_what_is_stored_is_lineage() -> None:
    stored = "import json\ndef save(p):\n    json.dump({'git_commit': c, 'params': p}, f)\n"
    passed = "def group(p):\n    return [{'params': p}]\n"

    assert {mark.origin for mark in lineage(repo_of({"train.py": stored + FIT}))} == {
        Origin.COMMIT,
        Origin.PARAMETERS,
    }
    assert not lineage(repo_of({"train.py": passed + FIT}))


@pytest.mark.parametrize(("name", "told"), [("dataset_version", True), ("data_shape", False), ("depth", False)])
def test_what_a_run_is_told_by_name_is_lineage(name: str, told: bool) -> None:
    code = f"import mlflow\nmlflow.log_param('{name}', value)\n"

    assert (Origin.DATA in {mark.origin for mark in lineage(repo_of({"train.py": code + FIT}))}) is told


def test_a_route_about_the_model_exposes_it_and_one_about_an_image_does_not() -> None:
    app = "from fastapi import FastAPI\napp = FastAPI()\n@app.get('{}')\ndef info():\n    return read()\n"

    assert exposed_lineage(repo_of({"app.py": app.format("/v1/model/info")}))
    assert not exposed_lineage(repo_of({"app.py": app.format("/datastore/image/info")}))


@pytest.mark.parametrize(
    ("listed", "counts"),
    [
        (("data/train.csv", "data/test.parquet"), True),
        (("models/a.ckpt", "models/b.onnx", "species.csv"), False),
        (("weights/a.json", "weights/b.json"), False),
        (("data/train.csv", "data/test.csv", "model.pkl"), True),
    ],
)
def test_a_list_that_names_models_with_their_digests_holds_models_and_no_data(
    listed: tuple[str, ...], counts: bool
) -> None:
    text = "".join(f"{'0' * 64}  service/{path}\n" for path in listed)
    kept = data_versions(repo_of({"checksums.sha256": text, "train.py": "x = 1\n"}))

    assert bool([one for one in kept if one.place.path == "checksums.sha256"]) is counts


@pytest.mark.parametrize(
    ("copies", "kept"),
    [
        ("shutil.copytree('code/fit', log_path + '/code')", "copies its code into the folder of the run"),
        ("shutil.copy(__file__, run_dir)", "copies its code into the folder of the run"),
        ("shutil.copyfile(config_path, f'{output_path}/used.yaml')", "copies its settings into the folder of"),
        ("shutil.copy('best.pt', run_dir)", ""),
        ("shutil.copytree('code/serve', run_dir)", ""),
        ("shutil.copyfile(config_path, template)", ""),
    ],
)
def test_a_run_that_keeps_a_copy_of_its_code_or_settings_keeps_its_parameters(copies: str, kept: str) -> None:
    marks = lineage(repo_of({"code/fit/train.py": f"import os, shutil\n{copies}\n{FIT}"}))

    assert [mark.origin for mark in marks] == ([Origin.PARAMETERS] if kept else [])
    assert all(mark.what.startswith(kept) for mark in marks)


@pytest.mark.parametrize(
    "given",
    [
        "path='azureml://datastores/rows/paths/a.csv'",
        "path='azureml:churn:3', type=AssetTypes.MLFLOW_MODEL",
        "shape=(3,)",
    ],
)
def test_a_path_of_a_store_a_model_and_the_input_of_a_net_are_no_data_at_a_version(given: str) -> None:
    assert held(f"Input({given})\n") == []


@pytest.mark.parametrize(("starts", "used"), [("train.py", True), ("score.py", False), ("my_train.py", False)])
def test_what_a_job_is_handed_is_read_by_whatever_it_starts(starts: str, used: bool) -> None:
    submits = f"job = command(command='python src/{starts}', rows=Input(type='uri_folder', path='azureml:rows:3'))\n"
    kept = data_versions(repo_of({"src/train.py": FIT, "src/score.py": "print(1)\n", "submit.py": submits}))
    assert [(one.hold, one.used) for one in kept] == [(Hold.PINNED, used)]
