"""Where is it listed what a release is made of: packages, models and data, and is that list signed?"""

from collections.abc import Iterator
from enum import StrEnum

from seatrial.facts import fact
from seatrial.facts.ci.workflows import CiAction, CiCommand, ci_actions, ci_commands, jobs
from seatrial.facts.code.programs import programs
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.reader import Unreadable
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role, role

_MAKERS = frozenset({
    "syft", "cyclonedx-py", "cyclonedx-bom", "cyclonedx", "cyclonedx-npm", "spdx-sbom-generator", "sbom-tool", "cdxgen",
    "bom", "sbom4python", "distro2sbom", "tern", "cyclonedx_py", "owasp-aibom", "aibom-generator", "sbomnix",
})  # fmt: skip
_FORMATS = caseless(r"cyclonedx|spdx")
_ACTIONS = (
    "anchore/sbom-action", "cyclonedx/", "advanced-security/sbom-generator-action", "psastras/sbom-rs",
    "microsoft/sbom-action", "philips-labs/slsa-provenance-action", "kubernetes-sigs/release-actions/setup-bom",
)  # fmt: skip
_SIGNING = ("actions/attest", "slsa-framework/slsa-github-generator", "slsa-framework/slsa-verifier")
_FILE = caseless(r"(^|/)([^/]*[-_.])?(s?bom|aibom|mlbom)([-_.][^/]*)?\.(json|xml|spdx)$|\.(spdx|cdx)(\.json|\.xml)?$")
_LISTS = regex(r"bomFormat|spdxVersion|cyclonedx\.org/schema|spdx\.org/rdf|SPDXVersion")
_MODEL = regex(r"machine-learning-model|MACHINE_LEARNING_MODEL|modelCard|ai_AIPackage|AIPackage")
_RELEASES = caseless(r"release|publish|deploy|deliver|(^|[/_-])cd[._-]")
_OWN_IMAGE = regex(r"[$][{(]|[$]\w|^\.|^dir:|^$|localhost")


class Sort(StrEnum):
    """What tells of the parts of a release."""

    MADE = "made by CI"
    KEPT = "a file in the repository"
    SIGNED = "signed by CI"
    MODEL = "a model among the parts"
    FOREIGN = "of somebody else's image"


@dataclass(frozen=True, slots=True)
class PartsList:
    """One list of parts, or one signature over what was built."""

    place: Place
    what: str
    sort: Sort
    automatic: bool = False  #: it happens with each change, tag or release


@fact
def parts_lists(repo: Repo) -> tuple[PartsList, ...]:
    """Return where lists of parts are made, kept and signed, by place."""
    found = [*_of_actions(repo), *_of_commands(repo), *_of_files(repo), *_of_code(repo), *_of_calls(repo)]
    return tuple(sorted(dict.fromkeys(found), key=lambda item: (item.place, item.sort)))


def _of_actions(repo: Repo) -> Iterator[PartsList]:
    for action in ci_actions(repo):
        name, given = action.name.lower(), dict(action.inputs)
        automatic = _at_releases(action)
        if name.startswith(_SIGNING):
            yield PartsList(action.place, f"{action.what}, which signs where it was built", Sort.SIGNED, automatic)
        if name.startswith(_ACTIONS) or (name.startswith("actions/attest") and "sbom" in name):
            yield _made(action, given.get("image", ""), automatic=automatic)
        elif _FORMATS.search(given.get("format", "")):
            yield _made(action, given.get("image-ref", ""), automatic=automatic)
        elif given.get("sbom", "").lower() not in ("", "false"):
            yield PartsList(action.place, f"{action.what} with sbom: {given['sbom']}", Sort.MADE, automatic)
        if given.get("provenance", "").lower() not in ("", "false"):
            yield PartsList(action.place, f"{action.what} with provenance", Sort.SIGNED, automatic)


def _made(action: CiAction, image: str, *, automatic: bool) -> PartsList:
    if _is_foreign(image):
        return PartsList(action.place, f"{action.what}, of the image {image[:60]}", Sort.FOREIGN, automatic)
    return PartsList(action.place, f"{action.what}, which lists the parts", Sort.MADE, automatic)


def _is_foreign(image: str) -> bool:
    """Tell an image of somebody else: one of the well-known registry without an account."""
    name = image.removeprefix("docker.io/").removeprefix("library/")
    return not _OWN_IMAGE.search(image) and "/" not in name and name.partition(":")[0] in _KNOWN_IMAGES


#: Images that nobody builds but everybody uses.
_KNOWN_IMAGES = frozenset({
    "python", "nginx", "ubuntu", "debian", "alpine", "node", "postgres", "redis", "busybox", "golang", "openjdk",
    "mysql", "mongo", "httpd", "rust",
})  # fmt: skip


def _at_releases(step: CiAction | CiCommand) -> bool:
    """Tell whether a step belongs to each release: something starts it, or its workflow is the one that releases."""
    return any(trigger.automatic for trigger in step.triggers) or bool(_RELEASES.search(step.workflow))


def _of_commands(repo: Repo) -> Iterator[PartsList]:
    for one in ci_commands(repo):
        automatic = _at_releases(one)
        if _signs(one):
            yield PartsList(one.place, one.what, Sort.SIGNED, automatic)
        elif _makes(one):
            words = [word for word in one.command.arguments if not word.startswith("-") and word != "scan"]
            foreign = one.command.program == "syft" and bool(words) and _is_foreign(words[0])
            yield PartsList(one.place, one.what, Sort.FOREIGN if foreign else Sort.MADE, automatic)


def _signs(one: CiCommand) -> bool:
    return one.command.starts("cosign", "attest") or one.command.starts("gh", "attestation")


def _makes(one: CiCommand) -> bool:
    program, words = one.command.program, one.command.arguments
    if not words or words[0] in ("--version", "--help", "version"):
        return False
    if program in _MAKERS or program.startswith("cyclonedx"):
        return True
    text = " ".join(words)
    formatted = program in ("trivy", "grype", "pip-audit", "uv", "osv-scanner", "docker")
    named = any("sbom" in word.lower() and word.endswith((".py", ".sh")) for word in one.command.argv)
    return named or (
        formatted and (bool(_FORMATS.search(text)) or words[0] == "sbom" or "--sbom" in text or "type=sbom" in text)
    )


def _of_files(repo: Repo) -> Iterator[PartsList]:
    for path in repo.matching(_FILE.search):
        if role(repo, path) is not Role.OWN:
            continue
        try:
            text = repo.text(path, limit=20_000_000)
        except Unreadable:
            continue
        if _LISTS.search(text[:5000]) or _LISTS.search(text[-5000:]):
            yield PartsList(Place(path), f"{path} lists parts as somebody once stored them", Sort.KEPT)
            if _MODEL.search(text):
                yield PartsList(Place(path), f"{path} names a model among the parts", Sort.MODEL)


def _of_code(repo: Repo) -> Iterator[PartsList]:
    """Yield code of the owner that writes a model into the list of parts."""
    for program in programs(repo):
        if program.role is Role.OWN:
            for text in program.file.texts:
                if _MODEL.fullmatch(text.value):
                    what = f"{program.path} writes a model into the list of parts"
                    yield PartsList(program.place_of(text), what, Sort.MODEL)


def _of_calls(repo: Repo) -> Iterator[PartsList]:
    for job in jobs(repo):
        if job.calls.lower().startswith(_SIGNING):
            what = f"{job.what} signs where it was built"
            yield PartsList(job.place, what, Sort.SIGNED, any(trigger.automatic for trigger in job.triggers))
