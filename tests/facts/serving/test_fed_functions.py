"""Functions of a cloud that events call: nobody asks them over the network, and they work by a model all the same."""

import pytest

from seatrial.facts.archetype import archetype
from seatrial.facts.serving.authentication import accesses
from seatrial.facts.serving.near_answers import answering_programs
from seatrial.facts.serving.service_files import answers_at
from seatrial.facts.serving.serving import network_endpoints, served
from seatrial.facts.web.endpoints import Door
from seatrial.facts.web.guard_strength import Proof
from seatrial.facts.web.model_servers import model_servers
from seatrial.model import Archetype
from tests.judging.asked import judge, steps
from tests.repositories import component_of, repo_of

LOADS = "import joblib\nimport boto3\n\nmodel = joblib.load('m.joblib')\nstream = boto3.client('kinesis')\n\n\n"
LAMBDA = LOADS + "def lambda_handler(event, context):\n%s"
FED = "    for record in event['Records']:\n        stream.put_record(Data=model.predict([decode(record)]))\n"
OVER_HTTP = "    return {'statusCode': 200, 'body': str(model.predict([event['body']]))}\n"


@pytest.mark.parametrize(
    ("body", "door"),
    [
        (FED, Door.QUEUE),
        ("    return model.predict([event.get('detail')])\n", Door.QUEUE),
        (f"{FED}    return {{'statusCode': 200, 'body': 'done'}}\n", Door.QUEUE),
        (OVER_HTTP, Door.FUNCTION),
        (f"    if 'body' in event:\n    {OVER_HTTP}{FED}", Door.FUNCTION),
        ("    return model.predict([event['row']])\n", Door.FUNCTION),
        ('    """Not of event["Records"]."""\n    return model.predict([event[0]])\n', Door.FUNCTION),
    ],
)
def test_what_a_lambda_reads_of_its_event_tells_whether_somebody_asks(body: str, door: Door) -> None:
    component = component_of({"app.py": LAMBDA % body})

    assert [item.endpoint.door for item in served(component)] == [door]
    assert bool(network_endpoints(component)) == (door is Door.FUNCTION)
    assert archetype(component).archetype is Archetype.ONLINE_SERVICE


@pytest.mark.parametrize(
    ("head", "door"),
    [
        ("def lambda_handler(event: data_classes.SQSEvent, context):\n", Door.QUEUE),
        (
            "@data_classes.event_source(data_class=data_classes.S3Event)\ndef handler(event, context):\n",
            Door.QUEUE,
        ),
        ("def lambda_handler(event: data_classes.APIGatewayProxyEvent, context):\n", Door.FUNCTION),
        (
            "@data_classes.event_source(data_class=data_classes.ALBEvent)\ndef lambda_handler(event, context):\n",
            Door.FUNCTION,
        ),
    ],
)
def test_the_class_of_its_event_tells_whether_somebody_asks_a_lambda(head: str, door: Door) -> None:
    powertools = "from aws_lambda_powertools.utilities import data_classes\n"
    component = component_of({"app.py": f"{powertools}{LOADS}{head}    return model.predict([[event.size]])\n"})

    assert [item.endpoint.door for item in served(component)] == [door]


def test_of_several_consumers_that_nothing_tells_apart_each_is_named() -> None:
    one = "    for record in event['Records']:\n        stream.put_record(Data=model.predict([decode(record)]))\n"
    image = 'FROM public.ecr.aws/lambda/python:3.12\nCOPY {0}.py .\nCMD ["{0}.lambda_handler"]\n'
    files = {f"{name}.py": LAMBDA % one for name in ("hot", "cold")}
    files |= {f"{name}.Dockerfile": image.format(name) for name in ("hot", "cold")}
    programs = [place.path for place in answering_programs(component_of(files))]

    assert sorted(programs) == ["cold.py", "hot.py"]
    assert programs[0] == str(answers_at(component_of(files))).partition(":")[0]
    assert any(step.startswith("Send each of ") for step in steps("PRF-03", files))


