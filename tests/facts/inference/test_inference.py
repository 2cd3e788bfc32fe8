"""What runs a model, and what only stands beside one."""

import pytest

from seatrial.component import components
from seatrial.facts.archetype import archetype
from seatrial.facts.inference.foreign_inference import foreign_inference
from seatrial.facts.inference.inference import Runs, inference_calls
from seatrial.facts.inference.inference_paths import inference_path
from seatrial.facts.inference.model_loads import model_loads
from seatrial.model import Archetype, Confidence
from tests.repositories import repo_of


def of(code: str, **more: str) -> list[Runs]:
    files = {"ask.py": code, **{f"{name}.py": text for name, text in more.items()}}
    return [call.runs for call in inference_calls(repo_of(files))]


@pytest.mark.parametrize("name", ["audio.decode_audio", "available_models", "vad.get_vad_model"])
def test_what_reads_sound_or_names_models_runs_none(name: str) -> None:
    assert of(f"import faster_whisper\n\ndef ask(x):\n    return faster_whisper.{name}(x)\n") == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (
            "from tortoise.api import TextToSpeech\nspeech = TextToSpeech()\n\ndef ask(x):\n    return speech.tts(x)\n",
            [Runs.MODEL],
        ),
        (
            "from tortoise import connections\n\ndef ask(x):\n    return connections.get('default').execute_query(x)\n",
            [],
        ),
        (
            "from tortoise import fields\n\ndef ask(labels: fields.ReverseRelation):\n    return labels.all()\n",
            [],
        ),
    ],
)
def test_a_database_called_as_a_library_of_speech_runs_no_model(asked: str, found: list[Runs]) -> None:
    assert of(asked) == found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (
            "from kokoro import KPipeline\nspeak = KPipeline('a')\n\ndef ask(x):\n    return list(speak(x))\n",
            [Runs.MODEL],
        ),
        ("import f5_tts.api\n\ndef ask(x):\n    return f5_tts.api.F5TTS().infer(x)\n", [Runs.MODEL]),
        ("from barkeep import Client\nclient = Client()\n\ndef ask(x):\n    return client.run(x)\n", []),
    ],
)
def test_what_makes_speech_is_a_model(asked: str, found: list[Runs]) -> None:
    assert of(asked) == found


@pytest.mark.parametrize(
    ("library", "found"), [("lenskit.pipeline", [Runs.MODEL]), ("shell.pipeline", [])], ids=["lenskit", "another"]
)
def test_a_pipeline_of_recommendations_is_run_by_whoever_was_handed_it(library: str, found: list[Runs]) -> None:
    ask = "from load import ready\n\ndef ask(rows):\n    line = ready('nrms')\n    return line.run_all(rows=rows)\n"
    load = f"from {library} import Pipeline\n\ndef ready(name: str) -> Pipeline:\n    return KEPT[name]\n"

    assert of(ask, load=load) == found
    assert of("import lenskit\n\ndef ask(p, user):\n    return lenskit.recommend(p, user)\n") == [Runs.MODEL]


def test_what_is_sent_to_the_server_of_models_that_a_setting_names_is_answered_by_one() -> None:
    ask = (
        "import requests\nfrom settings import NAME\n\n"
        "def ask(rows):\n    return requests.post(NAME.format('moths'), json={'instances': rows})\n"
    )
    assert of(ask.replace("NAME", "TENSORFLOW_SERVING_URL"), settings="") == [Runs.REMOTE_MODEL]
    assert of(ask.replace("NAME", "WEATHER_URL"), settings="") == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("return query_engine.query(q)", [Runs.LLM]),
        ("return self._query_engine.aquery(q)", [Runs.LLM]),
        ("return st.session_state.chat_engine.stream_chat(q)", [Runs.LLM]),
        ("return index.as_query_engine(similarity_top_k=3).query(q)", [Runs.LLM]),
        ("return engine.query(q)", []),
        ("return query_engine.close()", []),
    ],
)
def test_an_engine_that_answers_from_texts_asks_a_language_model(asked: str, found: list[Runs]) -> None:
    assert of(f"import llama_index.core\n\ndef ask(q):\n    {asked}\n") == found
    assert of(f"import trino\n\ndef ask(q):\n    {asked}\n") == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [("light_rag.aquery(q)", [Runs.LLM]), ("self.rag.aquery_stream(q)", [Runs.LLM]), ("storage.query(q)", [])],
)
def test_a_graph_of_texts_that_was_handed_over_asks_a_language_model(asked: str, found: list[Runs]) -> None:
    assert of(f"from lightrag import QueryParam\n\ndef ask(q):\n    return {asked}\n") == found
    assert of(f"import networkx\n\ndef ask(q):\n    return {asked}\n") == []


