"""Do training and predictions work out features with the same code, and does a test compare them?"""

from collections.abc import Iterator
from pathlib import PurePosixPath

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.code_index import contents, defined, function_at
from seatrial.facts.code.programs import programs
from seatrial.facts.code.python_files import python_file
from seatrial.facts.testing.tests import Case, real_tests
from seatrial.facts.training.features.feature_code import (
    FeatureFunction,
    Means,
    Step,
    feature_functions,
    learning,
    predicting,
    predicting_steps,
    training_steps,
)
from seatrial.facts.training.main_training import fitted_when_asked, main_training
from seatrial.facts.training.training_path import training_path
from seatrial.model import Confidence, Evidence, Place, as_evidence
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_ALIKE = 0.8  #: of the calls of two functions that must be the same for one to be a copy of the other
_FEW = 4  #: calls below which likeness says nothing
#: Names of folders that say for which side code is: training, or what answers.
_SIDES = caseless(
    r"train|learn|serv|infer|predict|api|app|online|offline|batch|stream|deploy|pipeline|jobs?$|src|model|prod"
)
_FITS = frozenset({"fit_transform"})
_ASKED = regex(r"(?:^|_)(?:fit|train|training|fitting)(?:_|$)")
_DUMMIES = frozenset({"get_dummies", "factorize"})
_COMPARES = regex(
    r"(^|\.)(assert_(frame|series|array|index)_\w+|assert_allclose|allclose|assert_array_\w+|array_equal|approx|equals)$"
)
_SAYS = caseless(r"parity|skew|same_features|train(ing)?_(and_)?serv")
_OBJECTS = caseless(r"scaler|encoder|vectori[sz]er|preprocess|imputer|binarizer|transformer|label_?enc")
_WHOLE = frozenset({"Pipeline", "make_pipeline"})
_METHODS = frozenset({"transform", "preprocess", "fit_transform", "encode", "prepare"})


@fact
def skews(component: Component) -> tuple[Evidence, ...]:
    """Return where predictions work out features otherwise than training: copies, and what is fitted anew, by place."""
    found = [*_fitted_anew(component), *_copies(component)]
    return tuple(sorted(dict.fromkeys(found)))


def _fitted_anew(component: Component) -> Iterator[Evidence]:
    for step in predicting_steps(component):
        if step.call.last in _FITS:
            if _fits_when_asked(component.repo, step):
                continue
            what = f"{step.call.scope} fits the preparation anew, on the request itself, by {step.call.written}()"
            yield Evidence(step.place, what)
        elif step.call.last in _DUMMIES:
            what = f"{step.call.scope} makes columns of the values that one request holds, by {step.call.written}()"
            yield Evidence(step.place, what, Confidence.LIKELY)


def _fits_when_asked(repo: Repo, step: Step) -> bool:
    """Tell a function for both sides, which fits only where a parameter says so: ``prepare(rows, fit=True)``.

    Beside a fit by the choice of one line, ``x.fit_transform(rows) if fit else x.transform(rows)``, stands the other.
    """
    path, scope, call = step.place.path, step.call.scope, step.call
    function = function_at(repo, path, scope)
    if function is None or not any(_ASKED.search(one.name) for one in function.parameters):
        return False
    chosen = any(one.last == "transform" and one.line == call.line for one in contents(repo, path).calls.get(scope, ()))
    return chosen or "if" in call.inside or "else" in call.inside


def _copies(component: Component) -> Iterator[Evidence]:
    """Yield functions on the way of a prediction that another file, which trains, holds once more."""
    functions = feature_functions(component)
    shared = {(one.path, one.function.name) for one in shared_functions(component)}
    asked = {(one.path, one.function.name) for one in functions["predicting"]}  # one for each language serves as well
    trained = [one for one in functions["training"] if (one.path, one.function.name) not in asked]
    for mine in functions["predicting"]:
        if mine.sure and (mine.path, mine.function.name) not in shared:
            other = next((one for one in trained if _is_copy(component.repo, mine, one)), None)
            if other:
                what = f"{mine.name} stands in {mine.path}, and again in {other.path}:{other.function.line}"
                yield Evidence(mine.place, what)


def _is_copy(repo: Repo, mine: FeatureFunction, other: FeatureFunction) -> bool:
    """Tell a copy by the hash of its body, or, under the same name, by what it calls."""
    if mine.path == other.path or _are_variants(mine.path, other.path):
        return False
    if mine.function.body_hash and mine.function.body_hash == other.function.body_hash:
        return True
    if mine.name != other.name:
        return False
    one, two = _called(repo, mine), _called(repo, other)
    return min(len(one), len(two)) >= _FEW and len(one & two) >= _ALIKE * len(one | two)


