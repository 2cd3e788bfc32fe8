"""Whose is a packaged folder without a model: of the parts that use it or that it asks, or of none?"""

from seatrial.component import Component, components
from seatrial.facts.archetype import archetype
from seatrial.model import Archetype
from tests.repositories import repo_of

PARTS = {
    "services/churn/pyproject.toml": "", "services/churn/churn/model.py": "import sklearn.svm\n",
    "services/fraud/pyproject.toml": "", "services/fraud/fraud/model.py": "import torch\n", "README.md": "",
}  # fmt: skip
BILLING = {"services/billing/pyproject.toml": "", "services/billing/billing/main.py": "import fastapi\n"}


def parts(files: dict[str, str]) -> dict[str, Component]:
    return {component.name: component for component in components(repo_of(PARTS | files))}


def holders(files: dict[str, str], path: str) -> list[str]:
    """Return which parts hold a file."""
    return [name for name, component in parts(files).items() if path in component]


def test_a_service_that_has_nothing_to_do_with_a_model_stands_apart_and_is_told_of_no_part() -> None:
    found = parts(BILLING)

    assert [name for name, one in found.items() if one.apart] == ["services/billing"]
    assert holders(BILLING, "services/billing/billing/main.py") == ["services/billing"]
    assert archetype(found["services/billing"]).archetype is Archetype.NOT_ML


def test_what_stands_apart_is_no_part_with_a_model_whatever_the_owner_declares_the_models_to_be() -> None:
    found = parts(BILLING | {"seatrial.yaml": "archetype: online-service\n"})

    assert archetype(found["services/billing"]).archetype is Archetype.NOT_ML


def test_a_library_belongs_to_the_parts_that_import_it() -> None:
    files = {
        "libs/scaling/pyproject.toml": "", "libs/scaling/src/scaling/flask_views.py": "import flask\n",
        "services/churn/churn/data.py": "from scaling.flask_views import scaled\n",
    }  # fmt: skip

    assert holders(files, "libs/scaling/src/scaling/flask_views.py") == ["services/churn"]


def test_a_gateway_belongs_to_the_parts_that_it_asks_by_host_by_setting_or_by_a_published_port() -> None:
    gateway = {"services/gateway/pyproject.toml": ""}
    compose = (
        "services:\n  churn:\n    build: ./services/churn\n    ports: ['8005:8000']\n"
        "  gateway:\n    build: ./services/gateway\n    environment:\n      UPSTREAM: http://churn:8000\n"
    )
    for text in (
        "import flask\nUP = 'http://churn:8000/predict'\n",
        "import flask, os\nUP = os.environ['CHURN_SERVICE_URL']\n",
    ):
        assert holders(gateway | {"services/gateway/app.py": text}, "services/gateway/app.py") == ["services/churn"]
    asked = {"services/gateway/app.py": "import flask\nUP = 'http://localhost:8005'\n", "docker-compose.yml": compose}
    told = {"services/gateway/app.py": "import flask\n", "docker-compose.yml": compose}

    assert holders(gateway | asked, "services/gateway/app.py") == ["services/churn"]
    assert holders(gateway | told, "services/gateway/app.py") == ["services/churn"]


def test_a_page_behind_a_gateway_belongs_to_what_the_gateway_asks() -> None:
    files = {
        "apps/gateway/pyproject.toml": "", "apps/gateway/app.py": "import flask\nUP = 'http://fraud:80'\n",
        "apps/web/package.json": "{}", "apps/web/src/api.ts": "fetch('http://gateway:8000/score')\n",
        "apps/admin/package.json": "{}", "apps/admin/src/api.ts": "fetch('http://billing:8000/bills')\n",
    }  # fmt: skip

    assert holders(BILLING | files, "apps/web/src/api.ts") == ["services/fraud"]
    assert holders(BILLING | files, "apps/admin/src/api.ts") == ["apps/admin"]


def test_what_may_take_part_in_a_way_that_is_not_seen_is_shared_by_all() -> None:
    both = ["services/churn", "services/fraud"]
    for name, text in (
        ("main.py", "import fastapi, httpx\n"),  # the setting with the address may be called anything
        ("main.py", "import flask, pickle\n"),  # a model may lie in it
        ("main.py", "import flask, aiokafka\n"),  # messages go to whoever listens
        ("main.py", "import csv\n"),  # a pipeline hands on files
        ("package.json", "{}"),
    ):
        files = {"services/other/pyproject.toml": "", f"services/other/{name}": text}
        assert holders(files, f"services/other/{name}") == both, text


def test_beside_one_folder_with_a_model_the_rest_is_one_product_but_for_what_takes_no_part() -> None:
    one = {path: text for path, text in PARTS.items() if "fraud" not in path}
    web = {"apps/web/package.json": "{}", "apps/web/a.ts": ""}
    whole, apart = components(repo_of(one | web | BILLING))

    assert (whole.name, apart.name) == (".", "services/billing")
    assert {"services/churn/churn/model.py", "apps/web/a.ts"} <= whole.own
    assert components(repo_of(one | BILLING | {"pyproject.toml": ""}))[0].own >= BILLING.keys()


def test_a_service_that_names_only_its_own_neighbours_takes_no_part_however_their_names_are_written() -> None:
    shop = {
        "services/productcatalogservice/go.mod": "module catalog\n",
        "services/recommending/requirements.txt": "grpcio\n", "services/recommending/Dockerfile": "FROM python:3.12\n",
        "services/recommending/server.py": "import os\nimport grpc\nserver = grpc.server(pool)\n"
        "channel = grpc.insecure_channel(os.environ['PRODUCT_CATALOG_SERVICE_ADDR'])\n",
    }  # fmt: skip
    unnamed = {**shop, "services/recommending/server.py": "import grpc\nchannel = grpc.insecure_channel(where())\n"}

    assert holders(shop, "services/recommending/server.py") == ["services/recommending"]
    assert len(holders(unnamed, "services/recommending/server.py")) == 2