@pytest.mark.parametrize(
    ("made", "loaded"),
    [
        ("await asyncio.to_thread(AsyncLLMEngine.from_engine_args, args)", True),
        ("await loop.run_in_executor(None, AsyncLLMEngine.from_engine_args, args)", True),
        ("await run_in_threadpool(AsyncLLMEngine.from_engine_args, args)", True),
        ("await asyncio.to_thread(open_queue, args)", False),
        ("await asyncio.to_thread()", False),
    ],
)
def test_a_model_that_is_loaded_in_a_thread_is_one_where_it_is_kept(made: str, loaded: bool) -> None:
    code = "import asyncio\nfrom vllm import AsyncLLMEngine\nclass Engine:\n    async def start(self, args):\n"
    code += f"        self.held = {made}\n    async def ask(self, q):\n        return self.held.generate(q)\n"
    repo = repo_of({"ask.py": code})

    assert [load.target for load in model_loads(repo)] == ["self.held"] * loaded
    assert [call.confidence for call in inference_calls(repo)] == [Confidence.VERIFIED] * loaded


@pytest.mark.parametrize(
    ("filled", "found"),
    [
        ("", []),
        ("nlp.add_pipe('sentencizer')\n", []),
        ("nlp.from_disk('model')\n", [Runs.MODEL, Runs.MODEL]),
        ("nlp.add_pipe('textcat', source=trained)\n", [Runs.MODEL, Runs.MODEL]),
    ],
    ids=["empty", "sentences", "from-disk", "a-step-with-a-model"],
)
def test_an_empty_pipeline_of_spacy_only_takes_texts_apart(filled: str, found: list[Runs]) -> None:
    code = f"import spacy\n\nnlp = spacy.blank('en')\n{filled}\ndef count(text, texts):\n    len(nlp(text))\n"
    assert of(f"{code}    return list(nlp.pipe(texts))\n") == found


@pytest.mark.parametrize("name", ["label_binarizer", "self.label_encoder", "mlb"])
def test_the_names_of_classes_turned_into_numbers_are_no_answer(name: str) -> None:
    code = f"import pickle, sklearn\n\n{name} = pickle.load(open('l.pkl', 'rb'))\nY = {name}.transform(names)\n"

    assert of(code) == []


@pytest.mark.parametrize(
    ("made", "loaded"),
    [
        ("from pyspark.ml import PipelineModel\nmodel = PipelineModel.load('gs://b/m')\n", 1),
        ("from pyspark.ml.classification import LinearSVCModel\nmodel = LinearSVCModel.load('m')\n", 1),
        ("from pyspark.ml.feature import StandardScalerModel\nscaler = StandardScalerModel.load('m')\n", 0),
        ("from plans import PipelineModel\nmodel = PipelineModel.load('m')\n", 0),
    ],
)
def test_a_fitted_pipeline_of_spark_is_loaded_and_run(made: str, loaded: int) -> None:
    repo = repo_of({"a.py": f"{made}def ask(rows):\n    return model.transform(rows)\n"})

    assert [load.confidence for load in model_loads(repo)] == [Confidence.VERIFIED] * loaded
    if loaded:
        assert [call.confidence for call in inference_calls(repo)] == [Confidence.VERIFIED]


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("from databricks.feature_store import FeatureStoreClient\nFeatureStoreClient().score_batch(u, df)\n", 1),
        ("import mlflow\nask = mlflow.pyfunc.spark_udf(spark, 'models:/m/1')\n", 1),
        ("from game import Board\nBoard().score_batch(moves)\n", 0),
    ],
    ids=["a feature store", "a function of Spark", "a game"],
)
def test_a_registered_model_runs_over_a_whole_table(code: str, found: int) -> None:
    assert of(code) == [Runs.MODEL] * found


