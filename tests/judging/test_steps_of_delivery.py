"""The steps about delivery fit what is delivered, what is there already, and whose model it is."""

import pytest

from seatrial.model import Archetype
from tests.notebooks import notebook
from tests.workflows import workflow

from .asked import judge, steps

SERVICE = (
    "from fastapi import FastAPI\nimport joblib\n\napp = FastAPI()\nmodel = joblib.load('model.joblib')\n\n\n"
    "@app.post('/predict')\ndef predict(rows: list[float]):\n    return model.predict([rows])\n"
)
ASKS = (
    "from fastapi import FastAPI\nfrom openai import OpenAI\n\napp = FastAPI()\nclient = OpenAI()\n\n\n"
    "@app.post('/chat')\ndef chat(text: str):\n"
    "    asked = [{'role': 'user', 'content': text}]\n"
    "    return client.chat.completions.create(model='gpt-4o-2024-08-06', messages=asked)\n"
)
TRAINS = (
    "from sklearn.linear_model import Ridge\nimport joblib\n\njoblib.dump(Ridge().fit([[1]], [1]), 'model.joblib')\n"
)
IMAGE = 'FROM python:3.12\nCOPY . .\nCMD ["uvicorn", "app:app"]\n'


def test_where_no_image_is_built_none_is_told_to_be_pinned() -> None:
    told = steps("OPS-06", {"app.py": SERVICE})

    assert told[0].startswith("Write a Dockerfile on a base of a full version")


def test_a_gate_of_the_model_is_asked_for_only_where_one_is_trained() -> None:
    asked = " ".join(steps("OPS-07", {"app.py": SERVICE, "Dockerfile": IMAGE}))
    trained = " ".join(steps("OPS-07", {"app.py": SERVICE, "Dockerfile": IMAGE, "train.py": TRAINS}))

    assert "quality gate" not in asked
    assert "quality gate" in trained


def test_a_deployment_that_a_person_starts_is_to_be_started_and_not_written() -> None:
    path = ".github/workflows/ship.yml"
    told = steps("OPS-07", {"app.py": SERVICE, path: workflow("kubectl apply -f k8s/", on="workflow_dispatch")})

    assert told[0].startswith(f"Let {path} need the tests")
    assert told[1].startswith("Then let a push to main start it too")


def test_a_pipeline_that_the_cloud_runs_is_no_sign_that_nothing_deploys() -> None:
    stack = "from aws_cdk import aws_codepipeline as cp\n\n\ndef make(scope):\n    return cp.Pipeline(scope, 'Ship')\n"
    graded = judge("OPS-07", {"app.py": SERVICE, "infra/stack.py": stack})

    assert graded.grade is None
    assert graded.reason == "infra/stack.py describes a pipeline of AWS, and other functions make its stages"


def test_a_platform_that_cannot_divide_traffic_is_not_told_to() -> None:
    render = "services:\n  - type: web\n    name: api\n    env: python\n    startCommand: uvicorn app:app\n"

    assert not any("10 percent" in step for step in steps("OPS-08", {"app.py": SERVICE, "render.yaml": render}))


def test_the_page_for_those_who_run_it_is_named_before_a_report() -> None:
    page = "# {}\n\n## Rollback\n\nThe engineer on call decides.\n\n```bash\nhelm rollback api\n```\n"
    files = {"app.py": SERVICE, "FINAL_REPORT.md": page.format("Done"), "docs/runbook.md": page.format("Runbook")}

    assert "docs/runbook.md" in steps("OPS-09", files)[0]


def test_a_library_without_weights_is_told_of_none() -> None:
    library = {
        "pyproject.toml": "[project]\nname = 'tools'\nversion = '1'\n",
        "tools/__init__.py": "def add(a, b):\n    return a\n",
    }

    assert not any("weights" in step for step in steps("OPS-09", library, Archetype.LIBRARY))


def test_a_model_of_others_is_tested_as_it_is_and_renewed_and_not_trained() -> None:
    other = SERVICE.replace("joblib.load('model.joblib')", "pipeline('summarization', model='acme/small')")
    other = other.replace("import joblib", "from transformers import pipeline").replace(
        "model.predict([rows])", "model(rows)"
    )

    assert "the smallest model that it loads" in steps("OPS-11", {"app.py": other, "Dockerfile": IMAGE})[0]


