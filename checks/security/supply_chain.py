"""Can somebody else change what is built, and is it known what went into a release?"""

from seatrial.api import Archetype, Component, Effort, Evidence, Grade, Graded, Severity, Stage, as_evidence, security
from seatrial.facts.archetype import archetype
from seatrial.facts.ci.bills_of_materials import PartsList, Sort, parts_lists
from seatrial.facts.ci.foreign_parts import ForeignPart, Hold, foreign_parts, wide_rights
from seatrial.facts.ci.hooks import guards
from seatrial.facts.ci.housekeeping import without_housekeeping
from seatrial.facts.ci.pipeline_trust import Harm, Opening, pipeline_openings
from seatrial.facts.ci.scanning.further_openings import further_openings, unjudged_workflows
from seatrial.facts.ci.workflows import uses, workflows
from seatrial.facts.images.deliverables import units
from seatrial.facts.product.whose import may_hold_model
from seatrial.facts.project.lookalikes import LookAlike, lookalikes
from seatrial.facts.serving.answering_image import answering_image

from .. import acts

LOOKED_FOR = (
    "permissions of workflows, actions and includes of others with their versions, texts of issues and pull requests "
    "in scripts, checkouts under pull_request_target, curl | bash, self-hosted runners; zizmor, scorecard, "
    "harden-runner"
)
PARTS = (
    "syft, cyclonedx-py, sbom-action, trivy and buildx with an SBOM in CI, stored lists, a model among the parts, "
    "actions/attest, slsa-github-generator, cosign attest"
)
_WATCHERS = ("zizmor", "actionlint", "poutine", "octoscan")


def has_ci(component: Component) -> bool:
    """Tell whether CI takes code into its hands, or what is built names a strange package; no CI is its own check."""
    repo = component.repo
    working = component.of(without_housekeeping(repo, workflows(repo)))
    openings = component.of(pipeline_openings(repo))
    return bool(working or openings or component.of(foreign_parts(repo)) or component.of(lookalikes(repo)))


@security.practice(
    "SEC-16",
    question="Can a third party change what CI builds?",
    severity=Severity.MEDIUM,
    effort=Effort.SMALL,
    stage=Stage.PRODUCTION,
    parent="OPS-02",
    why="Whoever changes an action that CI uses, or gets a text into its script, builds your release with your keys.",
    fix=(
        "Start {workflow:each workflow} with `permissions: contents: read`, and give single jobs more where they need.",
        "Pin what others own in {pins:the workflows} to a full commit or digest; let Dependabot or Renovate raise it.",
        "Hand titles, branch names and comments to scripts by `env:`, and run zizmor in CI.",
    ),
    references=("SLSA Build L2", "SSDF PO.3/PS.1", "ML06", "CWE-829", "PCI 6.5.1"),
    raised_by=("finance",),
    when=has_ci,
    when_not="there is no CI that takes code into its hands",
)
def pipeline_supply_chain(component: Component) -> Graded:
    repo = component.repo
    broken = [flow for flow in component.of(workflows(repo)) if flow.broken]
    openings = component.of((*pipeline_openings(repo), *further_openings(repo)))
    parts = component.of(foreign_parts(repo))
    wide, strange = component.of(wide_rights(repo)), component.of(lookalikes(repo))
    worst = [item for item in openings if item.harm is Harm.MUCH]
    loose = [part for part in parts if part.hold is not Hold.CONTENT]
    if broken and not worst:
        return Graded.unknown(f"{broken[0].path}: {broken[0].broken}", looked_for=LOOKED_FOR)
    safe = not (openings or loose or wide or strange)
    if safe and (unjudged := unjudged_workflows(repo)):
        return Graded.unknown("; ".join(unjudged[:3]), looked_for=LOOKED_FOR)
    held = _held(component, parts)
    graded = Graded.best(
        (Grade.IN_USE, _watched(component) if safe else []),
        (Grade.SUBSTANTIVE, held if safe else []),
        (Grade.PRESENT, [] if worst else [*strange[:3], *openings[:5], *loose[:5], *wide[:3]]),
        (Grade.ABSENT, [*worst[:8], *loose[:5]] if worst else []),
        looked_for=LOOKED_FOR,
        message=_message(openings, loose, [*strange, *wide]),
    )
    places = [*(item.place for item in wide), *(item.place for item in openings), *(part.place for part in loose)]
    done = [number for number, left in ((1, wide), (2, loose)) if not left]
    return graded.naming(workflow=next(iter(places), None), pins=next(iter(loose), None)).having_done(*done)


