"""Is there anything in a work tree that its baseline does not name?"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from seatrial.audit import Yardstick, audit
from seatrial.comparison import compare
from seatrial.config import Config
from seatrial.gate.baseline import Baseline, held
from seatrial.gate.configured import ADOPT, policy_of
from seatrial.gate.policy import gate
from seatrial.gate.renamed import renamed
from seatrial.gate.terms import Change, Judged, Policy
from seatrial.judging.check import Check
from seatrial.model.moves import Renamed
from seatrial.model.result import Report
from seatrial.repo import Repo
from seatrial.repo.folder import Folder


def judged_tree(
    folder: Folder,
    config: Config,
    baseline: Baseline,
    as_of: dt.date,
    checks: Mapping[str, Check],
    policy: Policy | None = None,
) -> Judged:
    """Judge a folder as it stands on disk, and hold it to a baseline under a policy, or that of its configuration.

    Where nothing is configured the preset ``adopt`` holds.
    """
    report = audit(folder, Yardstick(config, checks), as_of=as_of)
    change = held_to(report, baseline, since(folder, baseline, report))
    return Judged(change, gate(report, policy or policy_of(config.gate, ADOPT), change))


def held_to(report: Report, baseline: Baseline, renamed: Renamed) -> Change:
    """Return what a result holds beyond a baseline, as a change."""
    itself = compare(report, report)
    everything = replace(itself, fresh=itself.still, still=())
    return Change(held(everything, baseline, renamed))


def since(folder: Folder, baseline: Baseline, report: Report) -> Renamed:
    """Return which files of a folder have only another name since a baseline; none outside git."""
    return renamed(folder.git, baseline.commit, Repo(folder), report) if folder.git else Renamed()
