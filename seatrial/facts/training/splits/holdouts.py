"""Which data is kept apart to judge a model, and do rows of one person or of the future stay on one side?"""

import re
from collections.abc import Iterator
from enum import StrEnum

from seatrial.facts import fact
from seatrial.facts.code.programs import InCode, Program, Site, programs
from seatrial.facts.training.rebuilds.making_parts import parts_of_files
from seatrial.facts.training.splits.cuts import chosen_groups, cuts_at_one_time, sorts_by_time
from seatrial.facts.training.splits.holdout_words import (
    CUT,
    CUT_OFF,
    DATED,
    DIVIDES,
    FILE,
    GIVEN,
    GIVES_PART,
    JUDGES,
    OWN_AWARE,
    OWN_FOLDS,
    OWN_SPLIT,
    PART,
    PART_OPTION,
    PERIOD,
    READS,
    SET,
    SPLITTER,
    STEPS,
    names_a_set,
)
from seatrial.facts.training.splits.own_means import drawn_parts, ordered_parts
from seatrial.facts.training.splits.split_words import AWARE, FOLDS, SPLITS, transformer
from seatrial.facts.training.training_path import training_path
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, Value
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo


class Kind(StrEnum):
    """How rows come to be kept apart."""

    AWARE = "keeps rows of one group or time together"
    RANDOM = "divides rows by chance"
    PLACED = "divides rows by their place"
    GIVEN = "takes a set that was kept apart before"
    NAMED = "names a set that is kept apart"


@dataclass(frozen=True, slots=True)
class Holdout(InCode):
    """One place where rows are kept apart from those of training."""

    site: Site
    kind: Kind
    name: str  #: the call, or the name of the set

    @property
    def of_a_step(self) -> bool:
        """Whether only the name of a step says that there is a set."""
        return self.name in STEPS | JUDGES

    @property
    def what(self) -> str:
        return f"{self.name} {self.kind}"


#: A training that stops without the part to judge by: https://docs.ultralytics.com/datasets/detect/
_OWN_PARTS = "ultralytics.YOLO.train"
#: Calls that put rows in order, or that mean something only where rows follow one another in time.
_IN_ORDER = frozenset({"sort_index", "shift", "rolling", "resample", "pct_change", "ewm"})
_TAIL = regex(r"\[[^\[\]:,]+:(?:, ?:)?\]$")
#: The rows up to a place, and those from it on: ``rows.iloc[:n]``, ``rows[n:]``.
_FRONT = regex(r"\[:([A-Za-z_]\w{0,60})(?:, ?:)?\]$")
_BACK = regex(r"\[([A-Za-z_]\w{0,60}):(?:, ?:)?\]$")
#: People and things, by which rows are told apart where they alone are divided.
_OF_IDS = caseless(
    r"(?:^|[._])ids$|\[[\"']?(?:\w{1,40}_)?id(?:_col(?:umn)?)?[\"']?\]$"
    r"|(?:^|[._])(?:patient|user|subject|customer|client|group)s$|\.unique$"
)
#: Data sets that come in two parts, which their authors divided.
_IN_PARTS = regex(r"(?:^|\.)keras\.datasets\.(\w+\.load_data)$")
_DRAWS = frozenset({"shuffle", "permutation", "choice", "choices", "sample", "randperm"})
_KEPT_APART = regex(r"(?:val|valid|validation|test|eval|holdout|dev)(?:_|$)")
_SLICE = regex(r"\[[^\[\]]*:[^\[\]]*\]$")
_CHANCE = caseless(r"random|(?:^|[._])rng|torch\.randperm|generator")
_MIXES = ("sample", "shuffle", "permutation")


@fact
def holdouts(repo: Repo) -> tuple[Holdout, ...]:
    """Return where rows are kept apart on the way of training, tests apart, by place."""
    found = {
        item
        for program in _making(repo)
        for item in (
            *_splits(program),
            *_cuts(program),
            *(Holdout(site, Kind.AWARE, "a cut at one time") for site in cuts_at_one_time(program)),
            *(Holdout(site, Kind.AWARE, "a choice of groups") for site in chosen_groups(program)),
            *(Holdout(site, Kind.AWARE, "a part of an order of time") for site in ordered_parts(program)),
            *(Holdout(site, Kind.RANDOM, "a number that is drawn") for site in drawn_parts(program)),
            *_tails(program),
            *_drawn(program),
            *_periods(program),
            *_own_parts(program),
            *_options(program),
            *_sets(program),
        )
    }
    # ids that are told apart elsewhere are those of answers that people judged, or of words
    sets = {item for item in found if not (item.name.endswith("_ids") and item.site.path not in training_path(repo))}
    return tuple(sorted(sets, key=lambda item: (item.site, item.name)))