def _held(component: Component, parts: tuple[ForeignPart, ...]) -> list[Evidence]:
    """Return what is held at one content, and the workflows, of which none says more rights than it needs."""
    firm = [as_evidence(part) for part in parts if part.hold is Hold.CONTENT]
    flows = [
        Evidence(flow.place, f"{flow.path} {_rights(flow.path)}takes nothing of others that can change")
        for flow in component.of(without_housekeeping(component.repo, workflows(component.repo)))
    ]
    return [*firm[:3], *flows[:3]]


def _rights(path: str) -> str:
    """Say what bounds a workflow of GitHub; other systems give their jobs no token of the repository."""
    return "bounds its rights, and " if path.startswith(".github/") else ""


def _watched(component: Component) -> list[Evidence]:
    repo = component.repo
    found = list(guards(repo, *_WATCHERS))
    actions = uses(repo, "ossf/scorecard-action", "step-security/harden-runner", "zizmorcore/zizmor-action",
                   "woodruffw/zizmor-action", "boostsecurityio/poutine-action")  # fmt: skip
    return [*found, *map(as_evidence, actions)][:5]


def _message(openings: tuple[Opening, ...], loose: list[ForeignPart], rest: list[LookAlike | Evidence]) -> str:
    if openings and openings[0].harm is Harm.MUCH:
        return openings[0].what
    if loose:
        more = f", and {len(loose) - 1} more uses are no firmer" if len(loose) > 1 else ""
        return f"{loose[0].what}{more}"
    if openings:
        return openings[0].what
    return rest[0].what if rest else ""


def releases_something(component: Component) -> bool:
    """Tell whether there are releases that could be made of parts: of code that is read, only where it is built."""
    read = archetype(component).archetype is Archetype.RESEARCH_CODE
    return not read or bool(component.of(units(component.repo)))


@security.practice(
    "SEC-17",
    question="Is there an inventory of software, model and data components per release?",
    severity=Severity.LOW,
    effort=Effort.SMALL,
    stage=Stage.PRODUCTION,
    why="When a hole in a package is found, only the list of parts of a release tells at once whether it is in there.",
    act=acts.RELEASED,
    fix=(
        "Let each release list its parts: syft (anchore/sbom-action) on {image:what is published}, kept beside it.",
        "Add the model and its data set to the list as machine-learning-model and data components (CycloneDX ML-BOM).",
        "Sign what is built: actions/attest-build-provenance, or cosign.",
    ),
    missing="nothing lists what a release is made of",
    references=("PCI 6.3.2", "AML.M0023", "LLM03", "SSDF PS.3", "42001 A.4.2", "42001 A.10.3"),
    raised_by=("finance", "healthcare"),
    when=releases_something,
    when_not="nothing is built here that could be released: it is read and run where it was fetched",
)
def sbom_and_provenance(component: Component) -> Graded:
    found = component.of(parts_lists(component.repo))
    of = {sort: [item for item in found if item.sort is sort] for sort in Sort}
    made = [item for item in of[Sort.MADE] if item.automatic]
    signed = [item for item in of[Sort.SIGNED] if item.automatic]
    whole = [*of[Sort.MODEL][:2], *signed[:2]] if made and of[Sort.MODEL] and signed else []
    graded = Graded.best(
        (Grade.IN_USE, whole),
        (Grade.SUBSTANTIVE, made[:5]),
        (Grade.PRESENT, [*of[Sort.MADE], *of[Sort.KEPT], *of[Sort.SIGNED]][:5]),
        looked_for=PARTS,
        message=_told_of_parts(of, made),
    )
    return graded.naming(image=answering_image(component)).having_done_if(
        made, of[Sort.MODEL] or not may_hold_model(component), signed
    )


def _told_of_parts(of: dict[Sort, list[PartsList]], made: list[PartsList]) -> str:
    if made:
        return "" if of[Sort.MODEL] else "packages are listed, and neither the model nor its data"
    if of[Sort.MADE]:
        return "parts are listed only when somebody starts it by hand"
    if of[Sort.KEPT]:
        return "a list of parts is stored, and nothing makes it anew for a release"
    if of[Sort.SIGNED]:
        return "it is signed where it was built, and not listed what it is made of"
    return of[Sort.FOREIGN][0].what if of[Sort.FOREIGN] else ""
