"""Where is current data compared with a reference, to see whether the world has moved away from the model?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.modules import modules
from seatrial.facts.code.programs import Program, Site, Sited, called, outside_tests, programs
from seatrial.facts.data.drift_calls import (
    DISTINCT,
    HOSTED,
    KEYS,
    MODULES,
    RESOURCES,
    STREAMS,
    TWO_SAMPLES,
    WITH_LIMITS,
)
from seatrial.facts.data.drift_watch import Drift
from seatrial.facts.deployment.clouds.stacks import stack_resources
from seatrial.facts.deployment.clouds.terraform import terraform
from seatrial.facts.deployment.clusters.kubernetes import own_yaml
from seatrial.facts.deployment.settings_files import first_document
from seatrial.facts.product.parts import by_part
from seatrial.model import Place
from seatrial.read.code.python_record import Call, Comparison, Function, Mentions, Value
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_NAMED = regex(
    r"drift(ed)?(_|$|[A-Z])|[^a-z](psi|csi)|\b(psi|csi)|(population|characteristic)_?stability"
    r"|(?:Drift|Skew|PSI|(?:Data|Distribution|Covariate|Concept)Shift)(?=[A-Z][a-z]|\.|$)"  # of the class around it
)
#: Words of the same that are also said of other comparisons: they count where a function is given both sides by name.
_SHIFTED = caseless(
    r"(?:distributions?|covariates?|features?|data|inputs?|labels?|concepts?|scores?|predictions?|populations?|means?)_?shift(?:s|ed)?(?![a-z])"
    r"|(?:detect|check|measure|monitor|compute|calculate)_?shifts?(?![a-z])"
    r"|compare_(?:\w+_)?(?:distributions?|profiles?)(?![a-z])|(?:distribution|feature)s?_(?:divergence|deviation)"
)
#: Methods for data that is known to have moved: they weigh it, or undo that, and watch nothing.
_UNDOES = caseless(r"weigh|correct|adapt|align|adjust|augment|robust|apply|plot")
#: Beside these psi is a letter: of a wave, a wavelet or an angle.
_GREEK = caseless(r"(?<![a-z])(?:phi|chi|xi|eta|theta|omega|wave(?:let|func\w*)?)(?![a-z])")
_DRIFT = caseless(r"drift|skew|psi\b|stability|shift_detect")
_REFERENCE = regex(r"^(self\.)?_?(ref(erence)?|baseline|expected|historical|train(ing)?|base|old|source)(_|$|s$)")
_CURRENT = regex(r"^_?(cur(rent)?|actual|recent|new|prod(uction)?|live|serving|target|incoming|latest)(_|$|s$)")
_SIMULATED = caseless(r"simulat|inject|synthe|generate|make_|fake|mock|demo")
_SELECTS = caseless(r"drop|select|filter")  #: classes that choose features by how these have moved
#: Settings of Evidently, Alibi Detect and NannyML by which they judge.
_LIMITS_GIVEN = frozenset({
    "drift_share", "stattest_threshold", "num_stattest_threshold", "cat_stattest_threshold", "text_stattest_threshold",
    "num_threshold", "cat_threshold", "p_val",
})  # fmt: skip
#: Tests of Evidently, which hold what they compare to bounds of their own.
_TESTED = regex(r"(?:DataDrift|DataStability|NoTargetPerformance)TestPreset|Test\w*Drift\w*")
#: Keys of what Evidently decided: by the share of columns that drifted, or for each column by a limit of its own.
_VERDICTS = {"dataset_drift", "drift_detected", "DriftedColumnsCount", "number_of_drifted_columns"}
_INFRASTRUCTURE = regex(r"terraform|kubernetes|k8s|helm|schema_drift|config_?drift|docs?_drift|clock|translation")
_JUDGED = regex(r"(?<![a-z])drifted_(?:features|columns)|(?:^|[._])n_drifted")
_THRESHOLD = caseless(r"thresh|(?<![a-z])thr(?![a-z])|alpha|p_?val|limit|warn|alert|alarm|toleran|cut_?off|critical")


@fact
def drift(repo: Repo) -> tuple[Drift, ...]:
    """Return the comparisons of current with reference data, tests apart, the product's first.

    Words and simulations are none.
    """
    seen = (*_own(repo), *_statistics(repo), *_settings(repo), *_resources(repo), *_libraries(repo))
    found = {(item.site.path, item.site.scope): item for item in seen}
    return tuple(by_part(repo, found.values()))


def _is_named_for_drift(name: str) -> bool:
    return bool(_NAMED.search(name)) and not _GREEK.search(name)


def _libraries(repo: Repo) -> Iterator[Drift]:
    for found in called(repo, *DISTINCT):
        if not _is_own(repo, found) and not _only_makes_a_baseline(found.call):
            limited = found.call.last in WITH_LIMITS or _thresholded(found.program)
            yield Drift(found.site, DISTINCT[found.call.last], limited, found.call.last in HOSTED)
    for found in called(repo, *STREAMS):
        if {"river", "frouros", "skmultiflow"} & set(found.call.name.split(".")):
            yield Drift(found.site, "a detector over a stream", _thresholded(found.program))
    for found in called(repo, "compare", "calculate", "predict", "fit", "DataDriftDetector"):
        tool = MODULES.get(found.call.name.partition(".")[0])
        if tool and (tool != "Azure ML" or found.call.last == "DataDriftDetector"):
            yield Drift(found.site, tool, _thresholded(found.program))


def _settings(repo: Repo) -> Iterator[Drift]:
    """Find what settings in code ask for: ``EvidentlyMetricConfig.metric("DataDriftPreset")``, keys of requests."""
    for program in outside_tests(repo):
        wraps = any("evidently" in item.module.split(".") for item in program.file.imports)
        for text in program.file.texts:
            if text.value in KEYS:
                yield Drift(program.site_of(text), KEYS[text.value], thresholded=True)
            elif wraps and DISTINCT.get(text.value) == "Evidently":
                yield Drift(program.site_of(text), "Evidently", _thresholded(program))
        yield from _picked(program)


def _picked(program: Program) -> Iterator[Drift]:
    """Find monitors that a table of the code names for a setting to pick: ``MONITORS[name]()`` calls them."""
    if program.path.endswith("__init__.py"):
        return
    for item in program.file.imports:
        tool = DISTINCT.get(item.name) if item.used and not item.for_typing else None
        if tool and item.package == tool.lower() and all(call.last != item.name for call in program.file.calls):
            yield Drift(program.site(item.line, item.scope), tool, _thresholded(program))


def _resources(repo: Repo) -> Iterator[Drift]:
    """Find monitors that descriptions of a cloud's resources set up, with thresholds of their own."""
    for item in terraform(repo):
        if item.kind == "resource" and item.type in RESOURCES:
            yield _hosted(item.place, item.name, RESOURCES[item.type])
    for resource in stack_resources(repo):
        if resource.type in RESOURCES:
            yield _hosted(resource.place, resource.name, RESOURCES[resource.type])
    for path in own_yaml(repo):
        root = first_document(repo, path)
        for name, signal in root.at("create_monitor", "monitoring_signals").pairs:
            if signal.at("type").text in {"data_drift", "prediction_drift"}:
                yield _hosted(Place(path, signal.line), name, "Azure ML model monitoring")
        for name, monitor in root.at("resources", "quality_monitors").pairs:
            yield _hosted(Place(path, monitor.line), name, RESOURCES["databricks_quality_monitor"])


