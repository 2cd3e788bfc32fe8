"""Which types would skops import and make while it loads an archive by its ``schema.json``?"""

from collections.abc import Iterator
from pathlib import PurePosixPath

from seatrial.model.artifacts import Finding, Import, Kind, Trust, Verdict
from seatrial.read.artifacts.door import Part, Told
from seatrial.read.artifacts.formats.json_tree import Node
from seatrial.read.artifacts.pickles.trust import trust

_SAFER = "ONNX: skl2onnx.to_onnx(model, X[:1]); before loading, skops.io.get_untrusted_types(file='model.skops')"
#: Nodes that call what they name: CVE-2025-54412, CVE-2025-54413 and CVE-2025-54886.
_CALLING = frozenset({"MethodNode", "OperatorFuncNode", "FunctionNode", "PartialNode", "ReduceNode"})


def skops_schema(part: Part, found: tuple[Node, ...]) -> Iterator[Told]:
    """Yield the types of a schema, and what speaks against them; nothing when the document is no schema of skops."""
    typed = [node for node in found if node.text("__loader__") or (node.text("__class__") and node.text("__module__"))]
    if not typed or (PurePosixPath(part.name).name != "schema.json" and not found[0].text("__loader__")):
        return
    yield Kind("skops archive")
    for node in typed:
        module, name = node.text("__module__"), node.text("__class__")
        yield Import(module, name, trust(module, name), called=True)
        yield from _judged(node, module, name)


def _judged(node: Node, module: str, name: str) -> Iterator[Finding]:
    known, loader = trust(module, name), node.text("__loader__")
    if known is Trust.DANGEROUS:
        yield Finding("skops-type", Verdict.DANGEROUS, f"names {module}.{name} for its loader", _SAFER, node.key)
    elif known in (Trust.UNKNOWN, Trust.CODE):
        what = f"names {module}.{name}, which is other code than scikit-learn's and numpy's"
        yield Finding("skops-type", Verdict.SUSPICIOUS, what, _SAFER, node.key)
    content = node.said.get("content")
    if loader in _CALLING and isinstance(content, dict):
        target = ".".join(filter(None, (str(content.get("module_path", "")), str(content.get("function", "")))))
        outer, _, inner = target.rpartition(".")
        if target and trust(outer, inner) in (Trust.UNKNOWN, Trust.DANGEROUS, Trust.CODE):
            level = Verdict.DANGEROUS if trust(outer, inner) is Trust.DANGEROUS else Verdict.SUSPICIOUS
            yield Finding("skops-call", level, f"a {loader} calls {target}", _SAFER, f"{node.key}.content")
