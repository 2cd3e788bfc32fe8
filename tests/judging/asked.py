"""What does a check find in a repository of these files, and what does it tell its owner to do?"""

from collections.abc import Mapping
from typing import TypeAlias

from seatrial.judging.graded import Graded
from seatrial.judging.registry import load_checks
from seatrial.model import Archetype, Grade
from seatrial.testing import judged

CHECKS = load_checks().checks
Files: TypeAlias = Mapping[str, str | bytes]
LOAD = "import joblib\nfrom fastapi import FastAPI\n\napp = FastAPI()\nmodel = joblib.load('model.joblib')\n\n\n"
PREDICT = "@app.post('/predict')\ndef predict(size: float):\n    return float(model.predict([[size]])[0])\n"
IMAGE = {"Dockerfile": 'FROM python:3.12\nCOPY app.py .\nCMD ["uvicorn", "app:app"]\n'}
SERVICE = {**IMAGE, "app.py": LOAD + PREDICT}
RESEARCH = {"seatrial.yaml": "schema: 1\narchetype: research-code\n", "net.py": "import torch\n"}
FIT = "from sklearn.svm import SVC\n\nmodel = SVC().fit(x, y)\n"
NET = (
    "import torch\n\n\nclass Net(torch.nn.Module):\n    def forward(self, x):\n        return x\n\n"
    "    def {}:\n        return x\n\n\nnet = Net()\n"
    "optimizer = torch.optim.SGD(net.parameters(), lr=0.1)\nloss = net(x)\nloss.backward()\noptimizer.step()\n"
)
SERVED = (
    "from fastapi import FastAPI\nimport joblib\n\napp = FastAPI()\nmodel = joblib.load('m.joblib')\n\n\n"
    "@app.post('/predict')\ndef predict(x: float):\n    {}\n    y = model.predict([[x]])\n    {}\n    return y\n"
)
API = "from fastapi import FastAPI, Request\nfrom render import render\n\napp = FastAPI()\n\n\n@app.post('/predict')\n"


def judge(check_id: str, files: Files) -> Graded:
    return judged(CHECKS[check_id], files)


def steps(check_id: str, files: Files, archetype: Archetype | None = None) -> tuple[str, ...]:
    found = judge(check_id, files)
    return CHECKS[check_id].steps(found.names, archetype, found.case, found.done)


def advice(check_id: str, files: Files, archetype: Archetype | None = None) -> str:
    return "\n".join(steps(check_id, files, archetype))


def message(check_id: str, files: Files) -> str:
    found = judge(check_id, files)
    return found.message or (CHECKS[check_id].missing if found.grade is Grade.ABSENT else "")
