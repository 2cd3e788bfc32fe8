"""Where do programs in other languages than Python run a model themselves: on a telephone, a device, in a browser?

The files are searched for words, and nothing is followed: whatever is found is likely.
"""

import re
from collections.abc import Iterator
from itertools import islice

from seatrial.facts import fact
from seatrial.model import Confidence, Place
from seatrial.model.record import dataclass
from seatrial.read.line_number import line_number
from seatrial.read.regex import regex
from seatrial.repo import Repo, own_paths

_LIMIT = 300_000  #: bytes of one file
_FILES = 800  #: of one language that are searched; what stands beyond them is not seen


@dataclass(frozen=True, slots=True)
class ForeignRun:
    """One line of a program in another language that runs a model."""

    place: Place
    text: str  #: the words that were found
    language: str

    @property
    def what(self) -> str:
        return f"{self.language}: runs a model by {self.text}"

    @property
    def confidence(self) -> Confidence:
        """Words were found; who calls them was not followed."""
        return Confidence.LIKELY


#: By language: how its files are called, and the words of what loads a stored model there or runs it.
_RUNTIMES: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = (
    (
        "C++",
        regex(r".*\.(?:c|cc|cpp|cxx|cu|h|hh|hpp|ino)"),
        regex(
            r"\bTfLiteInterpreterCreate\b|\btflite::(?:impl::)?(?:Interpreter|InterpreterBuilder|FlatBufferModel|MicroInterpreter)\b"
            r"|\bOrt::Session\b|\bnvinfer1::\w+|\btorch::jit::load\b|\bncnn::Net\b|\bov::(?:Core|CompiledModel)\b"
            r"|\bInferenceEngine::Core\b|\bMNN::Interpreter\b|\bcv::dnn::readNet\w*|\bpaddle_infer::\w+|\brknn_init\b"
            r"|\bllama_(?:model_load|load_model|init)_from_\w+|\bwhisper_init_from_\w+|\bhailort::\w+"
            r"|\brun_classifier\(\s*&signal"
        ),
    ),
    (
        "Kotlin or Java",
        regex(r".*\.(?:kt|java)"),
        regex(
            r"\borg\.tensorflow\.lite\.(?:Interpreter|task)\b|\bcom\.google\.ai\.edge\.litert\b|\bai\.onnxruntime\b"
            r"|\borg\.pytorch\.(?:Module|LiteModuleLoader|executorch)\b|\bcom\.google\.mediapipe\.tasks\b"
            r"|\bOrt(?:Environment|Session)\b|\bai\.djl\b|\bSavedModelBundle\.load\b|\borg\.jpmml\.evaluator\b"
            r"|\borg\.(?:deeplearning4j|tribuo)\b|\bweka\.classifiers\b|\bhex\.genmodel\b|\bml\.dmlc\.xgboost4j\b"
            r"|\bopennlp\.tools\b|\bedu\.stanford\.nlp\b|\bsmile\.(?:classification|regression)\b|\bPipelineModel\.load\b"
        ),
    ),
    (
        "Swift",
        regex(r".*\.(?:swift|mm?)"),
        regex(r"\bVNCoreML(?:Model|Request)\b|\bMLModel\(|\bimport TensorFlowLite\b|\bORTSession\(|\bTorchModule\("),
    ),
    ("Dart", regex(r".*\.dart"), regex(r"\bpackage:(?:tflite\w*|onnxruntime\w*|google_mlkit_\w+)/")),
    (
        "C#",
        regex(r".*\.cs"),
        regex(
            r"\bnew InferenceSession\(|\bPredictionEngine(?:Pool)?<|\busing Unity\.(?:Barracuda|Sentis)\b"
            r"|\b(?:using|namespace|open) (?:Microsoft\.ML|TorchSharp|LLama|Tensorflow)\b"
        ),
    ),
    ("Rust", regex(r".*\.rs"), regex(r"\bort::\w+|\btract_onnx\b|\bcandle_transformers\b|\btch::CModule\b")),
    (
        "Go",
        regex(r".*(?<!_test)\.go"),
        regex(
            r"\bonnxruntime_go\b|\bort\.New\w*Session\w*|\btflite\.NewInterpreter\b|/tfgo\b|\btensorflow/go\b|/hugot\b"
            r"|\bleaves\.\w+FromFile\b|/go-llama\.cpp\b|\bnlpodyssey/cybertron\b|\bgorgonia\.org/gorgonia\b|\bgocv\.ReadNet"
        ),
    ),
    (
        "JavaScript",
        regex(r".*(?<!\.d)\.[cm]?[jt]sx?"),
        regex(
            r"\bInferenceSession\.create\(|\btf\.(?:loadLayersModel|loadGraphModel|node\.loadSavedModel)\("
            r"|[\"']@(?:xenova|huggingface)/transformers[\"']|[\"']@mediapipe/tasks-\w+[\"']|\btflite\.loadTFLiteModel\("
        ),
    ),
)


@fact
def foreign_inference(repo: Repo) -> tuple[ForeignRun, ...]:
    """Return the first line of each file in another language that runs a stored model, by place; tests apart."""
    found = (
        _in_file(repo, path, language, words) for language, files, words in _RUNTIMES for path in _own(repo, files)
    )
    return tuple(sorted(filter(None, found), key=lambda one: one.place))


def _own(repo: Repo, files: re.Pattern[str]) -> Iterator[str]:
    return islice(own_paths(repo, files.fullmatch), _FILES)


def _in_file(repo: Repo, path: str, language: str, words: re.Pattern[str]) -> ForeignRun | None:
    text = repo.text_or_empty(path, _LIMIT)
    match = words.search(text)
    if match is None:
        return None
    return ForeignRun(Place(path, line_number(text, match.start())), match[0].strip("(<&\"' "), language)
