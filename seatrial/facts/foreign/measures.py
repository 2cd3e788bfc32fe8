"""What do services in TypeScript, JavaScript and Go count and time, by which names, and where can it be fetched?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.foreign.programs import followed
from seatrial.facts.foreign.watch import foreign_traces
from seatrial.facts.serving.watch.measurement import Measurement, Sort
from seatrial.model import Confidence, Place
from seatrial.read.code.python_record import Call
from seatrial.read.foreign.foreign_record import ForeignFile
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

#: What makes a metric of Prometheus or OpenTelemetry, which has its name first, or among its options.
_MAKES = regex(
    r"prom-client\.(?:Counter|Gauge|Histogram|Summary)$|prom(?:etheus|auto)\S*\.(?:New)?(?:Counter|Gauge|Histogram|Summary)(?!\w*Opts)\w*$"
    r"|\.create(?:Observable)?(?:Counter|UpDownCounter|Histogram|Gauge)$"
    r"|\.(?:Int64|Float64)(?:Observable)?(?:Counter|UpDownCounter|Histogram|Gauge)$"
)
#: What sends one figure by its name at once, on something that is called after that.
_SENDS = caseless(
    r"(?:statsd|telemetry|metrics?|stats|meter|datadog|dogstatsd)\w*(?:\(\))?\."
    r"(?:incr(?:ement)?|timing|gauge|histogram|distribution|count|observe|record\w*|timeinmilliseconds)$"
)
_OFFERS = regex(
    r"promhttp\.Handler\w*$|prom-client\.(?:collectDefaultMetrics|(?:.*\.)?metrics)$|statsd\.New\w*$|hot-shots|node-statsd"
    r"|otlp\w*\.New$|PrometheusExporter$|OTLPMetricExporter$|express-prom-bundle|(?:fiber|echo|gin)-?prometheus|NodeSDK$"
)
_NAMED = ("name", "Name")
_SHORT = 120  #: characters of a name


@fact
def foreign_measurements(repo: Repo) -> tuple[Measurement, ...]:
    """Return what the programs that were read measure, by place; that a metric is updated is not followed."""
    found = [item for file in followed(repo) for item in _in_file(file)]
    likely = Confidence.LIKELY
    traced = (Measurement(one.place, one.what, Sort.AGENT, "", confidence=likely) for one in foreign_traces(repo))
    return tuple(sorted((*found, *traced), key=lambda item: (item.place, item.what)))


def _in_file(file: ForeignFile) -> Iterator[Measurement]:
    for call in file.calls:
        place = Place(file.path, call.line)
        if _MAKES.search(call.name) or _SENDS.search(call.written):
            if name := _name_of(call):
                what = f"{call.last} measures {name}"
                yield Measurement(place, what, Sort.METRIC, call.scope, name, confidence=Confidence.LIKELY)
        elif _OFFERS.search(call.name):
            what = f"{call.written} lets figures be fetched, or sends them"
            yield Measurement(place, what, Sort.EXPOSITION, call.scope, confidence=Confidence.LIKELY)


def _name_of(call: Call) -> str:
    """Return the name of a metric: the first text that a call is given, or the name among its options."""
    options = (call.keywords, *(value.keywords for value in call.args))
    named = next((value for given in options for key, value in given if key in _NAMED), None)
    given = named or next((value for value in call.args if value.template), None)
    parts = given.template[:_SHORT].split(".") if given else []
    return ".".join(parts[1:] if len(parts) > 2 else parts)  # the first is the program's own name
