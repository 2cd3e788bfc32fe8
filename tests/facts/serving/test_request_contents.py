"""What a handler reads of its request decides whether there is anything to check, and how."""

import pytest

from seatrial.facts.serving.request_schemas import RequestSchema, request_schemas
from tests.repositories import repo_of

ASKS = "import boto3\nclient = boto3.client('rekognition')\ndef lambda_handler(event, context):\n"
MACHINE = {"steps.tf": 'resource "aws_sfn_state_machine" "images" {\n  definition = "{}"\n}\n'}
INVOKES = {"page.py": "import boto3\nboto3.client('lambda').invoke(FunctionName='look', Payload='{}')\n"}
LOOK = "    found = client.detect_labels(Image={'S3Object': {'Name': event['key']}})\n"
ANSWERED = "    return {'statusCode': 200, 'body': str(found)}\n"


def schema(files: dict[str, str]) -> RequestSchema:
    (found,) = request_schemas(repo_of(files))
    return found


@pytest.mark.parametrize(
    ("body", "beside", "made"),
    [
        (LOOK + "    return found\n", {}, True),
        (LOOK + ANSWERED, MACHINE, True),
        (LOOK + ANSWERED, {}, False),
        (LOOK + "    return found\n", INVOKES, False),
        ("    body = json.loads(event['body'])\n" + LOOK + ANSWERED, MACHINE, False),
        ("    for one in event['Records']:\n        print(one)\n", {}, True),
    ],
    ids=["answers no status", "a step of a machine", "by HTTP", "invoked by a page", "takes a body", "told of files"],
)
def test_the_event_that_a_service_of_aws_makes_is_no_request(body: str, beside: dict[str, str], made: bool) -> None:
    found = request_schemas(repo_of({"lambda_function.py": ASKS + body, **beside}))

    assert all(one.empty for one in found) is made


FLASK = "from flask import Flask, request\napp = Flask(__name__)\n@app.post('/pages/<page>')\ndef f(page):\n"


@pytest.mark.parametrize(
    ("body", "empty", "upload"),
    [
        ("    return stop(page, request.headers['api-key'])\n", True, False),
        ("    request.files['image'].save(page)\n    return 'kept'\n", False, True),
        ("    return net(request.get_json())\n", False, False),
        ("    return net(request.headers, request.form['size'])\n", False, False),
    ],
    ids=["who asks alone", "a file", "a body", "a form"],
)
def test_who_asks_is_nothing_to_check_and_a_file_is_another_thing_than_fields(
    body: str, empty: bool, upload: bool
) -> None:
    found = schema({"app.py": FLASK + body})

    assert (found.empty, found.upload) == (empty, upload)


FASTAPI = "from fastapi import Body, FastAPI\napp = FastAPI()\n@app.post('/predict')\n"


@pytest.mark.parametrize(
    ("taken", "what"),
    [
        ("url: str = Body(embed=True)", "f takes any text as url"),
        ("text: str, tone: str | None = None", "f takes any text as text and tone"),
        ("body: dict", "f takes its request as it comes"),
    ],
)
def test_texts_are_told_from_what_may_hold_anything(taken: str, what: str) -> None:
    assert schema({"app.py": FASTAPI + f"def f({taken}):\n    return 1\n"}).what == what


def test_an_enumeration_that_is_made_by_a_call_bounds_a_field() -> None:
    made = "from enum import Enum\nfrom pydantic import BaseModel\nCity = Enum('City', {'BONN': 'Bonn'}, type=str)\n"
    row = made + "class Row(BaseModel):\n    city: City\n    second: City | None = None\n    name: str\n"
    found = schema({"app.py": row + FASTAPI + "def f(row: Row):\n    return 1\n"})

    assert (found.fields.bounded, found.fields.total) == (2, 3)


@pytest.mark.parametrize(
    ("guard", "bounded"),
    [
        ("if len(row.text) > 500:\n        raise HTTPException(413)", 1),
        ("if not row.text:\n        raise HTTPException(400)", 0),
        ("if len(row.text) > 500:\n        print('long')", 0),
        ("if len(row.text) > 500:\n        return 'long'", 0),
    ],
)
def test_a_field_that_the_handler_itself_holds_to_a_length_has_a_bound(guard: str, bounded: int) -> None:
    model = "from fastapi import HTTPException\nfrom pydantic import BaseModel\n"
    model += "class Row(BaseModel):\n    text: str\n    title: str\n"
    found = schema({"app.py": model + FASTAPI + f"def f(row: Row):\n    {guard}\n    return 1\n"})

    assert (found.fields.bounded, found.fields.total) == (bounded, 2)
