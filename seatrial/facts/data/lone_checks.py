"""Which single assertions over what was read does code hold that is not named for judging data?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.programs import Program, programs
from seatrial.facts.data.array_checks import held_to
from seatrial.facts.data.data_checks import OWN_CODE, DataCheck
from seatrial.facts.data.data_loads import data_loads
from seatrial.facts.data.data_rules import Rule
from seatrial.facts.data.own_validation import handles_frames, rule_of_call, rule_of_comparison
from seatrial.facts.data.row_checks import stops
from seatrial.facts.training.rebuilds.making_parts import Part, parts_of_files
from seatrial.facts.training.training_path import training_path
from seatrial.model.grouped import grouped
from seatrial.read.code.python_record import Comparison
from seatrial.read.regex import regex
from seatrial.repo import Repo

#: What opens a picture or a sound.
_OPENS = regex(r"(?:^|\.)(?:Image\.open|imread|read_image|dcmread)$|^(?:librosa|torchaudio)\.load$")
_GAPS = frozenset({"count_masked", "isnan", "isnull", "isna"})
#: What a network asks of the tensors that it is handed says nothing of the data.
_OF_A_NET = frozenset({"forward", "__call__", "call", "loss"})


@fact
def lone_checks(repo: Repo) -> tuple[DataCheck, ...]:
    """Return the functions that stop on a column, a gap, a type or a shape, where data is read or prepared.

    Those that only leave out what does not open are told too.
    """
    parts = parts_of_files(repo) if training_path(repo) else {}
    near = {load.site.path for load in data_loads(repo)} | {path for path, does in parts.items() if Part.DATA in does}
    found = [check for program in programs(repo) if program.path in near and not program.is_test
             for check in _of_program(program)]  # fmt: skip
    return tuple(sorted(found, key=lambda item: item.site))


def _of_program(program: Program) -> Iterator[DataCheck]:
    frames = handles_frames(program)  # else ``args["repeats"] > 0`` is no column
    stopping = [item for item in program.file.comparisons if stops(item)]
    ruled = [(item.scope, (item.line, rule)) for item in stopping if (rule := _rule(item, frames=frames))]
    ruled += _asked(program, {item.scope for item in stopping})
    for scope, rules in grouped(ruled).items():
        if scope.rpartition(".")[2] not in _OF_A_NET:
            kinds = tuple(sorted({rule for _, rule in rules}))
            yield DataCheck(program.site(min(rules)[0], scope), OWN_CODE, kinds, stops=True)
    for call in program.file.calls:
        if "try" in call.inside and _OPENS.search(call.name):
            yield DataCheck(program.site_of(call), OWN_CODE, (Rule.OWN,), stops=False)


def _asked(program: Program, stopping: set[str]) -> Iterator[tuple[str, tuple[int, Rule]]]:
    """Yield what is asked of rows in functions that raise: ``if rows["label"].isna().any(): raise ValueError``."""
    raising = {item.name for item in program.file.functions if item.raises} | stopping
    for call in program.file.calls:
        rule = rule_of_call(call) if call.scope in raising and not call.target else None
        if rule is Rule.MISSING or rule is Rule.UNIQUE:
            yield call.scope, (call.line, rule)


def _rule(item: Comparison, *, frames: bool) -> Rule | None:
    sides = (item.left, item.right)
    if any(side.kind == "call" and side.name.rpartition(".")[2] in _GAPS for side in sides):
        return Rule.MISSING
    by_column = rule_of_comparison(item) if frames else None
    return by_column or held_to(item)
