"""Which JSON documents say what a loader of models imports or runs, and who reads each of them?"""

import json
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from seatrial.model.artifacts import Gap
from seatrial.read.artifacts.budget import Budget, Exhausted
from seatrial.read.artifacts.door import FormatReader, Part, Told
from seatrial.read.artifacts.formats.json_tree import Node, nodes
from seatrial.read.artifacts.formats.keras_config import keras_config
from seatrial.read.artifacts.formats.skops import skops_schema
from seatrial.read.artifacts.formats.transformers_config import transformers_config
from seatrial.read.regex import regex
from seatrial.read.text import decode

_LIMIT = 64_000_000
_SEARCHED = 8_000_000
_KNOWN = frozenset(
    {"config.json", "tokenizer_config.json", "processor_config.json", "preprocessor_config.json", "modules.json",
     "chat_template.json", "model_index.json", "adapter_config.json", "genai_config.json", "schema.json"}
)  # fmt: skip
_START = regex(rb"\A(?:\xef\xbb\xbf)?\s*[{\[]")
_KEYS = regex(
    rb"\"(?:class_name|auto_map|auto_mapping|chat_template|custom_pipelines|custom_ops_library|_class_name|__loader__)\""
)
_READERS: tuple[Callable[[Part, tuple[Node, ...]], Iterator[Told]], ...] = (
    keras_config,
    skops_schema,
    transformers_config,
)


def _claims(part: Part) -> bool:
    if not _START.match(part.head):
        return not part.head.strip() and PurePosixPath(part.name).name in _KNOWN
    if PurePosixPath(part.name).name in _KNOWN or _KEYS.search(part.head):
        return True
    try:
        return part.name.endswith(".json") and bool(_KEYS.search(part.data[:_SEARCHED]))
    except (Exhausted, ValueError):
        return True


def _read(part: Part, budget: Budget) -> Iterator[Told]:
    if len(part.data) > _LIMIT:
        yield Gap("a longer document than is read")
        return
    try:
        tree = json.loads(decode(bytes(part.data)))
    except RecursionError:
        yield Gap("nested deeper than is read")
        return
    except ValueError:
        yield Gap("is no JSON")
        return
    found = tuple(nodes(tree, budget.step))
    for reader in _READERS:
        yield from reader(part, found)


JSON_DOCUMENT = FormatReader("model configuration", _claims, _read)
