"""What a GraphQL schema answers is a door like any other, by the functions behind its fields."""

import pytest

from seatrial.facts.serving.request_schemas import How, request_schemas
from seatrial.facts.web.guards import guards_of
from seatrial.facts.web.routes import routes
from tests.repositories import repo_of

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
