"""Is a fit only a step of a computation: values are grouped, the groups are used, and the fitted object is gone?"""

from seatrial.facts.code.programs import Program, Sited
from seatrial.read.code.python_record import Call, Value
from seatrial.read.regex import regex

#: Methods that put rows into groups, whatever their library.
GROUPS = regex(
    r"(^|\.)((?=\w*KMeans)\w++|KMedoids|KModes|KPrototypes|DBSCAN|HDBSCAN|OPTICS|MeanShift|AgglomerativeClustering|"
    r"FeatureAgglomeration|SpectralClustering|AffinityPropagation|Birch|GaussianMixture|BayesianGaussianMixture)\."
)
#: Calls that keep what they are given, by the last part of their names.
_KEEPS = frozenset({
    "dump", "dumps", "save", "save_model", "to_pickle", "log_model", "register_model", "to_onnx",
})  # fmt: skip
_TEXT = regex(r"(?:[a-z]*json|yaml|toml)\.")  #: what writes an answer as text
#: Those that keep anything, under a name: a model too, where it is what they are given.
_PUTS = frozenset({"put", "set"})
_NAMED = regex(r"(^|[._])(re)?(train|fit)(ing|_|$|\.)")
_ESTIMATES = frozenset({"fit", "predict", "train"})
_USES = ("predict", "fit_predict", "transform", "score", "kneighbors")
#: What a density is asked for where one is fitted for each part in turn, and gone with the next.
_USES_IN_TURN = (*_USES, "score_samples")


def is_step_of_a_computation(found: Sited) -> bool:
    """Tell whether a clusterer is fitted within a function that uses the groups and keeps no model.

    A parser that finds columns by KMeans trains no model that anybody would version, evaluate or deploy. What a
    notebook or the top of a script fits, what is kept, and what an estimator of one's own fits is a model.
    """
    call, program = found.call, found.program
    groups = GROUPS.search(call.name) or call.name.endswith("pipeline.Pipeline.fit_predict")  # whose last step groups
    if not call.scope or not found.site.counts or not groups or _NAMED.search(call.scope.lower()):
        return False
    if _is_kept(program, call):
        return False
    if call.scope.rpartition(".")[2] in ("predict", "fit_predict"):  # what is fitted to answer is fitted anew each time
        return True
    if _is_estimator(program, call):
        return False
    return call.last == "fit_predict" or _goes_no_further(program, call)


def _is_kept(program: Program, call: Call) -> bool:
    """Tell whether the program writes models, or puts the fitted object where others find it."""
    if any(one.last in _KEEPS and "." in one.written and not _TEXT.match(one.name) for one in program.file.calls):
        return True
    names = tuple(name for name in (call.written.rpartition(".")[0], call.target) if name)
    puts = (one for one in program.file.calls if one.last in _PUTS and "." in one.written)
    return any(_mentions(value, names) for one in puts for value in one.values)


def _is_estimator(program: Program, call: Call) -> bool:
    """Tell whether the function is a method of a class that fits or predicts itself."""
    return any(call.scope.startswith(f"{cls.name}.") and _ESTIMATES & set(cls.methods) for cls in program.file.classes)


def _goes_no_further(program: Program, call: Call) -> bool:
    """Tell whether the fitted object is used in its function, and handed to nobody."""
    written = call.written.rpartition(".")[0]
    names = {call.target, written} if written.isidentifier() else {call.target}
    names.discard("")
    if not names or any("." in name for name in names):
        return False
    uses = _USES_IN_TURN if "for" in call.inside else _USES
    calls = [one for one in program.file.calls if one.scope == call.scope]
    handed = any(value.text in names for one in calls for value in one.values)
    asked = any(one.written in {f"{name}.{use}" for name in names for use in uses} for one in calls)
    read = any(
        _mentions(item.value, tuple(f"{name}.labels_" for name in names))
        for item in program.file.assignments
        if item.scope == call.scope
    )
    read |= any(_mentions(value, tuple(f"{name}.labels_" for name in names)) for one in calls for value in one.args)
    return (asked or read) and not handed


def _mentions(value: Value, texts: tuple[str, ...]) -> bool:
    return value.text.startswith(texts) or any(_mentions(item, texts) for item in value.items)