@pytest.mark.parametrize(
    ("kind", "door"), [("AWS::StepFunctions::StateMachine", Door.QUEUE), ("AWS::S3::Bucket", Door.FUNCTION)]
)
def test_a_step_of_a_machine_is_handed_what_the_step_before_made(kind: str, door: Door) -> None:
    step = LAMBDA % "    return {'statusCode': 200, 'label': model.predict([event['row']])}\n"
    files = {"app.py": step, "template.yaml": f"Resources:\n  A:\n    Type: {kind}\n"}

    assert [item.endpoint.door for item in served(component_of(files))] == [door]


@pytest.mark.parametrize(
    ("path", "door"),
    [
        ("template.json", Door.QUEUE),
        ("infra/flow.template", Door.QUEUE),
        ("data/rows.json", Door.FUNCTION),
        ("tests/template.json", Door.FUNCTION),
    ],
)
def test_a_machine_of_steps_may_be_described_in_json(path: str, door: Door) -> None:
    step = LAMBDA % "    return model.predict([event['row']])\n"
    files = {"app.py": step, path: '{"Resources": {"A": {"Type": "AWS::StepFunctions::StateMachine"}}}'}

    assert [item.endpoint.door for item in served(component_of(files))] == [door]


@pytest.mark.parametrize("path", ["tests/fixtures/flow.yaml", "vendor/flow.yaml"])
def test_a_machine_of_others_or_of_a_test_feeds_nothing(path: str) -> None:
    step = LAMBDA % "    return model.predict([event['row']])\n"
    files = {"app.py": step, path: "A:\n  Type: AWS::StepFunctions::StateMachine\n"}
    noted = {"app.py": step, "flow.yaml": "# no AWS::StepFunctions::StateMachine here\nA: {}\n"}

    assert [item.endpoint.door for item in served(component_of(files))] == [Door.FUNCTION]
    assert [item.endpoint.door for item in served(component_of(noted))] == [Door.FUNCTION]


AZURE = LOADS + "import azure.functions as func\napp = func.FunctionApp()\n\n\n@app.function_name(name='score')\n"
SCORES = "def score(taken):\n    return model.predict([taken.get_body()])\n"


@pytest.mark.parametrize(
    ("trigger", "door"),
    [
        ("@app.queue_trigger(arg_name='taken', queue_name='rows', connection='S')\n", Door.QUEUE),
        ("@app.blob_trigger(arg_name='taken', path='rows', connection='S')\n", Door.QUEUE),
        ("@app.route(route='score')\n", Door.FUNCTION),
        ("", Door.FUNCTION),
    ],
)
def test_the_trigger_of_an_azure_function_tells_whether_somebody_asks(trigger: str, door: Door) -> None:
    assert {item.endpoint.door for item in served(component_of({"app.py": AZURE + trigger + SCORES}))} == {door}


OLDER = (
    LOADS + "import azure.functions as func\n\n\ndef main(req: {taken}):\n    return model.predict(req.get_json())\n"
)


@pytest.mark.parametrize(("taken", "doors"), [("func.HttpRequest", [Door.FUNCTION]), ("dict", [])])
def test_a_function_of_azure_is_found_by_the_request_that_it_is_given(taken: str, doors: list[Door]) -> None:
    files = {"score/__init__.py": OLDER.replace("{taken}", taken)}

    assert [item.endpoint.door for item in served(component_of(files))] == doors


def test_a_function_of_azure_that_is_asked_by_http_is_driven_by_its_route() -> None:
    files = {"score/__init__.py": OLDER.replace("{taken}", "func.HttpRequest")}

    assert steps("PRF-03", files)[0].startswith("Drive the model's route in score/__init__.py")


@pytest.mark.parametrize(("level", "proof"), [("function", Proof.IDENTITY), ("anonymous", Proof.NONE)])
def test_azure_asks_for_the_key_of_a_function_where_nothing_lets_in_anybody(level: str, proof: Proof) -> None:
    said = f'{{"scriptFile": "__init__.py", "bindings": [{{"type": "httpTrigger", "authLevel": "{level}"}}]}}'
    older = {"score/__init__.py": OLDER.replace("{taken}", "func.HttpRequest"), "score/function.json": said}
    newer = {"app.py": AZURE.replace("App()", f"App(func.AuthLevel.{level.upper()})") + SCORES}

    assert {one.proof for files in (older, newer) for one in accesses(repo_of(files))} == {proof}


