"""Does the service tell how it does, and does anybody fetch that?"""

from collections.abc import Sequence
from dataclasses import replace

from seatrial.api import (
    Archetype,
    Component,
    Confidence,
    Effort,
    Evidence,
    Grade,
    Graded,
    Liveness,
    Severity,
    Stage,
    caseless,
    operations,
)
from seatrial.facts.archetype import archetype
from seatrial.facts.inference.engines import started_engines
from seatrial.facts.operations.hand_counts import HandCounts, hand_counts
from seatrial.facts.operations.marked_traces import marked_traces
from seatrial.facts.reach.reach import reach
from seatrial.facts.serving.batch import jobs_of
from seatrial.facts.serving.foreign_services import answers_elsewhere
from seatrial.facts.serving.foreign_signs import ForeignSign, foreign
from seatrial.facts.serving.foreign_words import Sign
from seatrial.facts.serving.near_answers import answering_programs, applications
from seatrial.facts.serving.people.conversions import judges
from seatrial.facts.serving.people.perception import recommends
from seatrial.facts.serving.service_files import application
from seatrial.facts.serving.serving import Served, served
from seatrial.facts.serving.waiting import answers_as_a_bot
from seatrial.facts.serving.watch.kept_figures import kept_figures
from seatrial.facts.serving.watch.measurement import Measurement, Sort
from seatrial.facts.serving.watch.metrics import measurements
from seatrial.facts.serving.watch.platform_metrics import platform_metrics
from seatrial.facts.serving.watch.scraping import scrapers
from seatrial.facts.training.predicted import Predicted, predicted
from seatrial.facts.unfollowed.unfollowed import May, unfollowed
from seatrial.facts.web.endpoints import Door
from seatrial.facts.web.model_servers import server_around
from seatrial.facts.web.server_offers import counts_requests, engine_counts

from .. import acts, places
from ..unread import where_code_is_read

_FETCHED = "Have it fetched: by {scrape:a scrape_config of Prometheus, or a collector of whatever will run it}."
LOOKED_FOR = (
    "Prometheus counters and histograms that are updated, instrumentors, OpenTelemetry, StatsD, Datadog, CloudWatch, "
    "tracers of language models, engines with metrics of their own; a ServiceMonitor, annotations or scrape_configs"
)
_TOKENS, _ERRORS = caseless(r"token"), caseless(r"error|fail|exception|success")
_VECTORS = caseless(r"embed|encod|vectori[sz]")
_IN_WORDS = "its words tell that it measures, and its code is not followed to what"
_OF_ANSWERS = "where requests are measured, and answers are not"
_OF_RUNS = "where requests are measured, and answers of a job are not"
_BY_FILTERS = "where filters count the lines of a log"
_IN_COG = "where Cog owns the server"
_MARKED = "where each trace keeps whether it was refused"
_BY_TRACES = "where calls of a language model are traced"
_BY_HAND = "where a route shows what own code counts"
_ONLY_JOBS = "where a job asks a language model, and nobody asks it"
_TRACED = {Sort.AGENT, Sort.INSTRUMENTOR}
_DEAD = {Liveness.DEAD, Liveness.TEST, Liveness.EXAMPLE, Liveness.VENDORED}


