"""What is done with a malformed request is read from types, schemas, refusals and engines."""

import pytest

from seatrial.facts.serving.request_schemas import How, RequestSchema, request_schemas
from tests.repositories import repo_of

HEAD = (
    "import joblib\nfrom fastapi import Depends, FastAPI, Form, Query, Request, UploadFile\n"
    "from pydantic import BaseModel, Field\n"
)
APP = "app = FastAPI()\nmodel = joblib.load('m.joblib')\n"


def schema(handler: str, before: str = "", head: str = HEAD) -> RequestSchema:
    (found,) = request_schemas(repo_of({"app.py": head + before + APP + "@app.post('/predict')\n" + handler}))
    return found


@pytest.mark.parametrize(
    ("handler", "how", "strict"),
    [
        ("async def f(request: Request):\n    return model.predict(await request.json())\n", How.NOBODY, False),
        ("def f(body: dict):\n    return model.predict([body])\n", How.NOBODY, False),
        ("def f(body: House):\n    return model.predict([body.size])\n", How.BY_TYPES, False),
        ("def f(body: list[House]):\n    return model.predict([body])\n", How.BY_TYPES, False),
        ("def f(body: Strict):\n    return model.predict([body.size])\n", How.BY_TYPES, True),
        (
            "def f(x: float = Query(ge=0), y: int = Query(le=9)):\n    return model.predict([[x, y]])\n",
            How.BY_TYPES,
            True,
        ),
        ("def f(body: House, user: dict = Depends(current_user)):\n    return 1\n", How.BY_TYPES, False),
    ],
)
def test_annotations_decide_how_strict_a_request_is_read(handler: str, how: How, strict: bool) -> None:
    models = "class House(BaseModel):\n    size: float\nclass Strict(House):\n    size: float = Field(gt=0)\n"
    models = models.replace("class Strict(House)", "class Strict(BaseModel)") + "def current_user(): ...\n"
    found = schema(handler, models)

    assert (found.how, found.strict) == (how, strict)


def test_fields_are_counted_through_bases_and_nested_models() -> None:
    models = (
        "class Base(BaseModel):\n    id: str\nclass Door(BaseModel):\n    width: float = Field(gt=0)\n"
        "class House(Base):\n    size: float\n    doors: list[Door]\n"
    )
    fields = schema("def f(body: House):\n    return model.predict([body])\n", models).fields

    assert (fields.loose, fields.typed, fields.bounded) == (1, 1, 1)


@pytest.mark.parametrize(
    ("made", "counts"),
    [
        ('create_model("House", size=(float, Field(gt=0)), rooms=(int, ...), note=(str, ""))', (1, 1, 1)),
        ('create_model("House", **{"size": (float, Field(..., gt=0))})', (0, 0, 1)),
        ('create_model("House", **{name: (float, ...) for name in names})', (0, 1, 0)),
        ('make_house("House", size=(float, Field(gt=0)))', None),
    ],
)
def test_a_model_that_is_made_of_a_table_is_read_as_far_as_it_is_told(
    made: str, counts: tuple[int, int, int] | None
) -> None:
    head = HEAD.replace("BaseModel", "BaseModel, create_model")
    found = schema("def f(body: House):\n    return model.predict([body.size])\n", f"House = {made}\n", head)

    if counts is None:
        assert found.fields.bounded == 0
    else:
        assert (found.fields.loose, found.fields.typed, found.fields.bounded) == counts


@pytest.mark.parametrize(
    ("filled", "how"),
    [
        ("state.row(**raw)", How.BY_TYPES),
        ("state.row.model_validate(raw)", How.BY_TYPES),
        ("state.plain(**raw)", How.NOBODY),
        ("state.row(raw)", How.NOBODY),
    ],
)
def test_a_model_that_is_made_when_the_service_starts_checks_what_it_is_filled_with(filled: str, how: How) -> None:
    head = HEAD.replace("BaseModel", "BaseModel, create_model") + (
        "def row_of(schema):\n    return create_model('Row', **schema)\ndef plain_of(schema):\n    return dict\n"
        "def start():\n    state.row = row_of(read())\n    state.plain = plain_of(read())\n"
    )
    handler = f"async def f(request: Request):\n    raw = await request.json()\n    row = {filled}\n"

    assert schema(f"{handler}    return model.predict([row])\n", "", head).how is how


