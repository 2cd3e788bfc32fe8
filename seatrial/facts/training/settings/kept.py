"""Are the settings of a training kept with its run?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.programs import called
from seatrial.facts.training.origins.run_records import dvc_runs
from seatrial.facts.training.origins.trackers import Kept
from seatrial.facts.training.origins.tracking import tracked_runs
from seatrial.facts.training.settings.reads import settings_reads
from seatrial.facts.training.settings.words import keeps_settings
from seatrial.facts.training.training import training_paths
from seatrial.model import Evidence, as_evidence
from seatrial.read.code.python_record import Call
from seatrial.read.regex import regex
from seatrial.repo import Repo

_WRITES = ("save_hyperparameters", "save", "dump", "safe_dump", "copy", "copyfile", "copy2", "save_yaml")
_LIBRARIES = ("yaml.", "json.", "omegaconf.", "shutil.", "toml")
_GIVEN = regex(r"conf|cfg|param|setting|\b(opt|args|hyp)\b")


@fact
def kept_settings(repo: Repo) -> tuple[Evidence, ...]:
    """Return what keeps the settings with the run: a tracker, DVC, Hydra and its like, or a copy that is written."""
    tracked = [item for item in tracked_runs(repo) if item.trains and item.site.counts]
    found = [as_evidence(item) for item in tracked if item.kept in (Kept.PARAMETERS, Kept.BOTH)]
    return tuple(dict.fromkeys((*found, *dvc_runs(repo), *_by_framework(repo), *_written(repo))))


def _by_framework(repo: Repo) -> Iterator[Evidence]:
    for one in settings_reads(repo):
        if one.site.counts and keeps_settings(one.call):
            yield Evidence(one.site.place, f"{one.call} keeps a copy of the settings with each run")


def _written(repo: Repo) -> Iterator[Evidence]:
    """Yield where a file that trains writes its settings down: ``OmegaConf.save(cfg, ...)``."""
    for one in called(repo, *_WRITES):
        if one.site.counts and one.program.path in training_paths(repo) and _of_settings(one.call):
            yield Evidence(one.site.place, f"{one.call.written}() keeps the settings with the run")


def _of_settings(call: Call) -> bool:
    if call.last == "save_hyperparameters":
        return True
    given = call.args[0].text.lower() if call.args else ""
    return call.name.startswith(_LIBRARIES) and bool(_GIVEN.search(given))
