"""Does bad data stop the pipeline?"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from seatrial.api import (
    Archetype,
    Component,
    Effort,
    Evidence,
    Grade,
    Graded,
    Liveness,
    Severity,
    Stage,
    as_evidence,
    data,
    grouped,
)
from seatrial.facts.archetype import archetype
from seatrial.facts.ci.ci_tests import ci_test_runs
from seatrial.facts.code.programs import called
from seatrial.facts.code.python_files import python_file
from seatrial.facts.data.cleanings import Cleaning, asserted_gaps, cleanings
from seatrial.facts.data.data_check_use import applied_data_checks, foreign_marts
from seatrial.facts.data.data_checks import DataCheck, data_checks
from seatrial.facts.data.data_loads import DataLoad, data_loads
from seatrial.facts.data.data_rules import Rule
from seatrial.facts.data.lone_checks import lone_checks
from seatrial.facts.product.own_trainings import own_trainings, teaches
from seatrial.facts.reach.reach import reach
from seatrial.facts.reach.running import runs
from seatrial.facts.training.learned_from import from_media
from seatrial.facts.training.main_training import main_training
from seatrial.facts.training.played import makes_its_rows
from seatrial.facts.training.trained_beside import trained_beside
from seatrial.facts.training.training_path import training_path
from seatrial.facts.training.training_reader import training_reader, training_readers
from seatrial.facts.training.tuning import tunes_language_model

from ..unread import unread_code

LOOKED_FOR = (
    "schemas and expectations of pandera, Great Expectations, Soda, dbt, Deequ, TFDV, deepchecks, Evidently, "
    "frictionless, Cerberus, patito or dataframely, and functions that raise on missing values, ranges, types and "
    "duplicates"
)
_SHOWN = 8
_MEDIA = "where the model learns from images, sound or text"
_TEXTS = "where the model learns to write text"
_SCORED = "where rows are read, and nothing is trained"
_IN_VAIN = "tests judge the data before the training, and it goes on where they fail"
_IDLE = "where rules are written that no code which runs applies"
_MADE_UP = "the program that trains makes its rows up itself, and reads none"
_NO_EXAMPLE = "no check of an example is seen before a model learns from it: that it opens, its size, its label"


def handles_rows(component: Component) -> bool:
    """Tell whether the component trains a model or reads data; a program of prompts only does neither."""
    repo, taken = component.repo, archetype(component).archetype
    if own_trainings(component):
        return True
    if teaches(component):
        return False  # what its exercises read is there to be learned from
    if taken is Archetype.LIBRARY:
        return False  # it judges the arguments of its callers, and its data sets are there to show it
    # of what a language model is asked, and what it answers, the code that measures it judges much, and no rows
    if taken is not Archetype.LLM_APP and any(component.of(data_checks(repo))):
        return True
    # what callers hand a service is judged with the request, and what they upload are documents and no rows
    asked = taken in (Archetype.LLM_APP, Archetype.ONLINE_SERVICE)
    # questions for a measurement beside an application of language models are no rows that it reads in use
    brought = [load for load in _loads(component, asked=asked) if not (taken is Archetype.LLM_APP and load.aside)]
    return any(not asked or (load.site.counts and load.location) for load in brought)


def _loads(component: Component, *, asked: bool) -> list[DataLoad]:
    """Return what the component reads; of a service only what it reads itself, and not a part beside it."""
    found = component.of(data_loads(component.repo))
    return [load for load in found if not asked or load.place.path in component.own]


@data.practice(
    "DAT-03",
    question="Does bad data stop the pipeline?",
    severity=Severity.HIGH,
    effort=Effort.MEDIUM,
    stage=Stage.CANDIDATE,
    why="A model learns as readily from a column that went empty or changed its unit, and nobody sees it.",
    fix=(
        "Write a schema for what {training:training} reads: types, ranges, no empty label, allowed gaps.",
        "Apply it in {pipeline:the pipeline} before the model is fitted or predicts, and let a breach raise.",
    ),
    fix_when={
        _MEDIA: (
            "Judge each example before {training:training} reads it, and raise: it can be read, size and label fit.",
            "Stop with the names of those that fail before the first step, and count what is left for each label.",
        ),
        _TEXTS: (
            "Judge each text before {training:training} reads it: it decodes, its length fits, it stands there once.",
            "Stop with the names of those that fail before the first step, and count what is left.",
        ),
        _SCORED: (
            "Write a schema for the rows that {loader:the program} reads: columns, types, ranges, missing values.",
            "Apply it there before the model is asked, and let a breach raise.",
        ),
        _IN_VAIN: (
            "Let {script:the script} stop where {rules:the tests} fails: `set -euo pipefail` at its top.",
            "Add what these lack: types, ranges, no empty label, allowed gaps.",
        ),
        _IDLE: (
            "Apply what {rules:the code} holds in {pipeline:the pipeline} before the model is fitted or predicts.",
            "Let a breach raise; add what the rules lack: types, ranges, no empty label, allowed gaps.",
        ),
    },
    fix_for={
        Archetype.NOTEBOOK_POC: (
            "Read the data in a script that raises unless its rows are as they must be: types, ranges, no empty label.",
            "Import that in the notebook in place of the cell that reads, and say there what was dropped and why.",
        )
    },
    missing="no rule on types, ranges or missing values stops bad data before a model sees it",
    references=("MTS-Data1", "MTS-Mon2", "42001 A.7.4", "AIA 10", "ML02", "AML.M0007"),
    raised_by=("finance", "healthcare", "retail"),
    when=handles_rows,
    when_not="nothing is trained here, and no rows are read",
)
def data_validated(component: Component) -> Graded:
    repo = component.repo
    read = {load.site.path for load in component.of(data_loads(repo))}
    # a rule where data is read speaks of that data, and one elsewhere of what the program made of it
    judging = component.of(data_checks(repo))
    cleaned = [] if judging else _cleanings(component)
    lone = () if judging or cleaned else tuple(item for item in component.of(lone_checks(repo)) if item.site.counts)
    found = tuple(sorted(judging or lone, key=lambda item: item.site.path not in read))
    counted = [item for item in found if item.stops and item.site.counts and item.place.path not in foreign_marts(repo)]
    full = _covering(counted)
    applied = _covering(component.of(applied_data_checks(repo)))
    gaps = component.of(asserted_gaps(repo)) if cleaned else ()
    idle = "" if lone else _idle(component, counted, full)
    graded = Graded.best(
        (Grade.IN_USE, applied[:_SHOWN]),
        (Grade.SUBSTANTIVE, full[:_SHOWN]),
        (Grade.PRESENT, [*_fullest_first(found, idle)[:_SHOWN], *gaps[:1], *map(as_evidence, cleaned[:3])]),
        looked_for=LOOKED_FOR,
        message=idle or _message(found, counted, full, applied, cleaned, gaps),
    )
    if unknown := unread_code(component, graded):
        return unknown
    trained = main_training(component)
    if trained and not found and not read and makes_its_rows(component):
        return Graded.not_applicable(_MADE_UP)
    reader = training_readers(component)
    named = graded.naming(training=reader, pipeline=reader, rules=next(iter(counted or found), None))
    if script := _run_in_vain(component, found):
        return replace(named, message=_IN_VAIN).naming(script=script).in_case(_IN_VAIN)
    if trained and counted and not full and (beside := _in_tests(found)):
        told = f"where it trains {graded.message}; tests judge what is committed"
        return replace(named, message=told).naming(rules=beside).in_case(_IDLE)
    if trained and full and not applied:
        return named.naming(rules=full[0]).in_case(_IDLE)
    if trained and (idle or _judges_elsewhere(found, counted)):
        return named.in_case(_IDLE)
    if tunes_language_model(component):
        return named.in_case(_TEXTS)
    if graded.grade is Grade.ABSENT and trained and from_media(component):
        named = replace(named, message=_NO_EXAMPLE)
    scored = not (trained or from_media(component))
    named = named.naming(loader=_first_read(component)) if scored else named
    return named.in_case(_SCORED if scored else _MEDIA if from_media(component) else "")


def _first_read(component: Component) -> DataLoad | None:
    """Return what reads first: what a start leads to before what nothing starts, by the fewest steps."""
    loads = (load for load in _loads(component, asked=False) if load.site.counts)
    return min(loads, key=lambda load: _from_the_start(component, load), default=None)


def _from_the_start(component: Component, load: DataLoad) -> tuple[bool, bool, int]:
    steps = reach(component.repo).chain(load.site.path, load.site.scope)
    return load.aside, not runs(component, load.site), len(steps)


def _run_in_vain(component: Component, found: Sequence[DataCheck]) -> str:
    """Return the script that judges the data by tests before it trains, and goes on where they fail."""
    judging = {one.place.path for one in found if one.site.role.value == "test"}
    for run in component.of(ci_test_runs(component.repo)) if judging else ():
        given = [word.rstrip("/") for word in run.command.argv if "/" in word]
        if (
            run.via
            and run.command.ignored
            and any(f"{path}/".startswith(f"{one}/") for path in judging for one in given)
        ):
            return run.via
    return ""


def _covering(checks: Iterable[DataCheck]) -> list[DataCheck]:
    """Return the checks of those files whose rules together say what the row asks: types, values and missing values."""
    by_file = grouped((item.place.path, item) for item in checks)
    return [item for items in by_file.values() if _covers(items) for item in items]


def _covers(items: Sequence[DataCheck]) -> bool:
    """Tell whether types, values and missing values are judged by at least three rules.

    A range of a named column stands for its type too: text in a column of numbers fails the comparison.
    """
    rules = [rule for item in items for rule in item.rules]
    kinds = set(rules)
    typed = Rule.TYPE in kinds or {Rule.COLUMNS, Rule.RANGE} <= kinds
    return len(rules) > 2 and typed and Rule.MISSING in kinds and bool(kinds & {Rule.RANGE, Rule.ALLOWED})


def _lacking(kinds: set[str]) -> str:
    """Say what no rule of these kinds is about; where nothing lacks, that no file holds what the row asks."""
    lacking = [] if Rule.TYPE in kinds or kinds >= {Rule.COLUMNS, Rule.RANGE} else [Rule.TYPE]
    lacking += [] if Rule.MISSING in kinds else [Rule.MISSING]
    lacking += [] if kinds & {Rule.RANGE, Rule.ALLOWED} else [Rule.RANGE]
    return f", and no {' or '.join(lacking)}" if lacking else ", and no single file judges types, values and gaps"


def _cleanings(component: Component) -> list[Cleaning]:
    """Return where rows are dropped or filled without a word: that hides bad data and judges none."""
    found = [one for one in component.of(cleanings(component.repo)) if one.site.counts]
    if main_training(component):  # what a page mends of its input, or a script of its own try, is no data of this model
        reader, beside = training_reader(component), trained_beside(component)
        path = training_path(component.repo) | ({reader.site.path} if isinstance(reader, DataLoad) else frozenset())
        found = [one for one in found if one.site.path in path and one.site.path not in beside]
    else:  # what is mended of the answers, or of what they are set against, has been through the model
        read = {load.site.path for load in _loads(component, asked=False)}
        found = [one for one in found if one.site.path in read]
    return sorted(found, key=lambda one: not one.ranges)  # bounds are more of a rule than what fills a gap


def _idle(component: Component, counted: list[DataCheck], full: list[DataCheck]) -> str:
    """Say of rules that are not whole that nothing which runs gets to them: a class that nobody makes judges no row."""
    if full or not counted or any(runs(component, item.site) or _in_a_pipeline(component, item) for item in counted):
        return ""
    kinds = ", ".join(sorted({rule.value for item in counted for rule in item.rules}))
    return f"rules on {kinds} are written, and no code that runs applies them"


def _in_a_pipeline(component: Component, item: DataCheck) -> bool:
    """Tell a rule of a step that scikit-learn applies itself, in a training and wherever the pipeline is loaded.

    Something must make the step: one that is only offered for import stands in no pipeline.
    """
    file = python_file(component.repo, item.site.path)
    owner = item.site.scope.partition(".")[0]
    steps = (one for one in file.classes if one.name == owner) if file else ()
    made = any(base.endswith(("TransformerMixin", "BaseEstimator")) for one in steps for base in one.bases)
    return made and any(called(component.repo, owner))


def _fullest_first(found: Sequence[DataCheck], idle: str) -> Sequence[DataCheck]:
    """Order rules that nothing applies by how many they are: what learns a figure for them judges little itself."""
    return sorted(found, key=lambda item: -len(item.rules)) if idle else found


def _judges_elsewhere(found: tuple[DataCheck, ...], counted: list[DataCheck]) -> bool:
    """Tell rules that stop a test, a notebook or another part's tables, and no run of this one."""
    return not counted and any(item.stops for item in found)


