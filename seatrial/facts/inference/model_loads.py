"""Where does the code get a model from: a file, a hub, a registry, a constructor of a ready-made one?"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from seatrial.facts import fact
from seatrial.facts.code.code_index import function_at, meaning
from seatrial.facts.code.handed_calls import run_by
from seatrial.facts.code.ml_libraries import FRAMEWORKS, READY_MODELS, belongs, is_ml
from seatrial.facts.code.of_file import assignments_by_scope, calls_by_scope, once_of_file
from seatrial.facts.code.python_files import files_outside_tests
from seatrial.model import Confidence, Place
from seatrial.model.grouped import grouped
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, PythonFile, Value
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

#: Calls that return whatever was stored; a model when the name says so or the file is about models.
_STORED = frozenset({
    "joblib.load", "pickle.load", "pickle.loads", "cPickle.load", "dill.load", "dill.loads", "cloudpickle.load",
    "cloudpickle.loads", "skops.io.load", "pandas.read_pickle", "compress_pickle.load",
    "sklearn.externals.joblib.load", "six.moves.cPickle.load", "six.moves.cPickle.loads", "pickle5.load",
})  # fmt: skip
#: Dotted beginnings and ends of calls that return a model for certain.
_LOADERS = frozenset({
    "torch.load", "torch.jit.load", "torch.hub.load", "torch.export.load", "safetensors.torch.load_file",
    "onnxruntime.InferenceSession", "spacy.load", "whisper.load_model", "fasttext.load_model",
    "open_clip.create_model", "open_clip.create_model_and_transforms", "timm.create_model", "transformers.pipeline",
    "transformers.pipelines.pipeline", "keras.models.load_model", "tensorflow.keras.models.load_model",
    "tensorflow.saved_model.load", "clip.load", "tensorflow_hub.load", "tensorflow_hub.KerasLayer",
    "openvino.Core.compile_model", "llama_cpp.Llama", "vllm.LLM", "vllm.AsyncLLMEngine.from_engine_args",
    "vllm.LLMEngine.from_engine_args", "vllm.v1.engine.async_llm.AsyncLLM.from_engine_args", "sglang.Engine",
    "vllm.engine.async_llm_engine.AsyncLLMEngine.from_engine_args", "lmdeploy.pipeline", "tensorrt_llm.LLM",
    "mlx_vlm.load", "gpt4all.GPT4All", "exllamav2.ExLlamaV2", "FlagEmbedding.BGEM3FlagModel", "FlagEmbedding.FlagModel",
    "sentence_transformers.SentenceTransformer", "ultralytics.YOLO", "sentence_transformers.CrossEncoder",
    "tflite_runtime.interpreter.Interpreter", "tensorflow.lite.Interpreter", "ctranslate2.Translator",
    "ctranslate2.Generator", "faster_whisper.WhisperModel", "lightgbm.Booster", "stable_baselines3.PPO.load",
    "stanza.Pipeline", "flair.models.SequenceTagger.load", "easyocr.Reader", "paddleocr.PaddleOCR",
    "fastembed.TextEmbedding", "gliner.GLiNER.from_pretrained", "mlx_lm.load", "bentoml.models.get",
    "bentoml.sklearn.load_model", "gensim.models.KeyedVectors.load", "fastai.learner.load_learner",
    "autogluon.tabular.TabularPredictor.load", "h2o.load_model", "pycaret.classification.load_model",
    "coremltools.models.MLModel", "monai.bundle.load", "detectron2.engine.DefaultPredictor",
    "insightface.app.FaceAnalysis", "fastai.vision.all.load_learner", "tensorrt.Runtime.deserialize_cuda_engine",
    "tesserocr.PyTessBaseAPI", "dlib.cnn_face_detection_model_v1", "dlib.face_recognition_model_v1",
    "dlib.fhog_object_detector", "dlib.get_frontal_face_detector", "dlib.shape_predictor",
    "dlib.simple_object_detector", "cv2.CascadeClassifier", "cv2.FaceDetectorYN.create",
    "cv2.FaceRecognizerSF.create", "cv2.ml.SVM_load", "cv2.dnn.readNet", "cv2.dnn.readNetFromCaffe",
    "cv2.dnn.readNetFromDarknet", "cv2.dnn.readNetFromONNX", "cv2.dnn.readNetFromTFLite",
    "cv2.dnn.readNetFromTensorflow", "cv2.dnn.readNetFromTorch", "facenet_pytorch.MTCNN",
    "facenet_pytorch.InceptionResnetV1", "mtcnn.MTCNN", "gensim.downloader.load",
    "gensim.models.KeyedVectors.load_word2vec_format", "gensim.models.Word2Vec.load", "gensim.models.Doc2Vec.load",
    "gensim.models.FastText.load", "gensim.models.LdaModel.load", "gensim.models.fasttext.load_facebook_model",
    "gensim.models.fasttext.load_facebook_vectors",
    "xgboost.Booster.load_model", "catboost.CatBoost.load_model", "torch.hub.load_state_dict_from_url",
    "torch.utils.model_zoo.load_url", "torchvision.models.utils.load_state_dict_from_url",
    "torchvision._internally_replaced_utils.load_state_dict_from_url",
})  # fmt: skip
#: Fitted pipelines and models of Spark; those of its module for features only prepare.
_OF_SPARK = regex(
    r"pyspark\.ml\.(?:(?:pipeline\.)?PipelineModel|(?:classification|regression|clustering|recommendation|tuning)"
    r"\.\w+Model)(?:\.read\(\))?\.load"
)
_METHODS = frozenset({"from_pretrained", "load_model", "load_from_checkpoint", "from_checkpoint", "load_learner"})
#: Names of functions that read a tensor, which torch.load does as well: no net, and small.
_TENSORS = caseless(r"(?:voice|speaker|tensor|embedding|latent|vector|feature)s?(?!\w*(?:model|net|encoder))")
#: Names of classes that hold rows: what such a one reads is its own kind.
_OF_DATA = regex(r"Data(?:[sS]et|[mM]odule|[lL]oader|Frame)s?$|DataSource$")
#: Names for what is stored and is no model: a table, a vocabulary, what was answered or looked up before.
_KEPT_DATA = caseless(
    r"data|dict\b|_dict|dictionar|vocab|labels?\b|predictions?\b|cache|corpus|credential|secret|splits?\b"
    r"|ind(?:ic|ex)es\b|(?:^|[^a-z])maps?\b|mappings?\b"
)
_OF_ML = caseless(r"(?:^|[^a-z])ml_")
_VECTORS = caseless(r"embedding|stop_?words|vectors(?![a-z])")
_MAKES_VECTORS = caseless(r"model|embedder|encoder|vectori[sz]er|pipeline")
_PREPARES = caseless(r"scaler|label_?enc|one_?hot|ordinal_?enc|imputer|preprocess|columns|feature_?names|tokeni[sz]er")
_IS_MODEL = caseless(r"model(?!s?[/\\])|clf|classif|regress|predict|estimator|pipeline|booster|forest|xgb|lgbm")
_HOLDS_NO_MODEL = caseless(r"cache|corpus|vocab")
#: Endings of classes whose ``from_pretrained`` reads a model to change it, or only its settings.
_READS_TO_CHANGE = ("Optimizer", "Quantizer", "Config", "GenerationConfig")
_WORDS = (
    "model", "clf", "classif", "regress", "predict", "estimator", "pipeline", "net", "booster", "scaler", "encoder",
    "vectoriz", "transformer", "preprocess", "forest", "xgb", "lgbm", "detector", "embed",
)  # fmt: skip
_BRIEF = 3  #: statements of a function that loads a model and hands it on


@dataclass(frozen=True, slots=True)
class ModelLoad:
    """One call that makes a model available."""

    place: Place
    what: str
    path: str
    scope: str  #: qualified name of the function it stands in, "" at module level
    call: Call
    confidence: Confidence = Confidence.VERIFIED

    @property
    def target(self) -> str:
        """What the model is kept in, as written; "" when it is passed on."""
        return self.call.target


@fact
def model_loads(repo: Repo) -> tuple[ModelLoad, ...]:
    """Return the calls that load a model, outside tests, in the order of their places."""
    files = files_outside_tests(repo)
    return tuple(load for file in files for load in _in_file(repo, file))


@fact
def loading_functions(repo: Repo) -> frozenset[tuple[str, str]]:
    """Return the functions that load a model and do little else, each with its file."""
    loads = {(load.path, load.scope) for load in model_loads(repo) if load.scope}
    return frozenset(one for one in loads if (function := function_at(repo, *one)) and function.statements <= _BRIEF)


def _in_file(repo: Repo, file: PythonFile) -> Iterator[ModelLoad]:
    for call in map(run_by, file.calls):
        confidence = _confidence(repo, file, call)
        if confidence and not is_instance_call(file, call):
            what = (
                f"{call.written}() loads a model into {call.target}"
                if call.target
                else f"{call.written}() loads a model"
            )
            yield ModelLoad(Place(file.path, call.line, call.column), what, file.path, call.scope, call, confidence)


def _confidence(repo: Repo, file: PythonFile, call: Call) -> Confidence | None:
    """Return how sure it is that a call loads a model, None when it does not."""
    owner, _, method = call.scope.rpartition(".")
    if call.name == "torch.load" and (_TENSORS.search(method) or _OF_DATA.search(owner)):
        return None
    if call.name in _LOADERS or _OF_SPARK.fullmatch(call.name):
        return None if _was_put_aside(file, call) or is_untrained(call) else Confidence.VERIFIED
    if call.name.rpartition(".")[0].endswith(_READS_TO_CHANGE):
        return None
    if call.last in _METHODS and "." in call.name and "okenizer" not in call.name:
        if is_ml(call.name):
            return Confidence.VERIFIED
        return None if meaning(repo, file.path, call.name, call.written) else Confidence.LIKELY
    if call.name in _STORED:
        return _of_stored(file, call)
    return None


def is_untrained(call: Call) -> bool:
    """Tell a model that is made with random weights: as timm and open_clip do by default, or since the call says so."""
    if call.last != "create_model" or not call.name.startswith(("timm.", "open_clip.")):
        return False
    given, named = call.argument(1, "pretrained"), call.args[0].string if call.args else ""
    if given is not None:
        return given.kind == "literal" and not given.literal and ":" not in named
    return bool(named) and ":" not in named


def _was_put_aside(file: PythonFile, call: Call) -> bool:
    """Tell a load of tensors that the same object put aside: ``save_file(x, self.path)``, ``load_file(self.path)``."""
    path = call.args[0].text if call.args and call.last == "load_file" else ""
    writes = (other for other in file.calls if other.last == "save_file")
    return path.startswith("self.") and any(value.text == path for other in writes for value in other.args)


def _of_stored(file: PythonFile, call: Call) -> Confidence | None:
    """Judge by names what a call returns that returns anything."""
    if _is_entry(call):
        return None
    if _says_model(_words_of_load(file, call)):
        return Confidence.VERIFIED
    if reads_data(file, call):
        return None
    return Confidence.LIKELY if any(is_ml(found.module) for found in file.imports) else None


def _is_entry(call: Call) -> bool:
    """Tell an entry of a table by its key, ``pickle.loads(rows[key])``, that nothing near calls a model."""
    given = call.args[0] if call.args and call.last == "loads" else None
    near = f"{call.target} {call.scope.rpartition('.')[2]} {given.text if given else ''}"
    return given is not None and given.kind == "item" and not _says_model(near.lower())


def reads_data(file: PythonFile, call: Call) -> bool:
    """Tell whether a call that returns whatever was stored says by its names that this is data, and no model."""
    nearest = next(
        (text for text in (_words_of_load(file, call), call.scope) if _says_model(text) or _KEPT_DATA.search(text)), ""
    )
    return bool(_KEPT_DATA.search(nearest)) and not _says_model(nearest)


def says_model(file: PythonFile, call: Call) -> bool:
    """Tell whether the names of a load say that it is a model: ``loaded_ml_component``, ``model``."""
    words = _words_of_load(file, call)
    return _says_model(words) or bool(_OF_ML.search(words))


def holds_vectors(file: PythonFile, call: Call) -> bool:
    """Tell whether the names of a load say that it is what a model made, or a list of words: ``embeddings``."""
    words = _words_of_load(file, call)
    return bool(_VECTORS.search(words)) and not _MAKES_VECTORS.search(words)


def prepares_inputs(file: PythonFile, call: Call) -> bool:
    """Tell whether the names of a load say that it makes inputs ready, as a scaler does, or lists columns."""
    words = _words_of_load(file, call)
    return bool(_PREPARES.search(words)) and not _IS_MODEL.search(words)


def _says_model(text: str) -> bool:
    """Tell whether words name a model; what one answered, ``predictions``, names none."""
    return any(word in text.lower().replace("predictions", "") for word in _WORDS)


def _words_of_load(file: PythonFile, call: Call) -> str:
    """Return the names and the literal texts of a call and its target: ``corpus = load(open("corpus.pkl", "rb"))``.

    What its parameters are by default is one of them.
    """
    targets = {call.target, *_targets(file).get(call.line, ())}
    read = [text for value in call.args for text in _parts(value)]
    read += [text for name in tuple(read) for text in _opened(file, call, name)]
    return " ".join((*sorted(targets), *read, *_usual(file, call.scope, read)))


@once_of_file
def _targets(file: PythonFile) -> Mapping[int, tuple[str, ...]]:
    """Return the names that each line gives something to."""
    return grouped((item.line, item.target) for item in file.assignments)


@once_of_file
def _opens(file: PythonFile, scope: str) -> Mapping[str, tuple[Call, ...]]:
    """Return the calls by which a function opens files, by the name that each is given."""
    calls = calls_by_scope(file).get(scope, ())
    return grouped((call.target, call) for call in calls if call.last == "open")


def _opened(file: PythonFile, call: Call, name: str) -> Iterator[str]:
    """Yield by which words a file was opened that hold no model: ``old = CACHE / "a.pkl"``, ``with old.open() as f``.

    A folder that is called ``data`` holds models, too.
    """
    for one in _opens(file, call.scope).get(name, ()):
        if one.line <= call.line:
            path = one.written.removesuffix(".open")
            made = (item.value for item in assignments_by_scope(file).get(call.scope, ()) if item.target == path)
            texts = (path, *(text for value in (*one.args, *made) for text in _parts(value)))
            yield from filter(_HOLDS_NO_MODEL.search, texts)


def _usual(file: PythonFile, scope: str, names: list[str]) -> Iterator[str]:
    """Yield what parameters of these names are when nobody gives them: ``def load(path=DEFAULT_MODEL_PATH)``."""
    for function in file.functions:
        for item in function.parameters if function.name == scope else ():
            if item.default is not None and item.name in names:
                yield from _parts(item.default)


def _parts(value: Value) -> Iterator[str]:
    yield str(value.literal or value.text or value.name)
    for part in value.items:
        yield from _parts(part)


def is_instance_call(file: PythonFile, call: Call) -> bool:
    """Tell a call of an object, ``model(x)``, from the call that made it, ``torch.load(path)``."""
    root, dot, rest = call.written.partition(".")
    if root in ("self", "cls") and rest and "." not in rest and _is_foreign(file, call.name):
        return True  # an attribute that holds what the named call made: self.pipeline(text)
    if not call.name or call.last == (rest.rpartition(".")[2] if dot else root):
        return False
    return not any(found.alias == root for found in file.imports) or bool(dot)


def _is_foreign(file: PythonFile, name: str) -> bool:
    root = name.partition(".")[0]
    return root in file.packages


@lru_cache(maxsize=10_000)
def makes_model(name: str) -> bool:
    """Tell whether a dotted name is, or was made by, something that loads or constructs a model."""
    if name in _LOADERS or name in _STORED or _OF_SPARK.fullmatch(name) or name.rpartition(".")[2] in _METHODS:
        return True
    return belongs(name, FRAMEWORKS) or belongs(name, READY_MODELS)
