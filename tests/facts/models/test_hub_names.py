"""A model's name is followed to where it is set: in a branch, by a caller, and by a caller of that."""

import pytest

from seatrial.facts.models.hub_models import hub_models
from tests.repositories import repo_of

LOADS = (
    "from transformers import AutoModel\n\n\ndef load(name{more}):\n    return AutoModel.from_pretrained(name{pin})\n"
)
LOAD = LOADS.format(more="", pin="")
BRANCHES = (
    "from transformers import AutoModel\n\n\ndef load(large):\n    if large:\n        name = 'acme/encoder'\n"
    "    else:\n        name = f'acme/small'\n    return AutoModel.from_pretrained(name)\n"
)


def fetched(code: str, **files: str) -> list[tuple[str, bool]]:
    """Return the names of the models, and of each whether its version may move."""
    found = hub_models(repo_of({"app.py": code, **{f"{name}.py": files[name] for name in files}}))
    return [(model.model, model.floating) for model in found]


def test_a_pipeline_around_a_model_that_was_fetched_before_fetches_nothing_more() -> None:
    made = "AutoModel.from_pretrained('acme/encoder', revision='main').to('cuda')"
    kept = f"class Encoder:\n    def __init__(self):\n        self.model = {made}\n"
    handed = "        self.pipe = pipeline('feature-extraction', model=self.model)\n"
    named = "        self.pipe = pipeline('feature-extraction', model='acme/other')\n"
    imports = "from transformers import AutoModel, pipeline\n\n\n"

    assert fetched(imports + kept + handed) == [("acme/encoder", True)]
    assert fetched(imports + kept + named) == [("acme/encoder", True), ("acme/other", True)]


@pytest.mark.parametrize(
    "code",
    [
        LOAD + "\n\nmodel = load('acme/encoder')\n",
        LOAD + "\n\ndef make(name):\n    return load(name)\n\n\nmodel = make('acme/encoder')\n",
        LOAD + "\n\nNAME = 'acme/encoder'\nmodel = load(NAME)\n",
        BRANCHES,
    ],
    ids=["by-a-caller", "two-calls-up", "by-a-constant", "in-a-branch"],
)
def test_a_name_that_the_code_sets_is_known_and_so_is_that_nothing_holds_it(code: str) -> None:
    assert fetched(code) == [("acme/encoder", True)]


def test_a_name_is_followed_into_another_file() -> None:
    assert fetched("from loads import load\n\nmodel = load('acme/encoder')\n", loads=LOAD) == [("acme/encoder", True)]


@pytest.mark.parametrize(
    "code",
    [
        LOAD,
        LOAD + "\n\nimport os\n\nmodel = load(os.environ['MODEL'])\n",
        LOAD + "\n\nmodel = load(settings.model)\n",
        LOAD + "\n\nmodel = load(input())\n",
    ],
    ids=["nobody-calls", "the-environment", "settings", "a-person"],
)
def test_a_name_that_others_set_stays_unknown(code: str) -> None:
    assert fetched(code) == [("", False)]


def test_a_revision_that_comes_along_is_no_lack() -> None:
    code = LOADS.format(more=", at", pin=", revision=at") + "\n\nmodel = load('acme/encoder', PINNED)\n"

    assert fetched(code) == [("acme/encoder", False)]


def test_a_folder_that_a_caller_hands_in_is_fetched_from_nowhere() -> None:
    assert fetched(LOAD + "\n\nmodel = load('models/')\n", **{"models/x": ""}) in ([], [("", False)])


@pytest.mark.parametrize(("weights", "found"), [("False", []), ("True", [("resnet50", True)])])
def test_a_net_of_random_weights_is_fetched_from_nowhere(weights: str, found: list[tuple[str, bool]]) -> None:
    code = f"import timm\n\n\ndef make(name):\n    return timm.create_model(name, pretrained={weights})\n"

    assert fetched(f"{code}\n\nmake('resnet50')\n") == found


OWN = "import datasets\n\nfrom own import rows\n\nfound = datasets.load_dataset({}, trust_remote_code=True)\n"


def test_a_module_of_the_repository_that_reads_rows_is_fetched_from_nowhere() -> None:
    assert fetched(OWN.format("rows.__file__")) == []
    assert fetched(OWN.format("__file__")) == []
    assert fetched(OWN.format("rows.name")) == [("", False)]


SET = (
    "from transformers import AutoModel\n\n\nclass A:\n    def load(self, config):\n"
    "        self.model_path = config['model_path']\n        return AutoModel.from_pretrained(self.model_path)\n"
)


@pytest.mark.parametrize(
    ("settings", "asked"),
    [
        ({"config.json": '{"port": 1,\n "model_path": "/models/whisper"}\n'}, 0),
        ({"config/settings.yaml": "model_path: ./models/whisper\n"}, 0),
        ({".env.example": "MODEL_PATH=/models/whisper\n"}, 0),
        ({"config.json": '{"model_path": "openai/whisper-small"}\n'}, 1),
        ({"config.json": '{"model_path": "/models/w"}\n', "config.dev.json": '{"model_path": "openai/whisper"}\n'}, 1),
        ({"config.json": '{"data_path": "/data"}\n'}, 1),
        ({"tests/config.json": '{"model_path": "/models/whisper"}\n'}, 1),
    ],
)
def test_a_path_that_all_settings_lead_to_a_folder_is_fetched_from_nowhere(
    settings: dict[str, str], asked: int
) -> None:
    assert len(hub_models(repo_of({"app/load.py": SET, **settings}))) == asked
