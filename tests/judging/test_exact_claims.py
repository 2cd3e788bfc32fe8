"""A finding says no more than was seen, and its steps fit the thing that was found."""

import pytest

from seatrial.model import Archetype, Grade
from tests.notebooks import notebook
from tests.workflows import workflow

from .asked import advice, judge, message

PACKAGE = (
    '[project]\nname = "nets"\nversion = "1.0"\nclassifiers = ["Typing :: Typed"]\n'
    'authors = [{{name = "Nets Developers"{}}}]\n[build-system]\nrequires = ["hatchling"]\n'
    'build-backend = "hatchling.build"\n'
)
LIBRARY = {
    "seatrial.yaml": "schema: 1\narchetype: library\n",
    "pyproject.toml": PACKAGE.format(""),
    "nets/__init__.py": "import torch\n",
}


def test_a_package_whose_metadata_holds_an_address_is_not_told_to_add_one() -> None:
    reachable = LIBRARY | {"pyproject.toml": PACKAGE.format(', email = "nets@bank.test"')}

    assert "with an address" in advice("GOV-01", LIBRARY, Archetype.LIBRARY)
    assert "with an address" not in advice("GOV-01", reachable, Archetype.LIBRARY)
    assert "Require a review" in advice("GOV-01", reachable, Archetype.LIBRARY)


def test_uses_that_a_card_puts_out_of_scope_are_not_asked_for_again() -> None:
    card = (
        "# Model Card: nets\n\n## Intended Use\nIt is made for research on nets of all kinds.\n\n## Training Data\n"
        "Pairs of pictures and texts from the web.\n\n## Out-of-Scope Use Cases\nAny use to watch people is out.\n"
        "\n## Limitations\nIt counts badly and knows English best.\n"
    )

    assert "neither made for" in advice("GOV-03", LIBRARY, Archetype.LIBRARY)
    assert "neither made for" not in advice("GOV-03", LIBRARY | {"model-card.md": card}, Archetype.LIBRARY)


@pytest.mark.parametrize(
    ("load", "first"),
    [
        ("cached = pickle.loads(redis.get('cache:1'))", "JSON, Parquet"),
        ("vocab = pickle.load(open('vocab.pkl', 'rb'))", "JSON, Parquet"),
        ("predictions = pickle.load(f)['predictions']", "JSON, Parquet"),
        ("model = pickle.load(f)", "Export the model"),
        ("model = pickle.load(open('data/model.pkl', 'rb'))", "Export the model"),
    ],
)
def test_data_in_a_pickle_is_not_exported_as_a_model(load: str, first: str) -> None:
    code = f"import pickle\nimport sklearn\n\nf = open('x.pkl', 'rb')\n{load}\nprint(1)\n"

    assert first in advice("SEC-02", {"run.py": code})


def test_a_vocabulary_in_a_pickle_is_no_model_that_has_to_be_proved() -> None:
    reads = "import pickle\nimport sklearn\n\n\ndef load_dict(path):\n    with open(path, 'rb') as f:\n        return "
    started = "\n\nif __name__ == '__main__':\n    load_dict('a.pkl')\n"
    assert not judge("SEC-03", {"app.py": f"{reads}pickle.load(f){started}"}).applies


def test_an_image_that_is_scanned_is_not_to_be_scanned_again() -> None:
    trivy = "{uses: aquasecurity/trivy-action@v1, with: {image-ref: app, exit-code: '1'}}"
    scan = workflow("uses: actions/checkout@v4", "bandit -r . || true", "docker build -t app .", trivy)
    files = {".github/workflows/ci.yml": scan, "Dockerfile": "FROM python:3.12\nCOPY . .\nCMD ['python', 'a.py']\n"}

    assert "with trivy" not in advice("SEC-07", files | {"a.py": "print(1)\n"})


