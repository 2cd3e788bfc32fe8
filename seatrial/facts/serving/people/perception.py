"""Does the model read images, sound or text, and no columns that have names?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.ml_libraries import TABULAR
from seatrial.facts.code.python_files import python_file, python_files
from seatrial.facts.inference.inference import Runs
from seatrial.facts.reach.reach import reach
from seatrial.facts.serving.answering import all_answering
from seatrial.facts.serving.people.conversions import self_descriptions
from seatrial.facts.serving.serving import served
from seatrial.facts.signs import inferences, llm_doors
from seatrial.read.regex import caseless, regex
from seatrial.repo import Role, role

_COLUMNS = TABULAR | {"joblib", "pandas", "polars"}
#: Of these, what holds texts and names of files as well, as a training reads them.
_TABLES = frozenset({"joblib", "pandas", "polars"})
_OF_ANYTHING = ("sklearn.metrics", "sklearn.model_selection")
PERCEIVES = frozenset({
    "PIL", "cv2", "torchvision", "transformers", "sentence_transformers", "ultralytics", "monai", "librosa",
    "soundfile", "torchaudio", "whisper", "faster_whisper", "spacy", "diffusers", "open_clip", "clip", "timm",
    "skimage", "pydicom", "nibabel", "imageio", "rembg", "easyocr", "paddleocr", "flair", "tokenizers", "ctranslate2",
    "albumentations", "vllm", "llama_cpp", "sglang", "ctransformers", "exllamav2", "mlx_lm", "lmdeploy", "fastembed",
})  # fmt: skip
#: Libraries of pictures alone: tables beside them hold the names of classes, and no inputs.
_SEES = frozenset({"albumentations", "torchvision", "timm", "monai", "ultralytics", "kornia"})
#: Libraries that tell which kind of inputs is read.
_IMAGES = _SEES | {"PIL", "cv2", "skimage", "pydicom", "nibabel", "imageio"}
_SOUNDS = frozenset({"librosa", "soundfile", "torchaudio", "whisper", "faster_whisper"})
_READS = frozenset({"transformers", "sentence_transformers", "spacy", "tokenizers", "flair", "easyocr", "paddleocr"})
#: Libraries of grids: fields of weather, pictures of satellites, cubes of measurements.
_GRIDS = frozenset({"xarray", "rioxarray", "zarr", "netCDF4", "cfgrib", "rasterio", "satpy", "pygrib", "iris"})
_SEVERAL = 2
_RECOMMENDS = regex(r"[Rr]ecommend")
#: A system of which its project says that this is what it is for.
_SAYS_IT_RECOMMENDS = caseless(
    r"\brecsys\b|\brecommend(?:er|ation)s?[- ](?:system|engine|service|platform|api|model|pipeline)"
    r"|\brecommend(?:er|ation)s?$"
)
#: Libraries that outline regions of images, and do little else.
_OUTLINES = frozenset({
    "monai", "segmentation_models_pytorch", "segment_anything", "sam2", "nnunet", "nnunetv2", "mmseg", "cellpose",
    "stardist",
})  # fmt: skip
_ONLY_COLUMNS = TABULAR - {"sklearn"}
_COMPLETIONS = regex(r"/v\d+/(?:chat/)?completions$|/api/(?:generate|chat)$")
#: In other languages an application's own chat stands at ``/api/chat``, where one in Python speaks as Ollama does.
_COMPLETIONS_ELSEWHERE = regex(r"/v\d+/(?:chat/)?completions$")


def perceives(component: Component) -> bool:
    """Tell whether the files that run a model handle images, sound or text, and none of them handles tables."""
    return bool(_reads(component))


@fact
def traits(component: Component) -> str:
    """Return by which figures inputs of one kind are told apart, "" where texts, or several kinds, are read."""
    own = (file for file in python_files(component.repo) if file.path in component.own)
    used = {one.package for file in own if role(component.repo, file.path) is Role.OWN for one in file.imports}
    if used & _READS or not used & (_IMAGES | _SOUNDS):
        return ""
    if used & _SOUNDS:
        return "" if used & _IMAGES else "length, loudness, share of silence"
    return "size, brightness, contrast"


@fact
def recommends(component: Component) -> bool:
    """Tell whether what answers gives items to choose from: its doors, the package behind them, or it calls itself so.

    Where a language model is asked, what it recommends is a text.
    """
    doors = [item.endpoint for item in served(component)]
    named = [one for one in doors if _RECOMMENDS.search(f"{one.url} {one.handler}")]
    packages = [one for one in doors if _RECOMMENDS.search(one.handler_path.partition("/api/")[0])]
    if not doors or len(named) * 2 >= len(doors) or len(packages) == len(doors):
        return bool(doors)
    said = (text for _, text in self_descriptions(component))
    return not llm_doors(component) and any(map(_SAYS_IT_RECOMMENDS.search, said))


@fact
def outlines(component: Component) -> bool:
    """Tell whether the model's answer is a region of an image: its own code uses what does nothing else but outline."""
    files = (file for file in python_files(component.repo) if file.path in component.own)
    own = (file for file in files if role(component.repo, file.path) is Role.OWN)
    return perceives(component) and any(item.package in _OUTLINES for file in own for item in file.imports)


