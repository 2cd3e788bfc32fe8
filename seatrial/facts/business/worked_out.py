"""Which code works out what the work is worth to the business: the value of a customer, the return, a set of KPIs?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.programs import Program, own_code
from seatrial.model.evidence import AtLine
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Function
from seatrial.read.regex import caseless
from seatrial.repo import Repo

_VERB = r"(?:calc|calculate|compute|build|estimate|simulate|evaluate|measure|summari[sz]e|analy[sz]e|derive|get)_"
#: Figures of a business that mean nothing else.
_OWN = (
    r"(?:clv|cltv|(?:customer_)?lifetime_value|(?:customer_)?acquisition_cost|arpu|roas|unit_economics"
    r"|revenue_(?:at_risk|saved|impact|lift|uplift)|(?:cost|expected|annual|net)_savings?|business_(?:kpis?|impact|outcomes?))"
)
#: Words that are said of models, loans and trades as well: they count beside what a business counts in.
_ALSO = r"(?:kpis?|ltv|cac|mrr|roi|(?:expected_|net_|total_)?(?:profit|savings?|revenue)|business_(?:metrics?|value))"
_SURE = caseless(rf"_*(?:{_VERB})?(?:\w{{1,20}}_)?{_OWN}(?:_\w{{1,24}})?")
_LIKELY = caseless(rf"_*{_VERB}(?:\w{{1,20}}_)?{_ALSO}(?:_\w{{1,24}})?")
_COUNTED_IN = caseless(r"revenue|margin|spend|retention|churn|campaign|subscri|invoice|chargeback")
#: A strategy of trades is judged by its profit, as a classifier is by its accuracy; names of columns that are made, and
#: what only shows, sends or stores figures, work out none.
_OF_TRADES = caseless(r"trad(?:e|ing)|backtest|portfolio|ticker|stock|crypto|position|broker|sharpe")
_HANDS_ON = caseless(r"render|plot|show|display|send|save|load|fetch|predict|route|schema|test|card")


@dataclass(frozen=True, slots=True)
class BusinessFigure(AtLine):
    """A function that works out a figure of the business."""

    path: str
    line: int
    name: str

    @property
    def what(self) -> str:
        return f"{self.name} works out a figure of the business"


@fact
def business_figures(repo: Repo) -> tuple[BusinessFigure, ...]:
    """Return the owner's functions that work out such a figure, one for each file; predictions of it are none."""
    return tuple(found for program in own_code(repo) if (found := next(_figures(program), None)) is not None)


def _figures(program: Program) -> Iterator[BusinessFigure]:
    if _OF_TRADES.search(program.path):
        return
    for item in program.file.functions:
        last = item.name.rpartition(".")[2]
        works = item.statements > 1 and not item.is_stub and not _HANDS_ON.search(last) and not _OF_TRADES.search(last)
        if works and (_SURE.fullmatch(last) or (_LIKELY.fullmatch(last) and _counts_money(program, item))):
            yield BusinessFigure(program.path, item.line, item.name)


def _counts_money(program: Program, item: Function) -> bool:
    """Tell whether what a business counts in is spoken of in a function, and trades are not."""
    said = [text.value for text in program.file.texts if text.scope == item.name]
    said += [one.target for one in program.file.assignments if one.scope == item.name]
    said += [one.name for one in item.parameters]
    return any(map(_COUNTED_IN.search, said)) and not any(map(_OF_TRADES.search, said))
