"""Which single assertions stop a run over what it has read, in code that is not named for judging data?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.own_imports import imported_files
from seatrial.facts.code.programs import Program, programs
from seatrial.facts.data.array_checks import held_to
from seatrial.facts.data.data_checks import OWN_CODE, DataCheck
from seatrial.facts.data.data_loads import data_loads
from seatrial.facts.data.data_rules import Rule
from seatrial.facts.data.own_validation import rule_of_call, rule_of_comparison
from seatrial.facts.training.training_path import training_path
from seatrial.model.grouped import grouped
from seatrial.read.code.python_record import Comparison
from seatrial.repo import Repo

_STOPS = ("raise", "assert", "sys.exit")
_GAPS = frozenset({"count_masked", "isnan", "isnull", "isna"})
#: What a network asks of the tensors that it is handed says nothing of the data.
_OF_A_NET = frozenset({"forward", "__call__", "call", "loss"})


@fact
def lone_checks(repo: Repo) -> tuple[DataCheck, ...]:
    """Return the functions that stop on a column, a gap, a type or a shape, where data is read or prepared."""
    near, imported = training_path(repo) | {load.site.path for load in data_loads(repo)}, imported_files(repo)
    near = near.union(*(imported.get(path, frozenset()) for path in near))
    found = [check for program in programs(repo) if program.path in near and not program.is_test
             for check in _of_program(program)]  # fmt: skip
    return tuple(sorted(found, key=lambda item: item.site))


def _of_program(program: Program) -> Iterator[DataCheck]:
    stopping = [item for item in program.file.comparisons if any(lead.startswith(_STOPS) for lead in item.leads_to)]
    ruled = [(item.scope, (item.line, rule)) for item in stopping if (rule := _rule(item))]
    ruled += _asked(program, {item.scope for item in stopping})
    for scope, rules in grouped(ruled).items():
        if scope.rpartition(".")[2] not in _OF_A_NET:
            kinds = tuple(sorted({rule for _, rule in rules}))
            yield DataCheck(program.site(min(rules)[0], scope), OWN_CODE, kinds, stops=True)


def _asked(program: Program, stopping: set[str]) -> Iterator[tuple[str, tuple[int, Rule]]]:
    """Yield what is asked of rows in functions that raise: ``if rows["label"].isna().any(): raise ValueError``."""
    raising = {item.name for item in program.file.functions if item.raises} | stopping
    for call in program.file.calls:
        if call.scope in raising and not call.target and (rule := rule_of_call(call)) in (Rule.MISSING, Rule.UNIQUE):
            yield call.scope, (call.line, rule)


def _rule(item: Comparison) -> Rule | None:
    sides = (item.left, item.right)
    if any(side.kind == "call" and side.name.rpartition(".")[2] in _GAPS for side in sides):
        return Rule.MISSING
    return rule_of_comparison(item) or held_to(item)
