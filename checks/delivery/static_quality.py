"""Are lint, format and types enforced?"""

from seatrial.api import Component, Effort, Evidence, Grade, Graded, Place, Severity, Stage, delivery
from seatrial.facts.ci.foreign_static_tools import foreign_static_tools
from seatrial.facts.ci.static_tools import StaticTool, Trade, tools_of
from seatrial.facts.code.annotations import Annotated, annotated, silenced_share
from seatrial.facts.code.language import Language, language

from .. import acts

LOOKED_FOR = (
    "ruff, flake8, pylint, black, isort, mypy, pyright and their like in pyproject.toml, setup.cfg and files of their "
    "own, in pre-commit, and in CI; eslint, clippy, clang-tidy and others for their languages; the share of public "
    "functions whose types are written down"
)
_ENOUGH = 0.6  #: of the public functions that run
_MANY = 0.05  #: of the lines, from which on the tools are switched off line by line
_SHOWN = 8


@delivery.practice(
    "OPS-10",
    question="Are lint, format and types enforced?",
    severity=Severity.LOW,
    effort=Effort.SMALL,
    stage=Stage.CANDIDATE,
    why="Unused variables, wrong names and swapped arguments are found by a tool in seconds, or by a person at night.",
    act=acts.CHANGES,
    fix=(
        "Set ruff and mypy up in {config:pyproject.toml}, for the code that is shipped first.",
        "Run both in CI on every change, without `--exit-zero`, and in pre-commit.",
        "Write down the types of the public functions, {bare:those that serve} first.",
    ),
    references=("42001 A.6.1.3",),
    missing="no linter, formatter or type checker is set up",
)
def static_quality(component: Component) -> Graded:
    python = language(component) is Language.PYTHON  # else the types of a script beside the product are not meant
    found = (*foreign_static_tools(component), *tools_of(component))
    working = [tool for tool in found if not tool.idle]
    run = [tool for tool in working if tool.runs]
    guarding = [tool for tool in run if tool.guards]
    types = annotated(component)
    trades = {tool.trade for tool in guarding}
    whole = bool(trades & {Trade.LINT, Trade.TYPES}) and (types.share >= _ENOUGH or not python)
    silenced = whole and silenced_share(component) > _MANY
    whole = whole and not silenced
    share = [_share(types, types.first_bare)] if types.first_bare is not None and python else []
    graded = Graded.best(
        (Grade.IN_USE, [*guarding[:_SHOWN], *share] if whole else []),
        (Grade.SUBSTANTIVE, [*run[:_SHOWN], *share] if run else []),
        (Grade.PRESENT, found[:_SHOWN]),
        looked_for=LOOKED_FOR,
        message=""
        if whole
        else "many lines tell the tools to say nothing"
        if silenced
        else _message(found, run, guarding, types),
    )
    config = next((tool.place for tool in found if not tool.runs and not tool.by_hand), None)
    bare = f"{types.bare} in {types.first_bare.path}" if types.first_bare is not None and python else None
    return graded.naming(config=config, bare=bare)


def _share(types: Annotated, place: Place) -> Evidence:
    said = f"{types.annotated} of {types.functions} public functions say their types"
    return Evidence(place, f"{said}, {types.bare} does not")


def _message(
    found: tuple[StaticTool, ...],
    run: list[StaticTool],
    guarding: list[StaticTool],
    types: Annotated,
) -> str:
    if guarding:
        if not {tool.trade for tool in guarding} & {Trade.LINT, Trade.TYPES}:
            return "CI judges how the code looks, and not what is wrong with it"
        return (
            f"the tools guard every change, and {types.annotated} of {types.functions} public functions say their types"
        )
    if run:
        return "the tools run before a commit or in CI, and no run was found whose failure stops a change"
    if any(tool.idle for tool in found):
        return "the tools are told to find nothing"
    if found and all(tool.by_hand for tool in found):
        return "the tools run when somebody starts them, and at no change"
    return "the tools are set up, and nothing runs them" if found else ""
