"""Paths and addresses of one machine are found where they run, and defaults, examples and scripts weigh less."""

import pytest

from seatrial.component import Component
from seatrial.facts.code.configuration import Source, example_variables, settings_read
from seatrial.facts.code.fixed_settings import hard_settings, soft_settings
from seatrial.facts.code.fixed_texts import Fixed, fixed
from seatrial.facts.code.own_imports import files_led_to
from seatrial.facts.code.settings_targets import SettingsTarget, settings_targets
from tests.repositories import component_of, repo_of

APP = "import joblib\nfrom flask import Flask\napp = Flask(__name__)\n@app.get('/')\ndef home():\n    return '1'\n"
RUN = {"Procfile": "web: gunicorn app:app\n"}


def started(code: str, **more: str) -> Component:
    return component_of({"app.py": APP + code, **RUN, **more})


@pytest.mark.parametrize(
    ("code", "hard", "soft"),
    [
        ("joblib.load('/home/ada/m.joblib')\n", 1, 0),
        ("import requests\nrequests.get('http://10.1.2.3:9000/x')\n", 1, 0),
        ("import requests\nrequests.get('http://localhost:9000/x')\n", 0, 1),
        ("DATA_BUCKET = 's3://prices-of-ada/'\n", 0, 1),
        ("import os\njoblib.load(os.getenv('M', '/home/ada/m.joblib'))\n", 0, 1),
        (
            "import click\nURL = 'http://localhost:9000/'\n@click.option('--url', default=URL)\ndef ask(url):\n    1\n",
            0,
            0,
        ),
        ("class GatewayConfig(BaseModel):\n    url: str = 'http://localhost:9000'\nGatewayConfig()\n", 0, 0),
        ("class Gateway:\n    url: str = 'http://localhost:9000'\nGateway()\n", 0, 1),
        ("import streamlit as st\nURL = st.secrets.get('URL', 'http://localhost:9000')\n", 0, 0),
        ("joblib.load('/opt/ml/model/m.joblib')\n", 0, 0),
        ("import requests\nrequests.get('http://169.254.169.254:80/latest')\n", 0, 0),
        ("if __name__ == '__main__':\n    joblib.load('/home/ada/m.joblib')\n", 0, 1),
    ],
)
def test_what_ought_to_be_a_setting_is_found(code: str, hard: int, soft: int) -> None:
    component = started(code)

    assert (len(hard_settings(component)), len(soft_settings(component))) == (hard, soft)


@pytest.mark.parametrize(
    ("code", "source", "names"),
    [
        ("import os\nos.environ['A_KEY']\n", Source.ENVIRONMENT, ("A_KEY",)),
        ("import os\nos.environ.get('A_KEY', '1')\n", Source.ENVIRONMENT, ("A_KEY",)),
        (
            "from pydantic_settings import BaseSettings\nclass S(BaseSettings):\n    a_key: str = ''\nS()\n",
            Source.OBJECT,
            ("a_key",),
        ),
        ("from omegaconf import OmegaConf\nOmegaConf.load('c.yaml')\n", Source.FILE, ()),
    ],
)
def test_settings_from_outside_are_found(code: str, source: Source, names: tuple[str, ...]) -> None:
    assert [(item.source, item.names) for item in settings_read(started(code))] == [(source, names)]


def test_what_a_program_sets_in_the_environment_is_no_setting_that_it_takes() -> None:
    component = started(
        "import os\nos.environ['PYTHONHASHSEED'] = str(1)\nos.environ['OUT'] = os.environ['MODEL_DIR']\n"
    )

    assert [item.names for item in settings_read(component)] == [("MODEL_DIR",)]


def test_an_example_of_the_environment_lists_its_variables() -> None:
    repo = repo_of({".env.example": "# a key\nA_KEY=\nexport B_KEY=1\n\x00\n=\n", ".env.sample": ""})

    assert [names for _, names in example_variables(repo)] == [frozenset({"A_KEY", "B_KEY"})]


def test_where_a_website_serves_what_was_uploaded_is_no_disk_of_a_machine() -> None:
    assert fixed("/media/image/prediction_uploads/{}") is None
    assert fixed("/media/anna/disk2/images/train") is Fixed.PATH


STARTS = "import hydra\n\nhydra.utils.instantiate({})\n"


def test_both_keys_are_found_in_files_of_the_owner() -> None:
    files = {"conf/net.yaml": "model:\n  _target_: nets.Small\n", "lit.yml": 'class_path: "nets.Large"\n',
             "vendor/x.yaml": "_target_: nets.Other\n"}  # fmt: skip

    assert settings_targets(repo_of(files)) == (
        SettingsTarget("conf/net.yaml", "_target_", "nets.Small"), SettingsTarget("lit.yml", "class_path", "nets.Large")
    )  # fmt: skip


def test_a_program_that_makes_what_settings_name_leads_there_whatever_else_cannot_be_read() -> None:
    files = {"train.py": STARTS, "nets.py": "class Small: ...\n", "conf/net.yaml": "_target_: nets.Small\n",
             "conf/large.yaml": "a: 1\n" * 100_000}  # fmt: skip

    assert files_led_to(repo_of(files))["train.py"] == {"nets.py"}