@pytest.mark.parametrize(
    ("parsed", "how"),
    [
        ("Ask.model_validate(request.json)", How.BY_TYPES),
        ("Ask.model_validate(content)", How.BY_TYPES),
        ("Ask.model_validate(answer.text)", How.NOBODY),
        ("Unknown.model_validate(content)", How.NOBODY),
    ],
)
def test_a_model_of_another_package_checks_a_request_and_not_what_was_answered(parsed: str, how: How) -> None:
    head = "import joblib\nfrom flask import Flask as FastAPI, request\nfrom firm.models import Ask\n"
    handler = f"def f():\n    content = request.json\n    row = {parsed}\n    return model.predict([row.text])\n"

    assert schema(handler, "", head).how is how


@pytest.mark.parametrize(("called", "how"), [("self.put()", How.BY_TYPES), ("self.other.put()", How.NOBODY)])
def test_a_handler_of_a_class_leaves_the_check_to_a_method_beside_it(called: str, how: How) -> None:
    repo = repo_of(
        {
            "app.py": (
                "import joblib\nfrom flask import Flask, request\nfrom firm.models import Ask\n"
                "app = Flask(__name__)\nmodel = joblib.load('m.joblib')\n"
                "class Asking:\n    def rules(self):\n"
                "        app.add_url_rule('/ask', 'ask', self.ask, methods=['PUT'])\n"
                f"    def ask(self):\n        {called}\n        return model.predict([request.json])\n"
                "    def put(self):\n        return Ask.model_validate(request.json)\n"
            )
        }
    )

    assert [found.how for found in request_schemas(repo)] == [how]


def test_a_model_that_contains_itself_ends() -> None:
    models = "class Node(BaseModel):\n    size: float\n    children: list['Node']\n"

    assert schema("def f(body: Node):\n    return model.predict([body])\n", models).how is How.BY_TYPES


def test_refusals_by_hand_are_counted_in_the_handler_and_what_it_calls() -> None:
    head = "import joblib\nfrom flask import Flask as FastAPI, abort, request\n"
    check = "def check(body):\n    if 'size' not in body:\n        abort(400)\n"
    check += "    if body['size'] < 0:\n        raise ValueError('size')\n"
    found = schema(
        "def f():\n    body = request.json\n    check(body)\n    return model.predict([body])\n", check, head
    )

    assert found.how is How.BY_HAND


def test_asking_for_a_kind_of_body_and_for_the_model_is_no_look_at_what_was_sent() -> None:
    head = "import joblib\nfrom fastapi import FastAPI, Request, Response\n"
    handler = (
        "async def f(request: Request):\n    if model is None:\n        return Response(status_code=503)\n"
        "    if request.headers.get('content-type') != 'text/csv':\n        return Response(status_code=415)\n"
        "    return model.predict([await request.body()])\n"
    )

    assert schema(handler, "", head).how is not How.BY_HAND


@pytest.mark.parametrize(
    ("looks", "how"),
    [
        (
            "out = recall(data)\n    if out is None:\n        return None\n    if call_cnt >= max_call_times:\n",
            How.NOBODY,
        ),
        ("user = g.user\n    if user is None:\n        return None\n    if retries > 3:\n", How.NOBODY),
        ("size = data.get('size')\n    if size is None:\n        return None\n    if size > 9:\n", How.BY_HAND),
        ("if data == 'stop':\n        return model.last()\n    if data == 'reset':\n", How.NOBODY),
        ("if data == '':\n        return None\n    if len(data) > 9:\n", How.BY_HAND),
    ],
    ids=["no answer, and tried often", "nobody there, and tried often", "what was sent", "commands", "nothing"],
)
def test_what_nobody_answered_says_nothing_of_the_request(looks: str, how: How) -> None:
    head = "import joblib\nfrom flask import Flask as FastAPI, g, request\nfrom far import recall\n"
    handler = f"def f():\n    data = request.json\n    {looks}        return None\n    return model.predict([data])\n"

    assert schema(handler, "", head).how is how


def test_refusing_a_caller_is_no_check_of_the_request() -> None:
    head = "import joblib\nfrom flask import Flask as FastAPI, abort, request\n"
    handler = (
        "def f():\n    if not request.headers.get('key'):\n        abort(401)\n"
        "    if request.args.get('gone'):\n        abort(404)\n"
        "    return model.predict(request.json)\n"
    )

    assert schema(handler, head=head).how is How.NOBODY


