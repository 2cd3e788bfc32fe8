"""What may the serving process do to the machine and the network around it?"""

from seatrial.api import Component, Effort, Evidence, Grade, Graded, Severity, Stage, as_evidence, security
from seatrial.facts.ci.scanning.scanners import blocking_policies
from seatrial.facts.deployment.bounds.replicas import cluster_workload, holding_workload, model_workloads
from seatrial.facts.deployment.clusters.confinement import (
    confined_containers,
    escapes,
    locked_down,
    nonroot_by_manifests,
)
from seatrial.facts.deployment.clusters.isolation import (
    admission_rules,
    exposures,
    hardenings,
    in_cluster,
    network_rules,
    private_doors,
    targets,
    unbound_workloads,
)
from seatrial.facts.deployment.home import runs_somewhere
from seatrial.facts.images.containers import Image, images, unread_dockerfiles
from seatrial.facts.serving.answering_image import answering_image

from .. import acts, places

USER_LOOKED_FOR = (
    "the last USER of each shipped image, bases that are not root, gosu and setpriv in entrypoints; runAsNonRoot, "
    "runAsUser, readOnlyRootFilesystem and dropped capabilities; privileged containers and the engine's socket"
)
ISOLATION_LOOKED_FOR = (
    "securityContext, service accounts, NetworkPolicy, private endpoints and networks, pod security labels, policy "
    "checks; against them privileged pods, hostPath, hostNetwork, and security groups that let everybody in"
)
_CLOSE = (
    "Close what {opened:a manifest} opens: no socket or folder of the machine, no privilege, no rule for everybody."
)
_BY_LAMBDA = {"awslambdaric", "aws-lambda-rie"}
_NO_IMAGE = "where no image is built"
_NO_CLUSTER = "where no cluster runs it"
_OPENED = "where something is opened to its machine or to everybody"
_OPENED_OUTSIDE = "where that is so, and no cluster runs it"
_NO_ACCOUNT = "where rights are bounded, and no account is its own"


def deploys_to_a_cloud(component: Component) -> bool:
    """Tell whether files of the repository bring something that runs to a cluster or a cloud."""
    return runs_somewhere(component) and (in_cluster(component) or bool(targets(component)))


@security.practice(
    "SEC-08",
    question="Does the serving process run without root?",
    severity=Severity.MEDIUM,
    effort=Effort.SMALL,
    stage=Stage.CANDIDATE,
    parent="OPS-05",
    why="Whoever breaks into a process that is root owns the container, and is one hole away from the machine.",
    act=acts.IMAGE,
    act_when={_NO_IMAGE: ""},
    fix=(
        "Create a user in {image:the Dockerfile} and switch to it before the CMD: `USER 10001`.",
        "Enforce it in {manifest:the workload's manifest}: no root, a read-only root file system, no capabilities.",
    ),
    fix_when={
        _NO_IMAGE: (
            "Let whoever starts it do so as a user of its own: `User=` of a service, or USER in a Dockerfile to come.",
            "Give that user the right to read the model and to write nowhere but where it must.",
        )
    },
    missing="no image is built here, and no manifest names a user",
    references=("CWE-250", "CIS Docker 4.1", "K8s PSS restricted", "PCI 2.2"),
    raised_by=("finance",),
    when=runs_somewhere,
    when_not="what is delivered here is no image",
)
def image_nonroot(component: Component) -> Graded:
    main = answering_image(component)
    shipped = _shipped(component, main)
    given = [one.security for _, one in confined_containers(component) if one.security]
    enforced = component.of(nonroot_by_manifests(component.repo)) if given else ()
    bare = [image for image in shipped if image.nonroot is False and not _of_a_function(image)]
    safe = [_as_user(image) for image in shipped if image.nonroot or _of_a_function(image)]
    if reason := _unknown(component, shipped, enforced):
        return Graded.unknown(reason, looked_for=USER_LOOKED_FOR)
    broken = escapes(component)
    root = [*(() if enforced else map(_as_root, bare)), *(Evidence(it.place, it.what, it.confidence) for it in broken)]
    clean = not root and bool(safe or enforced)
    graded = Graded.best(
        (Grade.IN_USE, enforced[:5] if clean and all(map(locked_down, given)) else ()),
        (Grade.SUBSTANTIVE, [*enforced[:5], *safe[:5]] if clean else ()),
        (
            Grade.PRESENT,
            [*root[:5], *safe[:5]] if safe and not any(main and one.dockerfile == main.path for one in broken) else (),
        ),
        looked_for=USER_LOOKED_FOR,
        message=root[0].what if root else "",
    )
    if graded.grade is Grade.ABSENT and root:
        graded = Graded.absent(root[:5], USER_LOOKED_FOR)
    named = graded.naming(image=next(iter(bare), main), manifest=holding_workload(component))
    named = named.having_done_if(not (bare or not shipped), enforced)
    return named if shipped else named.in_case(_NO_IMAGE).having_done()


def _shipped(component: Component, main: Image | None) -> list[Image]:
    """Return the owner's images, the one that serves first; helpers and examples when there is nothing else."""
    own = [image for image in component.of(images(component.repo)) if not image.helper and image.role.value == "own"]
    return list(dict.fromkeys([main, *own] if main else own))


