"""Whether randomness is fixed where models are trained."""

import pytest

from seatrial.facts.training.chance.llm_sampling import llm_sampling
from seatrial.facts.training.chance.randomness import kept_seeds, open_randomness, repeat_tests
from seatrial.facts.training.chance.seeds import Fixed, seeds, training_seeds, unseeded_splits
from tests.repositories import repo_of

FIT = "from sklearn.svm import SVC\nSVC().fit(x, y)\n"


@pytest.mark.parametrize(
    ("text", "fixes"),
    [
        ("import random\nrandom.seed(7)\n", Fixed.PROCESS),
        ("import numpy as np\nrng = np.random.default_rng(7)\n", Fixed.PROCESS),
        ("import torch\ntorch.manual_seed(args.seed)\n", Fixed.PROCESS),
        ("from lightning import seed_everything\nseed_everything(cfg.seed)\n", Fixed.PROCESS),
        ("from sklearn.model_selection import train_test_split\ntrain_test_split(x, random_state=1)\n", Fixed.SPLIT),
        ("train, test = rows.randomSplit([0.8, 0.2], 24)\n", Fixed.SPLIT),
        ("from sklearn.ensemble import RandomForestClassifier as R\nR(random_state=1)\n", Fixed.MODEL),
        ("params = {'max_depth': 3, 'seed': 42}\n", Fixed.MODEL),
    ],
)
def test_each_way_of_fixing_randomness_counts_beside_training(text: str, fixes: Fixed) -> None:
    assert [seed.fixes for seed in training_seeds(repo_of({"train.py": text + FIT}))] == [fixes]


@pytest.mark.parametrize(
    "text",
    [
        "from sklearn.model_selection import train_test_split\ntrain_test_split(x, random_state=None)\n",
        "from sklearn.model_selection import train_test_split\ntrain_test_split(x)\n",
        "import torch\ndef start(seed=None):\n    torch.manual_seed(seed)\n",
        "import numpy as np\ndef check_random_state(state):\n    return np.random.default_rng(state)\n",
        "import random\nrandom.seed()\n",
        "train, test = rows.randomSplit([0.8, 0.2])\n",
        "train, test = rows.randomSplit([0.8, 0.2], None)\n",
    ],
    ids=["none", "not given", "none by default", "whatever is handed over", "the clock", "shares", "shares and none"],
)
def test_what_is_not_fixed_is_no_seed(text: str) -> None:
    assert training_seeds(repo_of({"train.py": text + FIT})) == ()


@pytest.mark.parametrize(("default", "count"), [("=None", 0), ("=42", 1), ("", 1)])
def test_a_seed_that_an_object_keeps_is_fixed_unless_it_is_none_by_default(default: str, count: int) -> None:
    text = (
        "from sklearn.ensemble import RandomForestClassifier as R\nclass Prices:\n"
        f"    def __init__(self, random_state{default}):\n        self.random_state = random_state\n"
        "    def fit(self, x, y):\n        return R(random_state=self.random_state).fit(x, y)\n"
    )
    assert len(training_seeds(repo_of({"prices.py": text}))) == count


def test_a_seed_for_a_figure_or_in_a_test_holds_for_no_training() -> None:
    seed = "import numpy as np\nnp.random.seed(0)\n"
    repo = repo_of({"train.py": FIT, "plot_figures.py": seed, "tests/test_it.py": seed})

    assert [seed.place.path for seed in seeds(repo)] == ["plot_figures.py"]
    assert training_seeds(repo) == ()


@pytest.mark.parametrize(
    ("path", "holds"),
    [("prediction-service/train_it.py", True), ("train_it.py", True), ("bench/train_it.py", False)],
)
def test_a_folder_called_after_predictions_may_hold_the_training(path: str, holds: bool) -> None:
    text = "from sklearn.svm import SVC\nmodel = SVC(random_state=1)\nmodel.fit(x, y)\n"

    assert bool(training_seeds(repo_of({path: text}))) is holds


def test_a_file_that_predicts_beside_the_training_still_seeds_no_training() -> None:
    predict = "import train\nimport numpy as np\nnp.random.seed(0)\n"

    assert training_seeds(repo_of({"train.py": FIT, "predict.py": predict})) == ()


def test_a_seed_in_a_module_that_training_imports_counts_and_says_that_it_is_configured() -> None:
    repo = repo_of(
        {
            "train.py": "from tools import start\nstart(3)\n" + FIT,
            "tools.py": "import random\ndef start(n):\n    random.seed(n)\n",
        }
    )

    assert [(seed.place.path, seed.configured) for seed in training_seeds(repo)] == [("tools.py", True)]


def test_a_seed_of_the_process_holds_the_split_in_a_program_that_only_parts_the_data() -> None:
    parts = "import random\nrandom.seed(42)\n\n\ndef {name}(rows):\n    random.shuffle(rows)\n    return rows[:8]\n"
    trains = "from sklearn.svm import SVC\nSVC().fit(x, y)\n"

    def held(name: str) -> list[Fixed]:
        repo = repo_of({"prepare.py": parts.format(name=name), "train.py": trains})
        return [seed.fixes for seed in training_seeds(repo)]

    assert held("create_train_test_split") == [Fixed.SPLIT]
    assert held("deal_cards") == [], "a game is no split"


def test_a_split_that_nobody_seeds_is_named() -> None:
    text = (
        "from sklearn.model_selection import train_test_split\ntrain_test_split(x)\n"
        "train_test_split(x, shuffle=False)\n"
    )

    assert [(seed.place.line, seed.what) for seed in unseeded_splits(repo_of({"train.py": text}))] == [
        (2, "leaves open the split of the data by sklearn.model_selection.train_test_split")
    ]


@pytest.mark.parametrize(
    ("body", "seeded"),
    [
        ("    lgb.train(params=c.dict(), train_set=d)\n", True),
        ("    p = asdict(c)\n    lgb.train(p, d)\n", True),
        ("    lgb.LGBMRegressor(**vars(c)).fit(x, y)\n", True),
        ("    lgb.LGBMRegressor(**c.model_dump()).fit(x, y)\n", True),
        ("    lgb.LGBMRegressor(**c.__dict__).fit(x, y)\n", True),
        ("    lgb.train({'eta': c.eta}, d)\n    print(c.dict())\n", False),
        ("    lgb.train({'eta': c.eta}, d)\n    mlflow.log_params(asdict(c))\n", False),
    ],
)
def test_a_seed_of_a_configuration_class_counts_when_what_trains_is_given_all_of_it(body: str, *, seeded: bool) -> None:
    settings = "class Base:\n    eta: float = 0.1\n    seed: int = 22\n"
    imports = "import lightgbm as lgb\nimport mlflow\nfrom dataclasses import asdict\nfrom settings import Base\n"
    files = {"settings.py": settings, "train.py": f"{imports}def fit(x, y, d, c: Base):\n{body}"}

    assert bool(training_seeds(repo_of(files))) is seeded


def test_a_seed_of_a_configuration_class_counts_when_what_trains_hands_it_on() -> None:
    settings = "class Base:\n    random_seed: int = 0\n"
    handed = "from settings import Base\ndef parameters(c: Base):\n    return {'eta': 1, 'seed': c.random_seed}\n" + FIT

    assert [str(x.place) for x in training_seeds(repo_of({"settings.py": settings, "train.py": handed}))] == [
        "settings.py:2"
    ]
    assert training_seeds(repo_of({"settings.py": settings, "train.py": "from settings import Base\n" + FIT})) == ()
    assert training_seeds(repo_of({"settings.py": settings.replace("0", "None"), "train.py": handed})) == ()


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
