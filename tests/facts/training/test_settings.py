"""Where the settings of a training come from, and whether its run keeps them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.facts.training.settings.files import settings_files
from seatrial.facts.training.settings.kept import kept_settings
from seatrial.facts.training.settings.reads import settings_reads
from seatrial.facts.training.settings.sources import settings_sources
from tests.repositories import repo_of

FIT = "from sklearn.svm import SVC\nSVC().fit(x, y)\n"
READS = f"import yaml\nsettings = yaml.safe_load(open('params.yaml'))\n{FIT}"
PARAMS = "train:\n  learning_rate: 0.1\n"


def test_a_file_of_settings_is_known_by_its_keys_and_not_by_its_name() -> None:
    repo = repo_of({
        "conf/a.yaml": PARAMS, "conf/b.yaml": "level: INFO\nseed: 1\n", "k8s/c.yaml": PARAMS,
        "conf/model/forest.yaml": "params:\n  regressor__max_depth: 23\n  regressor__alpha: 8\n",
        "d.gin": "train.learning_rate = 0.1\n", "params.yaml": "alpha: 0.3\n", ".github/workflows/e.yml": PARAMS,
    })  # fmt: skip

    assert {file.path for file in settings_files(repo)} == {
        "conf/a.yaml", "conf/model/forest.yaml", "d.gin", "params.yaml",
    }  # fmt: skip


def test_a_file_is_read_when_code_that_trains_names_it_or_lets_a_person_choose() -> None:
    chosen = (
        "import argparse, yaml\np = argparse.ArgumentParser()\np.add_argument('--config')\nyaml.safe_load(open(f))\n"
    )
    named, asked = (
        repo_of({"train.py": READS, "params.yaml": PARAMS}),
        repo_of({"train.py": chosen + FIT, "a.yaml": PARAMS}),
    )

    assert [(one.file.path, one.site.line) for one in settings_reads(named)] == [("params.yaml", 2)]
    assert [one.file.path for one in settings_reads(asked)] == ["a.yaml"]


@pytest.mark.parametrize(
    "train",
    [
        f"import yaml\nyaml.safe_load(open('other.yaml'))\n{FIT}",  # the YAML of another tool
        f"import json\njson.load(open(path))\n{FIT}",  # data
        "import yaml\nyaml.safe_load(open('params.yaml'))\n",  # nothing is trained
    ],
)
def test_what_reads_something_else_reads_no_settings(train: str) -> None:
    assert not settings_reads(repo_of({"train.py": train, "params.yaml": PARAMS, "other.yaml": "level: INFO\n"}))


def test_kedro_hands_its_parameters_to_a_node() -> None:
    pipeline = f"from kedro.pipeline import node\nnode(f, inputs=['x', 'params:model'], outputs='m')\n{FIT}"
    repo = repo_of({"pipeline.py": pipeline, "conf/base/parameters.yml": "model:\n  test_size: 0.2\n"})

    assert [one.file.path for one in settings_reads(repo)] == ["conf/base/parameters.yml"]


def test_options_classes_modules_and_searches_are_told_apart() -> None:
    train = (
        "import argparse\nfrom dataclasses import dataclass\nfrom sklearn.model_selection import GridSearchCV\n"
        "p = argparse.ArgumentParser()\np.add_argument('--lr')\np.add_argument('--name')\n"
        "@dataclass\nclass Settings:\n    epochs: int = 3\n"
        "GridSearchCV(m, {})\n"
    )
    repo = repo_of({"train.py": train + FIT, "config/small.py": "batch_size = 8\n"})
    told = {(item.source.name, item.place.path, item.place.line) for item in settings_sources(repo)}

    assert told == {
        ("MODULE", "config/small.py", 1),
        ("OPTION", "train.py", 5),
        ("CLASS", "train.py", 8),
        ("SEARCH", "train.py", 10),
    }


@pytest.mark.parametrize(
    "line",
    ["import mlflow\nmlflow.log_params(s)\n", "import yaml\nyaml.dump(config, f)\n", "self.save_hyperparameters()\n"],
)
def test_a_tracker_or_a_copy_keeps_the_settings(line: str) -> None:
    assert kept_settings(repo_of({"train.py": line + FIT}))
    assert not kept_settings(repo_of({"app.py": "import yaml\nyaml.dump(config, f)\n", "train.py": FIT}))


@given(st.text(max_size=200))
def test_no_text_in_a_file_of_settings_breaks_the_search(text: str) -> None:
    repo = repo_of({"train.py": READS, "params.yaml": text, "a.gin": text, "conf/a.json": text, "b.toml": text})

    assert isinstance(settings_files(repo), tuple)
    assert isinstance(settings_reads(repo), tuple)


def test_json_with_comments_and_a_loader_of_ones_own_are_read() -> None:
    train = (
        f"import argparse\nfrom io_of import load_config\np.add_argument('--config_path')\nc = load_config(path)\n{FIT}"
    )
    repo = repo_of({"train.py": train, "configs/small.json": '{\n  // of the paper\n  "batch_size": 32\n}\n'})

    assert [(one.file.path, one.site.line) for one in settings_reads(repo)] == [("configs/small.json", 4)]
