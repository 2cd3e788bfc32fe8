"""Can the model be made again by one command?"""

from collections.abc import Mapping

from seatrial.api import Archetype, Component, Effort, Evidence, Grade, Graded, Severity, Stage, data
from seatrial.facts.archetype import archetype
from seatrial.facts.code.missing_modules import missing_module
from seatrial.facts.code.own_imports import with_imports
from seatrial.facts.code.programs import Site
from seatrial.facts.product.own_trainings import own_trainings, trains_here
from seatrial.facts.reach.entry_point import EntryPoint, Kind
from seatrial.facts.reach.reach import reach
from seatrial.facts.reach.running import runs, shown_to_users
from seatrial.facts.serving.batch import web_starts
from seatrial.facts.training.grouping import finds_groups
from seatrial.facts.training.main_training import main_training, named_trainings
from seatrial.facts.training.origins.stores import model_stores
from seatrial.facts.training.rebuilds.making_parts import Part
from seatrial.facts.training.rebuilds.rebuild import rebuilds, unattended_rebuilds
from seatrial.facts.training.rebuilds.rebuild_record import Rebuild
from seatrial.facts.training.training import Training

from .. import acts
from ..unread import unread_code

LOOKED_FOR = (
    "dvc.yaml, tasks of make, just and others, Snakefile, Kedro, Airflow, Prefect, Dagster, Metaflow, ZenML, Kubeflow "
    "and Databricks pipelines, workflows of CI, and a documented program that reads the data, trains and evaluates"
)

_UNSAID = "where one program makes the model, and nothing says how it is started"
_IN_CELLS = "where only notebooks make the model"
_BY_USERS = "whoever installs it trains, by what they write after its examples"
_FOUND_ANEW = "groups are looked for in the rows at hand each time, and no model is kept"
_ASKED = "where a service trains when it is asked"
_DEPLOYED = (Kind.WORKLOAD, Kind.IMAGE, Kind.SERVER, Kind.DEPLOY)


def makes_models(component: Component) -> bool:
    """Tell whether the component trains a model of its own, and is no library, whose users train."""
    return archetype(component).archetype is not Archetype.LIBRARY and trains_here(component)


@data.practice(
    "DAT-09",
    question="Can the model be rebuilt by one command from raw data to artefact?",
    severity=Severity.HIGH,
    effort=Effort.MEDIUM,
    stage=Stage.CANDIDATE,
    why="A model that only its author can make again, step by step, stops improving when the author leaves.",
    act_when={_IN_CELLS: acts.MODULES},
    fix=(
        "Write dvc.yaml with the stages prepare, train and evaluate around {trainer:the training script}.",
        "Name for each stage what it reads and what it writes, so that `dvc repro` runs what has changed.",
        "Run it in CI on a sample of the data.",
    ),
    fix_when={
        _UNSAID: (
            "Write the command that starts {program:the program} into README.md, and into a target of a Makefile.",
            "Run it in CI on a sample of the data.",
        ),
        _ASKED: (
            "Write a command that trains on one data set, named with its version, by what {trainer:the service} calls.",
            "Run it in CI on a sample of the data, and compare what it makes with what the service made.",
        ),
        _IN_CELLS: (
            "Take the cells of {trainer:the notebook} that read, train and evaluate into one program, in that order.",
            "Write the command that starts it into README.md, and run it in CI on a sample of the data.",
        ),
    },
    missing="no command, task or pipeline makes the model",
    references=("MTS-Infra1", "MTS-Infra3", "MTS-Data6", "42001 A.6.2.3"),
    when=makes_models,
    when_not="nothing is trained here, or the training is that of a library's users",
)
def pipeline_one_command(component: Component) -> Graded:
    repo = component.repo
    trained = own_trainings(component)
    found = [item for item in component.of(rebuilds(repo)) if item.files & component.own and _makes_it(component, item)]
    broken = {item: lacks for item in found if item.whole and (lacks := _lacks(component, item))}
    whole = [item for item in found if item.whole and item not in broken]
    started = [] if whole else _started_by_itself(component, trained, found)
    unattended = [(item, run) for item, run in unattended_rebuilds(repo) if item in whole]
    main = main_training(component)
    in_notebooks = main is not None and main.site.path.endswith(".ipynb")  # what nobody starts beside it trains nothing
    scripts = [item for item in trained if item.site.counts and not in_notebooks]
    near = [item for item in scripts if main is not None and item.site.path == main.site.path] or scripts
    kept = () if found or not scripts else model_stores(component)[:1]
    graded = Graded.best(
        (Grade.IN_USE, [shown for pair in unattended[:2] for shown in pair]),
        (Grade.SUBSTANTIVE, whole[:3] or started[:3]),
        (Grade.PRESENT, [*found[:3], *kept, *near[:3]] if not whole else ()),
        looked_for=LOOKED_FOR,
        message=""
        if started
        else _unable(broken, whole)
        or _message(found, whole, [run for _, run in unattended])
        or _left_to_code(component, scripts, found),
    )
    if not found and scripts and all(shown_to_users(repo, item.site) for item in scripts):
        return Graded.not_applicable(_BY_USERS)
    if scripts and not (whole or model_stores(component)) and all(finds_groups(repo, item) for item in scripts):
        return Graded.not_applicable(_FOUND_ANEW)
    if unknown := unread_code(component, graded):
        return unknown
    named = graded.naming(trainer=named_trainings(component), program=found[0].how if found else None)
    if found and not whole and len(found[0].parts) == len(Part):
        return named.in_case(_UNSAID)
    asked = not found and graded.grade is Grade.PRESENT and _asked_of(component, [item.site for item in scripts])
    named = named.naming(trainer=kept[0]) if asked and kept else named
    return named.in_case(_ASKED if asked else _IN_CELLS if not scripts and not found else "")