@fact
def reads_grids(component: Component) -> bool:
    """Tell whether a file that runs a model, or several that run beside it, handle grids.

    No single column of a grid moves an answer.
    """
    paths = {one.path for one in inferences(component) if one.runs in (Runs.MODEL, Runs.REMOTE_MODEL)}
    own = (file for file in python_files(component.repo) if file.path in component.own)
    using = [file.path for file in own if not file.packages.isdisjoint(_GRIDS)]
    live = reach(component.repo)
    beside = [path for path in using if role(component.repo, path) is Role.OWN and live.is_run(path)]
    return bool(paths) and (not paths.isdisjoint(using) or len(beside) >= _SEVERAL)


def reads_unknown(component: Component) -> bool:
    """Tell whether nothing says what the model reads: neither tables, nor images, sound or text are handled."""
    return _reads(component) is None


@fact
def _reads(component: Component) -> bool | None:
    """Return whether a model reads images, sound or text; False for tables, and None where nothing tells.

    Where endpoints give a model's answer and the files that run one tell neither, every own file counts.
    """
    paths = {one.path for one in inferences(component) if one.runs in (Runs.MODEL, Runs.REMOTE_MODEL)}
    perceived = _perceived_by_libraries(component, paths)
    if perceived is None and served(component):
        own = (file.path for file in python_files(component.repo) if file.path in component)
        all_own = {path for path in own if role(component.repo, path) is Role.OWN}
        perceived = _perceived_by_libraries(component, all_own, _COLUMNS - _TABLES)
        perceived = _perceived_by_libraries(component, all_own) if perceived is None else perceived
    return perceived


def _perceived_by_libraries(component: Component, paths: set[str], columns: frozenset[str] = _COLUMNS) -> bool | None:
    """Return what the libraries of some files tell of what a model reads; None where they tell nothing.

    Measures of quality and splits are made alike of whatever was read.
    """
    files = [file for path in sorted(paths) if (file := python_file(component.repo, path))]
    used = {item.package for file in files for item in file.imports if not item.module.startswith(_OF_ANYTHING)}
    if used & _SEES and not used & _ONLY_COLUMNS:
        return True
    return False if used & columns else True if used & PERCEIVES else None


@fact
def completes(component: Component) -> bool:
    """Tell whether the component offers a language model to others by the routes that all of their clients know."""
    doors = (item.endpoint for item in all_answering(component))
    return any((_COMPLETIONS_ELSEWHERE if one.in_another_language else _COMPLETIONS).search(one.url) for one in doors)
