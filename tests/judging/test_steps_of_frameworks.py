"""A step speaks of what the framework that answers is started by, and of what it checks requests with."""

from seatrial.facts.models.model_loading import unsafe_loads
from tests.repositories import repo_of

from .asked import SERVICE, advice

VIEW = (
    "import joblib\nfrom rest_framework.response import Response\nfrom rest_framework.views import APIView\n\n"
    "model = joblib.load('m.joblib')\n\n\nclass Predict(APIView):\n    def post(self, request):\n"
    "        return Response(model.predict([request.data['rows']]).tolist())\n"
)
DJANGO = {
    "manage.py": "import sys\nfrom django.core.management import execute_from_command_line\n\n"
    "execute_from_command_line(sys.argv)\n",
    "site/wsgi.py": "from django.core.wsgi import get_wsgi_application\n\napplication = get_wsgi_application()\n",
    "site/urls.py": "from django.urls import path\nfrom app.views import Predict\n\n"
    "urlpatterns = [path('predict/', Predict.as_view())]\n",
    "app/views.py": VIEW,
    "requirements.txt": "django\ndjangorestframework\n",
}


def test_a_view_of_django_is_started_by_its_wsgi_and_checked_by_a_serializer() -> None:
    assert "start site/wsgi.py" in advice("ARC-01", DJANGO)
    assert "as a serializer (min_value" in advice("ARC-02", DJANGO)
    assert "start app.py" in advice("ARC-01", {"app.py": SERVICE["app.py"]})


def test_requests_of_other_frameworks_are_declared_by_pydantic() -> None:
    service = SERVICE | {"app.py": SERVICE["app.py"].replace("size: float", "size: dict")}

    assert "as a pydantic model with bounds" in advice("ARC-02", service)


GRAPH = (
    "import joblib\nimport strawberry\nfrom fastapi import FastAPI\nfrom strawberry.fastapi import GraphQLRouter\n\n"
    "model = joblib.load('m.joblib')\n\n\n@strawberry.type\nclass Query:\n    @strawberry.field\n"
    "    def related(self, count: int) -> list[float]:\n        return model.predict([[count]]).tolist()\n\n\n"
    "app = FastAPI()\napp.include_router(GraphQLRouter(strawberry.Schema(query=Query)), prefix='/graphql')\n"
)


def test_a_field_of_a_schema_of_graphql_is_bounded_in_its_resolver() -> None:
    assert advice("ARC-02", {**SERVICE, "app.py": GRAPH}).startswith("Refuse in Query.related what its types let")


LOAD = (
    "import base64\nimport pickle\n\n\ndef rows(row):\n"
    "    {} = pickle.loads(base64.b64decode(row.blob))\n    return {}\n"
)


def of_data(name: str) -> bool:
    (load,) = unsafe_loads(repo_of({"run.py": LOAD.format(name, name)}))
    return load.of_data


def test_what_a_model_made_is_kept_as_an_array_and_what_makes_it_is_a_model() -> None:
    assert of_data("embedding_en")
    assert of_data("stopwords")
    assert not of_data("embedding_model")
    assert not of_data("vectorizer")
    assert not of_data("it")


def test_a_page_of_html_is_no_part_of_machine_learning() -> None:
    stored = (
        "import pickle\n\n\ndef load(row):\n    {} = pickle.loads(row.blob)\n    return {}\n\n\n"
        "def save(it):\n    return pickle.dumps(it)\n"
    )

    assert "no code: JSON" in advice("SEC-02", {"run.py": stored.format("html_text", "html_text")})
    assert "Export the model" in advice("SEC-02", {"run.py": stored.format("ml_part", "ml_part")})
