"""What does the service measure about itself while it runs?"""

import re
from collections.abc import Iterator
from functools import lru_cache

from seatrial.facts import fact
from seatrial.facts.code.code_index import meaning
from seatrial.facts.code.python_files import files_outside_tests
from seatrial.facts.deployment.clouds.terraform import terraform
from seatrial.facts.images.containers import images
from seatrial.facts.serving.foreign_services import answers_elsewhere
from seatrial.facts.serving.watch.measurement import Measurement, Sort
from seatrial.facts.serving.watch.own_emitters import own_figures
from seatrial.facts.serving.watch.telemetry_libraries import (
    AGENTS,
    EXPOSES,
    INSTRUMENTORS,
    METER_METHODS,
    METRICS,
    UPDATES,
)
from seatrial.model import Confidence, Place
from seatrial.read.code.python_record import Call, PythonFile
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role

#: Labels that divide what is counted by what the model answered.
_BY_ANSWER = caseless(
    r"(?:predicted_?)?(?:label|class|category|intent|sentiment|topic)|predict(?:ed|ion)|outcome|decision|verdict"
)
_WRAPPERS = ("ddtrace-run", "opentelemetry-instrument", "newrelic-admin")
_EXPOSITION = regex(r"^# (HELP|TYPE) \S+|^\{\}:\{\}\|(\{\}|c|g|ms|h)", re.MULTILINE)

#: A metric that the owner's own code writes out: ``# TYPE requests_total counter``.
_WRITTEN_OUT = regex(r"^# TYPE ([a-zA-Z_:][\w:]*) (?:counter|gauge|histogram|summary)\b", re.MULTILINE)

#: Calls that send one figure under the name that they are given, and the packages of which they are.
_SENDS = frozenset({"put_metric_data", "add_metric", "put_metric", "lambda_metric", "track_metric"})
_SENDERS = frozenset({"aws_lambda_powertools", "aws_embedded_metrics", "datadog_lambda", "applicationinsights"})

#: By what Sentry is told which share of calls it traces.
_RATES = frozenset({"traces_sample_rate", "traces_sampler", "enable_tracing", "**"})

_AGENT_PACKAGES = tuple(name for name in AGENTS if name.endswith("."))


@fact
def measurements(repo: Repo) -> tuple[Measurement, ...]:
    """Return what the code outside tests measures, and the agents that images start."""
    files = files_outside_tests(repo)
    updated = _updated(repo, files)
    found = [item for file in files for item in _in_file(file, updated)]
    found += own_figures(repo, files, [item for item in found if item.sort is Sort.EXPOSITION])
    by_line = {
        (item.place.path, item.place.line, item.sort): item
        for item in reversed([*found, *_agents(repo), *_traced(repo), *_elsewhere(repo)])
    }
    return tuple(sorted(by_line.values(), key=lambda item: item.place))


def _elsewhere(repo: Repo) -> tuple[Measurement, ...]:
    """Return what a service in another language measures, where nothing in Python answers with a model."""
    if not answers_elsewhere(repo):
        return ()
    from seatrial.facts.foreign.measures import foreign_measurements  # only where there is such a service

    return foreign_measurements(repo)


def _in_file(file: PythonFile, updated: frozenset[str]) -> Iterator[Measurement]:
    for call in file.calls:
        if call.last in _SENDS and (sent := tuple(_sent(file, call))):
            yield from sent
        elif found := _metric(file, call, updated) or _other(file, call):
            yield found
    for function in file.functions:
        for mark in function.decorators:
            if _is_agent(mark.name):
                what = f"{function.name} is traced by {mark.name}"
                yield _measured(file, mark._replace(scope=function.name), Sort.AGENT, what)
    for text in file.texts:
        if _EXPOSITION.search(text.value):
            what = "writes measurements in the format of Prometheus or StatsD"
            place = Place(file.path, text.line)
            yield Measurement(place, what, Sort.EXPOSITION, text.scope, confidence=Confidence.LIKELY)
            for name in _WRITTEN_OUT.findall(text.value):
                what = f"{name} is kept by own code, which writes it out for Prometheus"
                yield Measurement(place, what, Sort.METRIC, text.scope, name, confidence=Confidence.LIKELY)


def _metric(file: PythonFile, call: Call, updated: frozenset[str]) -> Measurement | None:
    made = (call.name in METRICS or call.last in METER_METHODS) and "." in call.name
    if not made and not call.target:
        return None
    handed = next((value for value in call.args if value.name in METRICS), None)  # to a function that makes it
    if not made and handed is None:
        return None
    words = [value for value in call.args if value is not handed]
    given = words[0] if words else call.keyword("name")
    if not made and not (given and isinstance(given.literal, str)):
        return None
    name = str(given.literal or given.text) if given else ""
    known = f"{file.path}:{call.target}" in updated or not call.target or call.target.startswith("self.")
    kind = handed.name if handed and not made else call.name
    last = kind.rpartition(".")[2]
    what = f"{last} {name or call.target} is kept" + ("" if known else ", and never updated")
    return Measurement(Place(file.path, call.line), what, Sort.METRIC, call.scope, name, known, _by_answer(call))


