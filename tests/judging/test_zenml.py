"""ZenML builds the image of a pipeline, hands the model to a server, and deploys by the verdict of a step."""

import pytest

from seatrial.model import Grade

from .asked import judge, steps

STEPS = (
    "import pandas as pd\nfrom sklearn.linear_model import LinearRegression\nfrom sklearn.metrics import r2_score\n"
    "from sklearn.model_selection import train_test_split\nfrom zenml import step\n\n\n"
    "@step\ndef ingest(path: str):\n    rows = pd.read_csv(path)\n"
    "    return train_test_split(rows[['size']], rows['price'], random_state=1)\n\n\n"
    "@step\ndef train_model(x: pd.DataFrame, y: pd.Series):\n    return LinearRegression().fit(x, y)\n\n\n"
    "@step\ndef evaluate_model(model, x: pd.DataFrame, y: pd.Series) -> float:\n"
    "    return r2_score(y, model.predict(x))\n"
)
PIPELINE = (
    "from zenml import pipeline, step\nfrom zenml.config import DockerSettings\n"
    "from zenml.integrations.mlflow.steps import mlflow_model_deployer_step\n\n"
    "from steps import evaluate_model, ingest, train_model\n\n"
    "docker_settings = DockerSettings(SETTINGS)\n\n\n"
    "@step\ndef deployment_trigger(accuracy: float, min_accuracy: float) -> bool:\n"
    "    return accuracy > min_accuracy\n\n\n"
    "@pipeline(settings={'docker': docker_settings})\ndef continuous_deployment_pipeline(min_accuracy: float = 0.92):\n"
    "    x_train, x_test, y_train, y_test = ingest('data.csv')\n    model = train_model(x_train, y_train)\n"
    "    accuracy = evaluate_model(model, x_test, y_test)\n"
    "    decision = deployment_trigger(accuracy, min_accuracy)\n"
    "    mlflow_model_deployer_step(model=model, deploy_decision=DECISION)\n"
)


def built(decision: str = "decision", settings: str = "requirements='requirements.txt'") -> dict[str, str]:
    text = PIPELINE.replace("DECISION", decision).replace("SETTINGS", settings)
    packages = "zenml==0.60.0\nscikit-learn==1.4.2\npandas==2.2.0\n"
    return {"steps.py": STEPS, "deployment.py": text, "requirements.txt": packages}


@pytest.mark.parametrize(("decision", "grade"), [("decision", Grade.IN_USE), ("True", Grade.ABSENT)])
def test_a_step_that_decides_whether_a_model_is_deployed_is_a_gate_unless_it_is_overruled(
    decision: str, grade: Grade
) -> None:
    assert judge("OPS-03", built(decision)).grade is grade


def test_a_step_that_deploys_hands_the_model_to_a_server() -> None:
    found = judge("ARC-01", built())

    assert found.grade is Grade.SUBSTANTIVE
    assert found.message.startswith("an endpoint of MLflow is set up here")
    assert steps("ARC-01", built())[0].startswith("Say in README.md what is sent to the endpoint")


@pytest.mark.parametrize(
    ("settings", "grade"),
    [("requirements='requirements.txt'", Grade.SUBSTANTIVE), ("required_integrations=['mlflow']", Grade.PRESENT)],
)
def test_the_image_of_a_pipeline_is_delivered_by_the_settings_that_say_what_is_in_it(
    settings: str, grade: Grade
) -> None:
    assert judge("OPS-05", built(settings=settings)).grade is grade
