"""What does the configuration beside a model say of its architecture, as libraries of transformers write it?"""

import json

from seatrial.model.record import dataclass
from seatrial.read.reader import Reader
from seatrial.read.text import decode

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class ModelConfig:
    """What one ``config.json`` tells; both are "" in a file of another purpose."""

    path: str
    family: str = ""  #: "bert"
    architecture: str = ""  #: "BertForSequenceClassification"


def parse_model_config(path: str, data: bytes) -> ModelConfig:
    """Read a configuration; one that is no JSON tells nothing."""
    try:
        said = json.loads(decode(data))
    except (ValueError, RecursionError):
        return ModelConfig(path)
    if not isinstance(said, dict):
        return ModelConfig(path)
    classes = said.get("architectures")
    first = next(iter(classes), "") if isinstance(classes, list) else said.get("architecture")
    return ModelConfig(path, _text(said.get("model_type")), _text(first))


MODEL_CONFIG = Reader("model-config", 1, parse_model_config, limit=500_000)


def _text(value: object) -> str:
    return value[:_LONGEST] if isinstance(value, str) else ""