def _sent(file: PythonFile, call: Call) -> Iterator[Measurement]:
    """Yield the metrics that a call sends to a cloud under a name: one by powertools, several by a client of AWS."""
    if call.last == "put_metric_data":
        listed = call.keyword("MetricData")
        given = [value for item in (listed.items if listed else ()) if (value := item.keyword("MetricName"))]
    elif _is_agent(call.name) or not file.packages.isdisjoint(_SENDERS):
        given = [value for value in (call.argument(0, "name"),) if value]
    else:
        return
    for name in (value.literal for value in given):
        if isinstance(name, str):
            what = f"{name} is sent by {call.written}"
            yield Measurement(
                Place(file.path, call.line), what, Sort.METRIC, call.scope, name, by_answer=_by_answer(call)
            )


def _by_answer(call: Call) -> bool:
    """Tell whether one of the labels of a metric is what the model answers: ``Counter("tiles", "...", ["label"])``."""
    labels = [*call.args[2:3], *(value for key, value in call.keywords if key == "labelnames")]
    return any(_BY_ANSWER.fullmatch(str(item.literal)) for value in labels for item in value.items)


def _other(file: PythonFile, call: Call) -> Measurement | None:
    last = call.last
    if call.name in EXPOSES or (last == "expose" and "nstrumentat" in call.written):
        return _measured(file, call, Sort.EXPOSITION, f"{call.written} makes measurements available")
    if call.name.startswith(INSTRUMENTORS) or (call.args and call.args[0].name.startswith(INSTRUMENTORS)):
        return _measured(file, call, Sort.INSTRUMENTOR, f"{call.written} measures every request")
    if call.name == "sentry_sdk.init" and not _traces(call):
        return _measured(file, call, Sort.REPORTER, f"{call.written} sends failures")
    if _is_agent(call.name) and last not in _READS:
        return _measured(file, call, Sort.AGENT, f"{call.written} sends traces or measurements")
    if last == "put_metric_data" or (last == "create_time_series" and "monitoring" in call.name):
        return _measured(file, call, Sort.AGENT, f"{call.written} sends measurements to the cloud")
    return None


def _traces(call: Call) -> bool:
    """Tell whether Sentry is told to trace calls too, or may be, by settings that are handed on as a whole."""
    rates = [value for key, value in call.keywords if key in _RATES]
    return any(value.literal not in (0, None, False) or value.kind != "literal" for value in rates)


#: Methods of what a step of a trace holds: they read a dictionary.
_READS = frozenset({"get", "items", "keys", "values", "to_dict"})


@lru_cache(maxsize=100_000)  # the same few thousand names are called a hundred thousand times
def _is_agent(name: str) -> bool:
    """Tell whether a name is one of the listed functions, or lies in one of the listed packages."""
    return name in AGENTS or name.startswith(_AGENT_PACKAGES)


def _measured(file: PythonFile, call: Call, sort: Sort, what: str) -> Measurement:
    return Measurement(Place(file.path, call.line), what, sort, call.scope)


def _updated(repo: Repo, files: tuple[PythonFile, ...]) -> frozenset[str]:
    """Return file and name of the metrics that are updated anywhere: by calls, or as a decorator or context."""
    found: set[str] = set()
    for file in files:
        marks = (mark for function in file.functions for mark in function.decorators)
        for call in (*file.calls, *marks):
            if call.last in UPDATES and "." in call.written:
                root = call.written.partition(".")[0]
                found.add(f"{file.path}:{root}")
                # the name of the metric alone: with its method it would lead to whatever made the meter
                metric, _, _ = call.name.rpartition(".")
                elsewhere = meaning(repo, file.path, metric, call.written.rpartition(".")[0])
                if elsewhere and elsewhere.kind == "value":
                    found.add(f"{elsewhere.path}:{elsewhere.scope.partition('.')[0]}")
    return frozenset(found)


def _agents(repo: Repo) -> Iterator[Measurement]:
    """Yield agents that wrap the command of an image."""
    for image in images(repo):
        for command in image.start:
            agent = next((word for word in _WRAPPERS if word in command.text), "")
            if agent and image.role is Role.OWN:
                place = image.start_place or image.place
                yield Measurement(place, f"the image starts under {agent}", Sort.AGENT, "")


def _traced(repo: Repo) -> Iterator[Measurement]:
    """Yield functions whose calls the cloud traces, as Terraform declares them."""
    for item in terraform(repo):
        traced = any(block.kind == "tracing_config" and block.value("mode") == "Active" for block in item.block.walk())
        if item.type == "aws_lambda_function" and traced:
            yield Measurement(item.place, f"{item.what} has its calls traced by X-Ray", Sort.AGENT, "")
