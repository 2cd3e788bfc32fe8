"""What do the files beside a model say about its inputs: size of pictures, vocabulary, longest text, sampling rate?"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from seatrial.bench.inputs import beside
from seatrial.model.record import dataclass
from seatrial.read.infrastructure.yaml_documents import read_yaml
from seatrial.read.regex import regex

_LARGEST = 1_000_000
_IMAGE_SHAPE = regex(r"(?:image|img|input)_(?:shape|size)\b")
_WORD = regex(r"[a-z]+")
_VALUES = 20_000  #: of one file of settings
#: Names in configurations of transformers, by what they mean here.
_NAMES = {
    "vocabulary": ("vocab_size", "n_vocab"),
    "positions": ("max_position_embeddings", "n_positions", "n_ctx", "max_seq_len", "max_sequence_length"),
    "token types": ("type_vocab_size",),
    "channels": ("num_channels", "in_channels"),
    "mels": ("num_mel_bins", "n_mels"),
}


@dataclass(frozen=True, slots=True)
class Hint:
    """A number that a file states."""

    value: int
    source: str  #: path of the file, below the root


@dataclass(frozen=True, slots=True)
class Hints:
    """Numbers by what they mean: height, width, channels, vocabulary, positions, token types, rate, mels, frames."""

    numbers: Mapping[str, Hint]

    def get(self, meaning: str) -> Hint | None:
        """Return the number, None when no file states it."""
        return self.numbers.get(meaning)


def hints(model: Path, root: Path) -> Hints:
    """Read the files beside a model and above it, up to the root; the nearest and most special file has the word."""
    found: dict[str, Hint] = {}
    for path, numbers in _all(model, root):
        source = path.relative_to(root).as_posix()
        for meaning, value in numbers:
            if type(value) is int and 0 < value <= _LARGEST:
                found.setdefault(meaning, Hint(value, source))
    return Hints(found)


def _all(model: Path, root: Path) -> Iterator[tuple[Path, list[tuple[str, object]]]]:
    readers = (
        ("preprocessor_config.json", _preprocessor),
        ("config.json", _config),
        ("tokenizer.json", _tokenizer),
        ("tokenizer_config.json", lambda said: [("positions", said.get("model_max_length"))]),
    )
    for name, read in readers:
        path = beside.named(model, root, name)
        if path is not None:
            yield path, read(beside.json_object(path))
    for path in beside.settings(model, root):
        yield path, list(_pipeline(path, model.stem))


def _preprocessor(said: Mapping[str, object]) -> list[tuple[str, object]]:
    size = said.get("crop_size") if said.get("do_center_crop", True) and said.get("crop_size") else said.get("size")
    return [
        *_picture(size),
        ("rate", said.get("sampling_rate")),
        ("mels", said.get("feature_size") if said.get("feature_size") != 1 else None),
        ("frames", said.get("nb_max_frames")),
    ]


def _config(said: Mapping[str, object]) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    parts = [said, *(part for name in ("text_config", "vision_config") if isinstance(part := said.get(name), dict))]
    for part in parts:
        found += _picture(part.get("image_size"))
        found += [(meaning, part.get(name)) for meaning, names in _NAMES.items() for name in names]
    return found


def _tokenizer(said: Mapping[str, object]) -> list[tuple[str, object]]:
    model, cut = said.get("model"), said.get("truncation")
    words = model.get("vocab") if isinstance(model, dict) else None
    longest = cut.get("max_length") if isinstance(cut, dict) else None
    return [("vocabulary", len(words) if isinstance(words, dict | list) else None), ("positions", longest)]


def _picture(size: object) -> list[tuple[str, object]]:
    """Read the size of a picture in any of the ways in which it is written."""
    if isinstance(size, dict):
        edge = size.get("shortest_edge") or size.get("longest_edge")
        return [("height", size.get("height") or edge), ("width", size.get("width") or edge)]
    if isinstance(size, list) and len(size) in (2, 3):
        return [("height", size[-2]), ("width", size[-1]), ("channels", size[0] if len(size) == 3 else None)]
    return [("height", size), ("width", size)]


def _pipeline(path: Path, model: str) -> Iterator[tuple[str, object]]:
    """Yield picture shapes from the settings of a pipeline.

    A pipeline of several models keeps one for each, so that the name of the key, or of its section, must have a word
    in common with the file name of the model.
    """
    text = beside.text(path)
    if not _IMAGE_SHAPE.search(text):  # most settings are of something else, and parsing takes long
        return
    wanted = set(_WORD.findall(model.lower()))
    for document in read_yaml(path.name, text.encode()).documents:
        for steps, node in document.root.walk(_VALUES):
            name = "/".join(steps).lower()
            if _IMAGE_SHAPE.search(name.rpartition("/")[2]) and wanted & set(_WORD.findall(name)):
                sizes = [int(one.number or 0) for one in node.elements or (node,)]
                yield from _picture(sizes if node.elements else sizes[0])
