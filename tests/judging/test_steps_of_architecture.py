"""The steps of architecture fit the server, the kind of file and the part of the code that they are about."""

from seatrial.model import Archetype, Grade

from .asked import judge, message, steps

LOADS = "import joblib\n\nmodel = joblib.load('model.joblib')\n\n\n"
PREDICTS = "def predict(rows: list[float]):\n    return model.predict([rows])\n"
FASTAPI = "from fastapi import FastAPI\n\napp = FastAPI()\n" + LOADS + "@app.post('/predict')\n" + PREDICTS
FLASK = "from flask import Flask\n\napp = Flask(__name__)\n" + LOADS + "@app.post('/predict')\n" + PREDICTS
IMAGE = "FROM python:3.12\nCOPY . .\nCMD {}\n"


def test_a_service_that_asks_nobody_is_not_told_to_test_a_dependency() -> None:
    told = steps("ARC-08", {"app.py": FASTAPI, "Dockerfile": IMAGE.format('["uvicorn", "app:app"]')})

    assert not any("dependency" in step or "timeout" in step for step in told)
    assert told[-1].endswith("503 at once, and test that.")


def test_a_program_that_answers_nobody_is_not_told_to_bound_its_requests() -> None:
    asks = "import os\n\nfrom openai import OpenAI\n\nclient = OpenAI()\n\n\ndef main():\n"
    asks += "    print(client.chat.completions.create(model=os.environ['MODEL'], messages=[]))\n\n\nmain()\n"
    told = steps("ARC-08", {"job.py": asks, "Dockerfile": IMAGE.format('["python", "job.py"]')})

    assert "job.py a timeout" in told[0]
    assert not any("503" in step or "works on at once" in step for step in told)


def test_an_application_of_flask_is_started_by_a_server_for_flask() -> None:
    (first, *_) = steps("ARC-12", {"app.py": FLASK, "Dockerfile": IMAGE.format('["flask", "run"]')})

    assert "gunicorn" in first
    assert "uvicorn" not in first


def test_a_server_that_starts_anew_at_each_change_is_to_leave_that_out() -> None:
    reloads = IMAGE.format('["uvicorn", "app:app", "--reload"]')

    assert steps("ARC-12", {"app.py": FASTAPI, "Dockerfile": reloads})[0].startswith("Leave --reload")


def test_a_health_route_that_is_there_is_kept_for_liveness() -> None:
    healthy = FASTAPI + "\n\n@app.get('/health')\ndef health():\n    return {'status': 'ok'}\n"
    graded = judge("ARC-03", {"app.py": healthy})
    (first, *_) = steps("ARC-03", {"app.py": healthy})

    assert graded.message == "GET /health says that the process answers, and looks at nothing that it needs"
    assert first.startswith("Keep GET /health for liveness; add GET /readyz")


def test_a_remote_of_dvc_on_one_machine_is_no_field_of_a_class() -> None:
    train = "from sklearn.linear_model import Ridge\n\nRidge().fit([[1.0]], [1.0])\n"
    config = "[core]\n    remote = disk\n['remote \"disk\"']\n    url = /home/jo/data\n"
    told = steps("ARC-07", {"train.py": train, ".dvc/config": config})

    assert told[0] == "Keep the folder of one machine in .dvc/config.local: `dvc remote modify --local`."
    assert "pydantic" not in " ".join(told)


def test_what_a_platform_hands_over_is_no_setting_of_the_owner() -> None:
    serve = FASTAPI.replace("import joblib", "import os\nimport joblib\n\nBUCKET = os.environ['AIP_STORAGE_URI']")
    train = "import os\n\nprint(os.environ['AIP_MODEL_DIR'], os.environ['SM_CHANNEL_TRAINING'], os.environ['RANK'])\n"
    graded = judge("ARC-07", {"app.py": serve, "train.py": train, "jobs/fit.py": train, "jobs/score.py": train})

    assert "read in" not in graded.message


def test_what_the_service_needs_is_taken_out_of_what_trains() -> None:
    both = FASTAPI + "\n\n@app.post('/fit')\ndef fit(rows: list[list[float]]):\n    model.fit(rows, [1.0])\n"
    (first, *_) = steps("ARC-05", {"app.py": "from sklearn.linear_model import Ridge\n" + both, "rows.py": "x = 1\n"})

    assert first.startswith("Put what the service needs of app.py into a module that trains nothing")


