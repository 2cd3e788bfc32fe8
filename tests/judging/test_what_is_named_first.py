"""A step names what its owner would test or start first, and not what is largest or holds a loop."""

import pytest

from .asked import advice, message

LONG = "".join(f"    total += {n}\n" for n in range(12))
APP = """import joblib
from fastapi import FastAPI
from report import iterate
from score import price

app = FastAPI()


@app.get("/report/{days}")
def report(days: int):
    return iterate(rows, days)


@app.post("/predict")
def predict(size: float):
    return {"price": price(size)}
"""
SCORE = """import joblib

model = joblib.load("model.joblib")


def price(size):
    return float(model.predict([[size]])[0])
"""
TANGLED = f"def iterate(rows, days):\n    total = 0\n{LONG}    return total\n"
LOOP = """import torch


def train_epoch(net, batches, optimizer):
    for x, y in batches:
        optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(net(x), y)
        loss.backward()
        optimizer.step()
    torch.save(net.state_dict(), "net.pt")
"""
START = """from {module} import train_epoch

if __name__ == "__main__":
    train_epoch(net(), batches(), adam())
"""


def test_the_first_test_is_of_the_prediction_and_not_of_the_largest_function() -> None:
    files = {"app.py": APP, "score.py": SCORE, "report.py": TANGLED}

    assert "predict in app.py" in advice("OPS-01", files) or "price in score.py" in advice("OPS-01", files)
    assert "iterate in report.py" in advice(
        "OPS-01", {"report.py": TANGLED, "train.py": "from report import iterate\n"}
    )


@pytest.mark.parametrize(("start", "named"), [("train_model.py", "train_model.py"), ("main.py", "train_utils.py")])
def test_a_training_is_named_by_the_script_for_it_that_people_start(start: str, named: str) -> None:
    files = {"train_utils.py": LOOP, start: START.format(module="train_utils")}

    assert f"in {named}" in advice("DAT-07", files)


def test_an_interface_is_none_where_a_route_only_tells_health_beside_a_page() -> None:
    page = "import gradio as gr\nimport joblib\nfrom fastapi import FastAPI\napp = FastAPI()\n"
    page += "model = joblib.load('m.joblib')\n@app.get('/health')\ndef health():\n    return 'ok'\n"
    page += (
        "demo = gr.Interface(model.predict, gr.Number(), gr.Number())\napp = gr.mount_gradio_app(app, demo, '/ui')\n"
    )
    train = {"train.py": "from sklearn.svm import SVC\n\nmodel = SVC().fit(x, y)\n"}

    assert message("ARC-01", {"app.py": page, **train}).startswith("only a page for people shows the model")
    more = page + "@app.get('/items/{item}')\ndef item(item: int):\n    return store[item]\n"
    assert message("ARC-01", {"app.py": more, **train}) == "endpoints are there, and none of them gets to a model"
