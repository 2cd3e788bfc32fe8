"""Which functions of a cloud take nothing of the event they are called with, so that nobody asks them for anything?"""

from seatrial.facts import fact
from seatrial.facts.code.python_files import files_outside_tests
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Function
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_HANDLERS = frozenset({"handler", "lambda_handler"})
_DOCUMENTS = regex(r"\"\"\"(?:[^\"]|\"(?!\"\"))*\"\"\"|'''(?:[^']|'(?!''))*'''|#[^\n]*")
#: A line that only tells of the event, or in which the function is given its name.
_TELLS = caseless(r"^[ \t]*(?:print\(|\w*log\w*\.|event[ \t]*(?::[^\n=]*)?,)")
_EVENT = regex(r"\bevent\b")


@dataclass(frozen=True, slots=True)
class UnaskedFunction:
    """A function that a clock, or an event which says no more than that it is time, has called."""

    path: str
    name: str
    place: Place

    @property
    def what(self) -> str:
        return f"{self.name} takes nothing of its event: a clock or another event starts it"


@fact
def unasked_functions(repo: Repo) -> tuple[UnaskedFunction, ...]:
    """Return the handlers of AWS Lambda that use nothing of their event, tests apart."""
    return tuple(
        UnaskedFunction(file.path, function.name, Place(file.path, function.line))
        for file in files_outside_tests(repo)
        for function in file.functions
        if is_handler(function) and not function.is_stub and _takes_nothing(repo.text_or_empty(file.path), function)
    )


def is_handler(function: Function) -> bool:
    """Tell whether AWS Lambda would call a function, by its name and by what it is given."""
    names = [parameter.name for parameter in function.parameters]
    return function.name in _HANDLERS and names[:1] == ["event"] and len(names) == 2


def _takes_nothing(text: str, function: Function) -> bool:
    """Tell whether the body of a function never speaks of its event, but to print it or to log it."""
    lines = body_of(text, function).splitlines()
    return not any(_EVENT.search(line) for line in lines if not _TELLS.match(line))


def body_of(text: str, function: Function) -> str:
    """Return the lines of a function below its name in the text of its file, without what documents them."""
    return _DOCUMENTS.sub("", "\n".join(text.splitlines()[function.line : function.end_line]))