@operations.practice(
    "MON-01",
    question="Does the service emit request rate, errors, latency and model metrics?",
    severity=Severity.HIGH,
    effort=Effort.SMALL,
    stage=Stage.CANDIDATE,
    parent="ARC-01",
    why="What is not measured fails silently: users notice first.",
    act=acts.OBSERVE,
    fix=(
        "Measure requests, errors, time in {app:the service} by an instrumentor; count {answers:predictions by class}.",
        _FETCHED,
    ),
    fix_for={
        Archetype.BATCH_JOB: (
            "Count rows, failures, time and {answers:predictions by class} in each run; send them when it ends.",
            "Have them kept: a Prometheus Pushgateway, StatsD, OpenTelemetry or the metrics of the platform.",
        ),
        Archetype.LLM_APP: (
            "Measure requests, errors, time and tokens in {app:the service}; count refusals and what was not found.",
            _FETCHED,
        ),
    },
    fix_when={
        _ONLY_JOBS: (
            "Count runs, failures, time and tokens of {app:the job}, and send them when it ends.",
            "Have them kept: a Prometheus Pushgateway, StatsD, OpenTelemetry or the metrics of the platform.",
        ),
        _BY_TRACES: (
            "Count refusals and what was not found in {app:the service}; the tracer counts calls, failures and tokens.",
            "Show both side by side for each version, and alert on a share that rises.",
        ),
        _MARKED: (
            "Chart {marks:what each trace keeps of refusals} in the tracer, for each version of prompt and model.",
            "Alert on a share that rises.",
        ),
        _OF_RUNS: (
            "Count {answers:predictions by class} in each run of {app:the job}, and send them when it ends.",
            "Have them kept: a Prometheus Pushgateway, StatsD, OpenTelemetry or the metrics of the platform.",
        ),
        _BY_FILTERS: (
            "Let {app:the service} log its time and {answers:the class} with each answer; count both by filters, too.",
        ),
        _IN_COG: (
            "Keep with each prediction of {app:the predictor} how long it took and {answers:its class}: record_metric.",
            "Chart both from what the platform keeps of each prediction.",
        ),
        _BY_HAND: (
            "Make counters of prometheus_client of what {door:the route} shows, and count {beside:errors} beside it.",
            _FETCHED,
        ),
        _OF_ANSWERS: (
            "Beside the requests, count {answers:predictions by class} in {app:the service}.",
            _FETCHED,
        ),
    },
    references=("MG 4.1", "MS 2.4", "AIA 12", "AIA 72", "42001 A.6.2.6", "MTS-Mon6"),
    raised_by=("retail",),
)
def service_metrics(component: Component) -> Graded:
    repo = component.repo
    found = [item for item in (*measurements(repo), *kept_figures(repo)) if _is_own(component, item)]
    engines = _engines(component)
    around = [(item, server_around(component.repo, item.endpoint)) for item in served(component)]
    servers = [Evidence(item.place, f"{name} measures requests by itself") for item, name in around
               if counts_requests(name)]  # fmt: skip
    used = sorted((item for item in found if item.updated), key=lambda item: item.sort is Sort.EXPOSITION)
    counts = platform_metrics(component) if served(component) else ()
    by_others = [*servers, *counts]
    whole = _whole(used, by_others)
    fetched = component.of(scrapers(component.repo)) if _offered(component, used) or engines else ()
    words = _in_words(component)
    hands = hand_counts(component) if not (used or by_others) else ()
    unused = [Evidence(item.place, item.what, Confidence.VERIFIED) for item in found if not item.updated]
    said = _IN_WORDS if words and not found else _by_hand(hands) or _told(found, used, whole, by_others)
    graded = Graded.best(
        (Grade.IN_USE, [*fetched[:5]] if whole or engines else []),
        (Grade.SUBSTANTIVE, [*whole[:8], *engines[:3]]),
        (Grade.PRESENT, [*used[:8], *unused, *by_others[:3], *hands[:2], *words]),
        looked_for=LOOKED_FOR,
        message="" if engines else said,
    )
    if graded.grade is Grade.ABSENT and foreign(component.repo, Sign.MEASURED):
        graded = where_code_is_read(component, graded)
    may = (May.MEASURE, May.SEE) if graded.grade is Grade.ABSENT else (May.MEASURE,)
    graded = graded.as_far_as_followed(unfollowed(component, *may) if not whole else ())
    if hands:
        named = graded.naming(door=hands[0].door, beside=_uncounted(component, hands))
        return named.naming(**places.words(component, "scrape")).in_case(_BY_HAND)
    return _advised(component, graded, used, whole=bool(whole), fetched=bool(fetched), measured=bool(by_others))


def _engines(component: Component) -> list[Served]:
    """Return the engines that answer and count that; one beside the service measures itself, and not the service."""
    found = [item for item in served(component) if item.endpoint.door is Door.ENGINE]
    if len(found) < len(served(component)):
        return []
    words = {item.endpoint: item.words for item in started_engines(component.repo)}
    return [item for item in found if engine_counts(item.endpoint.framework, words.get(item.endpoint, ()))]


def _advised(
    component: Component, graded: Graded, used: list[Measurement], *, whole: bool, fetched: bool, measured: bool
) -> Graded:
    """Name what is to be measured and fetched, and choose the steps that fit what answers."""
    answering = application(component) if served(component) else None
    app = applications(component)
    named = graded.naming(app=app, answers=_answers(component), **places.words(component, "scrape"))
    named = named.having_done_if(whole, fetched)
    traced = bool(used) and all(item.sort is Sort.AGENT for item in used)
    counted = any(item.of_requests or item.sort is Sort.AGENT for item in used) and not traced
    if archetype(component).archetype is Archetype.LLM_APP and not answering and jobs_of(component):
        return named if answers_as_a_bot(component) else named.in_case(_ONLY_JOBS)  # a bot never ends
    marks = component.of(marked_traces(component.repo))
    if traced and marks and archetype(component).archetype is Archetype.LLM_APP:
        what = f"a tracer sees calls, their failures and time; {marks[0].what}, and nothing shows how often"
        return (
            replace(named, message=what, evidence=(marks[0], *named.evidence))
            .naming(marks=marks[0].what.removeprefix("each trace keeps "))
            .in_case(_MARKED)
        )
    if traced and archetype(component).archetype is Archetype.LLM_APP:
        return named.in_case(_BY_TRACES)
    case = "" if whole else _of_kind(component, used, measured=counted or traced or measured)
    # an instrumentor belongs to the application, and a count of answers to what gives them
    return (named.naming(app=answering_programs(component) or app) if case == _OF_ANSWERS else named).in_case(case)