def test_stand_ins_that_are_there_are_not_asked_for_again() -> None:
    test = (
        "from unittest.mock import patch\nfrom fastapi.testclient import TestClient\nfrom app import app\n\n\n"
        "@patch('app.openai_client')\ndef test_chat(client):\n"
        "    assert TestClient(app).post('/chat', json={'text': 'a'}).json() == {'said': 'b'}\n"
    )
    told = steps("OPS-11", {"app.py": ASKS, "Dockerfile": IMAGE, "tests/test_app.py": test}, Archetype.LLM_APP)

    assert not any("stand-in answer" in step for step in told)


@pytest.mark.parametrize("check_id", ["OPS-14", "OPS-16"])
def test_what_is_described_is_the_service_and_not_a_file_for_one_desk(check_id: str) -> None:
    compose = "services:\n  api:\n    build: .\n"
    (first, *_) = steps(check_id, {"app.py": SERVICE, "Dockerfile": IMAGE, "compose.yaml": compose})

    assert "where compose.yaml runs" not in first
    assert "the manifests" not in first


def test_prompts_in_the_code_are_shown_at_their_places() -> None:
    prompt = "You are a careful assistant who answers questions about orders. " * 5
    inline = ASKS.replace("    asked = ", f"    system_prompt = '{prompt}'\n    asked = ")
    inline = inline.replace("[{'role'", "[{'role': 'system', 'content': system_prompt}, {'role'")
    graded = judge("OPS-20", {"app.py": inline})

    assert graded.message.startswith("prompts stand in the middle of the code of app.py")
    assert graded.evidence


def test_what_is_tested_first_works_something_out_and_draws_nothing() -> None:
    draws = "def plot_all(rows, path):\n" + "    print(rows)\n" * 9
    works = "def clean(rows):\n    return [row for row in rows if row]\n"
    files = {
        "app.py": "import joblib\nfrom tools import clean, plot_all\n\nclean([])\nplot_all([], '')\n",
        "tools.py": draws + works,
    }

    assert "clean in tools.py" in " ".join(steps("OPS-01", {**files, "Dockerfile": IMAGE}))


def test_a_unit_that_is_sound_is_only_to_be_built_in_ci() -> None:
    told = steps("OPS-05", {"app.py": SERVICE, "model.joblib": "x", "Dockerfile": IMAGE})

    assert told == ("Build Dockerfile in CI on every change, and let the build's failure stop the change.",)


def test_where_a_failed_test_stops_nothing_its_end_is_asked_for_and_no_other_event() -> None:
    tests = {"app.py": SERVICE, "tests/test_app.py": "def test_it():\n    assert 1 + 1 == 2\n"}
    swallowed = steps("OPS-02", {**tests, ".github/workflows/ci.yml": workflow("pytest || true")})
    by_hand = steps("OPS-02", {**tests, ".github/workflows/ci.yml": workflow("pytest", on="workflow_dispatch")})

    assert swallowed[0].startswith("Let a failed test end the job in .github/workflows/ci.yml")
    assert "on every push and pull request" in by_hand[0]


def test_tests_in_another_language_are_told_by_it_where_they_reach_nothing_of_the_python_that_runs() -> None:
    cases = "".join(
        f'func Test{word}(t *testing.T) {{\n\tif ask("{word}") != "x" {{\n\t\tt.Fatal("no")\n\t}}\n}}\n'
        for word in ("One", "Two", "Three", "Four", "Five", "Six")
    )
    files = {"app.py": SERVICE, "Dockerfile": IMAGE, "server/ask_test.go": f"package server\n\n{cases}"}

    assert judge("OPS-01", files).message.startswith(
        "6 tests can fail in Go, and none reaches the 1 function in Python that run"
    )


def test_ci_that_only_starts_programs_is_named_and_a_lock_is_spoken_of_where_there_is_one() -> None:
    named = workflow("run: python train.py\n        name: Test")
    files = {"train.py": TRAINS, ".github/workflows/smoke.yml": named}

    without = steps("OPS-02", files)
    locked = steps("OPS-02", {**files, "requirements.txt": "joblib==1.5.2 --hash=sha256:" + "0" * 64 + "\n"})

    assert ".github/workflows/smoke.yml" in without[0]
    assert not any("lock file" in step for step in without)
    assert any("lock file" in step for step in locked)


