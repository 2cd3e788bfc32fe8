"""Does what is deployed depend on a person who runs a notebook?"""

from seatrial.api import (
    Archetype,
    Component,
    Effort,
    Evidence,
    Graded,
    Severity,
    Stage,
    architecture,
    as_evidence,
)
from seatrial.facts.archetype import archetype
from seatrial.facts.ci.hooks import guards
from seatrial.facts.ci.workflows import runs
from seatrial.facts.code.notebooks import unread_notebooks
from seatrial.facts.training.main_training import main_training
from seatrial.facts.training.rebuilds.notebook_pipeline import NotebookDependency, Way, notebook_dependencies

from .. import acts

LOOKED_FOR = (
    "models that a notebook alone makes and other code loads, notebooks that an image, a manifest or a pipeline runs; "
    "nbstripout, nbqa, nbmake, nbval or an execution of notebooks in CI"
)
_DEFINES = "where a notebook alone puts the pipeline together"
_TOOLS = ("nbstripout", "nbqa", "nbmake", "nbval", "nbdev_test", "testbook", "jupyter nbconvert", "papermill", "treon")
_TESTS = ("--nbval", "--nbmake", "--nbval-lax")


@architecture.conduct(
    "ARC-06",
    question="Does the deployed thing depend on running a notebook by hand?",
    severity=Severity.HIGH,
    effort=Effort.MEDIUM,
    stage=Stage.CANDIDATE,
    why="A model that only a person with an open notebook can make again cannot be mended at night, nor repeated when "
    "somebody asks how it came about.",
    act=acts.MODULES,
    fix=(
        "Move the cells of {notebook:the notebook} that prepare, train and save into functions of train.py.",
        "Let the pipeline, a scheduled job or a target of the Makefile run train.py, and store the model from there.",
    ),
    fix_when={
        _DEFINES: (
            "Move the cells of {notebook:the notebook} that make the steps and the pipeline into pipeline.py.",
            "Let CI run pipeline.py, so that a reviewed change, and no open notebook, renews the pipeline.",
        ),
    },
    references=("MTS-Infra1", "MTS-Infra3"),
)
def no_notebook_in_production_path(component: Component) -> Graded:
    if archetype(component).archetype is Archetype.NOTEBOOK_POC:
        return Graded.not_applicable("a proof of concept lives in its notebooks")
    found = [item for item in component.of(notebook_dependencies(component.repo)) if not _is_trial(component, item)]
    main = main_training(component)
    found.sort(key=lambda item: main is None or item.notebook != main.site.path)
    mild = [item for item in found if item.way is Way.SCHEDULED or _with_parameters(item)]
    hard = [item for item in found if item not in mild]
    unread = [str(item) for item in unread_notebooks(component.repo) if item.path in component]
    graded = Graded.conduct(
        found=hard[:8],
        weak=mild[:8],
        guards=_checked(component) if not found else (),
        unread=unread,
        looked_for=LOOKED_FOR,
        message=hard[0].what if hard else "",
    )
    first = next((item.notebook for item in (*hard, *mild) if item.notebook), None)
    defined = bool(hard) and all(item.way is Way.DEFINES for item in hard)
    return graded.naming(notebook=first).in_case(_DEFINES if defined else "")


def _is_trial(component: Component, item: NotebookDependency) -> bool:
    """Tell a notebook that fits something beside a product around language models, which makes no model of its own."""
    taken = archetype(component)
    return item.way is Way.ONLY_TRAINING and taken.archetype is Archetype.LLM_APP and not taken.declared


def _with_parameters(item: NotebookDependency) -> bool:
    """Tell a notebook that papermill runs with parameters, by no hand, from one that is only converted."""
    return item.way is Way.STEP and "papermill" in item.what


def _checked(component: Component) -> list[Evidence]:
    """Return what keeps notebooks in order before a change is merged: linters, strippers, executions."""
    repo = component.repo
    tested = [
        as_evidence(one)
        for one in runs(repo, "pytest")
        if one.guards and any(word in one.command.text for word in _TESTS)
    ]
    return [*guards(repo, *_TOOLS), *tested][:5]
