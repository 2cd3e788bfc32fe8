"""Where does the code explain what a model answers: one answer, or the model as a whole?"""

from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache

from seatrial.facts import fact
from seatrial.facts.code.code_index import defined
from seatrial.facts.code.ml_libraries import is_ml
from seatrial.facts.code.programs import InCode, Program, Site, Sited, called, programs
from seatrial.facts.training.training import training
from seatrial.model import Confidence
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Assignment, Call, Function, PythonFile, Value
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo


class Scope(StrEnum):
    """What an explanation is about."""

    ANSWER = "one answer"
    MODEL = "the model as a whole"
    READABLE = "a model that can be read"


#: Last part of a call -> the libraries that it must come from ("" for a name that no other library has), and the tool.
_ONE = {
    "shap_values": ("", "SHAP"), "TreeExplainer": ("", "SHAP"), "KernelExplainer": ("", "SHAP"),
    "LinearExplainer": ("shap", "SHAP"), "DeepExplainer": ("", "SHAP"), "GradientExplainer": ("", "SHAP"),
    "Explainer": ("shap dalex", "SHAP"), "PermutationExplainer": ("shap", "SHAP"), "fasttreeshap": ("", "SHAP"),
    "explain_instance": ("", "LIME"), "LimeTabularExplainer": ("", "LIME"), "LimeTextExplainer": ("", "LIME"),
    "LimeImageExplainer": ("", "LIME"), "explain_local": ("", "InterpretML"), "explain_prediction": ("eli5", "ELI5"),
    "IntegratedGradients": ("", "Captum"), "LayerIntegratedGradients": ("", "Captum"), "DeepLift": ("", "Captum"),
    "GradientShap": ("", "Captum"), "Saliency": ("captum", "Captum"), "Occlusion": ("captum", "Captum"),
    "FeatureAblation": ("captum", "Captum"), "LayerConductance": ("captum", "Captum"),
    "GradCAM": ("", "Grad-CAM"), "GradCAMPlusPlus": ("", "Grad-CAM"), "ScoreCAM": ("", "Grad-CAM"),
    "generate_counterfactuals": ("", "DiCE"), "AnchorTabular": ("", "Alibi"), "AnchorText": ("", "Alibi"),
    "CounterfactualProto": ("", "Alibi"), "KernelShap": ("alibi captum", "Alibi"), "TreeShap": ("alibi", "Alibi"),
    "predict_parts": ("", "DALEX"), "SageMakerClarifyProcessor": ("", "SageMaker Clarify"),
    "ClarifyCheckStep": ("", "SageMaker Clarify"), "ExplanationMetadata": ("", "Vertex Explainable AI"),
}  # fmt: skip
_WHOLE = {
    "permutation_importance": ("", "permutation importance"), "plot_importance": ("", "a plot of importance"),
    "PartialDependenceDisplay": ("", "partial dependence"), "plot_partial_dependence": ("", "partial dependence"),
    "explain_global": ("", "InterpretML"), "show_weights": ("eli5", "ELI5"), "explain_weights": ("eli5", "ELI5"),
    "get_feature_importance": ("", "the importance of features"),
    "get_score": ("xgboost", "the importance of features"),
}  # fmt: skip
#: Functions by which any other library explains an answer: ``from pairx import explain``.
_EXPLAINS = ("explain", "explain_image", "explain_images", "explain_text", "explain_row", "explain_sample")
#: Libraries whose ``explain`` tells the plan of a query.
_PLANS = frozenset({"sqlalchemy", "django", "pyspark", "duckdb", "pymongo", "sqlite3", "psycopg", "psycopg2"})
#: Arguments by which a call of ``predict`` returns the contribution of each feature.
_CONTRIBUTIONS = frozenset({"pred_contribs", "pred_contrib", "pred_interactions"})
_READABLE = regex(
    r"(?:.*\.)?(?:LogisticRegression\w*|LinearRegression|Ridge\w*|Lasso\w*|ElasticNet\w*|ExplainableBoosting\w+|"
    r"Scorecard|GAM|LogisticGAM|LinearGAM|OLS|Logit|GLM)\.fit"
)
_NAMED = caseless(
    r"(?:^|_)(?:explain(?:er)?|explanations?|reason_codes?|adverse_action\w*|feature_contributions?|attributions?|"
    r"counterfactuals?|shap|local_importance|top_(?:reasons|factors|drivers)|saliency|grad_?cam)(?:_|$)"
)
_OF_OTHERS = caseless(
    r"explain_?(?:plan|query|sql|error|code|mode)|_explained|explained_|variance|judg(?:e|ment)|"
    r"(?:^|_)(?:init\w*|load|save|setup)(?:_|$)"
)
#: Fields of an answer that give its reasons, and the classes that answers are made of.
_REASONS = regex(
    r"(?:(?:key|top|main|contributing|risk|deciding)_)?(?:factors|reasons|drivers)|reason_codes|shap_values"
    r"|(?:feature_)?(?:contributions|attributions)|explanations?"
)
_ANSWER = regex(r"(?:Prediction|Score|Forecast|Decision|Result|Answer|Response|Output)(?:Response|Result|Out|Model)?$")
#: Keys of a table that is an answer, beside which its reasons stand.
_ANSWERED = regex(r"(?:predictions?|scores?|recommendations?|decisions?|probabilit(?:y|ies)|classes|labels?)(?:_\w+)?")
#: What judges answers of others writes down why, and explains none to whoever asked.
_JUDGES = caseless(r"judge|eval|grad(?:e|ing)|metric|benchmark|critic|valid")
#: What answers about a model, by its class; files and functions that are called so answer people as well.
_ABOUT_MODELS = caseless(r"promot|retrain|drift|deploy|rollout")
#: Lines of documents that say what an explanation means.
SAYS_WHAT_IT_MEANS = caseless(r"\bexplain|\bexplanation|\bSHAP\b|reason codes?|feature importance")
_TELL_IMPORTANCES = (".feature_importances_", ".coef_", ".get_feature_importance")


