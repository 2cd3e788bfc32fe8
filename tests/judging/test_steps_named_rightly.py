"""The step names what its owner means, and asks for the half that lacks: the agent and not the guard before it."""

import pickle
from decimal import Decimal

from seatrial.model import Archetype

from .asked import IMAGE, LOAD, SERVICE, Files, judge, message, steps

AGENT = {
    "requirements.txt": "langchain==1.0.2\nlangchain-openai==1.0.0\nfastapi==0.115.0\n",
    "guardrails/judge.py": "from langchain_openai import ChatOpenAI\n\nllm = ChatOpenAI(model='gpt-4o-2024-08-06')\n"
    "\n\ndef allowed(question):\n    return llm.invoke(question).content == 'yes'\n",
    "desk/look.py": "from langchain.tools import tool\n\n\n@tool\n"
    "def look(text: str) -> str:\n    return PAGES[text]\n",
    "main.py": "from fastapi import FastAPI\nfrom langchain.agents import create_agent\n\nfrom desk.look import look\n"
    "from guardrails.judge import allowed\n\napp = FastAPI()\nagent = create_agent(MODEL, tools=[look])\n\n\n"
    "@app.post('/ask')\ndef ask(question: str):\n    return agent.invoke(question) if allowed(question) else 'no'\n",
    "Dockerfile": "FROM python:3.12.3-slim\nCOPY . .\nCMD ['uvicorn', 'main:app']\n",
}


def test_the_agent_is_bounded_and_judged_and_neither_its_tool_nor_the_guard_before_it() -> None:
    assert any(step.startswith("Bound main.py by a recursion limit") for step in steps("SEC-23", AGENT))
    assert any("Judge main.py by evals/golden.jsonl" in step for step in steps("OPS-19", AGENT))


def test_nobody_is_asked_to_approve_what_tools_do_that_only_read() -> None:
    acting = {**AGENT, "desk/look.py": AGENT["desk/look.py"].replace("look(text", "send_mail(text")}
    acting["main.py"] = AGENT["main.py"].replace("import look", "import send_mail").replace("[look]", "[send_mail]")

    assert "approval before a tool acts" not in steps("GOV-06", AGENT)[1]
    assert "approval before a tool acts" in steps("GOV-06", acting)[1]


def test_a_rule_on_a_name_that_nothing_emits_is_to_read_another_and_none_is_asked_for_anew() -> None:
    rules = "groups:\n  - name: api\n    rules:\n      - alert: Slow\n        expr: app_latency_seconds_bucket > 2\n"
    (first, *_) = steps("MON-06", {"app.py": "import joblib\n", "monitoring/alerts.yml": rules})

    assert first.startswith("Let monitoring/alerts.yml watch what the service emits, in place of app_latency_seconds")


def test_what_one_page_gives_is_not_said_to_be_given_by_none() -> None:
    pages = {
        "docs/slo.md": "# Objectives\n\n- Latency: P95 < 80 ms\n- Availability: 99.5 %\n",
        "tests/load/README.md": "# Targets\n\n| Metric | Target |\n|---|---|\n| RPS (per copy) | > 100 |\n",
    }
    assert judge("PRF-01", pages).message == "the targets do not give the window"
    pages["tests/load/README.md"] += "| Latency, p95, rolling 30 days | < 100 ms |\n"
    assert judge("PRF-01", pages).message == "the targets are spread over 2 pages, and none gives all of them"


LIMIT = (
    "from fastapi import HTTPException\n\n\nclass Limiter:\n    def check(self, request):\n"
    "        if COUNTS[request.client.host] > 60:\n            raise HTTPException(status_code=429)\n"
)
RULES = (
    "class Rules:\n    def check(self, rows):\n        if rows['size'].isna().any():\n"
    "            raise ValueError('size lacks')\n        if not rows['size'].between(1, 900).all():\n"
    "            raise ValueError('size is out of range')\n"
)
FIT = (
    "import joblib\nimport pandas as pd\nfrom sklearn.svm import SVR\n\n"
    "rows = pd.read_csv('homes.csv')\njoblib.dump(SVR().fit(rows[['size']], rows['price']), 'model.joblib')\n"
)


def test_a_limit_that_is_written_is_to_be_passed_and_not_to_be_written_again() -> None:
    files = {**SERVICE, "limits.py": LIMIT}

    assert steps("SEC-06", files)[0] == "Let each request of app.py pass the limit that limits.py holds already."
    assert "no request gets there" in judge("SEC-06", files).evidence[0].what
    used = {**files, "app.py": LOAD + "from fastapi import Depends, Request\nfrom limits import Limiter\n\n\n"
            "@app.post('/predict')\ndef predict(size: float, request: Request):\n    Limiter().check(request)\n"
            "    return float(model.predict([[size]])[0])\n"}  # fmt: skip
    assert "answers 429" in message("SEC-06", used)


def test_rules_that_nothing_applies_are_to_be_applied() -> None:
    (first, *_) = steps("DAT-03", {"train.py": FIT, "rules.py": RULES})

    assert first.startswith("Apply what rules.py holds in train.py")
    assert steps("DAT-03", {"train.py": FIT})[0].startswith("Write a schema for what train.py reads")


def test_a_record_is_to_be_given_what_it_lacks() -> None:
    kept = (
        "from pymongo import MongoClient\n\nrows = MongoClient()['prices']['predictions']\n\n\n"
        "@app.post('/predict')\ndef predict(size: float):\n    price = float(model.predict([[size]])[0])\n"
        "    rows.insert_one({'size': size, 'prediction': price})\n    return price\n"
    )
    (first, *_) = steps("MON-03", {**IMAGE, "app.py": LOAD + kept})

    assert first.startswith("Add to each record of app.py what it lacks: the time, ")
    assert steps("MON-03", SERVICE)[0].startswith("After each answer of app.py write a row")


def test_a_pickle_that_nothing_loads_and_that_is_no_model_is_to_go_and_not_to_be_exported() -> None:
    kept: Files = {"data/cache/pages.pkl": pickle.dumps({"a": Decimal(3)}), "run.py": "import sklearn\n"}
    fitted = b"\x80\x02csklearn.linear_model._base\nLinearRegression\n)\x81."

    assert steps("SEC-02", kept)[0].startswith("Take data/cache/pages.pkl out of git")
    assert "Export the model" in steps("SEC-02", {**kept, "model.pkl": fitted})[0]


def test_a_library_that_offers_its_names_is_not_told_to_offer_them() -> None:
    files = {
        "pyproject.toml": "[project]\nname = 'prices'\nversion = '1.0'\n"
        "classifiers = ['Development Status :: 4 - Beta']\n[build-system]\nbuild-backend = 'hatchling.build'\n",
        "prices/__init__.py": "from .net import Net\n\n__all__ = ['Net']\n",
        "prices/net.py": "import torch\n\n\nclass Net(torch.nn.Module):\n    pass\n",
        "README.md": "# Prices\n\n```python\nfrom prices import Net\n\nNet()\n```\n",
    }

    assert not any("`__all__`" in step for step in steps("ARC-01", files, Archetype.LIBRARY))