def _unknown(component: Component, shipped: list[Image], enforced: tuple[Evidence, ...]) -> str:
    if unread := [item for item in unread_dockerfiles(component.repo) if item.path in component]:
        return str(unread[0])
    if hidden := [image for image in shipped[:1] if image.nonroot is None and not enforced]:
        return f"{hidden[0].path} takes its user from {hidden[0].user}, which has no default"
    foreign = [work for work in model_workloads(component) if not shipped and not enforced]
    return f"{foreign[0].what}: no user is named, and its image is not built here" if foreign else ""


def _of_a_function(image: Image) -> bool:
    """Tell an image of AWS Lambda, which runs it as a user without rights, whatever USER says.

    https://docs.aws.amazon.com/lambda/latest/dg/images-create.html
    """
    return bool(image.start) and all(command.program in _BY_LAMBDA for command in image.start)


def _as_user(image: Image) -> Evidence:
    if _of_a_function(image) and not image.nonroot:
        return Evidence(image.place, f"{image.path} is run by AWS Lambda, as a user without rights")
    who = f"user {image.user}" if image.user else "the user of its base image"
    return Evidence(image.user_place or image.place, f"{image.path} runs as {who}")


def _as_root(image: Image) -> Evidence:
    what = f"switches to {image.user} at its end" if image.user_place else "names no USER, so its process is root"
    return Evidence(image.user_place or image.place, f"{image.path} {what}")


@security.practice(
    "SEC-09",
    question="Are pods and tasks isolated: capabilities, network, service account?",
    severity=Severity.MEDIUM,
    effort=Effort.MEDIUM,
    stage=Stage.PRODUCTION,
    parent="OPS-14",
    why="Whoever gets into one workload without walls around it is in all the others, and in the machine below.",
    act=acts.PLACE,
    fix=(
        "Give {manifest:each workload} a securityContext (no escalation, no capabilities) and its own account.",
        "Deny all traffic by a NetworkPolicy, and allow what the service needs, inwards and outwards.",
        "Let CI check the manifests against a policy: kubescape, checkov, conftest.",
    ),
    fix_when={
        _OPENED: (
            _CLOSE,
            "Give {manifest:each workload} a securityContext (no escalation, no capabilities) and its own account.",
            "Deny all traffic by a NetworkPolicy, and allow what the service needs, inwards and outwards.",
        ),
        _OPENED_OUTSIDE: (
            _CLOSE,
            "Put what runs the model into a private network, with one door that asks who comes in.",
            "Let CI check the infrastructure against a policy: checkov, trivy config, conftest.",
        ),
        _NO_ACCOUNT: (
            "Let {manifest:the manifest} name a service account of its own, or mount none of its tokens.",
            "Deny all traffic by a NetworkPolicy, and allow what the service needs, inwards and outwards.",
            "Let CI check the manifests against a policy: kubescape, checkov, conftest.",
        ),
        _NO_CLUSTER: (
            "Put what {manifest:the manifest} starts into a private network, with one door that asks who comes in.",
            "Give it an account of its own that may do what it needs, and nothing else.",
            "Let CI check the infrastructure against a policy: checkov, trivy config, conftest.",
        ),
    },
    missing="nothing keeps workloads apart",
    references=("K8s PSS restricted", "PCI 1.3", "PCI 1.4", "HIPAA (a)(1)", "AIA 15"),
    raised_by=("finance", "healthcare"),
    when=deploys_to_a_cloud,
    when_not="nothing here is deployed to a cluster or a cloud",
)
def workload_hardened(component: Component) -> Graded:
    opened, aimed = exposures(component), targets(component)
    in_cluster = places.in_a_cluster(component)
    here = cluster_workload(component) if in_cluster else None
    manifest = next((item for item in (*([here] if here else ()), *aimed)), None)
    if opened:
        graded = Graded.absent(opened[:8], ISOLATION_LOOKED_FOR).naming(opened=opened[0], manifest=manifest)
        return graded.in_case(_OPENED if in_cluster else _OPENED_OUTSIDE)
    bound = bool(confined_containers(component)) and not unbound_workloads(component)
    case = _NO_ACCOUNT if bound and not hardenings(component) else ""
    case = case if in_cluster else _NO_CLUSTER
    if not aimed:
        return Graded.unknown("no manifest of the model's own workload could be read", looked_for=ISOLATION_LOOKED_FOR)
    walls = (*hardenings(component), *private_doors(component))
    rules = network_rules(component)
    checked = [*map(as_evidence, blocking_policies(component)), *admission_rules(component)]
    return (
        Graded.best(
            (Grade.IN_USE, [*rules[:3], *checked[:3]] if walls and rules and checked else ()),
            (Grade.SUBSTANTIVE, walls[:6]),
            (Grade.PRESENT, [*rules[:3], *aimed[:5]]),
            looked_for=ISOLATION_LOOKED_FOR,
            message="" if walls else _without_walls(component),
        )
        .naming(manifest=_files(component) or manifest)
        .in_case(case)
        .having_done(*([2] if rules and case != _NO_CLUSTER else ()))
    )


def _files(component: Component) -> str:
    """Name the manifests of all workloads that keep their rights, since one that does leaves the rest unguarded."""
    paths = tuple(dict.fromkeys(work.place.path for work in unbound_workloads(component)))
    return f"{paths[0]} and {paths[1]}" if len(paths) == 2 else f"each of {len(paths)} manifests" if paths[1:] else ""


def _without_walls(component: Component) -> str:
    if loose := unbound_workloads(component):
        return f"{loose[0].what} does not bound the rights of its process"
    if confined_containers(component):
        return "rights are bounded, and no workload of the model acts under an account of its own"
    return "nothing says that it stands in a private network, or with which rights it runs"
