"""Programs on telephones, devices and in browsers that run a stored model are found by the words of its runtime."""

import pytest

from seatrial.component import components
from seatrial.facts.archetype import archetype
from seatrial.facts.inference.foreign_inference import foreign_inference
from seatrial.model import Archetype, Confidence
from tests.repositories import repo_of


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