def _are_variants(one: str, two: str) -> bool:
    """Tell ``nlp/english/features.py`` from ``nlp/chinese/features.py``: each for its own, and none for one side."""
    here, there = PurePosixPath(one), PurePosixPath(two)
    beside = here.name == there.name and here.parent.parent == there.parent.parent and len(here.parts) > 2
    return beside and not any(_SIDES.search(path.parent.name) for path in (here, there))


def _called(repo: Repo, one: FeatureFunction) -> frozenset[tuple[str, str]]:
    calls = contents(repo, one.path).calls.get(one.function.name, ())
    return frozenset((call.last, ",".join(str(value.literal or value.text) for value in call.args)) for call in calls)


@fact
def shared_functions(component: Component) -> tuple[FeatureFunction, ...]:
    """Return the functions that work out features on the way of a prediction and that training imports, too."""
    learned = learning(component)
    return tuple(
        one
        for one in feature_functions(component)["predicting"]
        if (one.path, one.function.name) in learned or (one.path, one.function.in_class or "?") in learned
    )


@fact
def kept_the_same(component: Component) -> tuple[Evidence, ...]:
    """Return what keeps features the same on both sides: functions that both import, pipelines, stores, tokenizers."""
    found = [
        Evidence(one.place, f"{one.name} works out features for training and for predictions")
        for one in shared_functions(component)
    ]
    learned, asked = training_steps(component), predicting_steps(component)
    apart = loose_objects(component)  # where the preparation lies apart, some other pipeline proves nothing
    whole = [step for step in learned if step.means is Means.PIPELINE and not apart]
    only = {step.means for step in (*learned, *asked)} == {Means.TOKENIZER}
    both = [
        step for step in (asked or learned) if only or (step.means is not Means.PIPELINE and _on_both(step, learned))
    ]
    found += [as_evidence(step) for step in (*whole[:3], *both[:3])]
    return tuple(dict.fromkeys((*found, *_imported(component), *_fitted_for_it(component))))


def _fitted_for_it(component: Component) -> Iterator[Evidence]:
    """Yield what fits a model for each answer: it is asked about the very rows that it was fitted on."""
    trained = main_training(component)
    if trained is not None and fitted_when_asked(component):
        yield Evidence(trained.place, f"{trained.site.path} fits the model for each answer, on rows of one preparation")


def _imported(component: Component) -> Iterator[Evidence]:
    """Yield the classes that prepare features, in code that trains, and that predicting code imports."""
    repo, trains = component.repo, training_path(component.repo)
    for path in sorted({one.path for one in predicting(component)}):
        file = python_file(repo, path)
        for taken in file.imports if file else ():
            found = defined(repo, path, taken.dotted) if taken.used else None
            if found and found.cls and found.path in trains and _METHODS & set(found.cls.methods):
                what = f"{path} prepares features by {found.name} of {found.path}, as training does"
                yield Evidence(Place(path, taken.line), what)


def _on_both(step: Step, learned: tuple[Step, ...]) -> bool:
    return step.means is not None and any(other.means is step.means for other in learned)


@fact
def loose_objects(component: Component) -> tuple[Evidence, ...]:
    """Return the scalers, encoders and the like that predictions load as files of their own, by name.

    What is read under a condition where training stores all as one pipeline is for models of before.
    """
    found = []
    paths = {one.path for one in predicting(component)}
    for program in programs(component.repo):
        for call in program.file.calls if program.path in paths else ():
            words = " ".join((call.target, *(str(value.literal or value.text) for value in call.args)))
            older = "if" in call.inside and _stores_whole(component)
            if call.last == "load" and _OBJECTS.search(words) and not older:
                place = Place(program.path, call.line, call.column)
                found.append(Evidence(place, f"{call.written}() loads the preparation apart from the model"))
    return tuple(found)


@fact
def _stores_whole(component: Component) -> bool:
    """Tell whether the training hands a Pipeline, with what prepares in it, to the call that stores the model."""
    for program in programs(component.repo):
        if program.path in component.own and not program.is_test and not program.notebook:
            made = {(call.target, call.scope) for call in program.file.calls if call.last in _WHOLE and call.target}
            stored = (call for call in program.file.calls if call.name in ("joblib.dump", "pickle.dump"))
            if any((value.text or value.name, call.scope) in made for call in stored for value in call.args[:1]):
                return True
    return False


@fact
def parity_tests(component: Component) -> tuple[Case, ...]:
    """Return the tests that ask the training code and the predicting code, and compare what both say."""
    repo, learned = component.repo, {path for path, _ in learning(component)}
    asked = {one.path for one in predicting(component)} - learned
    found = []
    for case in real_tests(repo):
        if case.language == "Python" and case.place.path in component:
            calls = contents(repo, case.place.path).calls.get(case.name, ())
            homes = {home.path for call in calls if (home := defined(repo, case.place.path, call.name, call.written))}
            compares = any(_COMPARES.search(call.name or call.written) for call in calls) or _SAYS.search(case.name)
            if compares and homes & asked and homes & learned:
                found.append(case)
    return tuple(found)
