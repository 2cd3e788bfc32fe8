"""Which file holds each change to a policy, on each platform, and what is left to do there by hand?"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import seatrial
from seatrial.model.record import dataclass
from seatrial.read.models.endings import STORED, pattern_of

#: Stored models, by their suffixes: what the hook before a commit looks into.
_MODELS = STORED | {".bin", ".hdf5", ".npy", ".npz", ".p", ".pb", ".zip"}


@dataclass(frozen=True, slots=True)
class Platform:
    """Where a platform's file stands, and what makes the platform take it."""

    template: str
    path: str
    then: str  #: one sentence, what is to be done by hand


PLATFORMS: Mapping[str, Platform] = MappingProxyType(
    {
        "github": Platform("github.yml", ".github/workflows/seatrial.yml", "it runs with the next pull request"),
        "gitlab": Platform("gitlab.yml", ".gitlab/seatrial.yml", "it runs with the next merge request"),
        "azure": Platform(
            "azure.yml",
            "azure-pipelines-seatrial.yml",
            "make a pipeline of this file; in Azure Repos add it to the branch as Build validation",
        ),
        "jenkins": Platform(
            "jenkins", "Jenkinsfile.seatrial", "make a multibranch pipeline whose Script Path is this file"
        ),
        "pre-commit": Platform(
            "pre-commit.yaml", ".pre-commit-config.yaml", "run pre-commit install -t pre-commit -t pre-push"
        ),
    }
)
_INCLUDER = ".gitlab-ci.yml"


def pipeline(name: str, root: Path, *, baseline: bool = False) -> tuple[Mapping[str, str], str]:
    """Return the files of a platform by their paths below a root, and what is left to do by hand.

    They ask for the version of seatrial that writes them. With ``baseline`` the hook before a push holds the work tree
    to the baseline of the configuration; without one it fails on blockers alone. Raises ``KeyError`` for another name.
    """
    platform = PLATFORMS[name]
    command = "gate" if baseline else "audit --quiet --fail-on blocker"
    values = {"version": seatrial.__version__, "command": command, "models": rf"\.({pattern_of(_MODELS)})$"}
    files = {platform.path: _filled(platform.template, values)}
    if name != "gitlab":
        return files, platform.then
    if (root / _INCLUDER).exists() or (root / _INCLUDER).is_symlink():
        return files, f"add to {_INCLUDER}:  include: {{local: {platform.path}}}"
    return {**files, _INCLUDER: _filled("gitlab-include.yml", values)}, platform.then


def _filled(template: str, values: Mapping[str, str]) -> str:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    # The platforms have double braces of their own, and nothing of a repository comes in here.
    environment = Environment(
        loader=PackageLoader("seatrial.templates", "ci"),
        variable_start_string="[[",
        variable_end_string="]]",
        autoescape=False,  # noqa: S701
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    return environment.get_template(f"{template}.j2").render(values)
