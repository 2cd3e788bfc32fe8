"""Connexion answers what a description of the interface names, and holds callers to it."""

import pytest

from seatrial.facts.serving.authentication import accesses
from seatrial.facts.serving.request_schemas import How, request_schemas
from seatrial.facts.serving.serving import served_endpoints
from seatrial.facts.testing.driven_routes import driving_tests
from seatrial.facts.web.guards import guards_of
from seatrial.facts.web.routes import routes
from seatrial.repo import Repo
from tests.repositories import component_of, repo_of

APP = """
import connexion
def create_app():
    app = connexion.FlaskApp(__name__, specification_dir="openapi")
    app.add_api("api.yaml")
    return app
"""
HANDLERS = """
import joblib
model = joblib.load("model.joblib")
def score(body):
    return {"score": model.predict([[body["age"]]])[0]}
def about():
    return {}
"""
KEYS = """
import hmac
def look(key, required_scopes=None):
    return {"sub": "me"} if hmac.compare_digest(key, stored()) else None
"""
BODY = """
      requestBody:
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Person'}
"""
SPEC = f"""
openapi: 3.0.1
servers:
- url: https://example.org/v1
paths:
  /score:
    post:
      operationId: shop.rest.score{BODY}
  /about:
    get:
      operationId: shop.rest.about
components:
  schemas:
    Person:
      type: object
      properties:
        age: {{type: integer, minimum: 0}}
        name: {{type: string}}
"""


def repo(spec: str = SPEC, app: str = APP, handlers: str = "shop/rest.py") -> Repo:
    package = {f"{folder}/__init__.py": "" for folder in {"shop", handlers.rpartition("/")[0]}}
    return repo_of(
        {**package, "shop/app.py": app, handlers: HANDLERS, "shop/openapi/api.yaml": spec, "shop/keys.py": KEYS}
    )


def found(repo: Repo) -> set[tuple[str, str]]:
    return {(one.url, one.handler) for one in routes(repo)}


def test_the_functions_that_the_description_names_answer() -> None:
    assert found(repo()) == {("/v1/score", "score"), ("/v1/about", "about")}
    assert [one.endpoint.url for one in served_endpoints(repo())] == ["/v1/score"]


@pytest.mark.parametrize(
    ("app", "changed", "handlers"),
    [
        (APP.replace('"api.yaml"', 'os.path.join(HERE, "api.yaml")'), SPEC, "shop/rest.py"),
        (APP.replace('"api.yaml"', "specification_path"), SPEC, "shop/rest.py"),
        (APP, SPEC.replace("operationId: shop.rest.", "x-openapi-router-controller: shop.rest\n      operationId: "),
         "shop/rest.py"),
        (APP, SPEC.replace("shop.rest.", "").replace("paths:", "x-swagger-router-controller: shop.rest\npaths:"),
         "shop/rest.py"),
        (APP.replace("FlaskApp", "AsyncApp"), SPEC, "shop/rest.py"),
    ],
)  # fmt: skip
def test_a_description_may_be_named_and_name_its_handlers_in_other_ways(app: str, changed: str, handlers: str) -> None:
    assert found(repo(changed, app, handlers)) == {("/v1/score", "score"), ("/v1/about", "about")}


def test_a_resolver_finds_the_function_by_path_and_verb() -> None:
    app = APP.replace('"api.yaml"', '"api.yaml", resolver=RestyResolver("shop"), base_path="/v2"').replace(
        "import connexion", "import connexion\nfrom connexion.resolver import RestyResolver"
    )
    files = {
        "shop/__init__.py": "", "shop/app.py": app, "shop/people.py": "def search(): ...\ndef post(body): ...\n",
        "shop/openapi/api.yaml": "paths:\n  /people:\n    get: {summary: a}\n    post: {summary: b}\n",
    }  # fmt: skip
    assert found(repo_of(files)) == {("/v2/people", "search"), ("/v2/people", "post")}


@pytest.mark.parametrize(
    ("app", "spec"),
    [
        (APP.replace("connexion", "specs"), SPEC),  # somebody else's add_api
        (APP, SPEC.replace("shop.rest.", "elsewhere.")),
        (APP.replace('app.add_api("api.yaml")', "pass"), SPEC),
        (APP, "openapi: 3.0.1\npaths: [broken"),
    ],
)
def test_a_description_that_nothing_answers_has_no_routes(app: str, spec: str) -> None:
    assert found(repo(spec, app)) == set()


def test_requests_are_held_to_what_is_described() -> None:
    schema = next(one for one in request_schemas(repo()) if one.endpoint.handler == "score")
    assert (schema.checked, schema.fields.bounded, schema.fields.loose) == (True, 1, 1)
    empty = next(one for one in request_schemas(repo()) if one.endpoint.handler == "about")
    assert not empty.matters


def test_a_body_that_may_be_anything_is_loose_and_a_circle_of_references_ends() -> None:
    anything = SPEC.replace("{$ref: '#/components/schemas/Person'}", "{type: object}")
    assert [one.fields.loose for one in request_schemas(repo(anything)) if one.matters] == [1]
    circle = SPEC.replace("    Person:\n", "    Person:\n      $ref: '#/components/schemas/Person'\n    Other:\n")
    assert [one.fields.loose for one in request_schemas(repo(circle)) if one.matters] == [1]


KEY = """
security:
- key: []
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key, x-apikeyInfoFunc: shop.keys.look}
"""