def _making(repo: Repo) -> Iterator[Program]:
    """Yield the programs that take part in making a model; steps that hand one another files import nothing."""
    parts = parts_of_files(repo) if training_path(repo) else {}
    for program in programs(repo):
        taking = (
            program.path in training_path(repo) or parts.get(program.path) or (parts and SPLITTER.search(program.path))
        )
        if not program.is_test and taking:
            yield program


def _splits(program: Program) -> Iterator[Holdout]:
    for call in program.file.calls:
        if kind := _kind(call):
            name = transformer(call) if call.last == "split" else call.last
            yield Holdout(program.site_of(call), kind, name)
        elif call.name == "numpy.split" and call.args[1:] and call.args[1].kind == "list" and _mixed(program, call):
            yield Holdout(program.site_of(call), Kind.RANDOM, call.name)


def _drawn(program: Program) -> Iterator[Holdout]:
    """Find rows that are drawn or mixed by chance, of which a part gets the name of a set that is kept apart."""
    named = {text.scope for text in program.file.texts if PART.search(text.value)}
    for call in program.file.calls:
        if call.last in _DRAWS and _CHANCE.search(f"{call.name} {call.written}"):
            divides = call.scope in named and DIVIDES.search(f"{program.path} {call.scope}")
            if divides or _cut_below(program, call):
                yield Holdout(program.site_of(call), Kind.RANDOM, call.last)


def _cut_below(program: Program, call: Call) -> bool:
    """Tell whether a set is cut off by position below what mixes the rows: ``eval_rows = rows[:n]``."""
    below = (one for one in program.file.assignments if one.scope == call.scope and one.line > call.line)
    return any(_KEPT_APART.match(one.target.rpartition(".")[2]) and _SLICE.search(one.value.text) for one in below)


def _mixed(program: Program, call: Call) -> bool:
    """Tell whether what is cut by position was shuffled before: ``numpy.split(rows.sample(frac=1), [n, m])``."""
    beside = (other for other in program.file.calls if other.scope == call.scope and other.line < call.line)
    return call.args[0].name.endswith(_MIXES) or any(other.last in _MIXES for other in beside)


def _kind(call: Call) -> Kind | None:
    grouped = call.keyword("groups") is not None and (call.last in SPLITS or transformer(call) in FOLDS)
    grouped = grouped or (call.last in SPLITS and len(call.args) == 1 and bool(_OF_IDS.search(call.args[0].text)))
    if call.last in AWARE or (call.last == "split" and transformer(call) in AWARE) or grouped or _cuts_series(call):
        return Kind.AWARE
    if call.last in SPLITS or call.last in FOLDS or OWN_FOLDS.search(call.last):
        shuffle = call.keyword("shuffle")
        return Kind.AWARE if shuffle is not None and shuffle.literal is False else Kind.RANDOM
    if call.last == "split" or "." in call.last:
        return None
    if OWN_AWARE.search(call.last):
        return Kind.AWARE
    if OWN_SPLIT.search(call.last):
        dated = any(DATED.search(f"{key} {value.text}") for key, value in _given(call))
        return Kind.AWARE if dated else Kind.NAMED
    return None


def _cuts_series(call: Call) -> bool:
    """Tell ``gluonts.dataset.split.split(series, offset=-24)``, which puts what comes later apart."""
    named = any(call.keyword(key) is not None for key in ("offset", "date"))
    return call.last == "split" and call.name.startswith("gluonts.") and named


def _given(call: Call) -> Iterator[tuple[str, Value]]:
    yield from (("", value) for value in call.args)
    yield from call.keywords


def _cuts(program: Program) -> Iterator[Holdout]:
    """Find rows that are taken up to a date: ``rows[rows["day"] < cutoff]``."""
    for item in program.file.comparisons:
        if item.operator in ("<", "<=", ">", ">="):
            sides = (item.left.text or item.left.name, item.right.text or item.right.name)
            by_time = CUT.search(" ".join(sides)) or (CUT_OFF.search(" ".join(sides)) and DIVIDES.search(item.scope))
            if by_time and any(re.search(r"\[|date|time", side) for side in sides):
                yield Holdout(program.site_of(item), Kind.AWARE, "a cut at a date")


