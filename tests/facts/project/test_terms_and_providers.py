"""Under which terms things may be used, who is asked, and whether both are listed and checked."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.facts.project.named_owner import NamedOwner, Source
from seatrial.facts.project.provider_registers import registers
from seatrial.facts.project.providers import providers
from seatrial.facts.project.stated_terms import Thing, licence_checks, stated_terms
from tests.repositories import repo_of
from tests.workflows import workflow


def things(files: dict[str, str]) -> list[Thing]:
    return [terms.thing for terms in stated_terms(repo_of(files))]


@pytest.mark.parametrize(
    ("files", "thing"),
    [
        ({"README.md": "# X\n\nThe weights are released under CC-BY-4.0.\n"}, Thing.MODEL),
        ({"README.md": "# X\n\n## Dataset licence\n\nOpen, for any use.\n"}, Thing.DATA),
        ({"README.md": "# X\n\n(c) Example. All rights reserved.\n"}, Thing.ALL_RIGHTS),
        ({"DATA_LICENSE": "The records may be used under the terms of the open data licence."}, Thing.DATA),
        ({"THIRD_PARTY_LICENSES.md": "numpy is given under the BSD licence, see its site."}, Thing.PACKAGES),
        ({"MODEL_CARD.md": "---\nlicense: openrail\n---\n# Card\n"}, Thing.MODEL),
    ],
)
def test_terms_are_found_where_people_state_them(files: dict[str, str], thing: Thing) -> None:
    assert thing in things(files)


@pytest.mark.parametrize(
    "files",
    [
        {"README.md": "# X\n\nThis project is licensed under MIT.\n"},
        {"CONTRIBUTING.md": "# X\n\nMake sure that the licence of the dataset allows its use.\n"},
        {"third_party/NOTICE": "The model is licensed under Apache-2.0."},
        {"src/model_license.py": "LICENSE = 'the licence of a model that is checked here'\n"},
    ],
)
def test_the_licence_of_the_code_and_rules_for_authors_are_no_terms_of_models(files: dict[str, str]) -> None:
    assert not {Thing.MODEL, Thing.DATA} & set(things(files))


@pytest.mark.parametrize(
    ("step", "stops"),
    [
        ("run: pip-licenses --allow-only=MIT", True),
        ("run: pip-licenses", False),
        ("run: liccheck -s strategy.ini", True),
        ("uses: fsfe/reuse-action@v5", True),
        ("uses: actions/dependency-review-action@v4\n        with: {allow-licenses: MIT}", True),
    ],
)
def test_a_list_of_licences_stops_nothing_unless_it_is_told_what_is_allowed(step: str, stops: bool) -> None:
    (found,) = licence_checks(repo_of({".github/workflows/ci.yml": workflow(step, on="pull_request")}))

    assert found.stops is stops


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("from openai import OpenAI\nOpenAI()\n", ["OpenAI"]),
        ("from langchain_anthropic import ChatAnthropic\nChatAnthropic()\n", ["Anthropic"]),
        ("from haystack.components.generators import OpenAIGenerator\nOpenAIGenerator()\n", ["OpenAI"]),
        ("import boto3\nboto3.client('bedrock-runtime')\n", ["Bedrock"]),
        ("NAME = 'anthropic/claude-haiku-4-5'\n", ["Anthropic"]),
        ("from transformers import AutoModel\nAutoModel.from_pretrained('example/small')\n", ["example/small"]),
        ("from openai import OpenAI\nOpenAI(base_url=address)\n", []),
        ("from .openai import OpenAIGenerator\nOpenAIGenerator()\n", []),
        ("import anthropic\n", []),
        ("from openai.types.chat import ChatCompletion\ndef f(c: ChatCompletion):\n    return c\n", []),
    ],
)
def test_who_is_asked_is_told_by_clients_classes_and_names_of_models(text: str, names: list[str]) -> None:
    assert [item.name for item in providers(repo_of({"app/ask.py": text}))] == names


def test_a_class_of_the_repository_is_only_called_after_a_provider() -> None:
    files = {
        "app/engine.py": "class OpenAIWhisper:\n    pass\n",
        "app/main.py": "from app.engine import OpenAIWhisper\n",
    }
    files["app/main.py"] += "OpenAIWhisper()\n"

    assert providers(repo_of(files)) == ()


def test_tests_ask_for_nobody() -> None:
    assert providers(repo_of({"tests/test_a.py": "from openai import OpenAI\nOpenAI()\n"})) == ()


def test_a_register_gives_terms_region_and_the_day_of_its_review() -> None:
    text = "reviewed: 2026-03-01\nproviders:\n  - {name: OpenAI, agreement: DPA, region: EU, fallback: none}\n"
    (found,) = registers(repo_of({"docs/providers.yaml": text}))

    assert found.columns == ("terms", "region", "exit")
    assert found.fresh(date(2026, 7, 1))
    assert not found.fresh(date(2027, 7, 1))


@given(st.text(max_size=300))
def test_no_text_stops_the_search(text: str) -> None:
    there = repo_of({"providers.yaml": text, "NOTICE": text, "README.md": f"# X\n\n## Data licence\n\n{text}"})

    stated_terms(there)
    registers(there)


CODE = (
    "from openai import OpenAI\nfrom transformers import AutoModel\n\nclient = OpenAI()\n"
    "model = AutoModel.from_pretrained('acme/encoder')\n"
)


def test_a_fetched_model_sends_nothing_to_its_owner() -> None:
    kinds = {item.name: item.is_model for item in providers(repo_of({"app.py": CODE}))}

    assert kinds == {"OpenAI": False, "acme/encoder": True}


def test_several_owners_are_named_in_the_plural_and_a_long_list_breaks_off_between_words() -> None:
    both = NamedOwner(Source.METADATA, "Ada Doe, Bo Roe", "ada@example.org", "pyproject.toml", 1)
    long = NamedOwner(
        Source.METADATA, "The team with the help of all who ever contributed to it anywhere", "", "s.py", 1
    )

    assert both.what == "Ada Doe, Bo Roe are named as owner in the package metadata"
    assert (
        long.what
        == "The team with the help of all who ever contributed to it ... is named as owner in the package metadata"
    )


def test_a_data_set_that_is_downloaded_is_no_model_of_others() -> None:
    fetched = (
        "from huggingface_hub import hf_hub_download\n\n"
        "figures = hf_hub_download('acme/figures', repo_type='dataset', filename='all.csv')\n"
        "model = hf_hub_download('acme/encoder', filename='model.onnx')\n"
    )

    assert [one.name for one in providers(repo_of({"app.py": fetched}))] == ["acme/encoder"]
