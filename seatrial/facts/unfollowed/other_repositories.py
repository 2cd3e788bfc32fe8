"""Which other repositories and modules bring the component into service, so that nobody can read here how?"""

from collections.abc import Iterator
from itertools import chain, islice

from seatrial.facts import fact
from seatrial.facts.ci.outside_calls import outside_deliveries
from seatrial.facts.ci.workflows import CiAction, ci_actions, ci_commands
from seatrial.facts.deployment.clouds.terraform import terraform
from seatrial.facts.documents.documents import documents
from seatrial.facts.project.own_address import own_address
from seatrial.facts.unfollowed.beyond import Beyond, May
from seatrial.model import Place
from seatrial.read.line_number import line_number
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role

_IN_SERVICE = frozenset({May.RELEASE, May.RUN})
#: What a repository may hold that is there to bring software into service: also what stands before it and watches it.
_WHOLE = _IN_SERVICE | {May.ENCRYPT, May.WATCH, May.GUARD, May.LIMIT}
_DEPLOYS = r"(?:deploy\w*|infra\w*|gitops|manifests?|helm|charts?|terraform|kubernetes|k8s|argo\w*|flux\w*|ops)"
#: A repository that is called after what brings software into service.
_CALLED = rf"(?:[\w.]+-)*{_DEPLOYS}(?:-[\w.]+)*"
_NAMED = regex(_CALLED)
_END = r"(?=[\s)\"'>\]#]|\.git\b|/(?:-/|\+/)?(?:tree|blob|refs)/|/?$)"
_LINK = regex(
    rf"https?://(?:www\.)?(?:git(?:hub|lab)|bitbucket)\.(?:com|org)/(?P<owner>[\w.-]+)/(?P<name>{_CALLED}){_END}"
)
#: The same at a forge of one's own, where nobody else's stands.
_OWN_LINK = regex(
    r"https?://(?!gitlab\.com/)(?P<host>(?:[\w-]+\.){0,3}(?:gerrit|gitlab|gitea|forgejo|git)\.[\w.-]+)"
    rf"/(?:[\w.]+/){{0,6}}(?P<name>{_CALLED}){_END}"
)
#: Words that tell a place where something is brought to, and no tool that a reader may install.
_TELLS = caseless(r"deploy|roll(?:ed|s)? out|production|manifest|chart|infrastructure|gitops|terraform")
_LIMIT = 300_000  #: bytes of a document
#: Actions that start a workflow of the repository that they are told.
_STARTERS = regex(
    r"(?:[\w.-]+/)*(?:repository-dispatch|workflow-dispatch|trigger-workflow[\w-]*|remote-dispatch[\w-]*)"
)
#: Sources of modules of Terraform that are fetched, and words for what starts or guards a service.
_FETCHED = regex(r"(?:git::|git@|https?://|github\.com/|bitbucket\.org/|s3::|gcs::|app\.terraform\.io/).*")
_OF_SERVICES = caseless(
    r"(?<![a-z])(?:ecs|fargate|lambda|cloud-?run|app-?(?:service|runner)|container-?apps?|services?|sagemaker|vertex\w*"
    r"|(?P<front>api|alb|gateway|ingress|waf|front-?door))(?![a-z])"
)
#: What such a module is called that tells somebody when a service is down, and starts nothing.
_WATCHES = caseless(r"alarm|alert|monitor(?:ing|s)?(?![a-z])|observab|dashboard|notification")
#: What of it stands before a service and counts its callers, wherever the service itself is started.
_COUNTS = caseless(r"(?<![a-z])(?:waf|web[-_]?acl|gateway|front-?door|ingress)(?![a-z])")


@fact
def brought_from_elsewhere(repo: Repo) -> tuple[Beyond, ...]:
    """Return what brings software of this repository into service by files that are not here, what holds most first."""
    called = (Beyond(one.place, one.what, _IN_SERVICE) for one in outside_deliveries(repo))
    found = chain(called, _by_ci(repo), _by_modules(repo), _by_documents(repo))
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (-len(one.may), one.place)))


def _by_ci(repo: Repo) -> Iterator[Beyond]:
    for action in ci_actions(repo):
        if what := _fetched(repo, action):
            yield Beyond(action.place, f"{action.workflow} {what}, which is not in this repository", _WHOLE)
        elif what := _workflow_elsewhere(action):
            yield Beyond(action.place, f"{action.workflow} {what}, which is not in this repository", _IN_SERVICE)
    for one in ci_commands(repo):
        words = one.command.argv
        sent = any("/dispatches" in word for word in words) and one.command.program in {"gh", "curl"}
        started = words[:3] == ("gh", "workflow", "run") and not {"-R", "--repo"}.isdisjoint(words)
        if sent or started:
            what = f"{one.workflow} starts a workflow of another repository"
            yield Beyond(one.place, f"{what}, which is not followed", _IN_SERVICE)


def _workflow_elsewhere(action: CiAction) -> str:
    given = dict(action.inputs)
    other = given.get("repository") or given.get("repo") or given.get("project") or ""
    named = _STARTERS.fullmatch(action.uses.partition("@")[0]) and other
    return f"starts a workflow of {_shown(other)}" if named else ""


def _fetched(repo: Repo, action: CiAction) -> str:
    """Say which repository of deployments a job fetches, to write into it the version that is to run."""
    other = dict(action.inputs).get("repository", "") if action.uses.startswith("actions/checkout") else ""
    deploys = _NAMED.fullmatch(other.rpartition("/")[2].lower()) is not None
    return f"fetches {_shown(other)}" if deploys and other != own_address(repo) else ""


def _shown(name: str) -> str:
    return "another repository" if any(mark in name for mark in ("$", "{", "__")) else name


def _by_modules(repo: Repo) -> Iterator[Beyond]:
    for item in terraform(repo):
        source = item.block.value("source") if item.kind == "module" and item.role is Role.OWN else ""
        words = f"{item.name} {source}"
        kind = _OF_SERVICES.search(words) if _FETCHED.fullmatch(source) and not _WATCHES.search(words) else None
        if kind:
            what = f"{item.place.path} takes the module {item.name} from {source[:80]}, which is not followed"
            yield Beyond(item.place, what, _may_hold(words, front=bool(kind["front"])))


def _may_hold(words: str, *, front: bool) -> frozenset[May]:
    """Say what a module may hold, by its name: what only stands before a service brings no version of it."""
    if _COUNTS.search(words):
        return _WHOLE - _IN_SERVICE
    return _WHOLE if front else _IN_SERVICE


def counts_callers(one: Beyond) -> bool:
    """Tell a module that stands before a service and may count its callers."""
    return one.place.path.endswith(".tf") and bool(_COUNTS.search(one.what))


def _by_documents(repo: Repo) -> Iterator[Beyond]:
    owner = own_address(repo).partition("/")[0].lower()
    for owned, found in repo.texts(_links, [one.path for one in documents(repo)], _LIMIT):
        if owned in {"", owner}:
            yield found


def _links(path: str, text: str) -> Iterator[tuple[str, Beyond]]:
    """Yield the repositories of deployments that a document links to, with their owners; "" at a forge of one's own."""
    for link in islice(chain(_LINK.finditer(text), _OWN_LINK.finditer(text)), 20):
        given = link.groupdict()
        line = text[text.rfind("\n", 0, link.start()) + 1 : link.start()]
        if _TELLS.search(line):
            place = Place(path, line_number(text, link.start()))
            other = f"{given.get('owner') or given['host']}/{given['name']}"
            what = f"{path} names {other} for it, which is another repository"
            yield (given.get("owner") or "").lower(), Beyond(place, what, _WHOLE)
