"""Does own code keep versions of models in files, and say which of them is in use?"""

from collections.abc import Iterator

from seatrial.facts.code.programs import Program, Site
from seatrial.facts.training.origins.registry_calls import Act
from seatrial.read.code.python_record import Function
from seatrial.read.posix_path import posix
from seatrial.read.regex import caseless, regex

_NAMED = caseless(r"model\w*(?:registry|store|repository|catalog(?:ue)?)|(?:registry|store)\w*models?")
_REGISTERS = regex(r"(?:register|publish|push|add|save|create|record)(?:_(?:new_)?(?:model|version|candidate)\w*)?")
#: Functions that put another version into use.
PUTS_TO_USE = regex(
    r"(?:promote|roll_?back|activate|approve|transition|archive|set_(?:stage|alias|active|current|champion|production)"
    r"|make_(?:active|current|champion|production))\w*"
)
#: What is written there: ``state["stages"]["production"]``, ``self.index["current"]``, ``entry["status"]``.
_STAGE = caseless(r"[\[.]['\"]?\w*(?:stage|status|alias|production|champion|active|current|in_use)\w*['\"]?\]?")
_VERSION = regex(r"(?:\w*_)?versions?(?:_\w+)?")
_METRICS = regex(r"metric|score|evaluation|accuracy")
#: A row that says of one version of a model, in SQL, that it is the one in use, and one that adds a version.
_SQL_STAGE = caseless(
    r"\bUPDATE\s+\W?\w*model\w*\W?\s+SET\b[^;]{0,200}\b(?:stage|status|alias|is_\w*(?:active|prod|champion|current|live)\w*)\b"
)
_SQL_VERSION = caseless(r"\bINSERT\s+INTO\s+\W?\w*model\w*\W?[^;]{0,300}\bversion")


def kept_versions(program: Program) -> Iterator[tuple[Site, Act, bool]]:
    """Yield where a program registers versions of models, and puts one into use; with whether it keeps their metrics.

    A dictionary of builders or plug-ins puts no version into use, so that it is none.
    """
    yield from _in_sql(program)
    if not _is_named(program):
        return
    uses = [item for item in program.file.assignments if _puts_to_use(item.scope) and _STAGE.search(item.target)]
    made = [item for item in program.file.functions if _REGISTERS.fullmatch(item.name.rpartition(".")[2])]
    if not uses or not made or not _counts_versions(program):
        return
    yield program.site(made[0].line, made[0].name), Act.REGISTER, any(map(_takes_metrics, made))
    for item in uses:
        yield program.site_of(item), Act.STAGE, False


def _in_sql(program: Program) -> Iterator[tuple[Site, Act, bool]]:
    staged = [text for text in program.file.texts if _SQL_STAGE.search(text.value)]
    added = [text for text in program.file.texts if _SQL_VERSION.search(text.value)] if staged else []
    if added:
        yield from ((program.site_of(one), Act.REGISTER, bool(_METRICS.search(one.value))) for one in added)
        yield from ((program.site_of(one), Act.STAGE, False) for one in staged)


def _is_named(program: Program) -> bool:
    """Tell whether the file or one of its classes is called a registry of models."""
    stem = posix(program.path).stem
    return bool(_NAMED.search(stem)) or any(_NAMED.search(item.name) for item in program.file.classes)


def _puts_to_use(scope: str) -> bool:
    return bool(PUTS_TO_USE.fullmatch(scope.rpartition(".")[2]))


def _counts_versions(program: Program) -> bool:
    named = {one.name for item in program.file.functions for one in item.parameters}
    named |= {text.value for text in program.file.texts} | {item.target for item in program.file.assignments}
    return any(_VERSION.fullmatch(name) for name in named)


def _takes_metrics(function: Function) -> bool:
    return any(_METRICS.search(item.name) for item in function.parameters)