@pytest.mark.parametrize(
    ("check_id", "start"),
    [
        ("OPS-02", "Let {} run the tests on every push"),
        ("OPS-07", "Add a job to {} that deploys"),
        ("SEC-07", "Run pip-audit and bandit or semgrep on every change, in {}."),
    ],
)
def test_a_step_of_ci_belongs_into_the_ci_that_is_there(check_id: str, start: str) -> None:
    lint = "build:\n  script: make lint\n"
    both = {".gitlab-ci.yml": lint, ".github/workflows/docs.yml": workflow("make")}
    other = steps(check_id, {"app.py": SERVICE, "Dockerfile": IMAGE, ".gitlab-ci.yml": lint})
    github = steps(check_id, {"app.py": SERVICE, "Dockerfile": IMAGE, **both})

    assert other[0].startswith(start.format(".gitlab-ci.yml"))
    assert " .github/workflows/" in github[0]


def test_the_workflow_whose_scanner_stops_nothing_is_the_one_to_mend() -> None:
    image = workflow("{uses: aquasecurity/trivy-action@0.28.0, with: {image-ref: x, exit-code: '1'}}")
    idle = workflow("run: pip-audit\n        continue-on-error: true")
    files = {"app.py": SERVICE, "Dockerfile": IMAGE, ".github/workflows/a.yml": image, ".github/workflows/b.yml": idle}

    assert steps("SEC-07", files)[0].startswith("Let the scanners in .github/workflows/b.yml fail it: take away")


def test_an_image_of_a_front_end_that_is_not_read_is_to_be_attested_and_not_mended() -> None:
    compose = "services:\n  api:\n    build: {context: ., dockerfile: .pipeline/api.yaml}\n"
    built = {".pipeline/api.yaml": "# syntax=registry.test/builder:v1\nversion: v4\n", "compose.yaml": compose}
    told = steps("OPS-05", {"app.py": SERVICE, **built})

    assert told == (
        "Where CI builds .pipeline/api.yaml on every change, `attest` OPS-05 in seatrial.yaml, with a link to a run.",
    )
    broken = {"app.py": SERVICE, "Dockerfile": IMAGE.replace("COPY . .", "COPY away.py .")}
    assert steps("OPS-05", broken)[0].startswith("Mend what keeps Dockerfile from being built")


PUSH = "      - uses: docker/build-push-action@v6\n        with: {push: true, tags: acme/churn}\n"
RUNS = "      - run: pytest\n"


def _workflow(name: str, step: str, more: str = "") -> str:
    return f"on: push\njobs:\n  {name}:\n    runs-on: ubuntu-latest\n{more}    steps:\n{step}"


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"a.yml": _workflow("ship", PUSH) + _workflow("checks", RUNS).partition("jobs:\n")[2]}, "`needs: [checks]`"),
        ({"a.yml": _workflow("ship", PUSH), "ci.yml": _workflow("checks", RUNS)}, "tests of .github/workflows/ci.yml"),
        ({"a.yml": _workflow("ship", PUSH)}, "a job that runs the tests"),
    ],
)
def test_a_delivery_is_told_how_it_can_wait_for_the_tests_that_are_there(files: dict[str, str], told: str) -> None:
    ci = {f".github/workflows/{name}": text for name, text in files.items()}
    tests = {"test_a.py": "import serve\n\n\ndef test_a():\n    assert serve.predict([1]) == 1\n"}
    found = steps("OPS-07", {"serve.py": SERVICE, "Dockerfile": IMAGE, **tests, **ci})

    assert told in found[1]
    assert "environment with required reviewers" in found[2]


def test_somebody_says_yes_in_the_words_of_the_system_that_runs_the_jobs() -> None:
    jenkins = {"Jenkinsfile": "node { sh 'make image' }\n"}
    github = {".github/workflows/a.yml": _workflow("ship", PUSH)}
    told = [steps("OPS-07", {"serve.py": SERVICE, "Dockerfile": IMAGE, **ci})[2] for ci in (jenkins, github)]

    assert told[0] == "Give the job for production an `input` step with a `submitter`."
    assert told[1] == "Give the job for production an environment with required reviewers."


def test_an_environment_that_a_job_names_is_not_asked_for_again() -> None:
    ci = {".github/workflows/a.yml": _workflow("ship", PUSH, "    environment: production\n")}

    assert not any("environment" in step for step in steps("OPS-07", {"serve.py": SERVICE, "Dockerfile": IMAGE, **ci}))