VIEW = """
from django.http import JsonResponse
from django.urls import path
from PIL import Image
from rest_framework.views import APIView
class Predict(APIView):
    def post(self, request):
        image = request.FILES.get('image')
        if not image:
            return JsonResponse({'error': 'missing'}, status=STATUS)
        try:
            TRIED(image)
        except Exception:
            return JsonResponse({'error': 'no image'}, status=400)
        return JsonResponse({'faces': len(model.predict(image))})
urlpatterns = [path('predict/', Predict.as_view())]
"""


@pytest.mark.parametrize(
    ("status", "tried", "how"),
    [
        ("400", "Image.open", How.BY_HAND),
        ("404", "Image.open", How.NOBODY),
        ("400", "model.predict", How.NOBODY),
    ],
)
def test_answers_with_a_status_that_refuses_count_and_errors_of_the_model_do_not(
    status: str, tried: str, how: How
) -> None:
    code = VIEW.replace("STATUS", status).replace("TRIED", tried)
    (found,) = request_schemas(repo_of({"app/views.py": code}))

    assert found.how is how


def test_a_dictionary_that_fills_a_model_in_the_handler_is_checked_by_it() -> None:
    models = "class House(BaseModel):\n    size: float = Field(gt=0)\n"
    fills = "def f(body: dict, how: int = 1):\n    return model.predict(House.model_validate(body))\n"

    assert "House, 1 of 1 fields with bounds" in schema(fills, models).what
    assert "House" not in schema(fills.replace("House.model_validate(body)", "body"), models).what


@pytest.mark.parametrize(
    ("parameter", "fields"),
    [
        ("given: Annotated[House, Depends(get_house)]", 1),
        ("given: Annotated[House, Depends()]", 2),
        ("given: Annotated[House, Depends(House.of_form)]", 2),
        ("given: Given", 1),
    ],
    ids=["a function gives it", "the request fills it", "its own reader fills it", "a function gives it by a name"],
)
def test_what_a_function_of_the_service_gives_is_no_field_of_the_request(parameter: str, fields: int) -> None:
    models = "from typing import Annotated\nclass House(BaseModel):\n    size: float\ndef get_house(): ...\n"
    models += "Given = Annotated[House, Depends(get_house)]\n"
    found = schema(f"def f(x: float, {parameter}):\n    return model.predict([[x]])\n", models).fields

    assert found.typed == fields


@pytest.mark.parametrize(
    ("gives", "how", "strict"),
    [
        ("{'size': fields.Float(validate=validate.Range(min=0))}", How.BY_TYPES, True),
        ("{'size': fields.Float(required=True)}", How.BY_TYPES, False),
        ("{}", How.NOBODY, False),
    ],
)
def test_a_module_of_deepaas_names_its_fields_beside_the_function_that_answers(
    gives: str, how: How, strict: bool
) -> None:
    code = (
        "import joblib\nfrom webargs import fields, validate\nmodel = joblib.load('m.joblib')\n"
        f"def get_metadata():\n    return {{}}\ndef get_predict_args():\n    return {gives}\n"
        "def predict(**args):\n    return model.predict([[args['size']]])\n"
    )
    (found,) = request_schemas(repo_of({"api.py": code}))

    assert (found.endpoint.framework, found.how, found.strict) == ("DEEPaaS", how, strict)


@pytest.mark.parametrize(("given", "empty"), [("self", True), ("self, ctx", True), ("self, image: dict", False)])
def test_a_method_of_a_service_that_takes_nothing_but_itself_has_nothing_to_check(given: str, empty: bool) -> None:
    code = (
        "import bentoml, joblib\n\n@bentoml.service\nclass Scores:\n    def __init__(self):\n"
        f"        self.model = joblib.load('m.joblib')\n\n    @bentoml.api\n    def last({given}) -> float:\n"
        "        return self.model.predict([[1]])[0]\n"
    )

    (found,) = request_schemas(repo_of({"service.py": code}))

    assert found.empty is empty


@pytest.mark.parametrize("taken", ["body=Depends(read)", "body: Annotated[list, Depends(read)]"])
@pytest.mark.parametrize(
    ("asked", "how"),
    [("order: House", How.BY_TYPES), ("session: Session", How.NOBODY), ("", How.NOBODY)],
    ids=["a model of the request", "a piece of the service", "nothing"],
)
def test_what_a_function_takes_of_the_request_that_is_called_first_is_checked_too(
    taken: str, asked: str, how: How
) -> None:
    before = f"class House(BaseModel):\n    size: float\ndef read({asked}):\n    return look_up()\n"

    assert schema(f"def f({taken}):\n    return model.predict(body)\n", before).how is how


