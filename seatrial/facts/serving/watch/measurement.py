"""What is known of one thing that a service measures about itself?"""

from enum import StrEnum

from seatrial.model import Confidence, Place
from seatrial.model.record import dataclass
from seatrial.read.regex import caseless

#: Names of metrics that are about the model and not about HTTP.
_OF_MODEL = caseless(
    r"predict|infer|score|class|confidence|probab|token|model|drift|label|embedding|output|feature|llm|prompt|detection"
    r"|transl|generat|recommend|forecast|anomal|fraud|churn"
)
_OF_REQUESTS = caseless(r"request|http|latency|duration|response|error|exception|fail|unavailab|seconds|_ms")


class Sort(StrEnum):
    """In which way something is measured."""

    METRIC = "metric"  #: a counter, gauge or histogram of the owner's
    INSTRUMENTOR = "instrumentor"  #: a middleware that measures every request
    AGENT = "agent"  #: traces or measurements of the whole process, or of calls of language models
    REPORTER = "reporter"  #: failures alone
    EXPOSITION = "exposition"  #: a place from which measurements are fetched, or to which they are sent


@dataclass(frozen=True, slots=True)
class Measurement:
    """One thing that is measured, or made available to be fetched."""

    place: Place
    what: str
    sort: Sort
    scope: str  #: qualified name of the function it stands in
    name: str = ""  #: of a metric, as it will be seen by whoever fetches it
    updated: bool = True  #: False for a metric that nothing ever counts up or observes
    by_answer: bool = False  #: it is counted for each answer of the model apart, whatever it is called
    confidence: Confidence = Confidence.VERIFIED

    @property
    def of_model(self) -> bool:
        """Whether a metric is about what the model does."""
        return self.sort is Sort.METRIC and (self.by_answer or bool(_OF_MODEL.search(self.name)))

    @property
    def of_requests(self) -> bool:
        """Whether it measures requests, their errors or their time."""
        return self.sort is Sort.INSTRUMENTOR or (self.sort is Sort.METRIC and bool(_OF_REQUESTS.search(self.name)))
