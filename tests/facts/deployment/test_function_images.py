"""An application in the image of a function runs as a function does: nobody asks it for its health or its copies."""

from seatrial.facts.deployment.home import Where, home
from tests.judging.asked import judge
from tests.repositories import component_of

SERVERLESS = """
service: recommend
provider:
  name: aws
  runtime: python3.11
  ecr:
    images:
      recommend:
        path: ./
functions:
  answer:
    image:
      name: recommend
    events:
      - httpApi:
          path: /
          method: post
"""
APP = """
import joblib
from fastapi import FastAPI
from mangum import Mangum

app = FastAPI()
model = joblib.load("model.joblib")


@app.post("/")
def answer(size: float):
    return float(model.predict([[size]])[0])


handler = Mangum(app)
"""
FILES = {
    "serverless.yml": SERVERLESS,
    "main.py": APP,
    "Dockerfile": 'FROM public.ecr.aws/lambda/python:3.11\nCOPY . .\nCMD ["main.handler"]\n',
}


def test_a_function_that_is_made_of_an_image_is_the_home_of_what_the_image_starts() -> None:
    assert home(component_of(FILES)).where is Where.FUNCTIONS
    other = SERVERLESS.replace("      name: recommend\n", "      name: elsewhere\n")
    assert home(component_of({**FILES, "serverless.yml": other})).where is not Where.FUNCTIONS


def test_what_runs_as_a_function_needs_no_health_route_and_no_bound_of_its_own() -> None:
    assert not judge("ARC-03", FILES).applies
    assert "bounds how many" not in judge("ARC-08", FILES).message
    assert judge("ARC-03", {name: text for name, text in FILES.items() if name != "serverless.yml"}).applies
