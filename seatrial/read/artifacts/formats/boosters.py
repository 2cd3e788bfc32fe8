"""Is a file a model of XGBoost, LightGBM or CatBoost, in a format of numbers, and is it whole?

These formats have no place for code: their readers make trees of numbers. What can be wrong is that the file is
another one than it seems to be.
"""

import re
from collections.abc import Iterator

from seatrial.model.artifacts import Finding, Gap, Verdict
from seatrial.read.artifacts.budget import Budget
from seatrial.read.artifacts.door import FormatReader, Part, Told
from seatrial.read.regex import regex

_JSON = regex(
    rb"\A\s*\{\s*\"(?:learner|version)\"\s*:[\s\S]{0,300}?\"(?:attributes|feature_names|gradient_booster|learner)\""
)
_UBJ = regex(rb"\A\{(?:\$.)?(?:#.{1,9}?)?[iUIlL][\x00-\x09]{1,8}(?:learner\{|version\[)")
_OLD_BINARY = regex(rb"\A(?:binf|bs64)")
_TREES = regex(rb"^end of trees", re.MULTILINE)


def _nothing(_part: Part, _budget: Budget) -> Iterator[Told]:
    yield from ()


def _xgboost(part: Part) -> bool:
    return any(pattern.match(part.head) is not None for pattern in (_JSON, _UBJ, _OLD_BINARY))


def _lightgbm(part: Part, budget: Budget) -> Iterator[Told]:
    budget.step()
    if not _TREES.search(part.data):
        yield Gap("ends before its last tree")
    zero = bytes(part.data[:1_000_000]).find(b"\0")
    if zero >= 0:
        what = "bytes that are no text stand in a model that is one"
        yield Finding("booster-layout", Verdict.SUSPICIOUS, what, "booster.save_model('model.txt')", byte=zero)


def _catboost(part: Part, budget: Budget) -> Iterator[Told]:
    budget.step()
    core = int.from_bytes(part.data[4:8], "little")
    if core + 8 > len(part.data):
        yield Gap("ends before its trees do", byte=8)


XGBOOST = FormatReader("XGBoost", _xgboost, _nothing)
LIGHTGBM = FormatReader(
    "LightGBM", lambda part: part.head.startswith((b"tree\nversion=", b"tree\r\nversion=")), _lightgbm
)
CATBOOST = FormatReader("CatBoost", lambda part: part.head.startswith(b"CBM1"), _catboost)