LEVELS = LOADS + "import azure.functions as func\n%s\n\n"
HEALTH = "@app.route(route='health', auth_level=func.AuthLevel.ANONYMOUS)\ndef health(req):\n    return 'up'\n\n\n"
KEYED = "@app.route(route='score', auth_level=func.AuthLevel.FUNCTION)\n"
OPEN = "@app.route(route='score', auth_level='anonymous')\n"


@pytest.mark.parametrize(
    ("code", "proof"),
    [
        ("app = func.FunctionApp()\n\n\n" + HEALTH + KEYED, Proof.IDENTITY),
        ("app = func.FunctionApp()\n# not func.AuthLevel.ANONYMOUS: rows are paid for\n\n\n" + KEYED, Proof.IDENTITY),
        ("app = func.FunctionApp(http_auth_level=func.AuthLevel.ANONYMOUS)\n\n\n" + KEYED, Proof.IDENTITY),
        ("app = func.FunctionApp(func.AuthLevel.FUNCTION)\n\n\n" + OPEN, Proof.NONE),
        (
            "LEVEL = func.AuthLevel.ANONYMOUS\napp = func.FunctionApp(LEVEL)\n\n\n@app.route(route='score')\n",
            Proof.NONE,
        ),
    ],
)
def test_a_function_of_azure_lets_in_whom_its_own_marks_name_whatever_stands_beside_it(code: str, proof: Proof) -> None:
    said = accesses(repo_of({"app.py": LEVELS % code + SCORES}))

    assert [one.proof for one in said if one.endpoint.handler == "score"] == [proof]


def test_a_script_that_functions_of_azure_share_lets_in_whoever_comes_to_one_of_them() -> None:
    said = '{"scriptFile": "../common/score.py", "bindings": [{"type": "httpTrigger", "authLevel": "%s"}]}'
    keyed = {"common/score.py": OLDER.replace("{taken}", "func.HttpRequest"), "a/function.json": said % "function"}

    assert {one.proof for one in accesses(repo_of(keyed))} == {Proof.IDENTITY}
    assert {one.proof for one in accesses(repo_of({**keyed, "b/function.json": said % "Anonymous"}))} == {Proof.NONE}


def test_a_function_that_events_call_is_asked_for_no_key_and_no_limit_of_callers() -> None:
    files = {"app.py": LAMBDA % FED}

    assert judge("SEC-05", files).grade is None
    assert judge("SEC-06", files).grade is None
    assert judge("MON-03", files).grade is not None


def test_a_function_that_loads_its_model_for_each_event_is_told_of_messages() -> None:
    loads = LAMBDA.replace("model = joblib.load('m.joblib')\n", "") % f"    model = joblib.load('m.joblib')\n{FED}"

    assert "for each message" in judge("ARC-04", {"app.py": loads}).message


WORKER = (
    "import joblib\nfrom confluent_kafka import Consumer\n\nmodel = joblib.load('m.joblib')\n\n\n"
    "def make_consumer(settings):\n    return Consumer({'group.id': settings.group})\n\n\n"
    "def work(settings):\n    consumer = make_consumer(settings)\n"
    "    while True:\n        keep(model.predict(consumer.poll()))\n\n\n"
    "def report(settings):\n    print(model.predict(settings.rows))\n"
)


OBJECT = (
    "from aiokafka import AIOKafkaConsumer\nfrom models import manager\n\n\n"
    "class Worker:\n    def __init__(self, topic):\n"
    "        self.model = manager.get(topic)\n        self.consumer = AIOKafkaConsumer(topic)\n\n"
    "    async def stop(self):\n        await self.consumer.stop()\n\n"
    "    async def work(self):\n"
    "        async for one in self.consumer:\n            keep(self.model.predict(one.value))\n"
)


@pytest.mark.parametrize(("code", "reader"), [(WORKER, "work"), (OBJECT, "Worker.work")], ids=["function", "object"])
def test_who_reads_by_a_consumer_answers_messages_and_not_what_makes_one(code: str, reader: str) -> None:
    (door,) = served(component_of({"worker.py": code}))

    assert (door.endpoint.door, door.endpoint.handler) == (Door.QUEUE, reader)


