"""What would a chat template reach for when it is rendered? Its syntax tree is looked at; it is never rendered."""

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from seatrial.model.artifacts import Finding, Gap, Verdict
from seatrial.read.artifacts.budget import Budget
from seatrial.read.artifacts.door import FormatReader, Part, Told
from seatrial.read.artifacts.formats.template_tree import Reach, reaches
from seatrial.read.regex import regex
from seatrial.read.text import decode

SAFER = (
    "a template of plain loops and conditions; render it in jinja2.sandbox.ImmutableSandboxedEnvironment, as "
    "transformers does, and update llama-cpp-python to 0.2.72 or newer (CVE-2024-34359)"
)
_LONGEST = 300_000
_TOLD = 4
_ATTRIBUTE = "reads the attribute "
#: Names that lead from any object to every module of the interpreter.
_ESCAPE = regex(r"__(?:class|mro|base|bases|subclasses|globals|builtins|import|init|getattribute|dict|code|reduce)__")
_SUFFIXES = (".jinja", ".jinja2", ".j2", ".template")
#: What templates of chats have and those of documents and images do not, or what none should have.
_CHAT = regex(
    rb"\{[%{][^{}]{0,200}\b(?:messages?|bos_token|add_generation_prompt)\b|\{[%{][^{}]{0,200}(?:__|\|\s{0,9}attr\b)"
)


def chat_template(text: str, key: str) -> Iterator[Finding | Gap]:
    """Yield what a template reaches for; ``key`` says where it stands."""
    if len(text) > _LONGEST:
        yield Gap(f"{key}: a longer template than is read")
        return
    try:
        found = reaches(text)
    except (ValueError, RecursionError) as error:
        yield from _unparsed(text, key, error)
        return
    escapes = [reach for reach in found if reach.escapes]
    if escapes:
        said = f"{_joined(escapes)}: a way to everything in the process that renders it"
        yield _finding(Verdict.DANGEROUS, said, escapes[0], key)
    elif found:
        yield _finding(Verdict.SUSPICIOUS, _joined(found), found[0], key)


def _joined(found: Sequence[Reach]) -> str:
    """Return the different things of a template in words, the first ones of each kind: one attack takes many steps."""
    in_order = found[::-1]  # within a line the tree has the last attribute first
    said = tuple(dict.fromkeys(reach.what for reach in sorted(in_order, key=lambda reach: reach.line)))
    names = [what.removeprefix(_ATTRIBUTE) for what in said if what.startswith(_ATTRIBUTE)]
    others = [what for what in said if not what.startswith(_ATTRIBUTE)]
    attributes = [f"reads the attribute{'s' if names[1:] else ''} {', '.join(names[:_TOLD])}"] if names else []
    return f"the template {', '.join([*attributes, *others[:_TOLD]])}"


def _finding(level: Verdict, what: str, first: Reach, key: str) -> Finding:
    place = f"{key}, line {first.line}" if key else f"line {first.line}"
    return Finding("template-escape", level, what, SAFER, place)


def _unparsed(text: str, key: str, error: Exception) -> Iterator[Finding | Gap]:
    yield Gap(f"{key or 'the template'}: is no template that can be read ({type(error).__name__})")
    if found := _ESCAPE.search(text):
        what = f"the template names {found[0]}, and cannot be read otherwise"
        yield Finding("template-escape", Verdict.DANGEROUS, what, SAFER, key)


def _claims(part: Part) -> bool:
    path = PurePosixPath(part.name.lower())
    if path.suffix not in _SUFFIXES:
        return False
    named = path.name.startswith("chat_template") or path.parent.name == "additional_chat_templates"
    return named or bool(_CHAT.search(part.data[: _LONGEST + 1]))


def _read(part: Part, budget: Budget) -> Iterator[Told]:
    budget.step()
    yield from chat_template(decode(bytes(part.data[: _LONGEST + 1])), "")


CHAT_TEMPLATE = FormatReader("chat template", _claims, _read)
