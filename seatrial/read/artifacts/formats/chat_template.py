"""What would a chat template reach for when it is rendered? Its syntax tree is looked at; it is never rendered."""

from collections.abc import Iterator

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
_LONGEST = 1_000_000
#: Names that lead from any object to every module of the interpreter.
_ESCAPE = regex(r"__(?:class|mro|base|bases|subclasses|globals|builtins|import|init|getattribute|dict|code|reduce)__")
_SUFFIXES = (".jinja", ".jinja2", ".j2")
_JINJA = regex(rb"\{%|\{\{")


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
    seen = set[str]()
    for reach in found:
        if reach.what not in seen:
            seen.add(reach.what)
            yield _finding(reach, key)


def _finding(reach: Reach, key: str) -> Finding:
    level = Verdict.DANGEROUS if reach.escapes else Verdict.SUSPICIOUS
    place = f"{key}, line {reach.line}" if key else f"line {reach.line}"
    return Finding("template-escape", level, f"the template {reach.what}", SAFER, place)


def _unparsed(text: str, key: str, error: Exception) -> Iterator[Finding | Gap]:
    yield Gap(f"{key or 'the template'}: is no template that can be read ({type(error).__name__})")
    if found := _ESCAPE.search(text):
        what = f"the template names {found[0]}, and cannot be read otherwise"
        yield Finding("template-escape", Verdict.DANGEROUS, what, SAFER, key)


def _claims(part: Part) -> bool:
    return part.name.lower().endswith(_SUFFIXES) and bool(_JINJA.search(part.data[: _LONGEST + 1]))


def _read(part: Part, budget: Budget) -> Iterator[Told]:
    budget.step()
    yield from chat_template(decode(bytes(part.data[: _LONGEST + 1])), "")


CHAT_TEMPLATE = FormatReader("chat template", _claims, _read)
