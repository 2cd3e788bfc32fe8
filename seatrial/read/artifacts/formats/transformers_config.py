"""Which code and which templates do the configuration files of model hubs bring with them?"""

from collections.abc import Iterator
from pathlib import PurePosixPath

from seatrial.model.artifacts import Finding, Kind, Verdict
from seatrial.read.artifacts.door import Part, Told
from seatrial.read.artifacts.formats.chat_template import chat_template
from seatrial.read.artifacts.formats.json_tree import Node
from seatrial.read.artifacts.formats.outside import leaves, level_of
from seatrial.read.regex import regex

_SAFER_CODE = "an architecture that transformers knows, with safetensors: model.save_pretrained('model')"
_REVIEWED = "a class of a package in your lock file instead of code that comes with the weights"
_HUB_LIBRARY = regex(
    r"\A(?:transformers|diffusers|sentence_transformers|onnxruntime|optimum|peft|timm|torch|tokenizers|k_diffusion"
    r"|stable_diffusion|clip|open_clip|flax|jax|accelerate|null|None)(?:\.|\Z)"
)


def transformers_config(part: Part, found: tuple[Node, ...]) -> Iterator[Told]:
    """Yield the code that a configuration would run, and what its templates reach for."""
    name = PurePosixPath(part.name).name
    for node in found:
        yield from _code(part, node)
        yield from _templates(node)
        yield from _libraries(node)
        yield from _shards(node)
    if name == "modules.json":
        yield from (finding for node in found if (finding := _module_type(node)))
    if name == "model_index.json" and found and found[0].key == "":
        yield from _components(found[0])


def _code(part: Part, node: Node) -> Iterator[Finding]:
    """``auto_map`` and its kin: the loader imports those files when ``trust_remote_code`` is on."""
    for name in ("auto_map", "custom_pipelines"):
        for target in _targets(node.said.get(name)):
            repository, _, dotted = target.rpartition("--")
            file = f"{dotted.partition('.')[0]}.py"
            there = None if repository else part.beside(file)
            where = (
                f"of the repository {repository}"
                if repository
                else "beside it" + (", which is not there" if there is False else "")
            )
            what = f"with trust_remote_code its loader runs {file} {where}, to make {dotted.rpartition('.')[2]}"
            level = Verdict.DANGEROUS if ".." in target or "/" in dotted else Verdict.SUSPICIOUS
            yield Finding("remote-code", level, what, _SAFER_CODE, node.under(name))


def _targets(value: object) -> Iterator[str]:
    """Yield each dotted name of a map once, wherever it stands in it."""
    waiting, known = [value], set[str]()
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, dict):
            waiting.extend(inner for key, inner in one.items() if key not in ("pt", "tf", "type"))
        elif isinstance(one, list):
            waiting.extend(one)
        elif isinstance(one, str) and "." in one and one not in known:
            known.add(one)
            yield one


def _templates(node: Node) -> Iterator[Told]:
    value = node.said.get("chat_template")
    if isinstance(value, str):
        yield from chat_template(value, node.under("chat_template"))
    elif isinstance(value, list | dict):
        pairs = enumerate(value) if isinstance(value, list) else value.items()
        for key, one in pairs:
            text = one.get("template") if isinstance(one, dict) else one
            if isinstance(text, str):
                yield from chat_template(text, f"{node.under('chat_template')}[{key}]")


def _libraries(node: Node) -> Iterator[Finding]:
    library = node.text("custom_ops_library")
    if library:
        what = f"loads the native library {library[:200]}"
        yield Finding("native-library", Verdict.DANGEROUS, what, _REVIEWED, node.under("custom_ops_library"))
    mapping = node.said.get("auto_mapping")
    parent = mapping.get("parent_library") if isinstance(mapping, dict) else None
    if isinstance(parent, str) and not _HUB_LIBRARY.match(parent):
        what = f"peft imports the module {parent[:200]}"
        yield Finding("remote-code", Verdict.SUSPICIOUS, what, _REVIEWED, node.under("auto_mapping.parent_library"))


def _shards(node: Node) -> Iterator[Finding]:
    """An index says in which file each weight stands."""
    places = node.said.get("weight_map")
    named = {place for place in places.values() if isinstance(place, str)} if isinstance(places, dict) else set[str]()
    for place in sorted(named):
        if leaves(place):
            what = f"its loader reads weights from {place[:200]}, which is outside of the model's folder"
            yield Finding("weights-outside", Verdict.DANGEROUS, what, _SAFER_CODE, node.under("weight_map"))


def _module_type(node: Node) -> Finding | None:
    kind = node.text("type")
    if not kind or kind.startswith("sentence_transformers."):
        return None
    level = level_of(kind) if "/" in kind else Verdict.SUSPICIOUS
    return Finding("remote-code", level, f"sentence-transformers imports {kind[:200]}", _REVIEWED, node.under("type"))


def _components(node: Node) -> Iterator[Told]:
    """Tell the parts of a diffusers pipeline whose module is not a library's but a file of the repository."""
    yield Kind("diffusers pipeline")
    for name, value in node.said.items():
        module = value[0] if isinstance(value, list) and value else None
        if isinstance(module, str) and not _HUB_LIBRARY.match(module):
            what = f"diffusers imports {module[:200]} to make {name}: code that comes with the weights"
            yield Finding("remote-code", Verdict.SUSPICIOUS, what, _REVIEWED, node.under(name))