def _hosted(place: Place, name: str, tool: str) -> Drift:
    return Drift(Site(place.path, place.line, name), tool, thresholded=True, hosted=True)


def _only_makes_a_baseline(call: Call) -> bool:
    """Tell whether a step of a pipeline works out what later runs are compared with, and compares nothing itself."""
    skipped = call.keyword("skip_check")
    return skipped is not None and skipped.literal is True


def _is_own(repo: Repo, found: Sited) -> bool:
    """Tell whether a class of the repository is only called like that of a library."""
    here = any(item.name == found.call.name for item in found.program.file.classes)
    return here or modules(repo).find(found.call.name, found.program.path) is not None


def _statistics(repo: Repo) -> Iterator[Drift]:
    """Find statistics of two samples in code about drift, or given a reference."""
    for found in called(repo, *sorted(TWO_SAMPLES)):
        about = f"{found.program.path} {found.call.scope}"
        named = bool(_DRIFT.search(about)) and not _SIMULATED.search(about)
        if named or (_given_a_reference(found.call) and not found.program.notebook):
            yield Drift(found.site, found.call.last, _thresholded(found.program))


def _given_a_reference(call: Call) -> bool:
    values = call.values
    return any(_REFERENCE.search(value.text or value.name) for value in values)


def _own(repo: Repo) -> Iterator[Drift]:
    """Find functions named for drift that are given, or hold, two sides of a comparison."""
    for program in programs(repo):
        if program.is_test:
            continue
        for item in program.file.functions:
            if _does_something(program, item) and (
                (_is_named_for_drift(item.name) and _compares(program, item)) or _compares_what_shifts(item)
            ):
                yield Drift(program.site(item.line, item.name), item.name, _thresholded(program))
        if not any(_is_named_for_drift(item.name) for item in program.file.functions):
            yield from _handed_both(program)


