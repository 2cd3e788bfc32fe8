"""What would R evaluate or run when it uses a file of ``saveRDS`` or ``save``?"""

from collections.abc import Iterator

from seatrial.model.artifacts import Finding, Gap, Verdict
from seatrial.read.artifacts.budget import Budget
from seatrial.read.artifacts.door import FormatReader, Part, Told
from seatrial.read.artifacts.formats.r_values import Sort, Walk
from seatrial.read.regex import regex

_SAFER = (
    "a format without code: PMML by r2pmml::r2pmml(model, 'model.pmml'), or tables by "
    "arrow::write_parquet(table, 'table.parquet')"
)
_HEAD = regex(rb"\A(?:RD[XAB][23]\n)?(?:X\n\x00\x00\x00[\x02\x03]|A\n[23]\n|B\n[\x02\x03]\x00\x00\x00)")


def _read(part: Part, budget: Budget) -> Iterator[Told]:
    start = 5 if part.head.startswith(b"RD") else 0
    if part.head[start : start + 1] != b"X":
        yield Gap("a file of R that is not in its usual binary format")
        return
    known = set[Sort]()
    for met in Walk(part.data, start + 2, budget.step).met():
        if met.sort in known:
            continue
        known.add(met.sort)
        level = Verdict.DANGEROUS if met.sort is Sort.PROMISE else Verdict.SUSPICIOUS
        yield Finding("r-object", level, f"holds {met.sort.value}", _SAFER, byte=met.byte)


R_OBJECT = FormatReader("R object", lambda part: bool(_HEAD.match(part.head)), _read)
