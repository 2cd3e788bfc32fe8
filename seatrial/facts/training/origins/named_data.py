"""Which rows keep both a model and the data that it came of: of a job, or of a table of models?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.programs import Program, own_code, programs
from seatrial.facts.training.origins.model_rows import model_rows
from seatrial.facts.training.training_path import training_path
from seatrial.model import Evidence
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role

BY_ROW = "the row of each training names its data set"
_BY_PATH = f"{BY_ROW} by the path of its day"
#: ``job.model_id = model_id``: the row knows what came of it.
_KEEPS_MODEL = regex(r"(\w+)\.(?:model|artifact)_?(?:id|version|uri|path)")
#: ``job.metrics.get("train_dataset_id")``, ``job.dataset_version``: and from which data.
_DATA = caseless(r"(?:^|[._])(?:data_?set|data)_(?:id|version|hash|digest|snapshot)$")
#: A file of rows with its day in its name: ``"train_%Y%m%d.parquet"``.
_DATED = regex(r"%[YymHMSj][^\s\"']*\.(?:parquet|csv|feather|jsonl|npz|tsv)\b")


@fact
def named_data(repo: Repo) -> tuple[Evidence, ...]:
    """Return where a training asks the row of its own job for the data set, by place; what the row keeps is the same.

    A request or a form that names a data set is no row: it is gone when it was answered.
    """
    path = training_path(repo)
    taking = (one for one in programs(repo) if one.role is Role.OWN and one.path in path and not one.notebook)
    asked = (one for program in taking for one in _asked_of_rows(program))
    return tuple(sorted((*asked, *_kept_by_rows(repo))))


def _kept_by_rows(repo: Repo) -> Iterator[Evidence]:
    """Yield the rows of models that hold the path of their data, where each day has a file of its own."""
    rows = [(one, row) for one in own_code(repo) for row in model_rows(one.file) if row.data and not one.notebook]
    if rows and any(_DATED.search(text.value) for one in own_code(repo) for text in one.file.texts):
        yield from (Evidence(program.site(row.line, row.scope).place, _BY_PATH) for program, row in rows)


def _asked_of_rows(program: Program) -> Iterator[Evidence]:
    rows = {found[1] for item in program.file.assignments if (found := _KEEPS_MODEL.fullmatch(item.target))} - {"self"}
    for item in program.file.assignments if rows else ():
        first, _, asked = item.value.text.partition(".")
        keys = [asked, *(one.literal for one in item.value.items if isinstance(one.literal, str))]
        if first in rows and any(map(_DATA.search, keys)):
            yield program.evidence(item, BY_ROW)
