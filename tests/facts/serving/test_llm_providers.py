"""A dated name holds a hosted model still, an alias does not, and a name in a test is nobody's setting."""

import pytest

from seatrial.component import Component, components
from seatrial.facts.serving.language_models.hosted_model import HostedModel
from seatrial.facts.serving.language_models.llm_providers import fallbacks, hosted_models, wrappers
from seatrial.facts.serving.language_models.main_llm_call import asking_calls, main_llm_call
from seatrial.model import Place
from tests.repositories import component_of, repo_of

APP = (
    "import os\nfrom openai import OpenAI\nfrom fastapi import FastAPI\napp = FastAPI()\nclient = OpenAI()\n{}\n"
    "@app.post('/ask')\ndef ask(q):\n    return client.chat.completions.create(model={}, messages=[])\n"
)


def of(setting: str, given: str, **more: str) -> Component:
    return component_of({"app.py": APP.format(setting, given), **more})


@pytest.mark.parametrize(
    ("name", "pinned"),
    [
        ("gpt-4o-2024-08-06", True),
        ("gpt-4-0613", True),
        ("claude-sonnet-4-20250514", True),
        ("anthropic.claude-3-haiku-20240307-v1:0", True),
        ("claude-3-5-sonnet@20240620", True),
        ("gemini-1.5-pro-002", True),
        ("text-embedding-3-small", True),
        ("gpt-4o", False),
        ("claude-3-5-sonnet-latest", False),
        ("gemini-1.5-flash", False),
        ("gemini-2.5-flash", True),  # stable by its plain name
        ("google/gemini-3.1-pro", True),
        ("gemini-flash-latest", False),
        ("gemini-3.1-flash-lite-preview", False),
    ],
)
def test_a_date_or_a_version_holds_a_model_still(name: str, pinned: bool) -> None:
    assert HostedModel(Place("app.py"), name).pinned is pinned


@pytest.mark.parametrize(
    ("setting", "given", "at_call"),
    [
        ("", "'gpt-4o'", True),
        ("MODEL = 'gpt-4o'", "MODEL", False),
        ("MODEL = os.getenv('MODEL', 'gpt-4o')", "MODEL", False),
        ("class Settings:\n    model: str = 'gpt-4o'", "Settings.model", False),
    ],
)
def test_a_name_is_found_where_it_is_set(setting: str, given: str, at_call: bool) -> None:
    found = hosted_models(of(setting, given))

    assert {item.name for item in found} == {"gpt-4o"}
    assert any(item.at_call for item in found) is at_call


def test_names_of_other_things_are_no_models() -> None:
    assert hosted_models(of("MODEL = os.environ['MODEL']\nmodel_name = 'price'", "MODEL")) == ()


@pytest.mark.parametrize(
    ("takes", "found"),
    [
        ("Splitter.from_tiktoken_encoder(model_name=model_name)", set()),
        ("tiktoken.encoding_for_model(model_name)", set()),
        ("ChatOpenAI(model=model_name)", {"gpt-4o"}),
    ],
)
def test_a_name_by_which_words_are_only_counted_asks_no_model(takes: str, found: set[str]) -> None:
    split = (
        "import tiktoken\nfrom langchain.text_splitter import RecursiveCharacterTextSplitter as Splitter\n"
        f"from langchain_openai import ChatOpenAI\ndef split(text, model_name='gpt-4o'):\n    return {takes}\n"
    )
    app = "from split import split\nsplit('x')\n"

    assert {item.name for item in hosted_models(of(app, "os.environ['MODEL']", **{"split.py": split}))} == found


@pytest.mark.parametrize(("name", "path"), [("is_key_valid", "b_chat.py"), ("reply", "a_ask.py")])
def test_a_call_that_only_tries_a_key_is_not_the_main_one(name: str, path: str) -> None:
    ask = "import openai\n\ndef {0}(q):\n    openai.chat.completions.create(model='gpt-4o', messages=q)\n\n{0}([])\n"
    main = main_llm_call(component_of({"a_ask.py": ask.format(name), "b_chat.py": ask.format("answer")}))

    assert main is not None
    assert main.place.path == path


