"""Does the model read images, sound or text, and no columns that have names?"""

from typing import Final

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.python_files import python_file, python_files
from seatrial.facts.inference.inference import Runs
from seatrial.facts.serving.serving import served
from seatrial.facts.signs import inferences
from seatrial.repo import Role, role

_COLUMNS: Final = frozenset({
    "sklearn", "xgboost", "lightgbm", "catboost", "statsmodels", "pandas", "polars", "autogluon", "h2o", "pycaret",
    "joblib", "river", "prophet", "statsforecast", "lifelines", "pyspark",
})  # fmt: skip
PERCEIVES: Final = frozenset({
    "PIL", "cv2", "torchvision", "transformers", "sentence_transformers", "ultralytics", "monai", "librosa",
    "soundfile", "torchaudio", "whisper", "faster_whisper", "spacy", "diffusers", "open_clip", "clip", "timm",
    "skimage", "pydicom", "nibabel", "imageio", "rembg", "easyocr", "paddleocr", "flair", "tokenizers", "ctranslate2",
})  # fmt: skip


@fact
def perceives(component: Component) -> bool:
    """Tell whether the files that run a model handle images, sound or text, and none of them handles tables.

    Where endpoints give a model's answer and no call of a model was found in them, every own file counts.
    """
    paths = {one.path for one in inferences(component) if one.runs in (Runs.MODEL, Runs.REMOTE_MODEL)}
    if not paths and served(component):
        own = (file.path for file in python_files(component.repo) if file.path in component)
        paths = {path for path in own if role(component.repo, path) is Role.OWN}
    files = [file for path in sorted(paths) if (file := python_file(component.repo, path))]
    used = {item.module.partition(".")[0] for file in files for item in file.imports}
    return bool(used & PERCEIVES) and not used & _COLUMNS