def test_a_workflow_that_runs_no_command_is_no_ci_beside_a_jenkinsfile_that_does() -> None:
    page = "on: push\njobs:\n  a:\n    steps: [{uses: acme/description@v3}]\n"
    ci = {"Jenkinsfile": "node { sh 'make image' }\n", ".github/workflows/page.yml": page}

    assert "Let Jenkinsfile run" in steps("OPS-02", {"app.py": SERVICE, "Dockerfile": IMAGE, **ci})[0]


@pytest.mark.parametrize("held", ["requirements.txt", "uv.lock"])
def test_an_image_installs_from_what_there_is(held: str) -> None:
    listed = {"requirements.txt": "fastapi==0.115.0\njoblib==1.4.2\n"}
    locked = {"pyproject.toml": '[project]\nname = "a"\nversion = "1"\ndependencies = ["fastapi"]\n',
              "uv.lock": 'version = 1\n[[package]]\nname = "fastapi"\nversion = "0.115.0"\n'}  # fmt: skip
    told = steps("OPS-05", {"app.py": SERVICE, **(listed if held in listed else locked)})

    assert told[0] == f"Write Dockerfile: copy the code, install from {held}, start it with an exec-form CMD."


FLOW = """Resources:
  Flow:
    Type: AWS::CodePipeline::Pipeline
    Properties:
      Stages:
      - Name: Source
        Actions:
        - Name: Git
          ActionTypeId: {Category: Source, Owner: AWS, Provider: CodeCommit}
          Configuration: {BranchName: main}
      - Name: Deploy
        Actions:
        - Name: Stack
          ActionTypeId: {Category: Deploy, Owner: AWS, Provider: CloudFormation}
          Configuration: {ActionMode: CREATE_UPDATE, StackName: prices}
"""


def test_a_version_is_handed_over_in_the_words_of_the_system_that_deploys() -> None:
    jenkins = {"Jenkinsfile": "node { sh 'helm upgrade prices chart' }\n"}
    told = [steps("OPS-09", {"app.py": SERVICE, **ci})[0] for ci in (jenkins, {"flow.yml": FLOW})]

    assert told[0].startswith("Give Jenkinsfile a parameter `version`, to name")
    assert told[1].startswith("Give flow.yml the type V2 and a variable `version`, to name")


BASE = (
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n"
    "spec: {template: {spec: {containers: [{name: a, image: b}]}}}\n"
)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("k8s/overlays/dev/kustomization.yaml", "in k8s/overlays:"),
        ("infra/environments/dev/main.tf", "in infra/environments:"),
        ("k8s/base/service.yaml", "beside k8s/base/app.yaml:"),
        ("envs/conda/base.yaml", "beside k8s/base/app.yaml:"),
    ],
)
def test_a_stage_is_defined_where_there_is_a_shelf_for_stages(path: str, told: str) -> None:
    files = {"app.py": SERVICE, "k8s/base/app.yaml": BASE, path: "resources: [../../base]\n"}

    assert told in steps("OPS-16", files)[0]


def test_who_leads_through_staging_is_not_told_to() -> None:
    stage = "stage('{0}') {{ build job: 'ship', parameters: [string(name: 'ENV', value: '{0}')] }}\n"
    ordered = stage.format("acceptance") + stage.format("production")
    alone = stage.format("production")

    assert not any("staging first" in step for step in steps("OPS-16", {"app.py": SERVICE, "Jenkinsfile": ordered}))
    assert any("staging first" in step for step in steps("OPS-16", {"app.py": SERVICE, "Jenkinsfile": alone}))


@pytest.mark.parametrize("run", ["pytest", "ruff check ."])
def test_tests_that_ci_does_not_run_are_to_be_run_and_not_written(run: str) -> None:
    test = (
        "from fastapi.testclient import TestClient\nfrom app import app\n\n\ndef test_price():\n"
        "    assert TestClient(app).post('/predict', json=[1.0]).json() == [1.0]\n"
    )
    files = {
        "app.py": SERVICE,
        "model.joblib": "x",
        "tests/test_app.py": test,
        ".github/workflows/a.yml": workflow(run),
    }
    graded = judge("OPS-11", files)

    assert ("CI runs none of them" in graded.message) is (run != "pytest")
    if run != "pytest":
        assert steps("OPS-11", files)[0].startswith("Let CI run tests/test_app.py on every change")