def test_claude_without_a_date_is_one_version_from_4_6_on() -> None:
    asks = "from anthropic import Anthropic\n\nclient = Anthropic()\n\n\ndef answer(text):\n"
    asks += "    return client.messages.create(model='{}', max_tokens=5, messages=[text])\n\n\nprint(answer('hello'))\n"

    assert "moves to newer versions" not in judge("ARC-15", {"app.py": asks.format("claude-opus-4-8")}).message
    assert "moves to newer versions" in judge("ARC-15", {"app.py": asks.format("claude-opus-4")}).message


def test_a_page_that_says_what_feeds_and_uses_the_model_needs_no_second_diagram() -> None:
    page = "# Architecture\n\nThe service reads from the warehouse of orders each night. Its answers are used by the "
    page += "front end of the shop, which shows them to everybody who looks at a product there.\n"
    told = steps("ARC-14", {"app.py": FASTAPI, "docs/architecture.md": page})

    assert not any(step.startswith("Draw one") for step in told)
    assert told[0].startswith("Write into docs/architecture.md how sensitive")


def test_research_is_asked_for_the_way_of_its_data_and_for_no_outage() -> None:
    assert not any("down" in step for step in steps("ARC-14", {"train.py": "print(1)\n"}, Archetype.RESEARCH_CODE))


def test_where_the_load_of_a_model_is_not_seen_it_is_looked_for_before_it_is_moved() -> None:
    hidden = "from flask import Flask\nfrom argostranslate.translate import translate\n\napp = Flask(__name__)\n\n\n"
    hidden += "@app.post('/translate')\ndef translated():\n    return translate('a', 'en', 'fr')\n"
    unseen = steps("ARC-04", {"app.py": hidden})
    again = steps("ARC-04", {"app.py": FLASK.replace(LOADS, "import joblib\n\n\n").replace(
        "return model", "model = joblib.load('model.joblib')\n    return model")})  # fmt: skip

    assert unseen[0].startswith("Send app.py two requests in a row")
    assert again[0].startswith("Load the model of")


def test_a_load_in_a_process_that_takes_its_orders_from_a_pipe_is_named_where_it_stands() -> None:
    app = (
        "from fastapi import FastAPI\nfrom worker import Whisper\n\napp = FastAPI()\n\n\n"
        "@app.on_event('startup')\ndef start():\n    app.state.worker = Whisper()\n    app.state.worker.start()\n\n\n"
        "@app.post('/transcribe')\ndef transcribe(name: str):\n    return app.state.worker.ask(name)\n"
    )
    worker = (
        "import multiprocessing\nfrom transformers import pipeline\n\n\nclass Whisper:\n    def start(self):\n"
        "        self.near, self.far = multiprocessing.Pipe()\n"
        "        multiprocessing.Process(target=self._run, args=(self.far,)).start()\n\n    def _run(self, pipe):\n"
        "        model = pipeline('automatic-speech-recognition', model='openai/whisper-tiny')\n"
        "        while True:\n            pipe.send(model(pipe.recv()))\n\n    def ask(self, name):\n"
        "        self.near.send(name)\n        return self.near.recv()\n"
    )
    graded = judge("ARC-04", {"app.py": app, "worker.py": worker, "Procfile": "web: uvicorn app:app\n"})

    assert graded.grade is None
    assert graded.reason.startswith("worker.py:11:17 loads a model, and it was not seen how often")


def test_three_files_that_read_the_environment_are_one_place_of_a_large_program_only() -> None:
    train = (
        "from sklearn.linear_model import Ridge\n\nfrom shop import part0, part1, part2\n\nRidge().fit([[1]], [1])\n"
    )
    reads = {f"shop/part{n}.py": f"import os\n\nNAME = os.environ['PART{n}']\n" for n in range(3)}
    small = {"train.py": train, "shop/__init__.py": "", **reads}
    large = small | {f"shop/more{n}.py": f"def size():\n    return {n}\n" for n in range(60)}

    assert judge("ARC-07", small).message.startswith("the environment is read in 3 files, and no one class")
    assert judge("ARC-07", large).grade is Grade.SUBSTANTIVE


PIPELINE = {
    "Dockerfile": 'FROM python:3.12\nCOPY . .\nCMD ["python", "train.py"]\n',
    "train.py": "import joblib\nfrom sklearn.svm import SVC\n\njoblib.dump(SVC().fit(x, y), 'm.joblib')\n",
}
ASKS = "import joblib\n\n\ndef predict(rows):\n    model = joblib.load('m.joblib')\n    return model.predict(rows)\n"


