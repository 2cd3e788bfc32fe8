"""What is there in a form of its own is neither called missing nor asked for again."""

from seatrial.component import components
from seatrial.facts.deployment.releases.installed import is_run_by_others
from seatrial.model import Grade
from seatrial.repo import Memory, Repo

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
    assert "the server in app.py an application that others can import" in advice("PRF-04", _started_by_itself("app"))
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
    block = locked.replace("with lock:", "with no_grad():").replace("lock = Lock()", "block = Lock()")
    block = block.replace("        return", "        block.take()\n        return")
    assert "nothing bounds how many requests" in message("ARC-08", {**SERVICE, "app.py": block})
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


def test_who_pulls_an_image_is_known_by_a_name_that_holds_the_projects_own() -> None:
    push = "      - run: docker buildx build . -t $USER/$NAME:$GITHUB_REF_NAME --push\n"
    flow = f"on:\n  push:\n    tags: ['*']\njobs:\n  push:\n    runs-on: ubuntu-latest\n    steps:\n{push}"

    def pulled(image: str) -> bool:
        page = f"# Scorer\n\n```sh\ndocker run -p 80:80 acme/{image}:latest\n```\n"
        files = {**SERVICE, ".github/workflows/push.yml": flow, "README.md": page}
        (component,) = components(Repo(Memory(files, name="customer-scorer")))
        return is_run_by_others(component)

    assert pulled("great-customer-scorer")
    assert not pulled("postgres")


def test_a_page_that_lists_the_variables_is_a_list_of_them() -> None:
    read = "import os\n\nkey = os.environ['STORE_API_KEY']\n"
    files = {**SERVICE, "app.py": read + LOAD + PREDICT}
    assert "no .env.example lists them" in message("SEC-11", files)
    page = "# Setting it up\n\n| variable | what |\n|---|---|\n| `STORE_API_KEY` | the key of the store |\n"
    assert message("SEC-11", {**files, "docs/environment.md": page}) == "variables of the environment hold the secrets"


def test_a_class_whose_fields_read_the_environment_is_one_of_settings() -> None:
    fields = "".join(f"    {name} = os.environ.get('{name.upper()}')\n" for name in ("host", "queue", "folder"))
    loose = {
        f"{name}.py": f"import os\n\nvalue = os.getenv('{name.upper()}')\n" for name in ("one", "two", "three", "four")
    }
    app = (
        "import one\nimport two\nimport three\nimport four\nfrom settings import Env\n\nhost = Env().host\n"
        + LOAD
        + PREDICT
    )
    files = {**SERVICE, "app.py": app, **loose, "settings.py": f"import os\n\n\nclass Env:\n{fields}"}
    assert "settings.py declares the settings" in message("ARC-07", files)


def test_pulumi_describes_where_it_runs_and_how_much_it_may_use() -> None:
    group = (
        "import pulumi\nfrom pulumi_azure_native import containerinstance\n\nstack = pulumi.get_stack()\n"
        "containerinstance.ContainerGroup('api', containers=[containerinstance.ContainerArgs(image='acme/api:1',\n"
        "    resources=containerinstance.ResourceRequirementsArgs(\n"
        "        requests=containerinstance.ResourceRequestsArgs(cpu=1, memory_in_gb=4)))])\n"
    )
    files = {**SERVICE, "infra/__main__.py": group}
    assert judge("OPS-14", files).grade is Grade.SUBSTANTIVE
    assert judge("PRF-05", files).grade is Grade.SUBSTANTIVE
    only = {**SERVICE, "infra/__main__.py": "from pulumi_aws import ecr\n\necr.ContainerRegistry('images')\n"}
    assert judge("OPS-14", only).grade is Grade.ABSENT


def test_a_smoke_test_that_ci_starts_and_a_loop_of_requests_are_told() -> None:
    smoke = "import requests\n\nif requests.post(URL, json={'size': 1}).status_code != 200:\n    raise SystemExit(1)\n"
    flow = (
        "on: push\njobs:\n  ask:\n    runs-on: ubuntu-latest\n    steps:\n      - run: python ops/smoke_test_api.py\n"
    )
    files = {**SERVICE, "ops/smoke_test_api.py": smoke, ".github/workflows/ask.yml": flow}
    assert "asked by a smoke test" in message("OPS-11", files)
    chain = {**files, "ops/smoke_test_api.py": "from app import chain\n\nchain.invoke({'size': 3})\n"}
    assert "asked by a smoke test" not in message("OPS-11", chain)
    loop = {**SERVICE, "ops/load_test.sh": "for i in 1 2 3; do\n  curl $URL\ndone\n"}
    assert "ops/load_test.sh sends one request after the other" in message("PRF-03", loop)


def test_an_endpoint_that_answers_by_what_its_factory_is_handed_is_not_followed() -> None:
    made = (
        "from fastapi import FastAPI\n\n\ndef create(model):\n    app = FastAPI()\n\n    @app.post('/ask')\n"
        "    def ask(question: str):\n        return {}\n\n    return app\n"
    )
    load = "import joblib\nfrom app import create\n\napp = create({'m': joblib.load}['m']('model.joblib'))\n"
    files = {**SERVICE, "main.py": load, "Dockerfile": 'FROM python:3.12\nCOPY . .\nCMD ["uvicorn", "main:app"]\n'}
    handed = {**files, "app.py": made.format("model.answer(question)")}
    (seen,) = judge("ARC-01", handed).unfollowed
    assert "model is handed to create" in seen.what
    assert not judge("ARC-01", {**files, "app.py": made.format("question.upper()")}).unfollowed
    settings = made.replace("create(model)", "create(app_config)").format("app_config.get(question)")
    assert not judge("ARC-01", {**files, "app.py": settings}).unfollowed


def test_a_probability_that_a_router_draws_by_is_a_share_of_the_traffic() -> None:
    drawn = PREDICT.replace(
        "    return", "    model = second if random.random() < canary_probability else first\n    return"
    )
    load = LOAD.replace("model = ", "canary_probability = 0.1\nfirst = second = ")
    files = {**SERVICE, "app.py": "import random\n" + load + drawn}
    assert judge("OPS-08", files).grade is not Grade.ABSENT
    assert judge("OPS-08", SERVICE).grade is Grade.ABSENT


def test_what_ci_applies_is_not_said_to_be_applied_by_no_job() -> None:
    image = "jobs:\n  push:\n    steps:\n      - run: docker push acme/api:${{ github.sha }}\n"
    files = {
        **SERVICE,
        ".github/workflows/push.yml": f"on: push\n{image}",
        "infra/main.tf": 'resource "aws_ecs_service" "api" {}\n',
    }
    assert "no job applies infra/main.tf" in message("OPS-07", files)
    plan = "on: push\njobs:\n  plan:\n    steps:\n      - run: terraform plan\n"
    assert "no job applies" not in message("OPS-07", {**files, ".github/workflows/plan.yml": plan})