def test_a_request_that_only_names_a_thing_brings_nothing_that_could_be_malformed() -> None:
    app = (
        "from fastapi import Depends, FastAPI\nfrom pydantic import BaseModel\nimport joblib\n\napp = FastAPI()\n"
        "model = joblib.load('model.joblib')\n\n\nclass Row(BaseModel):\n    age: int\n\n\n"
        "@app.post('/sets/{set_id}/predict')\ndef start(set_id: str, db=Depends(dict)):\n"
        "    return model.predict([[1]])\n"
        "\n\n@app.post('/predict')\ndef predict(row: Row):\n    return model.predict([[row.age]])\n"
    )

    assert message("ARC-02", {"app.py": app}).startswith("predict takes Row")


def test_a_competition_in_the_readme_says_where_the_data_comes_from() -> None:
    trains = "from sklearn.linear_model import Ridge\n\nRidge().fit(x, y)\n"
    readme = "# heart\n\nSecond place solution for the Second Annual Data Science Bowl competition on Kaggle.\n"

    assert message("DAT-01", {"train.py": trains, "README.md": readme}).startswith("README.md:3 does not give")
    assert "no data card" in message("DAT-01", {"train.py": trains, "README.md": "# heart\n\nA model.\n"})


def test_how_pages_of_documentation_are_written_is_no_word_on_data() -> None:
    manual = "# Docs\n\nPut images into the following dataset: [docs](https://huggingface.co/datasets/acme/images).\n"
    trains = "from sklearn.linear_model import Ridge\n\nRidge().fit(x, y)\n"

    assert "no data card" in message("DAT-01", {"train.py": trains, "docs/README.md": manual})


def test_a_training_that_works_out_a_loss_on_validation_rows_evaluates() -> None:
    trains = (
        "import pandas\nimport pickle\nfrom sklearn.linear_model import Ridge\n\nrows = pandas.read_csv('a.csv')\n"
        "model = Ridge()\nmodel.fit(rows, rows.y)\nprint(config().get_mean_validation_loss(model))\n"
        "pickle.dump(model, open('m.pkl', 'wb'))\n\nif __name__ == '__main__':\n    print(1)\n"
    )

    assert "evaluates" not in message("DAT-09", {"train.py": trains})


def test_dates_of_reports_that_are_sorted_tie_no_rows_together() -> None:
    splits = (
        "from sklearn.linear_model import Ridge\nfrom sklearn.model_selection import train_test_split\n"
        "from store import reports\n\na, b = train_test_split(rows)\nmodel = Ridge()\nmodel.fit(a, a)\n"
    )
    store = "def reports(found):\n    return sorted(found, key=lambda x: x['date'])\n"

    assert "date" not in message("DAT-06", {"train.py": splits, "store.py": store})


def test_a_model_that_no_notebook_keeps_is_not_called_a_file() -> None:
    fits = "from sklearn.linear_model import Ridge\nmodel = Ridge()\nmodel.fit(x, y)\n"
    files = {"study.ipynb": notebook(fits), "README.md": "# study\n"}

    assert message("OPS-04", files) == "the trained model is not kept: it ends with the run"
    assert message("DAT-11", files).startswith("what is trained is not kept")


def test_a_program_whose_data_is_a_blank_is_not_the_one_that_trains() -> None:
    form = "import pandas as pd\nfrom sklearn.linear_model import Ridge\n\nd = pd.read_csv('PATH/TO/DATA/FILE')\n"
    fits = "import pandas as pd\nfrom sklearn.linear_model import Ridge\nRidge().fit(x, y)\n"
    files = {
        "export.py": f"{form}Ridge().fit(d, d)\n",
        "a.ipynb": notebook(fits),
        "b.ipynb": notebook(fits),
    }

    assert "export.py" not in advice("DAT-02", files, Archetype.NOTEBOOK_POC)


def test_a_time_that_a_changelog_gives_is_a_time_without_its_tail() -> None:
    told = "# Changes\n\n## v3\n\n- 99% average accuracy, ~2ms inference speed, averaged over 100 inferences.\n"
    promised = "# Model\n\nONNX runtime providing <10ms inference.\n"
    trains = {"train.py": "from sklearn.linear_model import Ridge\n\nRidge().fit(x, y)\n"}

    assert "no 95th percentile" in message("PRF-02", trains | {"models/CHANGELOG.md": told})
    assert message("PRF-02", trains | {"README.md": promised}) == "no measurement of latency is committed"