@pytest.mark.parametrize(
    ("module", "found"),
    [
        ("libyolov8_trt", [Runs.MODEL]),
        ("ais.tensorrt_alpha_pybind", [Runs.MODEL]),
        ("rknn_infer", [Runs.MODEL]),
        ("camera", []),
        ("metal_detectors", []),
    ],
)
def test_a_binding_of_a_runtime_in_another_language_is_known_by_its_name(module: str, found: list[Runs]) -> None:
    looks = "def look(img):\n    detector = lib.Detector('m')\n    return detector.inference(img)\n"
    code = f"import {module} as lib\n\n{looks}"

    assert of(code) == found


@pytest.mark.parametrize("name", ["rag_chain", "self.llm", "judge_llm", "agent"])
def test_a_chain_that_is_handed_over_asks_a_language_model_whatever_else_the_file_imports(name: str) -> None:
    asked = f"def ask(q):\n    return {name}.invoke(q)\n"

    assert of("import mlflow\nfrom langchain_core.runnables import Runnable\n" + asked) == [Runs.LLM]
    assert of("import mlflow\n" + asked) in ([], [Runs.MODEL])


@pytest.mark.parametrize(
    ("asked", "found"),
    [("return chain({'question': q})", [Runs.LLM]), ("return chain", []), ("return chain.dict()", [])],
)
@pytest.mark.parametrize(
    "made",
    [
        "from langchain.chains.qa_with_sources import load_qa_with_sources_chain as load\nchain = load(llm=llm)\n",
        "from langchain.chains import LLMChain\nchain = LLMChain(llm=llm)\n",
    ],
)
def test_a_chain_that_is_called_asks_a_language_model_and_to_make_it_asks_nobody(
    made: str, asked: str, found: list[Runs]
) -> None:
    assert of(f"{made}\ndef ask(q):\n    {asked}\n") == found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("client.responses.create(input=q)", [Runs.LLM]),
        ("client.models.retrieve(q)", []),
        ("client.providers.retrieve(q)", []),
        ("client.files.retrieve(q)", []),
    ],
)
def test_what_a_provider_keeps_is_looked_up_and_asks_no_model(asked: str, found: list[Runs]) -> None:
    code = "from llama_stack_client import LlamaStackClient\nclient = LlamaStackClient()\n\n"

    assert of(f"{code}def ask(q):\n    return {asked}\n") == found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("client.chat.completions.with_raw_response.create(**args)", [Runs.LLM]),
        ("client.responses.with_streaming_response.create(model=m)", [Runs.LLM]),
        ("client.beta.messages.with_raw_response.create(model=m)", [Runs.LLM]),
        ("client.files.with_raw_response.create(file=f)", []),
    ],
)
def test_a_client_that_is_asked_for_the_whole_response_asks_a_language_model(asked: str, found: list[Runs]) -> None:
    assert of(f"def ask(client, **args):\n    return {asked}\n") == found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("return pickle.loads(failing[key])", 0),
        ("return pickle.loads(self.models[key])", 1),
        ("model = pickle.loads(store[key])", 1),
        ("return pickle.loads(blob)", 1),
    ],
)
def test_an_entry_of_a_table_is_no_model_unless_something_calls_it_one(line: str, found: int) -> None:
    code = f"import pickle\nimport sklearn\ndef look(self, key, blob):\n    {line}\n"

    assert len(model_loads(repo_of({"models/choice.py": code}))) == found


@pytest.mark.parametrize(
    ("file", "code", "sure"),
    [
        (
            "store.py",
            "import mlflow\n\n\ndef load():\n    return mlflow.pyfunc.load_model('models:/churn@champion')\n",
            True,
        ),
        ("store.py", "def load():\n    return 1\n", False),
        ("other.py", "import mlflow\n", False),
    ],
)
def test_what_is_called_a_model_is_one_where_own_code_that_is_imported_works_with_models(
    file: str, code: str, sure: bool
) -> None:
    service = "import store\n\n\ndef answer(rows, model=None):\n    return (model or store.load()).predict(rows)\n"
    route = "from service import answer\n\n\ndef ask(rows, model):\n    return model.predict(rows)\n"
    files = {"store.py": "", "service.py": service, "route.py": route, file: code}

    found = [call for call in inference_calls(repo_of(files)) if call.path == "route.py"]

    assert [call.confidence is Confidence.VERIFIED for call in found] == [sure]


