"""Which store keeps a model, which load is one, and which step fits what is there?"""

from seatrial.model import Grade
from tests.judging.asked import FIT, SERVICE, advice, judge, message

MAIN = "\n\nif __name__ == '__main__':\n    main()\n"
FETCHES = (
    "from transformers import AutoModel, AutoTokenizer, pipeline\n\n\ndef main(name):\n"
    "    tokenizer = AutoTokenizer.from_pretrained(name)\n    return tokenizer\n"
)


def test_versions_that_are_registered_without_metrics_are_told_where_their_registry_takes_these() -> None:
    upload = (
        "from google.cloud import aiplatform\n\nmodel = aiplatform.Model.upload(display_name='m', artifact_uri=uri)\n"
    )
    files = {
        "train.py": f"{FIT}model.save('m')\n",
        "upload.py": f"{upload}\nif __name__ == '__main__':\n    print(1)\n",
    }

    assert message("OPS-04", files) == "versions are registered, and no metric is kept with them"
    assert advice("OPS-04", files).startswith(
        "Keep metrics and commit with each version that upload.py registers: as labels"
    )


def test_a_job_of_sagemaker_keeps_its_model_below_its_own_name() -> None:
    sends = "from sagemaker.estimator import Estimator\n\njob = Estimator(image_uri=uri)\njob.fit({'train': rows})\n"
    files = {"train.py": f"{FIT}import joblib\n\njoblib.dump(model, '/opt/ml/model/m.joblib')\n", "send.py": sends}

    assert message("OPS-04", files).startswith("SageMaker keeps the model of each run, and no version of it")


def test_what_a_tracker_keeps_with_its_run_is_registered_there_also_by_a_release_of_research() -> None:
    logs = f"import mlflow\n\nwith mlflow.start_run():\n    {FIT.splitlines()[-1]}\n"
    logs += "    mlflow.sklearn.log_model(model, 'm')\n"
    files = {"seatrial.yaml": "schema: 1\narchetype: research-code\n", "train.py": f"{FIT.splitlines()[0]}\n{logs}"}

    assert advice("OPS-04", files).startswith("Register what train.py keeps with its run under one name")


def test_a_tokenizer_and_what_a_function_has_just_stored_are_no_models_that_answer() -> None:
    assert judge("SEC-03", {"run.py": FETCHES + MAIN}).applies is False
    with_model = FETCHES.replace("return tokenizer", "return AutoModel.from_pretrained(name), tokenizer")
    assert "AutoModel" in message("SEC-03", {"run.py": with_model + MAIN})
    back = "import torch\n\n\ndef main(net, path):\n    torch.save(net, path)\n    return torch.load(path)\n"
    assert judge("SEC-03", {"run.py": back + MAIN}).applies is False
    other = back.replace("torch.load(path)", "torch.load(other)")
    assert "torch.load" in message("SEC-03", {"run.py": other + MAIN})


def test_what_a_training_goes_on_from_comes_after_what_answers() -> None:
    resumes = f"import torch\n{FIT}state = torch.load('last.pt')\n\nif __name__ == '__main__':\n    print(1)\n"
    samples = "import torch\n\nnet = torch.load('net.pt')\n\nif __name__ == '__main__':\n    print(1)\n"

    found = judge("SEC-03", {"a_train.py": resumes, "sample.py": samples})
    assert {one.place.path for one in found.evidence} == {"sample.py"}
    assert {one.place.path for one in judge("SEC-03", {"a_train.py": resumes}).evidence} == {"a_train.py"}