def test_files_that_are_attached_to_a_release_are_seen_whatever_the_action_calls_them() -> None:
    attaches = "{uses: dwenegar/upload-release-assets@v1, with: {assets_path: dist/*.whl}}"
    release = workflow(attaches, on="{push: {tags: ['v*']}}")

    assert "attaches files" in message("OPS-07", LIBRARY | {".github/workflows/release.yml": release})


def test_a_chore_of_a_library_that_asks_a_language_model_is_no_product_that_does() -> None:
    asks = (
        "from openai import OpenAI\n\n\ndef main():\n    OpenAI().chat.completions.create(model='m', messages=[])\n\n\n"
        "if __name__ == '__main__':\n    main()\n"
    )

    assert not judge("OPS-19", LIBRARY | {"utils/label_issues.py": asks}).applies


def test_where_only_an_example_serves_a_model_no_other_endpoint_is_named() -> None:
    other = "from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get('/cat')\ndef cat():\n    return {'a': 1}\n"
    shown = (
        "import joblib\nfrom fastapi import FastAPI\n\napp = FastAPI()\nmodel = joblib.load('m.joblib')\n\n\n"
        "@app.post('/predict')\ndef predict(age: int):\n    return model.predict([[age]])\n"
    )
    files = {"tools/cats.py": other, "examples/serve.py": shown}

    assert message("ARC-01", files).startswith("only an example serves a model")
    assert "tools/cats.py" not in advice("ARC-01", files)


def test_a_tool_that_runs_commands_is_confined_and_not_told_to_pass_values() -> None:
    runs = "import asyncio\n\n\nclass BashExecutor:\n    async def run(self, command: str):\n"
    runs += "        return await asyncio.create_subprocess_shell(f'cd x; {command}')\n"
    library = LIBRARY | {
        "nets/bash_executor.py": runs,
        "nets/__init__.py": "from nets.bash_executor import BashExecutor\n",
    }

    assert "a container without network" in advice("SEC-15", library)


def test_a_model_that_a_request_chooses_is_kept_by_its_id() -> None:
    app = (
        "from fastapi import FastAPI\nimport joblib\n\napp = FastAPI()\n\n\n@app.post('/models/{name}/predict')\n"
        "def predict(name: str, age: int):\n    model = joblib.load(name)\n    return model.predict([[age]])\n"
    )

    assert "by its id in a small cache" in advice("ARC-04", {"app.py": app})


def test_a_role_and_an_empty_text_are_nothing_that_people_write() -> None:
    code = "from openai import OpenAI\n\nFALLBACK = {'role': 'user', 'content': ''}\nROLES = ['user', 'assistant']\n"
    asks = "\n\ndef answer(question):\n    return OpenAI().chat.completions.create(model='m', messages=question)\n"

    assert "kept apart" not in message("SEC-21", {"app.py": f"{code}{asks}\nanswer(input())\n"})


def test_exercises_of_a_course_make_no_model() -> None:
    fits = "from sklearn.linear_model import Ridge\n\nRidge().fit(x, y)\n"
    course = {"s1/exercise_files/train_solution.py": fits, "README.md": "# A course\n", "tools/stats.py": "print(1)\n"}

    assert not judge("GOV-02", course).applies
    assert not judge("DAT-02", course).applies
    assert judge("DAT-02", course | {"train.py": fits}).applies


def test_tokens_that_a_run_tells_are_seen() -> None:
    asks = (
        "from pydantic_ai import Agent\n\nagent = Agent('openai:gpt-4o')\n\n\ndef main():\n"
        "    result = agent.run_sync('What?')\n    print(result.usage())\n\n\nif __name__ == '__main__':\n    main()\n"
    )

    assert "nobody sees what a request" not in message("MON-13", {"ask.py": asks})


