"""What is there in a form of its own is neither called missing nor asked for again."""

from seatrial.model import Grade

from .asked import LOAD, PREDICT, SERVICE, Files, advice, judge, message

SCORE = (
    "import joblib\n\n\ndef init():\n    global model\n    model = joblib.load('model.pkl')\n\n\n"
    "def run(data):\n    return model.predict(data).tolist()\n"
)
AZURE: Files = {
    "score/score.py": SCORE,
    "score/inference_config.yml": "entryScript: score.py\nruntime: python\ncondaFile: ../conda.yml\n",
    "score/aks.yml": "computeType: AKS\nautoScaler:\n  autoscaleEnabled: True\n  minReplicas: 1\n  maxReplicas: 3\n"
    "maxConcurrentRequestsPerContainer: 2\n",
}
START = "\n\nif __name__ == '__main__':\n    import uvicorn\n\n    uvicorn.run({}, host='0.0.0.0')\n"
COMPOSE = "services:\n  api:\n    build: .\n    ports: ['8000:8000']\n"


def _started_by_itself(app: str) -> Files:
    image = 'FROM python:3.12\nCOPY app.py .\nCMD ["python", "app.py"]\n'
    return {"app.py": LOAD + PREDICT + START.format(app), "Dockerfile": image, "docker-compose.yml": COMPOSE}


def test_the_files_that_azure_is_handed_start_bound_and_scale_the_endpoint() -> None:
    assert judge("ARC-01", AZURE).grade is Grade.IN_USE
    assert judge("ARC-08", AZURE).grade is Grade.SUBSTANTIVE
    assert judge("PRF-04", AZURE).grade is Grade.SUBSTANTIVE
    off = {**AZURE, "score/aks.yml": str(AZURE["score/aks.yml"]).replace("Enabled: True", "Enabled: False")}
    assert judge("PRF-04", off).grade is not Grade.SUBSTANTIVE


def test_of_two_descriptions_the_one_that_asks_nobody_is_to_be_mended() -> None:
    both = {**AZURE, "score/aci.yml": "computeType: ACI\ncontainerResourceRequirements:\n  cpu: 1\n  memoryInGB: 4\n"}
    assert "`authEnabled: true` into score/aci.yml" in advice("SEC-05", both)


def test_workers_are_asked_for_where_the_server_can_make_them() -> None:
    assert "the server in app.py the application by its name" in advice("PRF-04", _started_by_itself("app"))
    assert "Say in docker-compose.yml how many workers" in advice("PRF-04", _started_by_itself("'app:app'"))
    flask = {
        **_started_by_itself("app"),
        "app.py": "import joblib\nfrom flask import Flask, request\n\napp = Flask(__name__)\n"
        "model = joblib.load('m.joblib')\n\n\n@app.post('/predict')\ndef predict():\n"
        "    return str(model.predict([request.json])[0])\n\n\napp.run()\n",
    }
    assert "by a server that has workers" in advice("PRF-04", flask)


def test_a_lock_around_the_model_is_a_bound_that_nobody_is_refused_by() -> None:
    locked = LOAD + "lock = Lock()\n\n\n" + PREDICT.replace("    return", "    with lock:\n        return")
    files = {**SERVICE, "app.py": "from threading import Lock\n\n" + locked}
    assert "a lock lets one request at a time ask model.predict()" in message("ARC-08", files)
    assert "how many requests may wait for their turn" in advice("ARC-08", files)
    timed = locked.replace("with lock:", "with timer:")
    assert "nothing bounds how many requests" in message("ARC-08", {**SERVICE, "app.py": timed})


def test_a_helper_that_fails_its_test_is_an_assertion() -> None:
    tested = (
        "import unittest\n\n\nclass Names(unittest.TestCase):\n"
        + "".join(f"    def test_{name}(self):\n        self._refused('{name}')\n\n" for name in "abcde")
        + "    def _refused(self, name):\n        if takes(name):\n            self.fail(name)\n"
    )
    assert judge("OPS-01", {**SERVICE, "tests/test_names.py": tested}).grade is not Grade.ABSENT


def test_a_filter_that_is_handed_over_in_a_dictionary_narrows_the_search() -> None:
    found = (
        "import chromadb\nfrom fastapi import FastAPI\nfrom openai import OpenAI\n\napp = FastAPI()\n"
        "client = OpenAI()\n"
        "texts = chromadb.PersistentClient('texts').get_collection('texts')\n\n\n@app.post('/ask')\n"
        "def ask(question: str, user=Depends(current_user)):\n    arguments = {'n_results': 3}\n"
        "    arguments.update(where_filter(user.id))\n    found = texts.query(query_texts=[question], **arguments)\n"
        "    return client.chat.completions.create(model='m', messages=[{'role': 'user', 'content': str(found)}])\n"
    )
    files = {**SERVICE, "app.py": found}
    assert "searches everything" not in message("SEC-24", files)
    assert "searches everything" in message("SEC-24", {**files, "app.py": found.replace("arguments.update", "print")})