@pytest.mark.parametrize(("owner", "number"), [("model_service.thresholds", 0), ("model_service.classifier", 1)])
def test_limits_that_somebody_set_are_no_model(owner: str, number: int) -> None:
    text = f"import sklearn\ndef decide(model_service, score):\n    return {owner}.classify(score)\n"

    assert len(inference_calls(repo_of({"a.py": text}))) == number


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("src/cpu.cpp", "auto m = tflite::FlatBufferModel::BuildFromFile(path);\n",
         "C++: runs a model by tflite::FlatBufferModel"),
        ("src/run.cc", "int main() {\n  Ort::Session session(env, path);\n", "C++: runs a model by Ort::Session"),
        ("app/src/main/java/a/Net.kt", "import org.tensorflow.lite.Interpreter\n",
         "Kotlin or Java: runs a model by org.tensorflow.lite.Interpreter"),
        ("App/Camera.swift", "let request = VNCoreMLRequest(model: model)\n", "Swift: runs a model by VNCoreMLRequest"),
        ("lib/detect.dart", "import 'package:tflite_flutter/tflite_flutter.dart';\n",
         "Dart: runs a model by package:tflite_flutter"),
        ("src/Tool.java", "import ai.djl.Model;\n", "Kotlin or Java: runs a model by ai.djl"),
        ("src/Scorer.java", "import org.jpmml.evaluator.Evaluator;\n",
         "Kotlin or Java: runs a model by org.jpmml.evaluator"),
        ("src/Row.cs", "using Microsoft.ML.Data;\n", "C#: runs a model by using Microsoft.ML"),
        ("score.go", 'm, _ := leaves.LGEnsembleFromFile("m.txt", true)\n',
         "Go: runs a model by leaves.LGEnsembleFromFile"),
        ("web/worker.js", "import { pipeline } from '@huggingface/transformers';\n",
         "JavaScript: runs a model by @huggingface/transformers"),
    ],
)  # fmt: skip
def test_the_runtime_of_a_model_tells_a_program_that_runs_one(path: str, text: str, said: str) -> None:
    repo = repo_of({path: text})
    (component,) = components(repo)
    taken = archetype(component)

    assert [one.what.strip("/") for one in foreign_inference(repo)] == [said]
    assert (taken.archetype, taken.confidence) == (Archetype.RESEARCH_CODE, Confidence.LIKELY)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("tests/run.cc", "Ort::Session session(env, path);\n"),
        ("third_party/ort/api.h", "Ort::Session session(env, path);\n"),
        ("src/main.cpp", "int infer(Session session);\n"),
        ("web/app.js", "import { pipeline } from 'stream';\n"),
        ("App/View.swift", "import SwiftUI\n"),
    ],
)
def test_tests_foreign_code_and_other_sessions_run_no_model(path: str, text: str) -> None:
    assert foreign_inference(repo_of({path: text})) == ()


def test_a_server_that_asks_a_model_is_assessed_though_no_python_stands_beside_it() -> None:
    server = "const app = express();\napp.post('/ask', ask);\n"
    asked = repo_of({"src/index.ts": server + "const llm = new OpenAI({});\n"})
    plain = repo_of({"src/index.ts": server})

    assert archetype(components(asked)[0]).archetype is Archetype.LLM_APP
    assert archetype(components(plain)[0]).archetype is Archetype.NOT_ML


HELD = (
    "from ctypes import cdll\nimport numpy as np\nclass Eye:\n    def __init__(self):\n"
    "        self.lib = cdll.LoadLibrary('./libeye.so')\n        self.lib.init('eye.rknn')\n"
    "    def look(self, picture):\n        return self.lib.infer(picture)\n"
)
TOP = (
    "import ctypes\nimport numpy as np\n_libc = ctypes.cdll.LoadLibrary('libtr.so')\n"
    "def look(picture):\n    return _libc.tr_run(picture, np.zeros(9))\n_libc.tr_init(0, 'crnn.bin')\n"
)


