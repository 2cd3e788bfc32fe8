"""Which Python objects would a YAML document make in a loader that is not safe, and what does an MLmodel import?"""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from seatrial.model.artifacts import Finding, Gap, Kind, Trust, Verdict
from seatrial.read.artifacts.budget import Budget
from seatrial.read.artifacts.door import FormatReader, Part, Told
from seatrial.read.artifacts.formats.chat_template import chat_template
from seatrial.read.artifacts.formats.mlflow_model import ml_model
from seatrial.read.artifacts.names.standard import is_standard
from seatrial.read.artifacts.pickles.trust import trust
from seatrial.read.regex import regex
from seatrial.read.text import decode

_LIMIT = 4_000_000
_PYTHON = "tag:yaml.org,2002:python/"
_MADE = ("object", "name", "module")  #: the tags that import; the others are plain values
#: Packages whose functions the settings of MkDocs name by such tags, as their manuals tell to.
_DOCUMENTATION = frozenset({"pymdownx", "material", "materialx", "mermaid2", "zensical"})
#: What is worth parsing for: tags of Python however they are written, keys that loaders act on, other encodings.
_TAGGED = regex(
    rb"python/(?:object|name|module)(?!(?:/apply)?:(?:pymdownx|material|materialx|mermaid2|zensical)\.)|^%TAG|!<"
    rb"|![\w!/.:-]{0,99}%[0-9a-fA-F]{2}|chat_template|_target_|\A(?:\xff\xfe|\xfe\xff)",
    re.MULTILINE,
)
_SUFFIXES = (".yaml", ".yml")
_NO_TARGET = "a target that is a class of the model's own library"
_SAFER = "the same document without tags, read by yaml.safe_load"


def _claims(part: Part) -> bool:
    name = PurePosixPath(part.name).name
    return name == "MLmodel" or (name.lower().endswith(_SUFFIXES) and bool(_TAGGED.search(part.data[:_LIMIT])))


def _read(part: Part, budget: Budget) -> Iterator[Told]:
    if len(part.data) > _LIMIT:
        yield Gap("a longer document than is read")
        return
    text, before = decode(bytes(part.data)), ""
    import yaml  # costs 10 ms, which a scan without YAML need not pay

    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            budget.step()
            tag = getattr(event, "tag", None)
            line = event.start_mark.line + 1 if event.start_mark else 0
            if isinstance(tag, str) and tag.startswith(_PYTHON):
                yield from _tag(tag.removeprefix(_PYTHON), line)
            if isinstance(event, yaml.ScalarEvent):
                yield from _scalar(before, event.value, f"{before} of line {line}")
                before = event.value
    except (yaml.YAMLError, RecursionError):
        yield Gap("is no YAML that can be read to its end")
    if PurePosixPath(part.name).name == "MLmodel":
        yield Kind("MLflow model")
        yield from ml_model(text)


def _scalar(key: str, value: str, place: str) -> Iterator[Told]:
    """Judge a value by its key: ``_target_`` is what hydra calls while it makes a model of a configuration."""
    if key == "chat_template":
        yield from chat_template(value, place)
    module, _, name = value.rpartition(".")
    if key == "_target_" and is_standard(module or "builtins") and trust(module or "builtins", name) is Trust.DANGEROUS:
        what = f"hydra calls {value[:200]} while it makes the model"
        yield Finding("yaml-target", Verdict.DANGEROUS, what, _NO_TARGET, place)


def _tag(tag: str, line: int) -> Iterator[Finding]:
    kind, _, name = tag.partition(":")
    module, _, last = name.rpartition(".")
    if kind.split("/")[0] not in _MADE or module.partition(".")[0] in _DOCUMENTATION:
        return
    known = trust(module or "builtins", last)
    calls = kind.startswith("object/")
    level = Verdict.DANGEROUS if known is Trust.DANGEROUS else Verdict.SUSPICIOUS
    what = f"yaml.load with a loader that is not safe {'calls' if calls else 'imports'} {name or 'what the tag names'}"
    yield Finding("yaml-python-tag", level, what, _SAFER, f"line {line}")


YAML_DOCUMENT = FormatReader("YAML document", _claims, _read)