MANY = "from kafka import KafkaConsumer\n\n\n"
MAKERS = "".join(f"class M{n}:\n    def make(self):\n        return KafkaConsumer()\n\n\n" for n in range(30))
LOOPS = "".join(f"def loop_{n}():\n    made = make()\n    made = make()\n\n\n" for n in range(30))
METHODS = "".join(f"    def work_{n}(self):\n        self.a.poll(self.b)\n\n" for n in range(30))


@pytest.mark.parametrize(
    ("code", "readers"),
    [
        (MAKERS + LOOPS, [f"loop_{n}" for n in range(30)]),
        ("def make():\n" + "    KafkaConsumer()\n" * 30 + "\n\n" + LOOPS, [f"loop_{n}" for n in range(30)]),
        (
            "class Host:\n    def __init__(self):\n" + "        self.a = KafkaConsumer()\n" * 30 + "\n" + METHODS,
            [f"Host.work_{n}" for n in range(30)],
        ),
        ("def work():\n" + "    made = KafkaConsumer()\n    made.poll()\n" * 30, ["work"]),
        ("def make():\n    return KafkaConsumer()\n\n\ndef make_again():\n    return KafkaConsumer()\n",
         ["make", "make_again"]),
    ],
    ids=["makers", "made-in-one", "kept", "made-to-read", "nobody-reads"],
)  # fmt: skip
def test_each_function_that_reads_by_consumers_is_named_once_however_many_are_made(
    code: str, readers: list[str]
) -> None:
    assert [one.handler for one in model_servers(repo_of({"loops.py": MANY + code}))] == readers


PORTS = {
    "Dockerfile": "FROM python:3.12.3-slim\nCOPY . .\nCMD python main.py\n",
    "broker.py": "import nats\n\n\nclass Broker:\n    def listen(self, topic):\n        self.client.subscribe(topic)\n",
    "forest.py": (
        "import mlflow\n\n\nclass Forest:\n"
        "    def __init__(self):\n        self.model = mlflow.pyfunc.load_model('m')\n\n"
        "    def predict(self, rows):\n        return self.model.predict(rows)\n"
    ),
    "loop.py": (
        "def answer(broker, forest):\n    broker.listen('asked')\n    broker.send(forest.predict(broker.next()))\n"
    ),
}
MAIN = "from broker import Broker\nfrom forest import Forest\nfrom loop import answer\n\n"


@pytest.mark.parametrize(
    ("starts", "handlers"),
    [
        ("if __name__ == '__main__':\n    answer(Broker(), Forest())\n", ["answer"]),
        ("if __name__ == '__main__':\n    Broker().listen('asked')\n", []),
    ],
    ids=["joined", "only-listens"],
)
def test_a_program_that_takes_messages_through_one_adapter_and_asks_a_model_through_another_answers_them(
    starts: str, handlers: list[str]
) -> None:
    found = served(component_of({**PORTS, "main.py": MAIN + starts}))

    assert [(item.endpoint.door, item.endpoint.handler) for item in found] == [(Door.QUEUE, one) for one in handlers]


EMBEDS = (
    "import fastapi\nfrom fastembed import TextEmbedding\n\nmodel, app = TextEmbedding('m'), fastapi.FastAPI()\n\n\n"
    "def {does}(rows):\n    return model.embed(rows)\n\n\n{door}\n    return {does}(event['body'])\n"
)
BY_EVENT = "def lambda_handler(event, context):"


@pytest.mark.parametrize(
    ("door", "does", "doors"),
    [
        (BY_EVENT, "load_notes", 0),
        (BY_EVENT, "answer", 1),
        ("@app.delete('/notes/1')\ndef note(event: dict):", "near", 0),
        ("@app.get('/notes/1')\ndef note(event: dict):", "near", 1),
    ],
    ids=["loads", "answers", "deletes", "finds"],
)
def test_who_fills_or_empties_a_store_of_embeddings_answers_nobody(door: str, does: str, doors: int) -> None:
    assert len(served(component_of({"app.py": EMBEDS.format(door=door, does=does)}))) == doors