def _makes_it(component: Component, item: Rebuild) -> bool:
    """Tell a way to make the model from a program that tries it beside a service which trains when it is asked."""
    repo, main = component.repo, main_training(component)
    entry = reach(repo).entry(main.site.path, main.site.scope) if main else None
    return (
        main is None
        or entry not in web_starts(repo)
        or not item.single
        or main.site.path in with_imports(repo, *item.files)
    )


def _lacks(component: Component, item: Rebuild) -> Evidence | None:
    """Return the module of the owner's that a way to make the model imports, and that is not in the repository."""
    return next((lacks for path in sorted(item.files) if (lacks := missing_module(component.repo, path))), None)


def _unable(broken: Mapping[Rebuild, Evidence], whole: list[Rebuild]) -> str:
    return next((f"{item.how} cannot run: {lacks.what}" for item, lacks in broken.items()), "") if not whole else ""


def _message(found: list[Rebuild], whole: list[Rebuild], runs: list[Evidence]) -> str:
    if runs or not found:
        return ""
    if whole:
        return f"{whole[0].how} makes the model, and neither CI nor a schedule runs it"
    left = [part.value for part in Part if part not in found[0].parts]
    if left:
        return f"{found[0].how} trains, and no step of it is seen that {' or '.join(left)}"
    return f"{found[0].how} does it all, and no task, pipeline or readable page says how it is started"


def _started_by_itself(component: Component, trained: tuple[Training, ...], found: list[Rebuild]) -> list[Evidence]:
    """Return what starts, by the clock or at a deployment, a program that reads, trains and evaluates."""
    whole = {path for item in found if len(item.parts) == len(Part) for path in item.files}
    known = reach(component.repo)
    entries = (known.entry(item.site.path, item.site.scope) for item in trained if item.site.path in whole)
    return [Evidence(one.place, f"{one.what}, and starts what reads the data, trains and evaluates") for one in entries
            if one is not None and one.deployed]  # fmt: skip


def _left_to_code(component: Component, trained: list[Training], found: list[Rebuild]) -> str:
    """Say of training that no command makes whole whether anything starts it at all: a worker may, when it is asked."""
    sites = [item.site for item in trained]
    if found:
        return ""
    if entry := _asked_of(component, sites):
        return f"what {entry.place} starts trains when it is asked, and no command goes from the data to the model"
    if sites:
        return "the model is trained by code that no command of the repository starts"
    return "the model is made in notebook cells or examples only"


def _asked_of(component: Component, sites: list[Site]) -> EntryPoint | None:
    """Return what is deployed and trains when it is asked, None where nothing is."""
    known = reach(component.repo)
    started = (known.entry(site.path, site.scope) for site in sites if runs(component, site))
    return next((entry for entry in started if entry and entry.kind in _DEPLOYED), None)
