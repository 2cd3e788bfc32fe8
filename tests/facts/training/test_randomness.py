"""Which random calls of training no seed reaches, and whether the seed is kept with the run."""

import pytest

from seatrial.facts.training.chance.llm_sampling import llm_sampling
from seatrial.facts.training.chance.randomness import kept_seeds, open_randomness, repeat_tests
from tests.repositories import repo_of

FOREST = "from sklearn.ensemble import RandomForestClassifier\nRandomForestClassifier().fit(x, y)\n"
NET = "import torch\nloss = net(x)\noptimizer.zero_grad()\nloss.backward()\n"


def left(text: str) -> list[str]:
    return [item.call.rpartition(".")[2] for item in open_randomness(repo_of({"train.py": text}))]


def test_an_estimator_without_a_number_is_open_and_the_process_seed_of_numpy_holds_it() -> None:
    assert left(FOREST) == ["RandomForestClassifier"]
    assert left("import numpy as np\nnp.random.seed(1)\n" + FOREST) == []
    assert left("import torch\ntorch.manual_seed(1)\n" + FOREST) == ["RandomForestClassifier"]


def test_a_network_is_held_by_its_framework_and_not_by_numpy() -> None:
    assert left(NET) == ["backward"]
    assert left("import numpy as np\nnp.random.seed(1)\n" + NET) == ["backward"]
    assert left("import torch\ntorch.manual_seed(1)\n" + NET) == []


@pytest.mark.parametrize(
    ("folds", "names"),
    [("KFold(5)", []), ("KFold(5, shuffle=True)", ["KFold"]), ("KFold(5, shuffle=True, random_state=SEED)", [])],
)
def test_folds_are_random_only_when_they_shuffle(folds: str, names: list[str]) -> None:
    fit = "from sklearn.linear_model import Ridge\nRidge().fit(x, y)\n"

    assert left(f"from sklearn.model_selection import KFold\n{folds}\n{fit}") == names


def test_a_seed_is_kept_by_its_name_and_with_the_whole_settings() -> None:
    start = "import mlflow\nimport numpy as np\nnp.random.seed(cfg.seed)\n"
    for said in ("mlflow.log_param('seed', 3)", "mlflow.log_params({'seed': 3})", "mlflow.log_params(vars(cfg))"):
        assert kept_seeds(repo_of({"train.py": f"{start}{said}\n{FOREST}"}))
    assert not kept_seeds(repo_of({"train.py": f"{start}mlflow.log_params({{'depth': 3}})\n{FOREST}"}))


def test_a_test_that_repeats_must_compare_something() -> None:
    text = "def test_reproducible():\n    {}\n"

    assert repeat_tests(repo_of({"tests/test_a.py": text.format("assert run(1) == run(1)")}))
    assert not repeat_tests(repo_of({"tests/test_a.py": text.format("run(1)")}))


def test_drawing_of_answers_is_told_apart_from_other_temperatures() -> None:
    asks = "import openai\nopenai.OpenAI().chat.completions.create(model='m', temperature=0)\n"
    (product,) = llm_sampling(repo_of({"app.py": asks}))
    (judged,) = llm_sampling(repo_of({"evals/run.py": asks}))

    assert (product.evaluates, judged.evaluates, judged.steady) == (False, True, True)
    assert llm_sampling(repo_of({"weather.py": "report(temperature=0)\n"})) == ()


@pytest.mark.parametrize(
    ("settings", "keys"),
    [
        ("class Small:\n    config_answer = {'temperature': 0.7, 'stop': []}\n", ["temperature"]),
        ("def make(self):\n    self.config_answer = {'seed': 1}\n", ["seed"]),
        ("class Small:\n    config_answer = {'stop': []}\n    weather = {'temperature': 20}\n", []),
    ],
)
def test_settings_that_a_call_takes_over_by_their_name_say_how_answers_are_drawn(
    settings: str, keys: list[str]
) -> None:
    asks = "from llama_cpp import Llama\nllm = Llama('x')\nllm.create_chat_completion(m, **s.config_answer)\n"

    assert [item.key for item in llm_sampling(repo_of({"app.py": asks, "settings.py": settings}))] == keys


def test_a_body_that_is_posted_sets_the_temperature_of_a_language_model() -> None:
    post = (
        "import httpx\n\n\ndef ask(client: httpx.Client, text):\n"
        "    body = {{'model': 'm', 'messages': text, 'temperature': 0}}\n    return client.post('/x', json={given})\n"
    )

    assert [item.steady for item in llm_sampling(repo_of({"ask.py": post.format(given="body")}))] == [True]
    assert llm_sampling(repo_of({"ask.py": post.format(given="text")})) == ()
