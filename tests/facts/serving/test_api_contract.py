"""A contract counts when it describes something, a version when callers see it, a check when it can stop a change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.component import Component
from seatrial.facts.serving.api_contract import contract_checks, contracts, named_models, versioned_routes
from seatrial.facts.serving.platform_guards import fixed_routes
from tests.repositories import component_of
from tests.workflows import workflow

APP = "from fastapi import FastAPI\napp = FastAPI()\n@app.get('{}')\ndef home():\n    return {{{}}}\n"


def of(files: dict[str, str]) -> Component:
    return component_of({"app.py": APP.format("/x", ""), **files})


@pytest.mark.parametrize(
    ("url", "versioned"), [("/v1/x", True), ("/api/v2beta1/x", True), ("/vehicles", False), ("/tv1", False)]
)
def test_a_version_stands_in_a_part_of_the_path(url: str, versioned: bool) -> None:
    assert bool(versioned_routes(of({"app.py": APP.format(url, "")}))) is versioned


@pytest.mark.parametrize(
    ("path", "text", "counts"),
    [
        ("openapi.yaml", "openapi: 3.0.0\npaths:\n  /x: {get: {}}\n", True),
        ("openapi.yaml", "openapi: 3.0.0\npaths: {}\n", False),
        ("openapi.yaml", "a: [", False),
        ("prices.proto", 'syntax = "proto3";\nservice Prices {}\n', True),
        ("prices.proto", 'syntax = "proto3";\nmessage Price {}\n', False),
        ("tests/openapi.json", '{"openapi": "3", "paths": {"/x": {}}}', False),
    ],
)
def test_a_contract_describes_something(path: str, text: str, counts: bool) -> None:
    assert bool(contracts(of({path: text}))) is counts


def test_the_model_is_named_in_the_answer_and_not_in_a_setting() -> None:
    assert named_models(of({"app.py": APP.format("/x", "'model_version': '3'")}))
    assert named_models(of({"app.py": APP.format("/x", "'engine_version': '3'")}))
    option = "import click\n@click.command()\n@click.argument('engine_version')\ndef run(engine_version):\n    pass\n"
    assert named_models(of({"app.py": option + APP.format("/x", "")})) == ()
    assert named_models(of({"app.py": "import os\nV = os.getenv('MODEL_VERSION')\n" + APP.format("/x", "")})) == ()


def test_a_comparison_that_cannot_fail_guards_nothing() -> None:
    flow = workflow("oasdiff breaking a b{}", on="pull_request")

    assert len(contract_checks(of({".github/workflows/c.yml": flow.format("")}))) == 1
    assert contract_checks(of({".github/workflows/c.yml": flow.format(" || true")})) == ()


@given(st.text(max_size=200))
def test_no_contract_is_too_strange(text: str) -> None:
    contracts(of({"openapi.yaml": text, "x.proto": text}))


AZURE = "import os\ndef init():\n    os.environ['AZUREML_MODEL_DIR']\ndef run(data):\n    return data\n"


@pytest.mark.parametrize(
    ("files", "fixed"),
    [
        ({"app.py": "", "score.py": AZURE}, True),
        ({"app.py": APP.format("/x", ""), "score.py": AZURE}, False),
        ({"app.py": ""}, False),
        ({"app.py": "import os\nROUTE = os.environ['AIP_PREDICT_ROUTE']\n" + APP.format("/x", "")}, True),
        ({"app.py": "# unlike AIP_PREDICT_ROUTE\n" + APP.format("/x", "")}, False),
    ],
)
def test_a_route_that_a_platform_sets_holds_no_version(files: dict[str, str], fixed: bool) -> None:
    assert fixed_routes(of(files)) is fixed
