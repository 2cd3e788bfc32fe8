"""Which JSON documents say what a loader of models imports or runs, and who reads each of them?"""

import json
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import PurePosixPath

from seatrial.model.artifacts import Gap
from seatrial.read.artifacts.budget import Budget
from seatrial.read.artifacts.door import FormatReader, Part, Told
from seatrial.read.artifacts.formats.json_tree import Node, nodes
from seatrial.read.artifacts.formats.keras_config import keras_config
from seatrial.read.artifacts.formats.skops import skops_schema
from seatrial.read.artifacts.formats.transformers_config import transformers_config
from seatrial.read.regex import regex
from seatrial.read.text import decode

#: Bytes: a tree of small objects takes thirty times as many in memory.
_LIMIT = 8_000_000
_OBJECTS = 100_000
_SEARCHED = 8_000_000
_KNOWN = frozenset(
    {"config.json", "tokenizer_config.json", "processor_config.json", "preprocessor_config.json", "modules.json",
     "chat_template.json", "model_index.json", "adapter_config.json", "genai_config.json", "schema.json"}
)  # fmt: skip
_COMMON = frozenset({"config.json", "schema.json"})  #: names that other programs use as well
_START = regex(rb"\A(?:\xef\xbb\xbf)?\s*[{\[]")
#: Keys that a loader acts on, and keys by which a file is one of a loader's at all. JSON can write any letter as an
#: escape: a text that writes plain letters so is read, whatever its keys seem to be.
_KEYS = regex(
    rb"\"(?:class_name|auto_map|auto_mapping|chat_template|custom_pipelines|custom_ops_library|_class_name|__loader__"
    rb"|model_type|architectures|_name_or_path|tokenizer_class|transformers_version|keras_version|processor_class"
    rb"|image_processor_type|_diffusers_version|peft_type|weight_map)\"|\\u00[2-7]"
)
_READERS: tuple[Callable[[Part, tuple[Node, ...]], Iterator[Told]], ...] = (
    keras_config,
    skops_schema,
    transformers_config,
)


def _claims(part: Part) -> bool:
    named = PurePosixPath(part.name).name in _KNOWN
    if part.head.strip() and not _START.match(part.head):
        return False
    if _KEYS.search(part.head) or (named and PurePosixPath(part.name).name not in _COMMON):
        return True
    if not part.unpacked:  # to search it all would cost what it costs to read it
        return named
    return (named or part.name.endswith(".json")) and bool(_KEYS.search(part.data[:_SEARCHED]))


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
    found = tuple(islice(nodes(tree, budget.step), _OBJECTS))
    if len(found) == _OBJECTS:
        yield Gap("has more objects than are looked at")
    for reader in _READERS:
        yield from reader(part, found)


JSON_DOCUMENT = FormatReader("model configuration", _claims, _read)
