"""What would a reader of a model in XML (PMML, OpenVINO) open or run: entities, scripts, Java, extensions?"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from seatrial.model.artifacts import Finding, Gap, Kind, Verdict
from seatrial.read.artifacts.budget import Budget
from seatrial.read.artifacts.door import FormatReader, Part, Told
from seatrial.read.artifacts.formats.outside import leaves
from seatrial.read.artifacts.formats.scripts import script
from seatrial.read.regex import regex
from seatrial.read.text import decode

if TYPE_CHECKING:
    from defusedxml.ElementTree import DefusedXMLParser

_SAFER = "the same model without it, or ONNX: skl2onnx.to_onnx(model, X[:1])"
_CHUNK = 1 << 20
_TOLD = 100
_PMML, _NETWORK = regex(r"<(?:\w{1,99}:)?PMML\b"), regex(r"<net\s")
_PUBLISHED = ("http://www.dmg.org/", "https://www.dmg.org/")
_NAMED = (".pmml",)
_JAVA = regex(
    r"\bjava\.(?:lang\.(?:Runtime|ProcessBuilder|ClassLoader|reflect)|io|net|nio)\b|\bjavax\.(?:script|naming)\b"
    r"|\bRuntime\.getRuntime\b|\bScriptEngine\b|\bjndi:"
)
_OPERATOR_SET = regex(r"\A(?:opset\d+|experimental|util|ie_internal_opset|type_relaxed_opset|internal\w*)\Z|\A\Z")
_PLAIN = regex(r"[\d.eE+-]*|\w*|\s*")
_DOTTED = regex(r"\A[A-Za-z_]\w*(?:\.\w+)+\Z")


def _claims(part: Part) -> bool:
    start = decode(part.head)
    return bool(_PMML.search(start) or _NETWORK.search(start)) or (
        part.name.lower().endswith(_NAMED) and start.lstrip("\ufeff \t\r\n")[:1] == "<"
    )


def _read(part: Part, budget: Budget) -> Iterator[Told]:
    from defusedxml.common import EntitiesForbidden, ExternalReferenceForbidden
    from defusedxml.ElementTree import ParseError

    start = decode(part.head)
    yield Kind("OpenVINO" if _NETWORK.search(start) and not _PMML.search(start) else "PMML")
    target = _Target(budget.step)
    try:
        _feed(_parser(target), part, budget.step)
    except (EntitiesForbidden, ExternalReferenceForbidden):
        what = "declares an entity, by which readers of XML are made to open files and addresses"
        target.told.append(Finding("xml-entity", Verdict.DANGEROUS, what, _SAFER))
    except ParseError as error:
        target.told.append(Gap(f"is no XML that can be read to its end: {error}"[:200]))
    yield from target.told


def _parser(target: "_Target") -> "DefusedXMLParser":
    from defusedxml.ElementTree import DefusedXMLParser

    class Parser(DefusedXMLParser):
        """Goes on behind a document type, which old models of PMML have, to see what else there is."""

        def defused_start_doctype_decl(  # expat gives all four
            self,
            name: str,  # noqa: ARG002
            sysid: str | None,
            pubid: str | None,  # noqa: ARG002
            has_internal_subset: bool,  # noqa: ARG002, FBT001
        ) -> None:
            target.document_type(sysid or "")

    return Parser(target=target, forbid_dtd=True, forbid_entities=True, forbid_external=True)


def _feed(parser: "DefusedXMLParser", part: Part, step: Callable[[], None]) -> None:
    for at in range(0, len(part.data), _CHUNK):
        step()
        parser.feed(bytes(part.data[at : at + _CHUNK]))
    parser.close()


class _Target:
    """Takes the elements of a document one by one, and keeps what speaks against them."""

    def __init__(self, step: Callable[[], None]) -> None:
        self.told: list[Finding | Gap] = []
        self._step, self._path = step, list[str]()
        self._text, self._worst = "", False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Look at one element."""
        self._step()
        name = tag.rpartition("}")[2]
        self._path.append(name)
        self._text = ""
        for level, what in _judged(name, attributes):
            self._tell(level, what)
        for value in attributes.values():
            self._look(value)

    def document_type(self, place: str) -> None:
        """Look at the declaration of a document type, which may name a file or an address."""
        if place and not place.startswith(_PUBLISHED):
            what = f"has its document type at {place[:200]}, which readers of XML fetch"
            self.told.append(Finding("xml-entity", Verdict.SUSPICIOUS, what, _SAFER))

    def data(self, text: str) -> None:
        """Look at the text inside of an element."""
        self._text = (self._text + text)[-4_000:]

    def end(self, _tag: str) -> None:
        """Leave an element."""
        self._look(self._text)
        self._text = ""
        self._path.pop()

    def close(self) -> None:
        """End the document."""

    def _look(self, text: str) -> None:
        if _PLAIN.fullmatch(text):  # most of a large model: numbers and names
            return
        if found := _JAVA.search(text):
            self._tell(Verdict.DANGEROUS, f"names {found[0]}, which runs commands, loads classes or opens files")
        elif len(text) > 5 and (kind := script(text)):
            self._tell(Verdict.DANGEROUS, f"holds {kind}")

    def _tell(self, level: Verdict, what: str) -> None:
        if len(self.told) >= _TOLD and (level is not Verdict.DANGEROUS or self._worst):
            return
        self._worst = self._worst or level is Verdict.DANGEROUS  # however much stands before it, the first is told
        key = "/".join(self._path[-6:])
        self.told.append(Finding("xml-code", level, f"the element {self._path[-1]} {what}", _SAFER, key))


def _judged(name: str, attributes: dict[str, str]) -> Iterator[tuple[Verdict, str]]:
    place = attributes.get("href", "")
    if name == "include" and place:
        yield (Verdict.DANGEROUS if leaves(place) else Verdict.SUSPICIOUS), f"includes the file {place[:200]}"
    if name.lower() == "script":
        yield Verdict.DANGEROUS, "holds a script"
    function = attributes.get("function", "")
    if name == "Apply" and _DOTTED.match(function):
        yield Verdict.SUSPICIOUS, f"calls {function[:100]}, a class that its reader looks up by name"
    if name == "layer" and not _OPERATOR_SET.match(attributes.get("version", "")):
        kind, where = attributes.get("type", ""), attributes["version"]
        yield Verdict.SUSPICIOUS, f"of the type {kind[:100]} needs a native extension ({where[:50]})"


MARKUP = FormatReader("PMML", _claims, _read)
