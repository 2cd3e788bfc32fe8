"""Does a scanner stop anything when it finds something, as it is called? Many report and succeed by default."""

from enum import StrEnum

from seatrial.facts.ci.workflow import CiAction
from seatrial.read.infrastructure.shell import Command
from seatrial.read.regex import regex


class Blocking(StrEnum):
    """What happens after a finding."""

    YES = "yes"
    NO = "no"


#: Programs that succeed whatever they find, until one of these options is given.
_ASKED_TO_FAIL = {
    "trivy": regex(r"--exit-code[= ][\"']?[1-9]"),
    "grype": regex(r"--fail-on|(?<!\w)-f[ =]"),
    "semgrep": regex(r"\bci\b|--error"),
    "opengrep": regex(r"--error"),
    "kubescape": regex(r"--(?:compliance|fail|severity)-threshold"),
    "docker": regex(r"--exit-code|(?<!\w)-e\b"),
    "kics": regex(r"--fail-on"),
    "sonar-scanner": regex(r"qualitygate\.wait=true"),
}
#: Options by which a program that fails on findings is told not to.
_FORGIVING = regex(r"--exit-zero|--exit-code[= ]0|--soft-fail|--no-fail|--continue-on-error|--zero-exit")
_REPORTS_ONLY = {"snyk monitor"}


def of_command(command: Command) -> Blocking:
    """Tell whether a scanner that is called so fails on a finding."""
    text = " ".join((command.program, *command.arguments))
    if _FORGIVING.search(text) or any(text.startswith(name) for name in _REPORTS_ONLY):
        return Blocking.NO
    asked = _ASKED_TO_FAIL.get(command.program)
    return Blocking.NO if asked is not None and not asked.search(text) else Blocking.YES


def of_action(action: CiAction) -> Blocking:
    """Tell whether a scanner's action fails on a finding with the inputs that it is given."""
    given, name = dict(action.inputs), action.name.lower()
    if name.startswith("aquasecurity/trivy-action"):
        return Blocking.YES if given.get("exit-code", "0").strip("\"'") not in {"", "0"} else Blocking.NO
    if name.startswith(("docker/scout-action", "microsoft/security-devops-action")):
        return Blocking.YES if given.get("exit-code", given.get("break", "")).lower() in {"true", "1"} else Blocking.NO
    refused = ("fail-build", "fail_build", "fail", "exit-on-findings")
    lenient = any(given.get(key, "").lower() == "false" for key in refused)
    soft = given.get("soft_fail", given.get("soft-fail", "")).lower() == "true"
    warns = given.get("warn-only", given.get("exit_zero", "")).lower() == "true"
    return Blocking.NO if lenient or soft or warns else Blocking.YES