def _in_tests(found: tuple[DataCheck, ...]) -> DataCheck | None:
    """Return the test that judges data by the most rules, which stops no run on other data."""
    judging = [item for item in found if item.stops and item.site.liveness is Liveness.TEST]
    return max(judging, key=lambda item: len(item.rules), default=None)


def _message(
    found: tuple[DataCheck, ...],
    counted: list[DataCheck],
    full: list[DataCheck],
    applied: list[DataCheck],
    cleaned: list[Cleaning],
    gaps: tuple[Evidence, ...],
) -> str:
    if applied:
        asserted = all(item.by_assert for item in applied)
        return "the rules are assertions, which python -O leaves out" if asserted else ""
    if full:
        return "the rules are written, and no training or pipeline applies them"
    if counted:
        kinds = sorted({rule.value for item in counted for rule in item.rules})
        if kinds == [Rule.OWN.value]:
            return "rules of its own stop the run, and none is known as one on types, ranges or missing values"
        return f"only {', '.join(kinds)} are judged{_lacking({*kinds})}"
    if _judges_elsewhere(found, counted):
        return "data is judged in tests, examples or notebooks only, or in other tables"
    if found:
        return "a breach is told and stops nothing"
    bounded = any(one.ranges for one in cleaned)
    unjudged = "types" if bounded else "types and ranges"
    judged = f"only a gap that is left stops a run: {unjudged} are judged by nothing" if gaps else "nothing is judged"
    judged = "nothing is refused" if bounded and not gaps else judged
    lost = ["with missing values are dropped or filled"] if any(not one.ranges for one in cleaned) else []
    lost += ["outside of bounds are left out"] if bounded else []
    return f"rows {' and those '.join(lost)}, and {judged}" if cleaned else ""