def _of_kind(component: Component, used: list[Measurement], *, measured: bool) -> str:
    """Return by which steps answers are counted where something is counted already, or where others own the server."""
    if any(item.endpoint.framework == "Cog" for item in served(component)):
        return _IN_COG
    if used and all(item.place.path.endswith(".tf") for item in used):
        return _BY_FILTERS
    return "" if not measured else _OF_ANSWERS if served(component) else _OF_RUNS


def _in_words(component: Component) -> tuple[ForeignSign, ...]:
    """Return where a server in another language measures itself, as its words say."""
    there = answers_elsewhere(component.repo)
    return component.of(foreign(component.repo, Sign.METRICS))[:3] if there else ()


def _by_hand(hands: tuple[HandCounts, ...]) -> str:
    return f"{hands[0].what}, and nothing keeps them over time" if hands else ""


def _uncounted(component: Component, hands: tuple[HandCounts, ...]) -> str:
    """Name what of errors and answers is not among the figures that own code counts."""
    names = " ".join(name for one in hands for name in one.names)
    texts = archetype(component).archetype is Archetype.LLM_APP
    answers = "refusals" if texts else _answers(component) or "predictions by class"
    asked = (("errors", not _ERRORS.search(names)), ("tokens", texts and not _TOKENS.search(names)))
    return " and ".join((*(what for what, lacks in asked if lacks), answers))


def _answers(component: Component) -> str | None:
    """Say what of the answers can be counted: classes, numbers, or what is made of texts, images and sound."""
    if archetype(component).archetype is Archetype.LLM_APP:
        return "tokens, refusals and what was not found"
    if not judges(component) or _gives_vectors(component):
        return "what it makes, and how long that takes"
    if recommends(component):
        return "items that are recommended, and empty answers"
    kinds = {Predicted.NUMBERS: "predicted numbers (a histogram)", Predicted.CLASSES: None}
    return kinds.get(predicted(component), "predictions, by class or as a histogram")


def _gives_vectors(component: Component) -> bool:
    doors = served(component)
    return bool(doors) and all(_VECTORS.search(f"{item.endpoint.url} {item.endpoint.handler}") for item in doors)


def _is_own(component: Component, item: Measurement) -> bool:
    """Tell whether something that anybody starts measures it."""
    if item.place.path not in component:
        return False
    if not item.place.path.endswith(".py"):
        return True
    return reach(component.repo).liveness(item.place.path, item.scope) not in _DEAD


def _whole(used: list[Measurement], counts: Sequence[Evidence]) -> list[Measurement | Evidence]:
    """Return what measures requests and the model, when both are measured; a platform may do the former."""
    requests: list[Measurement | Evidence] = [item for item in used if item.of_requests or item.sort is Sort.AGENT]
    requests = requests or [*counts]
    model = [item for item in used if item.of_model and not (item.of_requests and not _names_answers(item))]
    return [*requests, *model] if requests and model else []


def _names_answers(item: Measurement) -> bool:
    """Tell a metric of predictions from one of requests to them: ``prediction_score`` from ``predict_requests``."""
    words = ("request", "http", "latency", "duration", "seconds", "unavailab")
    return item.by_answer or not any(word in item.name.lower() for word in words)


def _offered(component: Component, used: list[Measurement]) -> bool:
    """Tell whether what is measured leaves the process on a path that is started."""
    leaving = [item for item in used if item.sort is Sort.EXPOSITION or item.sort in _TRACED]
    live = reach(component.repo)
    return any(not item.place.path.endswith(".py") or live.is_run(item.place.path, item.scope) for item in leaving)


def _told(found: list[Measurement], used: list[Measurement], whole: Sequence[object], by_others: list[Evidence]) -> str:
    if whole:
        return ""
    if used and not by_others and all(item.sort is Sort.AGENT for item in used):
        return "a tracer sees calls, their failures and time, and nothing counts what the model answers"
    if used and not by_others and all(item.sort is Sort.REPORTER for item in used):
        return "failures are reported, and nothing counts what is answered, nor how long it takes"
    if any(item.of_requests or item.sort is Sort.AGENT for item in used):
        return "requests are measured, and nothing of what the model answers"
    if by_others and (used or not found):
        return f"{by_others[0].what}, and nothing counts what the model answers"
    if used and all(item.sort is Sort.EXPOSITION for item in used):
        return "own code writes figures, and it was not seen what they count"
    if used:
        return "figures are kept, and none of requests, their errors and their time"
    return "metrics are made, and nothing updates them" if found else "no metrics are exported"