EMBEDS = (
    "import openai\nfrom fastapi import FastAPI\napp = FastAPI()\n\ndef embed(q):\n"
    "    return openai.embeddings.create(input=q)\n\n@app.post('/rag')\ndef rag(q: str):\n    near = embed(q)\n"
)


def test_what_answers_is_named_and_not_what_looks_texts_up_for_it() -> None:
    tell = "import openai\n\ndef tell(q):\n    return openai.chat.completions.create(messages=q)\n"
    answers = {"a_app.py": f"from tell import tell\n{EMBEDS}    return tell(q + near)\n", "tell.py": tell}
    both = (main_llm_call(component_of(files)) for files in (answers, {"a_app.py": f"{EMBEDS}    return near\n"}))

    assert [main.place.path for main in both if main] == ["tell.py", "a_app.py"]


def test_a_call_that_answers_nobody_is_not_listed_beside_one_that_answers() -> None:
    ask = "import openai\n\ndef {0}(q):\n    return openai.chat.completions.create(messages=q)\n"
    app = f"from fastapi import FastAPI\napp = FastAPI()\n{ask.format('tell')}\napp.post('/ask')(tell)\n"
    pairs = f"{ask.format('pairs')}\npairs([])\n"
    files = {"a/synthesize_pairs.py": pairs, "app.py": app}
    listed = ([call.place.path for call in asking_calls(component_of(one))] for one in (files, {"a.py": pairs}))

    assert [*listed] == [["app.py"], ["a.py"]]


def test_an_endpoint_beside_a_training_is_no_language_model() -> None:
    ask = "import openai\n\ndef told(q):\n    openai.chat.completions.create(model='gpt-4o', messages=q)\n\ntold([])\n"
    score = (
        "import boto3\nfar = boto3.client('sagemaker-runtime')\n"
        "def lambda_handler(event, context):\n    return far.invoke_endpoint(Body=event['body'])\n"
    )
    train = "from sklearn.svm import SVC\nSVC().fit(x, y)\n"
    files = {"explain.py": ask, "a_scorer.py": score, "template.yaml": SAM}
    alone, beside = (next(iter(components(repo_of(one)))) for one in (files, {**files, "train.py": train}))

    assert [main.place.path for main in map(main_llm_call, (alone, beside)) if main] == ["a_scorer.py", "explain.py"]


SAM = (
    "Resources:\n Ask:\n  Type: AWS::Serverless::Function\n"
    "  Properties: {Handler: a_scorer.lambda_handler, Runtime: python3.12, CodeUri: .}\n"
)


def test_a_client_made_in_many_files_has_no_one_place() -> None:
    more = {f"part{n}.py": "from openai import OpenAI\nclient = OpenAI()\n" for n in range(3)}

    assert len(wrappers(of("", "'gpt-4o'"))) == 1
    assert wrappers(of("import part0, part1, part2", "'gpt-4o'", **more)) == ()


def test_a_second_model_is_found_by_what_names_it() -> None:
    code = (
        "from litellm import completion\ncompletion(model='gpt-4o', messages=[], fallbacks=['claude-opus-4-20250514'])"
    )

    assert len(fallbacks(of(code, "'gpt-4o'"))) == 1


def test_a_preview_is_taken_away_and_an_alias_moves() -> None:
    assert HostedModel(Place("app.py"), "gemini-3.1-flash-lite-preview").weakness == "is a preview that is taken away"
    assert HostedModel(Place("app.py"), "gpt-4o").weakness == "moves to newer versions"


@pytest.mark.parametrize(
    ("name", "pinned"),
    [
        ("llama-3.3-70b-versatile", True), ("Qwen/Qwen2.5-7B-Instruct", True), ("deepseek-ai/DeepSeek-OCR", True),
        ("gpt-4o", False), ("llama3:8b", False), ("mistral-large", False),
    ],
)  # fmt: skip
def test_weights_that_are_published_under_a_name_are_one_model(name: str, pinned: bool) -> None:
    assert HostedModel(Place("app.py"), name).pinned is pinned
