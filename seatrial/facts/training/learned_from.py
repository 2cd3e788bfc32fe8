"""From which kind of data does the own model learn: from tables, or from images, sound and text?"""

import re

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.ml_libraries import TABULAR, belongs
from seatrial.facts.code.python_files import python_file, python_files
from seatrial.facts.serving.people.perception import PERCEIVES
from seatrial.facts.training.main_training import main_training
from seatrial.facts.training.training_path import training_path
from seatrial.read.regex import regex
from seatrial.repo import Role, role

_OF_TABLES = regex(r"(?:^|\.)(?:XGB|LGBM|CatBoost)\w+")
#: Packages that read pictures, sound or text for a training, besides those that models perceive by.
_READ = PERCEIVES | frozenset({"datasets", "tiktoken", "sentencepiece", "albumentations", "webdataset"})

#: Calls that read a folder of pictures or sound, and endings of files that hold a shape, a picture or a sound each.
_FOLDERS = frozenset({"image_dataset_from_directory", "audio_dataset_from_directory", "flow_from_directory"})
_FILES = regex(r"\.(?:obj|ply|stl|off|png|jpe?g|wav|flac|nii(?:\.gz)?|dcm)", re.IGNORECASE)

_TABLES = frozenset({"pandas", "polars"})
_NETWORKS = frozenset({"torch", "tensorflow", "keras", "lightning", "pytorch_lightning", "flax", "jax"})


def is_network(component: Component) -> bool:
    """Tell whether the own model is trained by steps, and not by a library for tables: it has no random_state."""
    trained = main_training(component)
    return trained is not None and not (belongs(trained.call, TABULAR) or _OF_TABLES.search(trained.call))


def _imported(component: Component, path: str) -> frozenset[str]:
    file = python_file(component.repo, path)
    return file.packages if file else frozenset()


@fact
def from_media(component: Component) -> bool:
    """Tell whether the own model learns from images, sound or text, where a file has no columns with names and ranges.

    Of the component's own code the packages count that it imports; a network that learns from a table imports none.
    """
    trained = main_training(component)
    if not trained or not is_network(component):
        return False
    read = _imported(component, trained.site.path)
    if read & _TABLES and not read & (_READ | _NETWORKS):
        return False  # another part of the repository perceives, and not what is trained here
    near = training_path(component.repo) if read & _TABLES else component.own
    own = (file for file in python_files(component.repo) if file.path in component.own and file.path in near)
    files = [file for file in own if role(component.repo, file.path) is Role.OWN]
    if any(item.package in _READ for file in files for item in file.imports):
        return True
    folders = any(call.last in _FOLDERS for file in files for call in file.calls)
    tables = any(item.package in _TABLES for file in files for item in file.imports)
    return folders or (not tables and any(_FILES.fullmatch(text.value) for file in files for text in file.texts))
