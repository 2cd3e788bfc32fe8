"""Are the settings of the training in files, and was the search for them recorded?"""

from seatrial.api import Component, Effort, Evidence, Grade, Graded, Severity, Stage, as_evidence, data
from seatrial.facts.code.programs import why_absence_proves_nothing
from seatrial.facts.product.own_trainings import own_trainings, trains_here
from seatrial.facts.training.main_training import named_trainings
from seatrial.facts.training.settings.files import SettingsFile, settings_files
from seatrial.facts.training.settings.kept import kept_settings
from seatrial.facts.training.settings.reads import settings_reads
from seatrial.facts.training.settings.sources import SettingsSource, Source, settings_sources

from .. import acts

LOOKED_FOR = (
    "hydra, OmegaConf, params.yaml, gin, yacs, jsonargparse and LightningCLI, and files of settings that code which "
    "trains reads; options of commands; GridSearchCV, optuna, ray.tune, hyperopt and sweeps; what keeps them with a run"
)
_SHOWN = 6


@data.practice(
    "DAT-08",
    question="Are training settings in files, and was the search recorded?",
    severity=Severity.LOW,
    effort=Effort.SMALL,
    stage=Stage.CANDIDATE,
    why="A number that is changed in the code between two runs leaves no trace of which run had which.",
    act=acts.RUNS,
    fix=(
        "Move the numbers in {trainer:the training script} to params.yaml, and read it there.",
        "Log what was read with each run: log_params of the tracker, or a copy of the file beside the model.",
    ),
    missing="the settings of the training stand in its code, or nowhere",
    references=("MTS-Model3", "MTS-Model1"),
    when=trains_here,
    when_not="nothing is trained here",
)
def hyperparameters_in_config_and_tuned(component: Component) -> Graded:
    repo = component.repo
    reads = [
        one for one in settings_reads(repo) if {one.site.path, one.file.path} <= {*component.own, *component.shared}
    ]
    files = [Evidence(one.site.place, one.what) for one in reads if one.site.counts]
    found = component.of(settings_sources(repo))
    apart = [item for item in found if item.source is not Source.CODE]
    counted = [item for item in apart if item.liveness is None]
    fixed = [as_evidence(item) for item in found if item.source is Source.CODE]
    kept = component.of(kept_settings(repo)) if files else ()
    spaces = [file for file in component.of(settings_files(repo)) if file.sweep]
    idle = [Evidence(one.site.place, one.what) for one in reads if not one.site.counts]
    graded = Graded.best(
        (Grade.IN_USE, [*files[:_SHOWN], *kept[:2]] if kept else ()),
        (Grade.SUBSTANTIVE, files[:_SHOWN]),
        (Grade.PRESENT, [*_first(counted), *spaces[:2], *idle[:2], *_first(apart)]),
        looked_for=LOOKED_FOR,
        message=_of_files(kept, hunted=_hunted(counted, spaces)) if files else _without(counted, spaces, apart, fixed),
    )
    if graded.grade is Grade.ABSENT:
        if reason := why_absence_proves_nothing(repo):
            return Graded.unknown(reason, looked_for=LOOKED_FOR)
        graded = Graded.absent(fixed[:_SHOWN], LOOKED_FOR, graded.message)
    trained = own_trainings(component)
    return graded.naming(trainer=named_trainings(component) or next(iter(fixed), None) or next(iter(trained), None))


def _first(found: list[SettingsSource]) -> list[SettingsSource]:
    """Return the first of each kind in each file."""
    seen: dict[tuple[str, str], SettingsSource] = {}
    for item in found:
        seen.setdefault((item.place.path, item.source), item)
    return list(seen.values())[:_SHOWN]


def _hunted(counted: list[SettingsSource], spaces: list[SettingsFile]) -> bool:
    return bool(spaces) or any(item.source is Source.SEARCH for item in counted)


def _of_files(kept: tuple[Evidence, ...], *, hunted: bool) -> str:
    what = "a search for the best is kept with the code" if hunted else ""
    if kept:
        return what
    return ", and ".join(filter(None, ("the settings are read from a file and no run keeps them", what)))


def _without(
    counted: list[SettingsSource], spaces: list[SettingsFile], apart: list[SettingsSource], fixed: list[Evidence]
) -> str:
    """Say where the settings come from when no file of them is read."""
    kinds = {item.source for item in counted}
    for source in (Source.OPTION, Source.MODULE, Source.CLASS):
        if source in kinds:
            return f"the settings come from {source}, with their values in the code"
    if kinds:
        return "a search finds the settings, and what it searches through stands in the code"
    if spaces:
        return "a file tells what to search through, and no code that trains reads it"
    if apart:
        return f"{apart[0].source} in examples and notebooks only"
    return f"the settings stand in the code: {fixed[0].what}" if fixed else ""