@pytest.mark.parametrize(
    ("text", "scopes"),
    [
        (HELD, ["Eye.look"]),
        (TOP, ["look"]),
        (TOP.replace("ctypes.cdll.LoadLibrary", "ctypes.CDLL").replace("tr_run", "network_predict"), ["look"]),
        (TOP.replace("crnn.bin", "crnn"), []),
        (TOP.replace("tr_run", "tr_release"), []),
        (TOP.replace("tr_run", "truncate"), []),
        (TOP.replace("import numpy as np\n", "").replace("np.zeros(9)", "9"), []),
        (TOP.replace("ctypes.cdll.LoadLibrary", "desk.Library"), []),
    ],
    ids=["held by an object", "of a module", "of darknet", "no weights", "released", "a word in a word", "no arrays",
         "another library"],
)  # fmt: skip
def test_a_function_of_a_shared_library_runs_a_model_where_weights_are_named(text: str, scopes: list[str]) -> None:
    found = inference_calls(repo_of({"eye.py": text}))

    assert [(call.scope, call.runs) for call in found] == [(scope, Runs.MODEL) for scope in scopes]


@pytest.mark.parametrize(
    ("call", "runs"),
    [
        ("client.audio.speech.create(model='tts-1', input=text)", Runs.REMOTE_MODEL),
        ("client.audio.speech.with_streaming_response.create(model='tts-1', input=text)", Runs.REMOTE_MODEL),
        ("client.images.generate(model='gpt-image-1', prompt=text)", Runs.REMOTE_MODEL),
        ("client.responses.create(model='gpt-4.1-mini', input=text)", Runs.LLM),
        ("client.audio.transcriptions.create(model='whisper-1', file=text)", Runs.LLM),
    ],
)
def test_a_voice_and_a_picture_are_no_answer_of_a_language_model(call: str, runs: Runs) -> None:
    code = f"from openai import OpenAI\n\nclient = OpenAI()\n\n\ndef ask(text):\n    return {call}\n"
    (found,) = inference_calls(repo_of({"app.py": code}))

    assert found.runs is runs


@pytest.mark.parametrize(
    ("made", "call", "runs"),
    [
        ("return ChatOllama(model='q')", "answering.invoke(text)", [Runs.LLM]),
        ("return ChatOllama(model='q')", "answering.bind_tools([]).invoke(text)", [Runs.LLM]),
        ("return ChatOllama(model='q').invoke('a').content", "answering.strip(text)", []),
        ("return Workflow(steps=[])", "answering.invoke(text)", []),
    ],
)
def test_what_a_function_of_the_owners_hands_out_is_asked_as_what_it_makes(
    made: str, call: str, runs: list[Runs]
) -> None:
    makes = f"from langchain_ollama import ChatOllama\nfrom flows import Workflow\n\n\ndef get_it():\n    {made}\n"
    code = f"from makes import get_it\n\nanswering = get_it()\n\n\ndef ask(text):\n    return {call}\n"
    found = inference_calls(repo_of({"ask.py": code, "makes.py": makes}))

    assert [one.runs for one in found if one.path == "ask.py"] == runs


def test_a_search_that_a_function_hands_out_is_no_language_model_though_it_uses_one() -> None:
    makes = (
        "from langchain_openai import ChatOpenAI\nfrom langchain.retrievers import MultiQueryRetriever\n\n\n"
        "def get_it(store):\n    return MultiQueryRetriever.from_llm(store, ChatOpenAI())\n"
    )
    code = "from makes import get_it\n\nfinding = get_it(store)\n\n\ndef ask(text):\n    return finding.invoke(text)\n"

    assert Runs.LLM not in of(code, makes=makes)


POSTED = "import httpx\n\n\nasync def send(client, body):\n    return await client.post(ADDRESS, json=body)\n\n\n"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("{'model': m, 'prompt': text, 'stream': False}", [Runs.LLM]),
        ("{'contents': [text], 'generationConfig': {'temperature': 0.3}}", [Runs.LLM]),
        ("{'model': m, 'messages': [text]}", [Runs.LLM]),
        ("{'model': m, 'prompt': text, 'size': '1024x1024'}", []),
        ("{'contents': [text], 'model': m}", []),
    ],
)
def test_what_is_posted_tells_a_language_model_by_its_keys_wherever_the_body_is_made(
    body: str, found: list[Runs]
) -> None:
    assert of(f"{POSTED}def ask(text, m):\n    body = {body}\n    return send(httpx.AsyncClient(), body)\n") == found
    alone = POSTED.replace("(client, body)", "(client)").replace("=body", "=None")
    aside = f"{alone}def other(text, m):\n    body = {body}\n"

    assert of(aside) == []