def test_a_folder_of_manifests_is_no_cluster_of_a_test() -> None:
    pushes = workflow(
        "docker build -t ghcr.io/acme/api:${{ github.sha }} .", "docker push ghcr.io/acme/api:${{ github.sha }}",
        "cd infrastructure/k3s/overlays/dev && kustomize edit set image api=x", on="{push: {branches: [main]}}",
    )  # fmt: skip
    told = advice("OPS-09", {".github/workflows/cd.yml": pushes, "app.py": "print(1)\n", "Dockerfile": "FROM python\n"})

    assert "Give every image" not in told


def test_the_notebook_that_reads_a_file_is_told_to_read_it_through_a_pin() -> None:
    fits = "from sklearn.linear_model import Ridge\nRidge().fit(x, y)\n"
    reads = (
        "import pandas as pd\nfrom sklearn.linear_model import Ridge\nd = pd.read_csv('HR.csv')\nRidge().fit(d, d)\n"
    )
    files = {"a_train.ipynb": notebook(fits), "turnover.ipynb": notebook(reads), "HR.csv": "a,b\n1,2\n"}

    assert "Compare that in turnover.ipynb before the data is read" in advice("DAT-02", files, Archetype.NOTEBOOK_POC)


def test_a_course_is_not_asked_to_answer_other_systems() -> None:
    fits = "from sklearn.linear_model import Ridge\n\nRidge().fit(x, y)\n"
    page = "import streamlit as st\n\nst.title('Submit')\nname = st.text_input('group')\n"
    course = {"s1/exercise_files/train.py": fits, "tools/submit.py": page}

    assert not judge("ARC-01", course).applies
    assert not judge("OPS-11", course).applies


def test_a_message_with_a_role_keeps_apart_what_people_write() -> None:
    code = (
        "from llama_index.core.llms import ChatMessage, MessageRole\nfrom llama_index.llms.openai import OpenAI\n\n\n"
        "def answer(question):\n    said = [ChatMessage(role=MessageRole.USER, content=question)]\n"
        "    return OpenAI().chat(said)\n\n\nanswer(input())\n"
    )

    assert message("SEC-21", {"app.py": code}).startswith("orders to the model are kept apart")


def test_what_tells_live_from_dead_goes_on_asking_the_first_route() -> None:
    app = (
        "import joblib\nfrom fastapi import FastAPI\n\napp = FastAPI()\nmodel = joblib.load('m.joblib')\n\n\n"
        "@app.get('/health')\ndef health():\n    return {'status': 'ok'}\n\n\n"
        "@app.post('/predict')\ndef predict(age: int):\n    return model.predict([[age]])\n"
    )
    cluster = (
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api}\nspec:\n  template:\n    spec:\n"
        "      containers:\n      - name: api\n        image: acme/api:1\n        command: [uvicorn, 'app:app']\n"
    )
    told = advice("ARC-03", {"app.py": app, "k8s.yaml": cluster})

    assert "Let its readiness probe ask the new one" in told
    assert "liveness and readiness probes ask" not in told


def test_a_package_that_is_published_with_attestations_is_not_told_to_be() -> None:
    loads = "import joblib\n\n\ndef load():\n    return joblib.load('nets/model.joblib')\n"
    ships: dict[str, str | bytes] = {**LIBRARY, "nets/__init__.py": loads, "nets/model.joblib": b"\x80\x04K\x01."}
    publish = workflow("uses: pypa/gh-action-pypi-publish@release/v1", on="{push: {tags: ['v*']}}")
    trusted = {".github/workflows/out.yml": publish}

    assert "trusted publishing" in advice("SEC-03", ships)
    assert "trusted publishing" not in advice("SEC-03", {**ships, **trusted})


def test_rules_in_a_class_that_nobody_makes_are_said_to_be_applied_by_nothing() -> None:
    rules = (
        "class Validator:\n    def transform(self, rows):\n        if rows.isnull().any().any():\n"
        "            raise ValueError('missing values')\n        return rows\n"
    )
    trains = (
        "import pandas as pd\nfrom sklearn.linear_model import Ridge\n\nd = pd.read_csv('a.csv')\nRidge().fit(d, d)\n"
    )
    started = f"{trains}\nif __name__ == '__main__':\n    print(1)\n"

    assert "no code that runs applies them" in message("DAT-03", {"rules.py": rules, "train.py": started})


