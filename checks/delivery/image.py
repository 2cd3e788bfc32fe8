"""Is the image reproducible and small enough?"""

from seatrial.api import Component, Effort, Evidence, Grade, Graded, Severity, Stage, as_evidence, delivery
from seatrial.facts.deployment.home import runs_somewhere
from seatrial.facts.images.containers import Base, Image, Pin, images, unread_dockerfiles
from seatrial.facts.images.deliverables import UnitKind, units
from seatrial.facts.images.image_weight import weight
from seatrial.facts.images.installs import locked_installs
from seatrial.facts.project.update_bots import Kind, update_watches
from seatrial.facts.serving.answering_image import answering_image

from .. import acts

LOOKED_FOR = (
    "FROM and COPY --from with a full version or a digest, arguments put in; .dockerignore, what the final stage "
    "installs and leaves behind; an installation from the lock file; Dependabot or Renovate for Docker"
)
_SHOWN = 8
_NONE = "where no image is built"
_BUNDLE = "where a platform builds the image"
_WHOLE = 2  #: what is installed, and what it is installed on


@delivery.practice(
    "OPS-06",
    question="Is the image reproducible and small enough?",
    severity=Severity.MEDIUM,
    effort=Effort.SMALL,
    stage=Stage.CANDIDATE,
    parent="OPS-05",
    why="A base that floats is another one tomorrow: the image that was tested is not the one that is built again.",
    act=acts.IMAGE,
    act_when={_NONE: "", _BUNDLE: ""},
    fix=(
        "Pin {base:every base image} in {image:the Dockerfile} by full version and digest, and let a bot raise them.",
        "Install from the lock file there, and leave out what only developers use.",
        "Write a .dockerignore that leaves out .git, data and notebooks.",
    ),
    fix_when={
        _NONE: (
            "Write a Dockerfile on a base of a full version and digest, and let a bot raise it.",
            "Install from the lock file there, and write a .dockerignore that leaves out .git, data and notebooks.",
        ),
        _BUNDLE: (
            "Name in {bundle:the platform's file} the Python version and the base image, as far as it lets you.",
            "Let it install from a list in which every package has one version.",
        ),
    },
    references=("SLSA Build", "CIS Docker 4.7", "PCI 6.3.3", "CWE-1104"),
    missing="no image is built here",
    when=runs_somewhere,
    when_not="what is delivered here is no image",
)
def image_pinned_and_lean(component: Component) -> Graded:
    repo = component.repo
    main = answering_image(component)
    shipped = [image for image in component.of(images(repo)) if not image.helper and image.role.value == "own"]
    if main is None or not shipped:
        return _without_image(component)
    if hidden := next((base for base in main.bases if not base.resolved and not base.copied), None):
        return Graded.unknown(f"{hidden.what}, which has no default", looked_for=LOOKED_FOR)
    loose = [base for image in (main, *shipped) for base in image.bases if base.pin < Pin.RELEASE and base.resolved]
    floating = [base for base in main.bases if base.pin is Pin.FLOATING and not base.copied]
    heavy = [item for image in dict.fromkeys((main, *shipped)) for item in weight(repo, image)]
    held = [as_evidence(base) for base in main.bases if base.pin >= Pin.RELEASE]
    grade = Grade.ABSENT if floating else Grade.PRESENT if loose else Grade.SUBSTANTIVE
    proofs = _proofs(component, main)
    if grade is Grade.SUBSTANTIVE and len(proofs) == _WHOLE and not heavy:
        grade = Grade.IN_USE
    movable = [Evidence(base.place, f"{base.what}, {_loose(base)}") for base in dict.fromkeys((*floating, *loose))]
    shown = (*movable, *(proofs if grade is Grade.IN_USE else ()), *held, *heavy)
    graded = Graded(grade, tuple(dict.fromkeys(shown))[:_SHOWN], LOOKED_FOR, _message(floating, loose, heavy, proofs))
    first = next(iter((*floating, *loose)), None)
    done = [2] if any(item.path == main.path and item.in_image for item in locked_installs(repo)) else []
    done += [3] if any(path.endswith(".dockerignore") for path in repo.paths) else []
    named = graded.naming(image=first.place if first else main, base=first.name if first else None)
    return named.having_done(*done)


def _without_image(component: Component) -> Graded:
    """A platform that builds the image chooses its base: that is pinned as far as its own file says."""
    if unread := [item for item in unread_dockerfiles(component.repo) if item.path in component]:
        return Graded.unknown(str(unread[0]), looked_for=LOOKED_FOR)
    bundles = [unit for unit in component.of(units(component.repo)) if unit.kind is UnitKind.BUNDLE and unit.owned]
    message = "the platform builds the image, and chooses its base" if bundles else ""
    graded = Graded.best((Grade.PRESENT, bundles[:3]), looked_for=LOOKED_FOR, message=message)
    return graded.naming(bundle=next(iter(bundles), None)).in_case(_BUNDLE if bundles else _NONE)


def _loose(base: Base) -> str:
    if base.pin is Pin.MINOR:
        return "a tag that patch releases move"
    return "a tag that moves" if base.tag and base.tag != "latest" else "whatever is the latest that day"


def _proofs(component: Component, main: Image) -> tuple[Evidence, ...]:
    """Return what installs the same again in the image, and what keeps its base the same or fresh."""
    locked = [item for item in locked_installs(component.repo) if item.in_image and item.path == main.path]
    fixed = [as_evidence(base) for base in main.bases if base.pin is Pin.DIGEST]
    bots = [one for one in update_watches(component.repo) if one.kind is Kind.IMAGES and not one.off]
    fresh = [
        Evidence(one.place, f"{one.tool} raises the versions of base images") for one in bots if one.covers(main.path)
    ]
    bases = fresh or (fixed if len(fixed) == len(main.bases) else [])
    return (*[as_evidence(item) for item in locked[:1]], *bases[:1])


def _message(floating: list[Base], loose: list[Base], heavy: list[Evidence], proofs: tuple[Evidence, ...]) -> str:
    if floating or loose:
        base = (floating or loose)[0]
        return f"{base.what}, {_loose(base)}"
    if heavy:
        return f"every base is pinned, and {heavy[0].what}"
    if len(proofs) == _WHOLE:
        return ""
    if any(" installs from " in item.what for item in proofs):
        return "every base is pinned, by no digest, and no bot raises it"
    return "every base is pinned, and what is installed comes from no lock file"