@pytest.mark.parametrize(
    ("send", "body", "found"),
    [
        ("post_json_with_retry", "json={'model': m, 'messages': [text]}", [Runs.LLM]),
        ("_send", "json={'contents': [text], 'generationConfig': {}}", [Runs.LLM]),
        ("post_json_with_retry", "json={'model': m, 'rows': [text]}", []),
        ("compost", "json={'model': m, 'messages': [text]}", []),
        ("post_json_with_retry", "text={'model': m, 'messages': [text]}", []),
    ],
)
def test_what_a_function_around_a_client_posts_tells_a_language_model(send: str, body: str, found: list[Runs]) -> None:
    sends = f"def {send}(client, json=None, text=''):\n    return client.post(ADDRESS, json=json)\n"
    code = f"from sends import {send}\n\n\ndef ask(client, text, m):\n    return {send}(client, {body})\n"

    assert of(code, sends=sends) == found


@pytest.mark.parametrize(
    ("library", "found"), [("twilio.rest", []), ("anthropic", [Runs.LLM]), ("messages_of_models", [Runs.LLM])]
)
def test_what_sends_messages_to_people_asks_no_language_model(library: str, found: list[Runs]) -> None:
    assert of(f"from {library} import Client\n\nclient = Client()\nclient.messages.create(body='a', to=b)\n") == found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("await asyncio.to_thread(model.predict, rows)", [Runs.MODEL]),
        ("await loop.run_in_executor(None, model.predict, rows)", [Runs.MODEL]),
        ("later = functools.partial(model.predict, rows)", [Runs.MODEL]),
        ("pool.submit(model.predict, rows)", [Runs.MODEL]),
        ("pool.submit(clean, rows)", []),
        ("pool.submit(rows)", []),
    ],
)
def test_a_model_that_is_handed_to_a_thread_is_run(asked: str, found: list[Runs]) -> None:
    assert of(f"import joblib\nmodel = joblib.load('m.joblib')\n{asked}\n") == found


NEEDS = "class Linker:\n    def link(self, rows):\n        return self.finder.find(rows)\n"
FINDS = "import joblib\nmodel = joblib.load('m.joblib')\nclass Finder:\n    def find(self, rows):\n        {}\n"


@pytest.mark.parametrize(("folder", "found"), [("api", True), ("tools", False)])
def test_of_many_methods_of_a_name_those_in_the_folder_of_their_caller_are_meant(folder: str, found: bool) -> None:
    others = {f"{name}/other.py": FINDS.format("return rows") for name in "abcde"}
    files = {"api/linker.py": NEEDS, f"{folder}/finder.py": FINDS.format("return model.predict(rows)"), **others}

    assert bool(inference_path(repo_of(files), "api/linker.py", "Linker.link")) is found


SCORES = (
    "import joblib\nmodel = joblib.load('m.joblib')\n"
    "class Risk:\n    def score(self, rows):\n        return model.predict(rows)\n"
)


@pytest.mark.parametrize(
    ("handler", "found"),
    [("return Answer(user=made.user, score=made.score)", False), ("return Thread(target=made.score)", True)],
)
def test_a_field_that_is_copied_under_its_own_name_is_no_method_of_a_model(handler: str, found: bool) -> None:
    files = {"risk.py": SCORES, "api.py": f"def latest(db):\n    made = db.newest()\n    {handler}\n"}

    assert bool(inference_path(repo_of(files), "api.py", "latest")) is found


@pytest.mark.parametrize(
    ("brings", "found"),
    [("    return RandomForestClassificationModel.load(path)\n", True), ("    return open(path)\n", False)],
)
def test_what_a_function_of_the_owner_brings_that_only_loads_a_model_is_one(brings: str, found: bool) -> None:
    spark = "from pyspark.ml.classification import RandomForestClassificationModel\n\n\ndef forest(path):\n"
    job = "from ml import forest\n\n\ndef run(rows):\n    trees = forest('s3://m')\n    return trees.transform(rows)\n"
    repo = repo_of({"ml.py": spark + brings, "job.py": job})

    assert bool(inference_path(repo, "job.py", "run")) is found