def test_a_scheme_of_the_description_asks_who_calls() -> None:
    guarded = SPEC.replace("\ncomponents:\n", f"{KEY}")
    asks = next(one for one in accesses(repo(guarded)) if one.endpoint.handler == "score")
    assert "the description asks key" in asks.what
    assert not any("the description" in one.what for one in accesses(repo()))
    opened = guarded.replace("- key: []", "- key: []\n- {}")
    assert not any("the description" in one.what for one in accesses(repo(opened)))


MODEL = "import joblib\nmodel = joblib.load('m.joblib')\n"
STRAWBERRY = (
    f"import strawberry\n{MODEL}@strawberry.type\nclass Answer:\n    score: float\n\n"
    "    @strawberry.field\n    def rounded(self) -> int:\n        return round(self.score)\n\n"
    "@strawberry.type\nclass Query:\n    @strawberry.field\n    def score(self, age: int) -> float:\n"
    "        return model.predict([[age]])[0]\n\nschema = strawberry.Schema(query=Query)\n"
)
GRAPHENE = (
    f"import graphene\n{MODEL}class Query(graphene.ObjectType):\n    score = graphene.Float(age=graphene.Int())\n\n"
    "    def resolve_score(self, info, age):\n        return model.predict([[age]])[0]\n\n"
    "schema = graphene.Schema(query=Query)\n"
)
ARIADNE = (
    f"from ariadne import QueryType, make_executable_schema\n{MODEL}query = QueryType()\n\n"
    "@query.field('score')\ndef answer(_, info, age):\n    return model.predict([[age]])[0]\n\n"
    "schema = make_executable_schema(types, query)\n"
)


@pytest.mark.parametrize(
    ("code", "framework", "handler"),
    [
        (STRAWBERRY, "Strawberry", "Query.score"),
        (GRAPHENE, "Graphene", "Query.resolve_score"),
        (ARIADNE, "Ariadne", "answer"),
    ],
)
def test_the_root_fields_of_a_schema_are_doors_whose_arguments_the_schema_checks(
    code: str, framework: str, handler: str
) -> None:
    repo = repo_of({"app.py": code})

    assert [(one.framework, one.handler, one.url) for one in routes(repo)] == [(framework, handler, "/graphql")]
    assert [one.how for one in request_schemas(repo)] == [How.BY_TYPES]


@pytest.mark.parametrize(
    ("router", "hangs", "url"),
    [
        ("GraphQLRouter(schema, path='/')", "app.include_router(graph)", "/"),
        ("GraphQLRouter(schema)", "app.include_router(graph, prefix='/graph/v1')", "/graph/v1"),
        ("GraphQLRouter(schema)", "app.include_router(graph, prefix=PREFIX)", "/graphql"),
        ("GraphQLRouter(schema)", "pass", "/graphql"),
    ],
)
def test_a_schema_answers_where_its_router_hangs(router: str, hangs: str, url: str) -> None:
    app = f"{STRAWBERRY}\nfrom strawberry.fastapi import GraphQLRouter\ngraph = {router}\n{hangs}\n"

    assert [one.url for one in routes(repo_of({"app.py": app})) if one.framework == "Strawberry"] == [url]


def test_a_load_test_of_the_root_drives_a_schema_that_answers_there() -> None:
    app = (
        f"{STRAWBERRY}\nfrom fastapi import FastAPI\nfrom strawberry.fastapi import GraphQLRouter\napp = FastAPI()\n"
        "graph = GraphQLRouter(schema, path='{path}')\napp.include_router(graph)\n"
    )
    load = (
        "from locust import HttpUser, task\nclass User(HttpUser):\n    @task\n    def ask(self):\n"
        "        self.client.post('/', json={'query': '{ score(age: 3) }'})\n"
    )
    driven = [
        bool(driving_tests(component_of({"app.py": app.replace("{path}", path), "tests/load/locustfile.py": load})))
        for path in ("/", "/graph")
    ]

    assert driven == [True, False]


def test_a_field_that_names_its_resolver_is_answered_there_and_guarded_where_it_is_declared() -> None:
    files = {
        "types.py": (
            "import strawberry\nfrom answers import score\nfrom asking import IsKnown\n@strawberry.type\nclass Item:\n"
            "    score: float = strawberry.field(resolver=score, permission_classes=[IsKnown])\n"
        ),
        "answers.py": f"{MODEL}def score(root, age: int) -> float:\n    return model.predict([[age]])[0]\n",
        "app.py": "import strawberry\nfrom types_ import Item\nschema = strawberry.federation.Schema(types=[Item])\n",
    }
    repo = repo_of(files)
    (door,) = routes(repo)

    assert (door.handler_path, door.handler) == ("answers.py", "score")
    assert [guard.what for guard in guards_of(repo, door)] == ["the field asks IsKnown"]


@pytest.mark.parametrize(
    "code",
    [
        STRAWBERRY.replace("schema = strawberry.Schema(query=Query)\n", ""),
        GRAPHENE.replace("graphene.ObjectType", "graphene.InputObjectType"),
        "import strawberry\n@strawberry.type\nclass Row:\n    a: int\nschema = strawberry.Schema(query=Row)\n",
    ],
)
def test_types_without_a_schema_and_fields_that_nothing_answers_are_no_doors(code: str) -> None:
    assert routes(repo_of({"app.py": code})) == ()