@dataclass(frozen=True, slots=True)
class Explanation(InCode):
    """One place where something is explained."""

    site: Site
    scope: Scope
    by: str  #: the tool, the estimator, or the own function
    documented: bool = False  #: the function says what its answer means
    confidence: Confidence = Confidence.VERIFIED

    @property
    def what(self) -> str:
        if self.scope is Scope.READABLE:
            return f"trains {self.by}, whose coefficients can be read"
        return f"explains {self.scope} by {self.by}"


@fact
def explanations(repo: Repo) -> tuple[Explanation, ...]:
    """Return where answers or models are explained, tests apart, one for each function: the closest look first,
    own code before notebooks, libraries before names.
    """
    order = list(Scope)
    seen: dict[tuple[str, str], Explanation] = {}
    every = (*_calls(repo), *_of_others(repo), *_own(repo), *_given(repo), *_in_tables(repo), *_readable(repo))
    sure = Confidence.VERIFIED
    found = sorted(
        every, key=lambda it: (order.index(it.scope), not it.site.counts, it.confidence is not sure, it.site)
    )
    for item in found:
        seen.setdefault((item.site.path, item.site.scope), item)
    return tuple(seen.values())


def _calls(repo: Repo) -> Iterator[Explanation]:
    for table, scope in ((_ONE, Scope.ANSWER), (_WHOLE, Scope.MODEL)):
        for found in called(repo, *table):
            heads, tool = table[found.call.last]
            if not heads or found.call.name.partition(".")[0] in heads.split():
                yield _of_call(found, scope, tool)
    for found in called(repo, "predict", "inplace_predict"):
        if any(key in _CONTRIBUTIONS and value.literal is True for key, value in found.call.keywords):
            yield _of_call(found, Scope.ANSWER, "the contribution of each feature")
    for program in programs(repo):
        for mention in () if program.is_test else program.file.mentions:
            if any(name.endswith(_TELL_IMPORTANCES) for name in mention.names):
                site = program.site(_line(program, mention.scope), mention.scope)
                yield Explanation(site, Scope.MODEL, "the importance of features")


def _of_others(repo: Repo) -> Iterator[Explanation]:
    """Find what a library explains that nobody listed, by the name of its function."""
    for found in called(repo, *_EXPLAINS):
        if library := _library(repo, found):
            yield _of_call(found, Scope.ANSWER, library)