@pytest.mark.parametrize(
    ("kind", "bounded"),
    [
        ("Language = Literal['de', 'en']", 2),
        ("type Language = Literal['de', 'en']", 2),
        ("Language = str", 0),
    ],
)
def test_a_list_of_literals_that_has_a_name_is_a_bound(kind: str, bounded: int) -> None:
    before = f"from typing import Literal\n{kind}\nclass Order(BaseModel):\n    target: Language\n"

    found = schema("def f(order: Order, source: Language = 'de'):\n    return model.predict(order)\n", before)

    assert found.fields.bounded == bounded


def test_what_litestar_hands_over_by_its_name_is_no_part_of_the_request() -> None:
    text = (
        "from litestar import Litestar, post\nimport joblib\nmodel = joblib.load('m.joblib')\n\n\n"
        "@post('/predict')\ndef predict(state: AppState, size: float) -> float:\n    return model.predict([size])\n\n\n"
        "app = Litestar([predict])\n"
    )
    (found,) = request_schemas(repo_of({"app.py": text}))

    assert found.fields.total == 1


@pytest.mark.parametrize(
    ("body", "matters"),
    [
        ("    while True:\n        await ws.send_json(model.predict([[1]]))\n", False),
        ("    await ws.send_text(str(topic))\n", False),
        ("    while True:\n        await ws.send_json(model.predict(await ws.receive_json()))\n", True),
        ("    async for text in ws.iter_text():\n        await ws.send_text(text)\n", True),
        ("    await ws.accept()\n    await talk(ws)\n", True),  # what it is handed to may receive
    ],
)
def test_a_socket_that_only_sends_takes_nothing_that_could_be_malformed(body: str, matters: bool) -> None:
    code = (
        HEAD
        + APP
        + "from fastapi import WebSocket\n@app.websocket('/live')\nasync def live(ws: WebSocket, topic: str):\n"
        + body
    )
    (found,) = request_schemas(repo_of({"app.py": code}))

    assert found.matters is matters


def test_of_one_refusal_it_is_said_that_it_is_the_only_one() -> None:
    found = schema(
        "def f(body: dict):\n    if 'rows' not in body:\n        return 'no rows', 400\n"
        "    return model.predict(body['rows'])\n"
    )

    assert (found.how, found.what) == (How.NOBODY, "f refuses one kind of request, and takes all others as they come")


@pytest.mark.parametrize(("status", "how"), [("400", How.BY_HAND), ("404", How.NOBODY)])
def test_a_handler_of_tornado_refuses_by_the_status_that_it_sets(status: str, how: How) -> None:
    code = (
        "import joblib\nimport tornado.web\nmodel = joblib.load('m.joblib')\n"
        "class Ask(tornado.web.RequestHandler):\n    def post(self):\n        text = self.get_argument('text', None)\n"
        f"        if not text:\n            self.set_status({status})\n            self.finish('empty')\n"
        f"        elif len(text) > 900:\n            self.set_status({status})\n            self.finish('long')\n"
        "        else:\n            self.finish(model.predict([text]))\n"
        "app = tornado.web.Application([(r'/ask', Ask)])\n"
    )
    (found,) = request_schemas(repo_of({"app.py": code}))

    assert found.how is how


@pytest.mark.parametrize(("read", "asked"), [("event['Records']", 0), ("event['body']", 1)])
def test_a_function_that_aws_tells_of_new_files_takes_no_request(read: str, asked: int) -> None:
    code = (
        "import joblib\nmodel = joblib.load('m.joblib')\ndef lambda_handler(event, context):\n"
        f"    return [model.predict([one]) for one in {read}]\n"
    )

    assert len(request_schemas(repo_of({"app.py": code}))) == asked


FORM = (
    "from typing import Annotated, Literal\nfrom pydantic import BeforeValidator\nclass Params(BaseModel):\n"
    "    mode: str\n    flag: bool\n    words: list[str]\n    size: int\n"
    "    @classmethod\n    def as_form(cls, mode: Annotated[Literal['a'], Form()], flag: Annotated[bool, Form()],\n"
    "                words: Annotated[list[str], Form(), BeforeValidator(first)], size: Annotated[int, Form()]):\n"
    "        return cls(mode=mode, flag=flag, words=words, size=size)\n"
)