def test_a_digest_is_asked_of_whoever_knows_it_first() -> None:
    trained = {**SERVICE, "train.py": f"{FIT}import joblib\n\njoblib.dump(model, 'model.joblib')\n"}
    assert advice("SEC-03", trained).startswith("Let train.py write the SHA-256 of each model beside it")
    assert advice("SEC-03", SERVICE).startswith("Keep the SHA-256 of the approved model in the configuration")
    stored: dict[str, str | bytes] = {**SERVICE, "model.joblib": b"\x80\x02csklearn.linear_model._base\nRidge\n)\x81."}
    assert advice("SEC-03", stored).startswith("Deploy by a digest of the image, or by a tag, of the commit")
    named = "import spacy\n\nnlp = spacy.load('en_core_web_sm')\n\nif __name__ == '__main__':\n    print(nlp)\n"
    assert "in whatever version of it is installed" in message("SEC-03", {"run.py": named})
    assert advice("SEC-03", {"run.py": named}).startswith("Name the package of the model in the requirements")
    assert "installed" not in message("SEC-03", {"run.py": named.replace("en_core_web_sm", "out/model-best")})


def test_a_mapping_that_is_read_back_is_no_model() -> None:
    reads = "import pickle\nimport torch\n\nwith open('category_map.pkl', 'rb') as file:\n"
    reads += "    category_map = pickle.load(file)\n"

    assert judge("SEC-03", {"run.py": f"{reads}\nif __name__ == '__main__':\n    print(1)\n"}).applies is False


def test_a_version_that_stands_beside_the_one_model_is_a_list_of_versions() -> None:
    keeps = (
        "import json\nimport joblib\n\n\ndef keep(model, version, accuracy):\n    joblib.dump(model, 'model.pkl')\n"
        "    with open('metadata.json', 'w') as file:\n"
        "        json.dump({'model_version': version, 'name': 'm', 'accuracy': accuracy}, file)\n"
    )

    assert message("OPS-04", {"train.py": f"{FIT}\n{keeps}"}).startswith(
        "metadata.json lists versions and their metrics"
    )


def test_a_file_that_is_written_aside_and_moved_has_the_name_of_its_version() -> None:
    keeps = "\n\ndef keep(model, version):\n    joblib.dump(model, aside)\n    os.replace(aside, {})\n"
    train = f"import os\nimport joblib\n{FIT}"

    own = train + keeps.format("DIR / f'model_{version}.joblib'")
    assert message("OPS-04", {"train.py": own}).startswith("each model has a file of its own name")
    assert advice("OPS-04", {"train.py": own}).startswith("Let train.py list with each model its metrics")
    assert message("OPS-04", {"train.py": train + keeps.format("'model.joblib'")}).endswith("without versions")


PROXY = """
import requests
from fastapi import FastAPI

app = FastAPI()
BASE = "https://api.example.com"


def ask(url):
    return requests.get(url, timeout=5)


@app.get("/companies/{company}")
def company(company: str):
    return ask(ADDRESS).json()
"""


def test_a_page_behind_a_fixed_host_is_no_address_that_a_request_chooses_also_in_another_function() -> None:
    behind = PROXY.replace("ADDRESS", 'f"{BASE}/companies/{company}"')
    assert judge("SEC-15", {"app.py": behind}).grade is Grade.SUBSTANTIVE
    named = PROXY.replace("return ask(ADDRESS)", 'url = f"{BASE}/companies/{company}"\n    return ask(url)')
    assert judge("SEC-15", {"app.py": named}).grade is Grade.SUBSTANTIVE
    formatted = PROXY.replace("ADDRESS", '"https://api.example.com/{}".format(company)')
    assert judge("SEC-15", {"app.py": formatted}).grade is Grade.SUBSTANTIVE
    chosen = PROXY.replace("ADDRESS", 'f"{company}/status"')
    assert judge("SEC-15", {"app.py": chosen}).grade is Grade.ABSENT


def test_one_figure_of_the_new_model_held_against_the_champions_is_a_gate_whatever_the_figure_is() -> None:
    keeps = (
        "import mlflow\n\n\ndef save(loss):\n    champion_loss = ask()\n    if loss < {}:\n"
        "        mlflow.register_model('runs:/1/model', 'm')\n"
    )
    train = f"{FIT}\n"

    assert judge("OPS-03", {"train.py": train + keeps.format("champion_loss")}).grade is Grade.SUBSTANTIVE
    assert judge("OPS-03", {"train.py": train + keeps.format("best_loss")}).grade is Grade.ABSENT