@pytest.mark.parametrize(
    ("store", "first"),
    [
        ({".dvc/config": "[core]\n    remote = s\n['remote \"s\"']\n    url = s3://a/b\n", "model.joblib.dvc":
          "outs:\n- md5: 22a1a2931c8370d3aeedd7183606fd7f\n  path: model.joblib\n"}, "bucket behind .dvc/config"),
        ({"infra/main.tf": 'resource "aws_s3_bucket" "models" {\n  bucket = "models"\n}\n'}, "models in infra/main.tf"),
    ],
)  # fmt: skip
def test_versions_are_switched_on_where_the_store_is(store: dict[str, str], first: str) -> None:
    assert first in steps("MON-12", {"app.py": SERVICE, "train.py": TRAINS, **store})[0]


def test_the_sample_test_of_a_front_end_is_shown_behind_the_tests_of_the_product() -> None:
    own = "from app import predict\n\n\n" + "".join(
        f"def test_{n}():\n    assert predict({n}) > {n}\n\n\n" for n in range(3)
    )
    sample = "test('renders', () => {\n  expect(screen.getByText(/learn/i)).toBeInTheDocument();\n});\n"
    files = {"frontend/src/App.test.js": sample, "tests/test_app.py": own, "frontend/package.json": "{}"}
    found = judge("OPS-01", {"app.py": SERVICE, **files})

    shown = [one.place.path for one in found.evidence]

    assert shown.index("tests/test_app.py") < shown.index("frontend/src/App.test.js")


def test_a_script_that_trains_beside_notebooks_is_not_to_be_made_of_itself() -> None:
    looks = "import pandas as pd\nimport sklearn\n" + "".join(f"print(pd.read_csv('a.csv')[{i}])\n" for i in range(40))
    page = "# Shop\n\n```sh\npython train.py\n```\n"
    by_script = steps("OPS-03", {"look.ipynb": notebook(looks), "train.py": TRAINS, "README.md": page})
    by_notebook = steps("OPS-03", {"train.ipynb": notebook(looks + TRAINS)}, Archetype.NOTEBOOK_POC)

    assert by_script[0].startswith("Let train.py exit when its metrics on held-out data are worse")
    assert by_notebook[0].startswith("Take train.ipynb into a script")


SPEECH = {
    "speech.py": (
        "import joblib\nfrom speech_pb2_grpc import SpeechServicer\n\n\nclass Speech(SpeechServicer):\n"
        "    def __init__(self):\n        self.model = joblib.load('m.joblib')\n\n"
        "    def Recognize(self, request, context):\n        return self.model.predict([request.audio])\n"
    ),
    "server.py": (
        "from concurrent import futures\nimport grpc\nfrom speech import Speech\n"
        "from speech_pb2_grpc import add_SpeechServicer_to_server\n\n"
        "server = grpc.server(futures.ThreadPoolExecutor(4))\nadd_SpeechServicer_to_server(Speech(), server)\n"
        "server.add_insecure_port('[::]:50051')\nserver.start()\n"
    ),
    "Dockerfile": 'FROM python:3.12.3-slim\nCOPY . .\nCMD ["python", "server.py"]\n',
}


def test_a_server_of_grpc_is_guarded_and_watched_by_its_own_means() -> None:
    assert steps("ARC-03", SPEECH)[0].startswith("Serve grpc.health.v1 (grpcio-health-checking) in speech.py")
    assert steps("SEC-05", SPEECH)[0].startswith("Hand the server an interceptor that verifies a token")
    assert "GET" in steps("ARC-03", {"app.py": SERVICE, "Dockerfile": IMAGE})[0]


def test_sonar_is_told_to_wait_and_other_scanners_are_let_fail() -> None:
    ci = {".github/workflows/a.yml": workflow("run: sonar-scanner")}

    assert steps("SEC-07", {"app.py": SERVICE, **ci})[0].endswith("fail it: give Sonar -Dsonar.qualitygate.wait=true.")


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        ("confusion_matrix(y, model.predict(x))", "for each class"),
        ("f1_score(y, model.predict(x), average=None)", "for each class"),
        ("f1_score(y, model.predict(x), average='macro')", "over all rows at once"),
    ],
)
def test_a_metric_of_each_class_is_told_as_such(figure: str, said: str) -> None:
    head = "from sklearn.metrics import confusion_matrix, f1_score\nfrom sklearn.svm import SVC\n"
    code = f"{head}model = SVC().fit(x, y)\nprint({figure})\n"

    assert [
        one.what.rpartition("the quality ")[2][: len(said)] for one in judge("OPS-17", {"train.py": code}).evidence
    ] == [said]