def test_a_form_that_a_method_fills_counts_what_that_method_declares_and_what_only_parses_bounds_nothing() -> None:
    handler = (
        "def f(file: UploadFile, params: Params = Depends(Params.as_form)):\n    if file.size > 9:\n"
        "        raise HTTPException(413)\n    return model.predict([params.size])\n"
    )
    fields = schema(handler, FORM).fields

    assert (fields.loose + fields.typed, fields.bounded) == (2, 3)  # a list, a flag, and the file that is looked at


def test_a_model_of_the_own_folder_is_found_where_that_has_a_hyphen() -> None:
    row = "from pydantic import BaseModel, Field\nclass Row(BaseModel):\n    user: str\n    number: int = Field(ge=1)\n"
    route = (
        "from fastapi import FastAPI\nfrom .schemas import Row\napp = FastAPI()\n"
        "@app.post('/predict')\ndef predict(row: Row):\n    return run(row.user)\n"
    )
    files = {f"services/{part}-service/app/{name}": text for part in ("model", "user")
             for name, text in (("__init__.py", ""), ("schemas.py", row))}  # fmt: skip
    (found,) = request_schemas(repo_of({**files, "services/model-service/app/routes.py": route}))

    assert found.what == "predict takes Row, 1 of 2 fields with bounds"


FLASK_HEAD = "import joblib\nfrom flask import Flask, jsonify, request\n"
FLASK = "def f():\n    body = request.get_json()\n    {}\n    return jsonify(y=model.predict([body['x']]))\n"
GUARDS = (
    "if not body:\n        return jsonify(error='empty'), 400\n    "
    "if 'x' not in body:\n        return jsonify(error='x'), 400"
)


@pytest.mark.parametrize(
    ("guards", "how"),
    [
        (GUARDS, How.BY_HAND),
        (GUARDS.replace("400", "404"), How.NOBODY),
        ("if not body:\n        return jsonify(error='empty'), 400", How.NOBODY),
    ],
    ids=["two kinds are refused", "something else was not found", "one kind is refused"],
)
def test_an_answer_of_flask_with_its_status_beside_it_refuses(guards: str, how: How) -> None:
    app = "app = Flask(__name__)\nmodel = joblib.load('m.joblib')\n@app.post('/predict')\n"
    (found,) = request_schemas(repo_of({"app.py": FLASK_HEAD + app + FLASK.format(guards)}))

    assert found.how is how


POWERTOOLS = (
    "from aws_lambda_powertools.event_handler import APIGatewayRestResolver\n"
    "from aws_lambda_powertools.event_handler.exceptions import BadRequestError\n\napp = APIGatewayRestResolver()\n\n\n"
    "@app.get('/top')\ndef top():\n    count = app.current_event.get_query_string_value('count')\n"
    "    if int(count) > 100:\n        raise BadRequestError('count')\n"
    "    if int(count) < 1:\n        raise BadRequestError('count')\n    return [count]\n\n\n"
    "def handler(event, context):\n    return {}\n"
)


def test_the_entry_of_a_function_that_only_finds_the_route_is_no_door_of_its_own() -> None:
    stack = (
        "Resources:\n  Api:\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: app.handler\n"
        "      CodeUri: .\n      Events:\n        Any:\n          Type: Api\n"
        "          Properties: {Path: /top, Method: get}\n"
    )
    code = POWERTOOLS.replace("return {}", "return app.resolve(event, context)")
    found = {one.endpoint.handler: one for one in request_schemas(repo_of({"app.py": code, "template.yaml": stack}))}
    bare = {
        one.endpoint.handler: one for one in request_schemas(repo_of({"app.py": POWERTOOLS, "template.yaml": stack}))
    }

    assert (found["handler"].matters, found["top"].matters, found["top"].how) == (False, True, How.BY_HAND)
    assert bare["handler"].matters


@pytest.mark.parametrize(("name", "how"), [("validate_row", How.BY_HAND), ("draw_row", How.NOBODY)])
def test_a_validation_further_on_refuses_too_and_an_error_of_other_work_does_not(name: str, how: How) -> None:
    steps = (
        "def step(rows):\n    return model.predict(far(rows))\n\n\n"
        f"def far(rows):\n    {name}(rows)\n    return rows\n\n\n"
        f"def {name}(rows):\n    if len(rows) > 9:\n        raise ValueError('many')\n"
        "    if rows[0] < 0:\n        raise ValueError('negative')\n\n\n"
    )
    handler = "async def f(request: Request):\n    rows = await request.json()\n    return step(rows)\n"

    assert schema(handler, steps).how is how