def _handed_both(program: Program) -> Iterator[Drift]:
    """Find calls that hold one side against the other in a file called after drift: ``compare(baseline, live)``."""
    if not _DRIFT.search(program.path.rpartition("/")[2]) or _SIMULATED.search(program.path):
        return
    functions = {item.name for item in program.file.functions if _does_something(program, item)}
    for call in program.file.calls:
        given = [value.text for value in call.values]
        if call.name in functions and any(map(_REFERENCE.search, given)) and any(map(_CURRENT.search, given)):
            yield Drift(program.site_of(call), call.name, _thresholded(program))


def _does_something(program: Program, item: Function) -> bool:
    """Tell a function that may measure drift of data from a stub, a simulation and a check of infrastructure."""
    about = " ".join((program.path, item.name, *(parameter.name for parameter in item.parameters))).lower()
    written = not item.is_stub and item.statements > 1 and not item.name.endswith("__init__")
    written = written and not _SELECTS.search(item.name.rpartition(".")[0])
    return written and not _SIMULATED.search(item.name) and not _INFRASTRUCTURE.search(about)


def _compares(program: Program, item: Function) -> bool:
    """Tell whether a function has both sides: parameters, or a reference that its object keeps.

    What is held against a reference that is kept is called what it is, or the function judges by it.
    """
    parameters = [parameter.name for parameter in item.parameters if parameter.name not in {"self", "cls"}]
    current = [name for name in parameters if _CURRENT.search(name)]
    reference = [name for name in parameters if _REFERENCE.search(name)]
    if reference and (current or len(parameters) > 1):
        return True
    set_here = {x.target for x in program.file.assignments if x.scope == item.name}
    inside = any(mention.scope == item.name and _holds_reference(mention) for mention in program.file.mentions)
    if inside and current and not _UNDOES.search(item.name) and not any(map(_sets_reference, set_here)):
        return True
    kept = inside or any(_REFERENCE.search(name) for name in set_here)
    return kept and any(x.scope == item.name and x.operator in {"<", ">", "<=", ">="} for x in program.file.comparisons)


def _sets_reference(target: str) -> bool:
    """Tell whether an assignment gives the object another reference: ``self.baseline = ...``."""
    return target.startswith("self.") and bool(_REFERENCE.search(target))


def _compares_what_shifts(item: Function) -> bool:
    """Tell whether a function named for a shift is given a reference and what it is held against."""
    last = item.name.rpartition(".")[2]
    if not _SHIFTED.search(last) or _UNDOES.search(last):
        return False
    parameters = [parameter.name for parameter in item.parameters]
    return any(map(_REFERENCE.search, parameters)) and any(map(_CURRENT.search, parameters))


def _holds_reference(mention: Mentions) -> bool:
    """Tell whether a scope refers to what is called a reference, also by a part: ``self.baseline_stats.items()``."""
    owner = f"{mention.scope.rpartition('.')[0]}."
    own = (name.removeprefix(owner).partition(".")[0] for name in mention.names if name.startswith(owner))
    return any(map(_REFERENCE.search, (*own, *(name.rpartition(".")[2] for name in mention.names))))


def _is_told_a_limit(call: Call) -> bool:
    """Tell a tool that is given the limit it judges by, or asked for its tests: ``TabularDrift(rows, p_val=0.05)``."""
    given = {name: value for name, value in call.keywords if name in _LIMITS_GIVEN}
    return any(value.literal is not None or value.kind != "literal" for value in given.values()) or any(
        name == "include_tests" and value.literal is True for name, value in call.keywords
    )


def _thresholded(program: Program) -> bool:
    """Tell whether a program compares something with a number or with what is named like a threshold.

    A tool may do so itself: Evidently says whether a data set drifted, SageMaker holds data to constraints.
    """
    if any(text.value in _VERDICTS for text in program.file.texts):
        return True
    if any(_TESTED.fullmatch(call.last) or _is_told_a_limit(call) for call in program.file.calls):
        return True
    if any(call.last == "create_monitoring_schedule" and call.keyword("constraints") for call in program.file.calls):
        return True
    return any(map(holds_to_limit, program.file.comparisons))


def holds_to_limit(item: Comparison) -> bool:
    """Tell a comparison with a limit from any other."""
    return item.operator in {"<", ">", "<=", ">="} and (_limits(item.left) or _limits(item.right))


def _limits(side: Value) -> bool:
    """Tell whether a side of a comparison is a limit, or counts what a tool judged by its own: ``n_drifted > 0``."""
    return isinstance(side.literal, float) or bool(_THRESHOLD.search(side.text) or _JUDGED.search(side.text))


__all__ = ["Drift", "drift"]