def _library(repo: Repo, found: Sited) -> str:
    """Return the library that a function comes from, "" for an own one and outside of code about models."""
    file = found.program.file
    head = found.call.name.partition(".")[0]
    imported = head in file.packages and head not in _PLANS
    about_models = any(is_ml(item.module) for item in file.imports)
    own = defined(repo, found.program.path, found.call.name, found.call.written)
    return head if imported and about_models and own is None else ""


def _line(program: Program, scope: str) -> int:
    """Return where in a scope the importances are taken, else where the scope starts; 0 when that is the file."""
    file = program.file
    asked = [(item.line, item.value) for item in file.assignments if item.scope == scope]
    asked += [(call.line, value) for call in file.calls if call.scope == scope
              for value in call.values]  # fmt: skip
    lines = [line for line, value in asked if any(name in value.text for name in _TELL_IMPORTANCES)]
    return min(lines, default=next((item.line for item in file.functions if item.name == scope), 0))


def _of_call(found: Sited, scope: Scope, tool: str) -> Explanation:
    around = _functions(found.program).get(found.call.scope)
    return Explanation(found.site, scope, tool, bool(around and around.docstring))


def _own(repo: Repo) -> Iterator[Explanation]:
    """Find functions that are called after an explanation, in code about models, and that do something."""
    for program in programs(repo):
        if program.is_test or not any(is_ml(item.module) for item in program.file.imports):
            continue
        for item in program.file.functions:
            name = item.name.rpartition(".")[2]
            if _NAMED.search(name) and not _OF_OTHERS.search(name) and not item.is_stub and item.statements > 2:
                site = program.site(item.line, item.name)
                yield Explanation(site, Scope.ANSWER, item.name, bool(item.docstring), Confidence.LIKELY)


def _given(repo: Repo) -> Iterator[Explanation]:
    """Find answers that are made with their reasons: ``PredictionResponse(score=..., key_factors=...)``."""
    for program in programs(repo):
        answers = (call for call in program.file.calls if not program.is_test and _is_answer(call.last))
        for call in answers:
            named = [name for name, value in call.keywords if _REASONS.fullmatch(name) and value.literal != ""]
            if named and not _JUDGES.search(call.last) and not _ABOUT_MODELS.search(call.last):
                around = _functions(program).get(call.scope)
                documented = bool(around and around.docstring)
                by = f"the field {named[0]} of {call.last}"
                yield Explanation(program.site_of(call), Scope.ANSWER, by, documented, Confidence.LIKELY)


@lru_cache(maxsize=10_000)  # the same few thousand names are called a hundred thousand times
def _is_answer(name: str) -> bool:
    return bool(_ANSWER.search(name))


def _in_tables(repo: Repo) -> Iterator[Explanation]:
    """Find tables that hold answers and their reasons: ``{"recommendations": ids, "explanations": texts}``."""
    for program in programs(repo):
        if program.is_test or _JUDGES.search(program.path):
            continue
        for value, item in _tables(program.file):
            keys = [key for key, given in value.keywords if given.kind != "literal"]
            reasons = [key for key in keys if _REASONS.fullmatch(key)]
            if reasons and any(map(_ANSWERED.fullmatch, keys)) and not _JUDGES.search(item.scope):
                around = _functions(program).get(item.scope)
                by, reason = f"the field {reasons[0]} of the answer", bool(around and around.docstring)
                yield Explanation(program.site_of(item), Scope.ANSWER, by, reason, Confidence.LIKELY)


def _tables(file: PythonFile) -> Iterator[tuple[Value, Assignment | Call]]:
    """Yield the dictionaries that a function gives a name or hands to a call, with the line that does so."""
    yield from ((one.value, one) for one in file.assignments if one.value.kind == "dict" and one.scope)
    for call in file.calls:
        if call.scope:
            yield from [(value, call) for value in call.values if value.kind == "dict"]


def _readable(repo: Repo) -> Iterator[Explanation]:
    for item in training(repo):
        if _READABLE.fullmatch(item.call):
            yield Explanation(item.site, Scope.READABLE, item.call.split(".")[-2])


def _functions(program: Program) -> dict[str, Function]:
    return {item.name: item for item in program.file.functions}
