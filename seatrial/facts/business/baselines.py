"""Is the model compared with something simpler, on the same data, and must it be better?"""

from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.code_index import contents
from seatrial.facts.code.programs import Site, called, own_code_of
from seatrial.facts.documents.documents import documents, lines_that
from seatrial.facts.reach.running import runs
from seatrial.model import Evidence, Place
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_SIMPLE = (
    "DummyClassifier", "DummyRegressor", "NaiveSeasonal", "NaiveDrift", "NaiveMean", "SeasonalNaive", "Naive",
    "HistoricAverage", "NaiveForecaster", "RandomWalkWithDrift", "WindowAverage", "PopularityRecommender",
)  # fmt: skip
_BASELINE = caseless(
    r"\bbaselines?\b|\bdummy (?:classifier|regressor|model|predictor|baseline)|majority class|naive (?:forecast|model)|"
    r"seasonal naive"
)
_MARKED = caseless(r"\(base\)")
_PLAIN = caseless(
    r"\W*(?:linear ?regression|logistic ?regression|ridge|lasso|mean|median|majority|random guess|naive|last value)"
)
_NAME = caseless(
    r"(?:^|_)(?:baseline|naive|dummy|majority)_(?:score|metric|model|accuracy|predict|forecast|mae|rmse|auc|f1|error|"
    r"result|eval)|(?:train|fit|evaluate|eval|compare|run|score|predict|forecast)\w*_(?:baselines?|naive|dummy)(?:$|_)"
)
_SIMPLE_CLASS = regex(r"Naive(?!Bayes)|Baseline|Dummy|LastValue|Majority")
_PREDICTS = regex(r"\.(?:predict|forecast|recommend)$")
_SIDE = caseless(r"baseline|naive_(?!bayes)|dummy_(?:score|acc)")
#: The version before is the champion, and not something simple; baselines of scanners and tests are none at all.
_OTHER = caseless(
    r"previous|champion|production model|current model|last release|security|detect-secrets|lint|coverage|"
    r"stable[- ]?baselines?|naive_bayes|drift|baseline\.\w|regression (?:test|suite|harness|baseline)|"
    r"baseline vs\.? (?:rec|current|live|now|actual)|degrad|latenc|throughput|response times?|load tests?|"
    r"performance (?:baselines?|regressions?)|baselines? (?:latency|performance)"
)
_CHANGES = caseless(r"(?:^|/)(?:change_?log|changes|history|news|releases?)\b")
_SCORES = regex(r"\d\.\d{2,}|\d{1,3}(?:\.\d+)?\s?%")
_SCORING = (
    "fit", "fit_predict", "score", "evaluate", "mean_absolute_error", "mean_squared_error", "accuracy_score",
    "f1_score",    "roc_auc_score",
)  # fmt: skip
_OF_MODEL = caseless(r"model|accuracy|auc|f1|rmse|mae|score|forecast|predict|classif|regress")
_STOPS = {"sys.exit", "exit", "assert", "pytest.fail"}


@fact
def measured_baselines(component: Component) -> tuple[Evidence, ...]:
    """Return where something simple is fitted and scored beside the model, and tables that give the figures of both."""
    return (*_in_code(component), *_in_tables(component.repo))


def _in_code(component: Component) -> Iterator[Evidence]:
    repo = component.repo
    for found in called(repo, *_SIMPLE):
        if found.program.path in component and found.site.counts and runs(component, found.site):
            yield Evidence(found.site.place, f"measures {found.call.last} beside the model")
    yield from _by_name(component)


def _by_name(component: Component) -> Iterator[Evidence]:
    """Find functions that are called a baseline, do something, and stand where models are fitted or scored."""
    repo = component.repo
    for path in sorted(_training(component)):
        for name, function in contents(repo, path).functions.items():
            if not _NAME.search(name.rpartition(".")[2]) or _OTHER.search(name) or function.is_stub:
                continue
            works = len(contents(repo, path).calls.get(name, ())) > 1
            if works and runs(component, Site(path, function.line, name)):
                yield Evidence(Place(path, function.line), f"{name} works out what something simple reaches")


@fact
def _training(component: Component) -> frozenset[str]:
    """Return the files of the component, outside notebooks, that fit or score models."""
    found = called(component.repo, *_SCORING)
    return frozenset(one.program.path for one in found if one.program.path in component and one.site.counts)


def _in_tables(repo: Repo) -> Iterator[Evidence]:
    for document in documents(repo):
        for section in document.sections:
            rows = [line for line in section.lines if line.table and _SCORES.search(line.text)]
            in_prose = any(_BASELINE.search(line.text) for line in section.lines if not line.table)
            simple = [row for row in rows if _is_simple(row.text, said=in_prose) and not _OTHER.search(row.text)]
            if simple and len(rows) > len(simple):
                yield Evidence(
                    Place(document.path, simple[0].number),
                    f"a table gives the figures of a baseline: {simple[0].text[:70]}",
                )


def _is_simple(row: str, *, said: bool) -> bool:
    """Tell the row of a baseline: by that word, or by a simple model's name where the text around speaks of one."""
    return bool(_BASELINE.search(row) or _MARKED.search(row)) or (said and bool(_PLAIN.match(row)))


@fact
def simple_models(component: Component) -> tuple[Evidence, ...]:
    """Return the classes of own code that are called after something simple, and predict."""
    found = []
    for program in own_code_of(component):
        methods = {item.name for item in program.file.functions if _PREDICTS.search(item.name)}
        named = (item for item in program.file.classes if _SIMPLE_CLASS.search(item.name))
        found += [
            program.evidence(item, f"{item.name} predicts by something simple")
            for item in named
            if any(method.startswith(f"{item.name}.") for method in methods)
        ]
    return tuple(found)


@fact
def mentioned_baselines(repo: Repo) -> tuple[Evidence, ...]:
    """Return the lines of documents that mention a baseline of the model, without its figures; a changelog is none."""
    found = lines_that(repo, "mentions a baseline", _mentions_a_baseline)
    return tuple(one for one in found if not _CHANGES.search(one.place.path))


def _mentions_a_baseline(heading: str, text: str) -> bool:
    found = _BASELINE.search(text) and not _OTHER.search(text)
    return bool(found and _OF_MODEL.search(f"{heading} {text}"))


@fact
def baseline_gates(component: Component) -> tuple[Evidence, ...]:
    """Return the comparisons with a baseline that stop the run."""
    found = []
    for program in own_code_of(component):
        for item in program.file.comparisons:
            said = item.words
            stops = any(word in _STOPS or word.startswith("raise ") for word in item.leads_to)
            if stops and item.operator in {"<", "<=", ">", ">="} and _SIDE.search(said) and not _OTHER.search(said):
                found.append(program.evidence(item, "the run ends when the model does not beat the baseline"))
    return tuple(found)
