"""Which sides a component shows: language models, retrieval for them, and what is neither."""

import pytest

from seatrial.component import components
from seatrial.facts.surfaces import has_surface, surfaces
from seatrial.model import Surface
from seatrial.testing import example_repo
from tests.repositories import component_of


def shown(text: str) -> set[Surface]:
    return {item.surface for item in surfaces(component_of({"app.py": text})) if item.present}


HAYSTACK = """
from haystack import Pipeline
from haystack.components.generators.openai import OpenAIGenerator
from haystack_integrations.components.retrievers.opensearch import OpenSearchBM25Retriever


def make(store):
    pipeline = Pipeline()
    pipeline.add_component("retriever", OpenSearchBM25Retriever(document_store=store))
    pipeline.add_component("llm", OpenAIGenerator(model="gpt-4o"))
    return pipeline


class Search:
    def answer(self, query):
        return self.pipeline.run({"retriever": {"query": query}})


if __name__ == "__main__":
    Search().answer(make(None))
"""

LLAMA_INDEX = """
from llama_index.core import VectorStoreIndex

engine = VectorStoreIndex.from_documents([]).as_query_engine()
print(engine.query("who?"))
"""

KNOWLEDGE_BASE = """
from langchain_aws import AmazonKnowledgeBasesRetriever, ChatBedrock

llm = ChatBedrock()
texts = AmazonKnowledgeBasesRetriever(knowledge_base_id="x").invoke("who?")
print(llm.invoke(texts))
"""

CHROMA = """
from langchain_chroma import Chroma
from langchain_openai import ChatOpenAI

llm = ChatOpenAI()
retriever = Chroma(persist_directory="db").as_retriever()
print(llm.invoke(retriever.invoke("who?")))
"""


@pytest.mark.parametrize("text", [HAYSTACK, LLAMA_INDEX, KNOWLEDGE_BASE, CHROMA])
def test_frameworks_that_look_up_texts_for_a_language_model_are_retrieval(text: str) -> None:
    assert {Surface.LLM, Surface.RAG} <= shown(text)


ENDPOINT = """
import boto3

client = boto3.client("sagemaker-runtime")
print(client.invoke_endpoint(EndpointName="churn", Body=b""))
"""

SEARCH_OF_TEXT = """
import re

import openai
import opensearchpy

client = openai.OpenAI()
client.chat.completions.create(model="m", messages=[re.search("a", "b")])
"""


def test_a_model_of_ones_own_behind_a_cloud_endpoint_is_no_language_model() -> None:
    assert Surface.LLM not in shown(ENDPOINT)


ASKS = "import openai\n\nclient = openai.OpenAI()\nclient.chat.completions.create(model='m', messages=['Hi'])\n"


@pytest.mark.parametrize(
    ("path", "asks"),
    [
        ("benchmarks/rounds/load.py", False), ("scripts/compare_latency_openai.py", False), ("desk/load.py", True),
        ("latency/answer.py", True),
    ],
)  # fmt: skip
def test_what_measures_a_server_of_language_models_is_none_of_its_questions(path: str, asks: bool) -> None:
    component = component_of({path: ASKS, "router.py": "import fastapi\n"})

    assert (Surface.LLM in {item.surface for item in surfaces(component) if item.present}) is asks


def test_a_pattern_that_is_searched_for_is_no_retrieval() -> None:
    assert Surface.RAG not in shown(SEARCH_OF_TEXT)


def test_a_model_without_language_is_neither() -> None:
    assert not {Surface.LLM, Surface.RAG} & shown("from sklearn.svm import SVC\nSVC().fit(x, y).predict(x)\n")


TOOLS = """
from langchain.tools import tool
from langchain_openai import ChatOpenAI


@tool
def search_support_articles(words: str) -> str:
    return words


print(ChatOpenAI().invoke("who?"))
"""


def test_a_function_that_is_marked_as_a_tool_is_one_and_looks_up_texts_by_its_name() -> None:
    assert {Surface.AGENT_TOOLS, Surface.RAG} <= shown(TOOLS)
    assert Surface.RAG not in shown(TOOLS.replace("search_support_articles", "check_links"))


LLAMA_CPP = """
import chromadb
from llama_cpp import Llama


class Client:
    def __init__(self, path):
        self.llm = Llama(model_path=path)

    def answer(self, text):
        return self.llm.create_chat_completion(messages=[{"role": "user", "content": text}])


if __name__ == "__main__":
    found = chromadb.PersistentClient("db").get_collection("texts").query(query_texts=["a"])
    Client("m.gguf").answer(str(found))
"""


def test_a_language_model_in_this_process_is_one_as_well() -> None:
    assert {Surface.LLM, Surface.RAG} <= shown(LLAMA_CPP)


TRAINED = "import joblib\nfrom sklearn.svm import SVC\n\njoblib.dump(SVC().fit(x, y), 'm.joblib')\n"
SERVED = (
    "import joblib\nimport sklearn\nfrom fastapi import FastAPI\n\napp = FastAPI()\n"
    "model = joblib.load('m.joblib')\n\n\n"
    "@app.post('/predict')\ndef predict(size: float):\n    return model.predict([[size]])[0]\n"
)
STARTED = 'FROM python:3.12\nCOPY . .\nCMD ["uvicorn", "app:app"]\n'
PLATFORM = {
    "api/pyproject.toml": "", "api/app.py": SERVED, "api/Dockerfile": STARTED, "training/pyproject.toml": "",
    "training/train.py": TRAINED,
}  # fmt: skip


def answers_itself(files: dict[str, str]) -> bool:
    trains = next(part for part in components(example_repo(files)) if part.name == "training")
    return has_surface(trains, Surface.ANSWERS)


def test_a_part_that_trains_gives_no_answers_where_the_one_beside_it_serves_its_model() -> None:
    assert not answers_itself(PLATFORM)


@pytest.mark.parametrize(
    "changed",
    [
        {"api/Dockerfile": "FROM python:3.12\n"},  # nothing starts what would answer
        {"api/app.py": SERVED + TRAINED},  # it trains a model of its own
        {"training/app.py": SERVED},
        {"training/run.py": TRAINED + "x['y'] = model.predict(x)\nx.to_csv('y.csv')\n",
         "training/Dockerfile": "FROM python:3.12\nCOPY . .\nCMD python run.py\n"},
        {"seatrial.yaml": "schema: 1\nsurfaces:\n  answers_of_its_own: true\n"},
    ],
)  # fmt: skip
def test_a_part_that_trains_is_asked_for_its_answers_where_nobody_gives_them_for_it(changed: dict[str, str]) -> None:
    assert answers_itself({**PLATFORM, **changed})