def _tails(program: Program) -> Iterator[Holdout]:
    """Find the last of rows: ``test = rows[n:]``, where ``rows[:n]`` is learned from or rows are in order of time."""
    asked = {call.last for call in program.file.calls}
    ordered = bool(asked & _IN_ORDER) or sorts_by_time(program)
    if asked & set(_MIXES):
        return
    fronts = {(item.scope, found[1]) for item in program.file.assignments if (found := _FRONT.search(item.value.text))}
    for item in program.file.assignments:
        last = (
            _TAIL.search(item.value.text)
            if item.value.kind == "item"
            else item.value.name.endswith((".tail", ".slice"))
        )
        if last and names_a_set(item.target):
            if ordered:
                yield Holdout(program.site_of(item), Kind.AWARE, "a cut through rows in order")
            elif (found := _BACK.search(item.value.text)) and (item.scope, found[1]) in fronts:
                yield Holdout(program.site_of(item), Kind.PLACED, f"a cut at {found[1]}")


def _own_parts(program: Program) -> Iterator[Holdout]:
    for call in program.file.calls:
        if call.name == _OWN_PARTS and call.keyword("data") is not None:
            yield Holdout(program.site_of(call), Kind.NAMED, "the val part of YOLO.train(data=...)")


def _periods(program: Program) -> Iterator[Holdout]:
    """Find sets that are made of a period of their own: ``val_rows = rows(*self.val_period)``."""
    for call in program.file.calls:
        if call.target and SET.search(call.target) and any(PERIOD.search(value.text) for _, value in _given(call)):
            yield Holdout(program.site_of(call), Kind.AWARE, "a set of a period of its own")


def _options(program: Program) -> Iterator[Holdout]:
    """Find options that choose the part to read: ``add_argument("--phase", default="test")``."""
    for call in program.file.calls:
        option = call.args[0].literal if call.last == "add_argument" and call.args else None
        given = [value for _, one in call.keywords for value in (one, *one.items)]
        if isinstance(option, str) and PART_OPTION.fullmatch(option) and any(_is_part(value) for value in given):
            yield Holdout(program.site_of(call), Kind.GIVEN, option)


def _is_part(value: Value) -> bool:
    return isinstance(value.literal, str) and bool(PART.search(value.literal))


def _assigned(program: Program) -> Iterator[Holdout]:
    """Find names of sets, and the file of one that a name stands for before it is opened: ``name = "val.txt"``."""
    targets = {item.target.rpartition(".")[2] for item in program.file.assignments}
    opening = {call.scope for call in program.file.calls if READS.search(call.last)}
    for item in program.file.assignments:
        last = item.target.rpartition(".")[2]
        handed_on = item.value.kind == "name" and item.value.name == last  # ``self.valid_ids = valid_ids``
        sound = f"in{last}" in targets  # ``valid_df, invalid_df = ...``
        field = item.value.kind == "call" and item.value.name.rpartition(".")[2] in (
            "Field",
            "field",
        )  # a share of rows
        if SET.search(last) and not handed_on and not sound and not field:
            yield Holdout(program.site_of(item), Kind.NAMED, item.target[:40])
        if item.scope in opening and FILE.search(item.value.string):
            yield Holdout(program.site_of(item), Kind.GIVEN, item.value.string[:60])


def _sets(program: Program) -> Iterator[Holdout]:
    reading = {call.scope for call in program.file.calls if GIVES_PART.search(call.last)}
    for text in program.file.texts:
        read = FILE.search(text.value) and READS.search(text.into)
        part = PART.search(text.value)
        folder = part and text.into.endswith("path.join") and text.scope in reading
        if read or folder or (part and GIVES_PART.search(text.into)):
            yield Holdout(program.site_of(text), Kind.GIVEN, text.value[:60])
    yield from _assigned(program)
    for call in program.file.calls:
        if found := _IN_PARTS.search(call.name):
            yield Holdout(program.site_of(call), Kind.GIVEN, found[1])
        for key, value in call.keywords:
            if SET.search(key) and not (value.kind == "literal" and not value.literal):
                yield Holdout(program.site_of(call), Kind.NAMED, key)
    for function in program.file.functions:
        last = function.name.rpartition(".")[2]
        judges = last in JUDGES and any(GIVEN.search(one.name) or SET.search(one.name) for one in function.parameters)
        if last in STEPS or judges:
            yield Holdout(program.site(function.line, function.name), Kind.NAMED, last)