@pytest.mark.parametrize(
    ("on", "where"),
    [
        ("push:\n    tags: ['v*']", ".github/workflows/tests.yml"),  # what publishes is not to start on each change
        ("release:\n    types: [published]", ".github/workflows/tests.yml"),
        ("workflow_dispatch:", ".github/workflows/a.yml"),
        ("push:\n    tags: ['v*']\n  workflow_dispatch:", ".github/workflows/a.yml"),
    ],
)
def test_tests_that_only_a_release_runs_are_to_run_on_changes_in_a_workflow_of_their_own(on: str, where: str) -> None:
    files = {
        "app.py": SERVICE,
        "tests/test_app.py": "from app import predict\n\n\ndef test_it():\n    assert predict(1) == 1\n",
        ".github/workflows/a.yml": f"on:\n  {on}\njobs:\n  t:\n    runs-on: x\n    steps:\n      - run: pytest\n",
    }

    assert f"Let {where} run the tests" in steps("OPS-02", files)[0]


def test_who_asks_a_page_too_often_waits_in_its_queue() -> None:
    page = (
        "import gradio as gr\nimport whisper\nfrom fastapi import FastAPI\n\napp = FastAPI()\n"
        "model = whisper.load_model('base')\n\n\n@app.get('/')\ndef up():\n    return {'status': 'ok'}\n\n\n"
        "def heard(file):\n    return model.transcribe(file)['text']\n\n\n"
        "demo = gr.Interface(heard, gr.Audio(), gr.Textbox())\napp = gr.mount_gradio_app(app, demo, path='/ask')\n"
    )

    started = 'FROM python:3.12\nCMD ["uvicorn", "app:app"]\n'

    assert steps("SEC-06", {"Dockerfile": started, "app.py": page})[0].startswith(
        "Limit how often each caller may ask app.py: a bound to the queue of its page"
    )


def test_a_way_back_goes_by_what_is_deployed_a_commit_that_names_the_image_or_what_is_checked_out() -> None:
    pushed = workflow("docker push ghcr.io/acme/prices:${{ github.sha }}", on="push")
    named = workflow("kustomize edit set image api=prices:${{ github.sha }}", "git commit -am x", "git push", on="push")
    by_commit = {".github/workflows/push.yml": pushed, ".github/workflows/cd.yml": named}
    by_source = {".github/workflows/cd.yml": workflow("gcloud app deploy", on="push")}
    by_image = {
        ".github/workflows/push.yml": pushed,
        ".github/workflows/cd.yml": workflow("flux-tool deploy", on="push"),
    }
    service = {"app.py": SERVICE, "Dockerfile": "FROM python:3.12\nCOPY app.py .\nCMD uvicorn app:app\n"}
    to_heroku = {".github/workflows/cd.yml": workflow("git push https://git.heroku.com/api.git main", on="push")}
    first = [steps("OPS-09", {**service, **ci})[0] for ci in (by_commit, by_source, by_image, to_heroku)]

    assert "a commit that names the image before, with [skip ci]" in first[0]
    assert first[1] == "Give .github/workflows/cd.yml an input `version`: the tag or commit that it checks out."
    assert first[2].endswith("to name an earlier image or model by.")
    assert first[3] == first[1]


def test_the_way_back_of_what_only_asks_others_moves_code_and_prompts() -> None:
    told = steps("OPS-09", {"app.py": ASKS, ".github/workflows/cd.yml": workflow("gcloud app deploy", on="push")})

    assert any("the commands for code and prompts" in step for step in told)


def test_a_job_that_waits_for_the_tests_already_is_only_told_to_start_by_itself() -> None:
    jobs = (
        "on: workflow_dispatch\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps: [{run: pytest}]\n"
        "  ship:\n    needs: [test]\n    environment: production\n    runs-on: ubuntu-latest\n"
        "    steps: [{run: kubectl apply -f k8s/}]\n"
    )
    tests = {"tests/test_app.py": "from app import predict\n\n\ndef test_it():\n    assert predict([1.0])\n"}
    waits, alone = (
        steps("OPS-07", {"app.py": SERVICE, **tests, ".github/workflows/ship.yml": text})
        for text in (jobs, jobs.replace("    needs: [test]\n", ""))
    )

    assert waits == ("Then let a push to main start it too, with a default for each input that a person gives.",)
    assert alone[0].startswith("Let .github/workflows/ship.yml need the tests")