def test_a_program_that_asks_the_model_of_a_pipeline_by_hand_is_named() -> None:
    files = {**PIPELINE, "src/predict.py": ASKS}

    assert "only a person starts src/predict.py" in message("ARC-01", files)
    assert steps("ARC-01", files)[0].startswith("Let a job or a service start what src/predict.py does")


def test_a_program_that_judges_the_model_is_not_asked_by_hand() -> None:
    files = {**PIPELINE, "src/evaluate.py": ASKS}

    assert message("ARC-01", files) == "a pipeline trains a model, and nothing here asks it"
    assert steps("ARC-01", files)[0].startswith("Let a job or a service load what train.py keeps")


def test_a_package_without_names_at_its_top_is_told_to_offer_some_first() -> None:
    files = {
        "setup.py": "from setuptools import setup\nsetup(name='cells', version='1', packages=['cells'])\n",
        "cells/__init__.py": "",
        "cells/net.py": "import torch\n\n\ndef segment(image):\n    return image\n",
        "tests/test_net.py": "from cells.net import segment\n\n\ndef test_it():\n    assert segment(1) == 1\n",
    }
    named = {**files, "cells/__init__.py": "from cells.net import segment\n"}

    assert steps("ARC-01", files, Archetype.LIBRARY)[0].startswith("Import what others may use into cells/__init__.py")
    assert steps("ARC-01", named, Archetype.LIBRARY)[0].startswith("Describe each of those names")


def test_routes_of_research_that_ask_no_model_stay_what_they_are() -> None:
    app = "import torch\nfrom flask import Flask\n\napp = Flask(__name__)\nnet = torch.load('n.pt')\n\n\n"
    turns = app + "@app.post('/rpm')\ndef turn():\n    return {}\n"
    files = {"seatrial.yaml": "schema: 1\narchetype: research-code\n", "board.py": turns}

    assert steps("ARC-01", files)[0].startswith("Answer POST /predict with the model, beside board.py")
    page = {**files, "board.py": "import streamlit as st\nimport torch\n\nst.write(torch.load('m.pt')(1))\n"}
    assert "beside what" not in steps("ARC-01", page)[0]


CLIENT = "from openai import OpenAI\n\nclient = OpenAI()\n"
CLIENT += "client.responses.create(model=MODEL, input='x')\n"
ASKS_A_MODEL = {
    "settings.py": "MODEL = 'gpt-4o-2024-08-06'\n",
    **{f"page{number}.py": CLIENT.replace("client.responses", "from settings import MODEL\nclient.responses")
       for number in range(3)},
}  # fmt: skip


def test_clients_of_fixed_models_in_many_files_are_asked_to_be_one() -> None:
    told = steps("ARC-15", ASKS_A_MODEL)

    assert message("ARC-15", ASKS_A_MODEL).startswith("clients are made in several places")
    assert told[0].startswith("Make the client in one module")


def test_the_model_that_judges_the_answers_says_nothing_of_the_one_that_gives_them() -> None:
    asks = "import os\nfrom openai import OpenAI\nclient = OpenAI()\n"
    asks += "client.chat.completions.create(model={}, messages=[])\n"
    judges = {"eval/judge.py": asks.format("'gpt-4o'")}
    product = {"app.py": asks.format("os.environ['MODEL']")}

    assert judge("ARC-15", {**judges, **product}).grade is None
    assert judge("ARC-15", judges).grade is Grade.ABSENT


LOGIN = "from fastapi import FastAPI\n\napp = FastAPI()\n\n\n"
LOGIN += "@app.post('/token')\ndef login(form: dict):\n    return form\n\n\n"
TASK = "@app.post('/tasks')\ndef create_task(size: float, rooms: int):\n    queue.put(size, rooms)\n"


def test_who_logs_in_asks_no_model() -> None:
    assert message("ARC-02", {"app.py": LOGIN + TASK}) == "create_task takes its request, 0 of 2 fields with bounds"
    assert message("ARC-02", {"app.py": LOGIN}) == "login takes its request as it comes"
    faces = LOGIN.replace("/token", "/faces/register").replace("login(form: dict)", "add(name: str, a: int, b: int)")
    assert message("ARC-02", {"app.py": faces + TASK}).startswith("add takes")