def test_what_brings_a_model_counts_in_its_own_function_alone_however_many_objects_there_are() -> None:
    spark = "from pyspark.ml.classification import RandomForestClassificationModel\n\n\ndef forest(path):\n"
    job = "import pyspark\nfrom ml import forest\n\n\ndef run(rows):\n    trees = forest('s3://m')\n"
    job += "    return trees.transform(rows)\n\n\ndef other(rows):\n    trees = plant(rows)\n"
    job += "".join(f"    x{number} = y{number}.transform(rows)\n" for number in range(20_000))
    files = {"ml.py": f"{spark}    return RandomForestClassificationModel.load(path)\n"}
    repo = repo_of({**files, "job.py": f"{job}    return trees.transform(rows)\n"})

    assert bool(inference_path(repo, "job.py", "run"))
    assert not inference_path(repo, "job.py", "other")


FINDS_BY = "def find(made, question):\n    given = {{'{key}': [question]}}\n    return made.query({how})\n"


@pytest.mark.parametrize(
    ("key", "how", "found"),
    [
        ("query_embeddings", "**given", [Runs.RETRIEVAL]),
        ("query_embeddings", "given", []),
        ("rows", "**given", []),
        ("rows", "query_texts=[question]", [Runs.RETRIEVAL]),
    ],
)
def test_what_is_asked_by_vectors_is_a_store_of_embeddings_whoever_made_it(
    key: str, how: str, found: list[Runs]
) -> None:
    assert of(FINDS_BY.format(key=key, how=how)) == found


@pytest.mark.parametrize(("key", "found"), [("query_embeddings", 3_000), ("rows", 0)])
def test_each_of_many_searches_is_asked_by_the_vectors_of_its_function(key: str, found: int) -> None:
    finds = "".join(f"    hits.append(made.query(**given))\n    note('rows{number}')\n" for number in range(3_000))
    other = "\n\ndef other(made, given):\n    return made.query(**given)\n"

    assert of(f"def find(made, question, hits):\n    given = {{'{key}': [question]}}\n{finds}{other}") == (
        [Runs.RETRIEVAL] * found
    )


@pytest.mark.parametrize(("name", "found"), [("_TEST_PATTERNS", []), ("self.index", [Runs.RETRIEVAL])])
def test_a_pattern_that_is_searched_for_is_no_store_of_embeddings(name: str, found: list[Runs]) -> None:
    assert of(f"import faiss\nfrom rules import _TEST_PATTERNS\n\n{name}.search(title)\n") == found


@pytest.mark.parametrize(
    ("made", "asked"),
    [
        ("import cv2\nfaces = cv2.CascadeClassifier('faces.xml')", "faces.detectMultiScale(x)"),
        ("import cv2\nnet = cv2.dnn.readNetFromONNX('m.onnx')", "net.forward()"),
        ("import dlib\nfind = dlib.cnn_face_detection_model_v1('m.dat')", "find(x, 1)"),
        ("import dlib\nmarks = {'5': dlib.shape_predictor('m.dat')}", "marks['5'](x, box)"),
        ("import mtcnn\nfaces = mtcnn.MTCNN()", "faces.detect(x)"),
        (
            "from gensim.models import KeyedVectors\nwords = KeyedVectors.load_word2vec_format('w.bin')",
            "words.wmdistance(x, x)",
        ),
    ],
)
def test_models_of_older_vision_and_of_words_are_models(made: str, asked: str) -> None:
    assert of(f"{made}\n\n\ndef ask(x):\n    return {asked}\n") == [Runs.MODEL]


def test_what_only_changes_a_picture_is_no_model() -> None:
    assert (
        of("import cv2\nimport dlib\n\n\ndef ask(x):\n    return dlib.rectangle(1, 2, 3, 4), cv2.resize(x, (9, 9))\n")
        == []
    )


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("current_app.faq_model.score_contents(x)", [Runs.MODEL]),
        ("request.app.state.model.predict_one(x)", [Runs.MODEL]),
        ("current_app.faq_model.set_contents(x)", []),
        ("current_app.view.score_contents(x)", []),
        ("current_app.view_model.match_row(x)", []),
        ("current_app.user_models.rank_users(x)", []),
        ("db.model.match_rows(x)", []),
    ],
)
def test_a_model_of_a_package_kept_elsewhere_that_an_application_keeps_is_run(asked: str, found: list[Runs]) -> None:
    assert (
        of(f"from flask import current_app, request\nfrom store import db\n\n\ndef ask(x):\n    return {asked}\n")
        == found
    )


