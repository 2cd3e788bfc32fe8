"""Is a method that would fit what it is handed a training, where nothing of a service hands it anything?"""

from tests.judging.asked import SERVICE, judge

FUSION = (
    "import joblib\nfrom sklearn.linear_model import LogisticRegression\n\n\nclass Fusion:\n"
    "    def __init__(self):\n        self.model = LogisticRegression()\n\n"
    "    def train(self, rows, labels):\n        self.model.fit(rows, labels)\n\n"
    "    def save(self, path):\n        joblib.dump(self.model, path)\n"
)
HUB = (
    "from fastapi import FastAPI\nfrom transformers import pipeline\n\napp = FastAPI()\n"
    "judge = pipeline('text-classification', model='unitary/toxic-bert')\n\n\n"
    "@app.post('/predict')\ndef predict(text: str):\n    return judge(text)\n"
)


def test_a_service_of_models_of_others_is_asked_nothing_of_a_training_that_nobody_starts() -> None:
    idle = {**SERVICE, "app.py": HUB, "fusion.py": FUSION}
    led = {
        **idle,
        "retrain.py": "from fusion import Fusion\n\n\ndef again(rows, labels):\n    Fusion().train(rows, labels)\n",
    }

    for check in ("DAT-03", "DAT-06", "DAT-09", "DAT-11"):
        assert not judge(check, idle).applies
        assert judge(check, led).applies
