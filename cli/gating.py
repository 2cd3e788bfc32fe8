"""Which two states does ``seatrial gate`` compare?"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .asked import day
from .exits import Refused

if TYPE_CHECKING:
    from seatrial.gate import Judged, Policy
    from seatrial.gate.baseline import Baseline

_EARLIER = (
    "name the earlier state: --base REV for a folder, a stored result with --against RESULT, "
    "or a baseline with --baseline FILE (seatrial baseline create makes one)"
)
_BY_ITSELF = (
    "nothing holds this result: name an earlier one with --against RESULT, a baseline with --baseline FILE, "
    "or a policy with --preset NAME or --config FILE"
)
_OWN = (
    "--config goes without --base: each of the two revisions brings its own configuration "
    "(--policy-ref REV takes the policy of a third, --preset NAME one by name)"
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line names; the policy is that of the preset, else the configuration's."""

    path: str
    base: str | None
    head: str
    against: str | None
    baseline: str | None
    policy_ref: str
    preset: str | None
    as_of: str | None
    config: str | None

    def policy(self) -> "Policy | None":
        """Return the policy of the preset that was named; None when none was."""
        from seatrial.gate.presets import preset

        return preset(self.preset) if self.preset else None

    def known(self) -> "Baseline | None":
        """Return the baseline that was named; None when none was."""
        from .baseline_file import baseline_in

        return baseline_in(self.baseline) if self.baseline else None


def judge(wanted: Wanted) -> "Judged":
    """Return what came of it: of a stored result, of a folder as it stands, or of two commits."""
    revisions = wanted.policy_ref or wanted.head != "HEAD"
    if Path(wanted.path).is_file():
        if wanted.base or revisions:
            raise Refused(
                "--base, --head and --policy-ref are for a folder under git; a result is compared by --against"
            )
        return _result(wanted)
    if wanted.against:
        raise Refused(_instead_of_against(wanted.path, wanted.against))
    if wanted.base is None:
        if revisions:
            raise Refused("--head and --policy-ref go with --base REV: without it the folder is judged as it stands")
        return _tree(wanted)
    if wanted.config:
        raise Refused(_OWN)
    return _commits(wanted, wanted.base)


def warn_of_open_work(wanted: Wanted) -> None:
    """Tell whoever tries a gate before the commit that what was just written is not in it."""
    from seatrial.repo.folder import Folder

    from .streams import tell

    if wanted.base is not None and wanted.head == "HEAD" and Folder(Path(wanted.path)).dirty:
        tell("files here differ from HEAD: what is not committed was not judged (git status)")


def _instead_of_against(path: str, against: str) -> str:
    """Say what somebody meant who compares a folder with a stored result, or with a revision."""
    if not Path(against).is_file():
        return f"--against takes a stored result, and there is no file {against}: for a revision say --base {against}"
    return (
        f"--against compares two stored results, and {path} is none: store one by "
        f"'seatrial audit {path} -f json=now.json', then 'seatrial gate now.json --against {against}'"
    )


def _commits(wanted: Wanted, base: str) -> "Judged":
    from seatrial.config import ConfigError
    from seatrial.gate.change import Asked, judged
    from seatrial.repo.git_process import NoGit

    if not Path(wanted.path).is_dir():
        raise Refused(f"there is no folder {wanted.path}")
    asked = Asked(
        Path(wanted.path), base, wanted.head, wanted.policy_ref, day(wanted.as_of), baseline=wanted.known(),
        policy=wanted.policy(),
    )  # fmt: skip
    try:
        return judged(asked)
    except ConfigError as error:
        raise Refused(f"the configuration of one of the two revisions cannot be used:\n{error}") from None
    except NoGit as error:
        instead = "without git a folder is held to a baseline (seatrial baseline create, then --baseline FILE)"
        raise Refused(f"{wanted.path} is compared with no commit: {error}; {instead}") from None


def _tree(wanted: Wanted) -> "Judged":
    """Hold a folder as it stands to the baseline of a file, or to that of its configuration."""
    from seatrial.gate.listed import configured_baseline
    from seatrial.gate.terms import End
    from seatrial.gate.tree import judged_tree
    from seatrial.judging.registry import load_checks

    from .subject import configured, opened

    snapshot, checks, today = opened(wanted.path), load_checks().checks, day(wanted.as_of)
    said = configured(snapshot, wanted.config, today, checks.values())
    listed = wanted.known() or configured_baseline(End(snapshot, said))
    if listed is None:
        raise Refused(_EARLIER)
    return judged_tree(snapshot, said, listed, today, checks, wanted.policy())


def _result(wanted: Wanted) -> "Judged":
    from seatrial.gate.stored import judged_result

    from .results import result_of

    if not (wanted.against or wanted.baseline or wanted.preset or wanted.config):
        raise Refused(_BY_ITSELF)
    old = result_of(wanted.against) if wanted.against else None
    policy = wanted.policy() or _configured(wanted)
    return judged_result(result_of(wanted.path), policy, old=old, baseline=wanted.known())


def _configured(wanted: Wanted) -> "Policy":
    from seatrial.config import GateBlock
    from seatrial.gate.configured import ADOPT, policy_of

    if wanted.config is None:
        return policy_of(GateBlock(), ADOPT)
    from seatrial.judging.registry import load_checks
    from seatrial.repo import Memory

    from .subject import configured

    said = configured(Memory({}), wanted.config, day(wanted.as_of), load_checks().checks.values())
    if said.gate == GateBlock() and not (wanted.against or wanted.baseline):
        raise Refused(_BY_ITSELF)
    return policy_of(said.gate, ADOPT)