def test_a_module_of_tables_that_is_called_models_runs_no_model() -> None:
    compares = "def match_password(given, kept):\n    return given == kept\n"
    asks = "import app.models\n\n\ndef login(given):\n    return app.models.match_password(given, 'x')\n"
    assert not inference_calls(repo_of({"app/__init__.py": "", "app/models.py": compares, "run.py": asks}))


@pytest.mark.parametrize(
    ("made", "found"),
    [
        ("Gst.ElementFactory.make('nvinfer', 'primary')", [Runs.MODEL]),
        ("Gst.parse_launch('v4l2src ! hailonet hef-path=net.hef ! fakesink')", [Runs.MODEL]),
        ("Gst.ElementFactory.make('queue', 'nvinfer')", [Runs.MODEL]),
        ("Gst.ElementFactory.make('decodebin')", []),
        ("Gst.parse_launch('filesrc ! decodebin ! fakesink')", []),
    ],
)
def test_an_element_of_a_pipeline_of_media_may_run_a_model(made: str, found: list[Runs]) -> None:
    assert of(f"from gi.repository import Gst\n\n\ndef play():\n    return {made}\n") == found


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        ("url=url, data=json.dumps(body)", [Runs.LLM]),
        ("url=url, data=json.dumps(rows)", [Runs.REMOTE_MODEL]),
        ("url=shop, data=json.dumps(rows)", []),
        ("url, json=rows", [Runs.REMOTE_MODEL]),
    ],
)
def test_a_request_is_known_by_the_address_that_a_name_holds_and_by_a_body_that_is_made_a_text(
    sent: str, found: list[Runs]
) -> None:
    code = (
        "import json, requests\n\n\ndef ask(text, rows):\n    url = 'https://openrouter.ai/api/v1/chat/completions'\n"
        "    shop = 'https://shop.example.org/orders'\n"
        f"    body = {{'model': 'm', 'messages': [text]}}\n    return requests.post({sent})\n"
    )
    assert of(code) == found


PREDICTS = "class Door:\n    def __call__(self, request, context):\n        return self._model.predict(data=request)\n"
TEACHES = "# Serving models\n\nThis is the repository of the course 02476 at a university.\n"
SERVICER = (
    "import grpc\nimport ask_pb2_grpc\nfrom door import Door\n\n\nclass Ask(ask_pb2_grpc.AskServicer):\n"
    "    def get_names(self, request, context):\n        return names()\n\n\n"
    "def serve():\n    server = grpc.server(pool)\n    ask_pb2_grpc.add_AskServicer_to_server(Ask(), server)\n"
)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"door.py": PREDICTS, "service.py": SERVICER}, Archetype.ONLINE_SERVICE),
        ({"door.py": PREDICTS}, Archetype.RESEARCH_CODE),
        ({"door.py": PREDICTS.replace("predict", "infer"), "service.py": SERVICER}, Archetype.NOT_ML),
        ({"door.py": PREDICTS.replace("_model", "_weather"), "service.py": SERVICER}, Archetype.NOT_ML),
        ({"service.py": SERVICER}, Archetype.NOT_ML),
        ({"door.py": PREDICTS, "service.py": SERVICER, "README.md": TEACHES}, Archetype.RESEARCH_CODE),
    ],
)
def test_a_model_of_unknown_origin_that_predicts_is_no_silence(files: dict[str, str], expected: Archetype) -> None:
    (component,) = components(repo_of(files))

    assert archetype(component).archetype is expected


@pytest.mark.parametrize(("body", "found"), [("body", [Runs.LLM]), ("other", [])])
def test_a_function_inside_of_another_sees_what_that_one_sends(body: str, found: list[Runs]) -> None:
    code = (
        "import requests\n\n\ndef hide():\n    other = {'model': 'm', 'messages': []}\n\n\ndef ask(text):\n"
        "    body = {'model': 'm', 'messages': [text]}\n\n    def send():\n"
        f"        return requests.post(ADDRESS, json={body})\n\n    return send()\n"
    )
    assert of(code) == found
