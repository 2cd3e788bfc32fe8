"""What hands a trained model over as a file, and what only looks like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.facts.training.origins.model_registry import registrations
from seatrial.facts.training.origins.published_models import Way, published_models
from tests.repositories import repo_of


def ways(code: str, **files: str) -> list[Way]:
    return [item.way for item in published_models(repo_of({"train.py": code, **files}))]


@pytest.mark.parametrize(
    ("code", "way"),
    [
        ("import mlflow\nmlflow.sklearn.log_model(model, 'model')", Way.RUN),
        ("import mlflow\nmlflow.autolog()", Way.RUN),
        ("import wandb\nwandb.Artifact('churn', type='model')", Way.RUN),
        ("import boto3\nboto3.client('s3').upload_file('model.onnx', 'b', 'k')", Way.BUCKET),
        ("model.push_to_hub('me/churn')", Way.HUB),
        ("from huggingface_hub import HfApi\nHfApi().upload_folder(repo_id='me/churn', folder_path='out')", Way.HUB),
    ],
)
def test_a_model_that_leaves_the_machine_is_published(code: str, way: Way) -> None:
    assert ways(code) == [way]


@pytest.mark.parametrize(
    "code",
    [
        "import mlflow\nmlflow.sklearn.log_model(model, 'm', registered_model_name='churn')",
        "import mlflow\nmlflow.autolog(log_models=False)",
        "import wandb\nwandb.Artifact('rows', type='dataset')",
        "import boto3\nboto3.client('s3').upload_file('report.html', 'b', 'k')",
        "dataset.push_to_hub('me/rows')",
        "from huggingface_hub import HfApi\nHfApi().upload_folder(repo_id='me/a', repo_type='space')",
    ],
)
def test_what_is_registered_or_is_no_model_is_left_out(code: str) -> None:
    assert ways(code) == []


def test_weights_of_the_projects_own_release_have_a_version() -> None:
    text = "URL = 'https://github.com/lab/lungs/releases/download/v2/dense.pt'"
    own = "[project]\nname = 'lungs'\nversion = '1.0'"

    assert ways(text, **{"pyproject.toml": own}) == [Way.FETCHED]
    assert ways(text, **{"pyproject.toml": own.replace("lungs", "hearts")}) == []


@pytest.mark.parametrize(
    "code",
    [
        "BASE = 'https://github.com/lab/lungs/releases/download/'\nURLS = {'small': BASE + 'v2/small-0e1d6498.ckpt'}",
        "BASE = 'https://github.com/lab/lungs/releases/download'\nURL = f'{BASE}/v2/dense.pt'",
        "def url(name):\n    return f'https://github.com/lab/lungs/releases/download/v{VERSION}/{name}.onnx'",
    ],
    ids=["put-together", "a-format", "a-tag-of-settings"],
)
def test_an_address_of_a_release_may_be_put_together(code: str) -> None:
    assert ways(code, **{"pyproject.toml": "[project]\nname = 'lungs'\nversion = '1.0'"}) == [Way.FETCHED]


def test_what_lies_beside_the_address_of_releases_is_no_asset_of_one() -> None:
    code = (
        "BASE = 'https://github.com/lab/lungs/releases/download/'\nPATH = 'models/v2/small.ckpt'\nROWS = 'v2/rows.csv'"
    )

    assert ways(code, **{"pyproject.toml": "[project]\nname = 'lungs'\nversion = '1.0'"}) == []


def test_a_model_among_the_artifacts_of_dvc_is_registered_with_the_metrics_of_its_stages() -> None:
    text = "stages:\n  e: {cmd: python e.py, metrics: [m.json]}\nartifacts:\n  churn: {path: m.pkl, type: model}\n"
    (found,) = registrations(repo_of({"dvc.yaml": text}))

    assert found.measured
    assert found.place.line == 4


@given(st.text(max_size=80))
def test_no_address_is_too_strange(text: str) -> None:
    ways(f"import mlflow\nmlflow.log_model({text!r})\nx = {'https://github.com/a/b/releases/download/' + text!r}")


def test_versions_of_weights_that_a_readme_lists_beside_a_hub_are_handed_over() -> None:
    readme = (
        "# Net\n\nThe weights are at [the hub](https://huggingface.co/net).\n\n## Weights\n\n"
        "- `net-v1-1.ckpt`: 200k steps\n- `net-v1-2.ckpt`: 500k steps\n"
    )

    def listed(text: str, path: str = "README.md") -> list[str]:
        return [str(one.place) for one in published_models(repo_of({path: text}))]

    assert listed(readme) == ["README.md:7"]
    assert listed(readme.replace("net-v1-2", "net-v1-1")) == []  # one version, named twice
    assert listed(readme.replace("net-v1-2", "other-v1-2")) == []
    assert listed(readme.replace("https://huggingface.co/net", "https://example.org")) == []
    assert listed(readme, "docs/manual.md") == []
