"""Which packages does an image not install that what it starts imports, though the repository declares them?"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from seatrial.facts.code.missing_modules import at_import
from seatrial.facts.code.modules import modules
from seatrial.facts.code.python_files import python_file
from seatrial.facts.images.image import Image
from seatrial.facts.images.image_packages import installed_packages
from seatrial.facts.project.dependencies import declared_names
from seatrial.model import Evidence, Place
from seatrial.repo import Repo

#: By the name of the import: the distribution, and others that bring it along, by the beginnings of their names.
_ASKED_FOR: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "airflow": ("apache-airflow",),
    "bentoml": ("bentoml",),
    "boto3": ("boto3", "sagemaker", "dvc", "aws", "mlflow", "feast", "langchain-aws", "s3fs", "moto", "zappa",
              "bentoml"),
    "catboost": ("catboost", "pycaret", "autogluon", "flaml", "autofeat"),
    "celery": ("celery", "django-celery", "flower", "apache-airflow"),
    "confluent_kafka": ("confluent-kafka", "faust", "quixstreams"),
    "dagster": ("dagster",),
    "evidently": ("evidently", "zenml"),
    "fastapi": ("fastapi", "mlflow", "gradio", "ray", "bentoml", "chroma", "litserve", "prefect", "feast", "kserve",
                "mlserver", "vllm", "lang", "sqladmin", "prometheus-fastapi", "zenml", "litellm", "slowapi", "titiler",
                "autogen", "apache-airflow", "sglang", "nemo"),
    "flask": ("flask", "mlflow", "dash", "apache-airflow", "connexion", "superset", "locust"),
    "gradio": ("gradio",),
    "lightgbm": ("lightgbm", "pycaret", "autogluon", "flaml", "autofeat", "darts", "u8darts"),
    "mlflow": ("mlflow", "pycaret", "zenml", "dagshub", "databricks"),
    "openai": ("openai", "lang", "litellm", "instructor", "llama-index", "autogen", "ragas", "deepeval", "guidance",
               "marvin", "vllm", "pydantic-ai", "mem0", "crewai", "dspy", "semantic-kernel"),
    "pika": ("pika", "aio-pika"),
    "prefect": ("prefect",),
    "prometheus_client": ("prometheus", "starlette-", "vllm", "ray", "bentoml", "kserve", "mlserver", "notebook",
                          "jupyter", "zenml", "flask-prometheus", "distributed", "dask", "litellm", "sglang", "locust"),
    "psycopg2": ("psycopg2", "apache-airflow", "aws-psycopg2", "dbt", "feast"),
    "pymongo": ("pymongo", "motor", "mongo", "beanie", "odmantic", "flask-pymongo", "langchain-mongodb"),
    "streamlit": ("streamlit",),
    "uvicorn": ("uvicorn", "fastapi", "mlflow", "gradio", "ray", "bentoml", "chroma", "litserve", "prefect", "feast",
                "kserve", "mlserver", "vllm", "lang", "zenml", "litellm", "mcp", "autogen", "evidently", "sglang",
                "apache-airflow", "nemo", "dagster", "solara", "nicegui", "connexion", "starlette", "uvicorn-worker"),
    "xgboost": ("xgboost", "pycaret", "autogluon", "flaml", "autofeat", "h2o"),
})  # fmt: skip


def missing_packages(repo: Repo, image: Image, started: Iterable[str]) -> tuple[Evidence, ...]:
    """Return the packages that files import which an image starts, and that none of its steps installs.

    Only those count that others seldom bring along, and that the repository declares for something else.
    """
    imported = {top: place for path in started for top, place in _imported(repo, path)}
    missing = {top: place for top, place in imported.items() if _ASKED_FOR[top][0] in declared_names(repo)}
    held = installed_packages(repo, image) if missing else None
    if held is None:
        return ()
    return tuple(
        Evidence(place, f"{place.path} imports {top}, which {image.path} does not install")
        for top, place in missing.items()
        if not any(name.startswith(_ASKED_FOR[top]) for name in held)
    )


def _imported(repo: Repo, start: str) -> Iterator[tuple[str, Place]]:
    """Yield the packages that are imported with a file, by itself and by what it imports of the repository."""
    known, waiting, seen = modules(repo), deque([start]), {start}
    while waiting:
        path = waiting.popleft()
        file = python_file(repo, path)
        for one in at_import(file) if file and not file.broken else ():
            if found := known.find(one.dotted, path):
                if found.path not in seen:
                    seen.add(found.path)
                    waiting.append(found.path)
            elif (top := one.module.partition(".")[0]) in _ASKED_FOR:
                yield top, Place(path, one.line)