def test_a_program_that_judges_a_model_is_no_job_whose_answers_somebody_reads() -> None:
    stages = (
        "stages:\n  train:\n    cmd: python src/train.py\n    deps: [src/train.py]\n    outs: [model.pkl]\n"
        "  evaluate:\n    cmd: python src/evaluate.py\n    deps: [src/evaluate.py, model.pkl]\n"
    )
    files = {
        "dvc.yaml": stages,
        "src/train.py": "import joblib\nfrom sklearn.linear_model import Ridge\n\nm = Ridge()\nm.fit(x, y)\n"
        "joblib.dump(m, 'model.pkl')\n",
        "src/evaluate.py": "import joblib\n\nmodel = joblib.load('model.pkl')\nprint(model.predict(x))\n",
    }

    assert "where its results go" not in message("ARC-01", files)


def test_roles_are_asked_for_where_the_model_answers_and_not_at_a_page_of_health() -> None:
    files = {
        "alive.py": "from fastapi import FastAPI\n\napp = FastAPI()\n\n\n"
        '@app.get("/health")\ndef health():\n    return {}\n',
        "rank.py": "import joblib\nfrom fastapi import FastAPI\n\napp = FastAPI()\n"
        "model = joblib.load('model.joblib')\n\n\n"
        '@app.post("/predict")\ndef predict(size: float):\n    return {"price": float(model.predict([[size]])[0])}\n',
        "infra/access.tf": 'data "aws_iam_policy_document" "price" {\n  statement {\n    actions   = ["*"]\n'
        '    resources = ["*"]\n  }\n}\n',
    }

    assert "every route of rank.py" in advice("SEC-14", files)


def test_options_of_a_loader_that_runs_no_code_bring_none_along() -> None:
    load = "import os\nfrom gliner import GLiNER\n\n\ndef load(**more):\n"
    load += "    return GLiNER.from_pretrained(os.environ['MODEL'], **more)\n\n\nload()\n"

    assert judge("SEC-04", {"run.py": load}).sure is Grade.PRESENT


@pytest.mark.parametrize(
    ("options", "sure"),
    [
        ("", Grade.PRESENT),
        (", trust_remote_code=False", Grade.PRESENT),
        (", trust_remote_code=code", None),
        (", **more", None),
    ],
)
def test_a_model_that_a_setting_names_is_unknown_and_brings_no_code_along(options: str, sure: Grade | None) -> None:
    load = "import os\nfrom sentence_transformers import SentenceTransformer\n\n\ndef load(code, **more):\n"
    load += f"    return SentenceTransformer(os.environ['MODEL']{options})\n\n\nload(True)\n"
    graded = judge("SEC-04", {"run.py": load})

    assert (graded.grade, graded.sure) == (None, sure)


def test_who_owns_no_code_is_told_with_what_they_own() -> None:
    owned = "/.github/ @bank/core\n/ci/ @bank/core\n{}"
    files = {"app.py": "print(1)\n", ".github/workflows/a.yml": workflow("pytest")}
    aside, whole = (message("GOV-01", {**files, "CODEOWNERS": owned.format(more)}) for more in ("", "* @bank/ml\n"))

    assert aside == "@bank/core is named as owner of /.github/, /ci/ alone, and nobody of the code"
    assert "alone" not in whole


def test_a_cost_that_another_page_gives_is_only_to_be_put_beside_the_case() -> None:
    case = {
        "docs/business-case.md": "# Business case\n\n- Benefit: saves EUR 240,000 a year of chargebacks\n",
        "serve.py": "import joblib\n\nmodel = joblib.load('m.joblib')\nprint(model.predict([[1]]))\n",
    }
    costs = "# Costs\n\nThe machine that answers costs EUR 120 a month.\n"

    assert "lacks cost, criteria" in message("BIZ-02", case)
    assert "its cost stands at docs/costs.md:3, and it lacks criteria" in message(
        "BIZ-02", {**case, "docs/costs.md": costs}
    )
