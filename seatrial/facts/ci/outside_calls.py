"""Which workflows of other repositories and servers does a change start, so that nobody can read here what they run?"""

from seatrial.facts import fact
from seatrial.facts.ci.workflow import Workflow
from seatrial.facts.ci.workflows import workflows
from seatrial.model import Evidence, Place
from seatrial.read.regex import regex
from seatrial.repo import Repo

#: Names of workflows that bring software to those who use it.
_DELIVERS = regex(
    r"deploy|release|publish|deliver|promote|roll-?out|terraform|pulumi|helm|merged|post[-_]merge"
    r"|(?<![a-z])(?:tag(?:ged)?|ship|cd|tofu)(?![a-z])"
)

#: Names of workflows that keep house on a forge, where nothing in them speaks of a trial.
_KEEPS_HOUSE = regex(
    r"label|stale|greet|welcom|backport|cherry|assign|triage|changelog|semantic|notif|slack|sync|milestone|project-|dco"
    r"|(?<![a-z])(?:cla|lock|docs?|pages)(?![a-z])|(?<!dependency[-_])review"
    r"|(?:start|stop|launch|terminate)[-_](?:\w+[-_])?runners?(?![a-z])"
)
_TRIES = regex(r"test|check|lint|scan|build|verif|quality|valid|secur|audit|analy|(?<![a-z])ci(?![a-z])")

#: Names of workflows that run tests.
_TESTS = regex(r"pytest|unittest|(?<![a-z])(?:tox|nox|tests?)(?![a-z]|[-_](?:report|result|data|pypi|deploy|coverage))")

_GERRIT = ".gitreview"
#: Files of CI systems that are not read, with the systems.
_UNREAD = (
    (regex(r"\.?zuul\.ya?ml|\.?zuul\.d/[\w.-]+\.ya?ml"), "Zuul"),
    (regex(r"\.tekton/[\w./-]+\.ya?ml"), "Tekton"),
    (regex(r"\.teamcity/[\w./-]+\.(?:kts|xml)"), "TeamCity"),
    (regex(r"bamboo-specs/[\w./-]+\.(?:ya?ml|java)"), "Bamboo"),
    (regex(r"\.harness/[\w./-]+\.ya?ml"), "Harness"),
    (regex(r"[\w.-]+\.gocd\.ya?ml"), "GoCD"),
    (regex(r"\.pipeline/config\.ya?ml"), "a pipeline of Jenkins"),
)


@fact
def outside_calls(repo: Repo) -> tuple[Evidence, ...]:
    """Return the calls by which a change starts a workflow of another repository: it may test, lint and scan.

    What is called after labels, stale issues or the machine that other jobs run on does none of it, and neither does a
    job of a server that is called after what it delivers. What is called after tests comes first.
    """
    named = ((one, name) for one in workflows(repo) if one.on_change for name in one.outside)
    asked = [(one, name) for one, name in named if not _only_keeps_house(name) and not _only_delivers(one, name)]
    called = (_call(one, name) for one, name in sorted(asked, key=lambda pair: not _TESTS.search(_file_of(pair[1]))))
    return (*called, *_by_gerrit(repo), *_unread_systems(repo))


@fact
def outside_tests(repo: Repo) -> tuple[Evidence, ...]:
    """Return the calls of workflows of other repositories whose name says that they run tests, whatever starts them."""
    named = ((one, name) for one in workflows(repo) for name in one.outside)
    found = (_call(one, name) for one, name in named if _TESTS.search(_file_of(name)))
    return tuple(one.likely() for one in found)


@fact
def outside_deliveries(repo: Repo) -> tuple[Evidence, ...]:
    """Return the calls of workflows of other repositories whose name says that they deliver."""
    named = ((one, name) for one in workflows(repo) for name in one.outside)
    return (*(_call(one, name) for one, name in named if _DELIVERS.search(name.lower())), *_by_gerrit(repo),
            *_unread_systems(repo))  # fmt: skip


@fact
def _unread_systems(repo: Repo) -> tuple[Evidence, ...]:
    """Return one file of each CI system whose jobs are not followed; it may test, scan and deploy."""
    found = ((next(iter(repo.matching(files.fullmatch)), ""), system) for files, system in _UNREAD)
    return tuple(
        Evidence(Place(path, 1), f"{path} sets up {system}, which is not followed") for path, system in found if path
    )


def _by_gerrit(repo: Repo) -> tuple[Evidence, ...]:
    """Return the file that sends changes to Gerrit, where nothing here is of CI: what it starts is set up elsewhere."""
    if _GERRIT not in repo.entries or workflows(repo):
        return ()
    return (Evidence(Place(_GERRIT, 1), f"{_GERRIT} sends changes to Gerrit, whose CI is set up elsewhere"),)


def _only_keeps_house(name: str) -> bool:
    """Tell a workflow by the name of its file; ``acme/ci/.github/workflows/label.yml`` is called label."""
    file = _file_of(name)
    return bool(_KEEPS_HOUSE.search(file)) and not _TRIES.search(file)


def _file_of(name: str) -> str:
    return name.partition("@")[0].rpartition("/")[2].lower()


def _only_delivers(one: Workflow, name: str) -> bool:
    """Tell a job of Jenkins, which has no other file that might try anything, by its name and what it is handed."""
    lowered = name.lower()
    return one.system == "Jenkins" and bool(_DELIVERS.search(lowered)) and not _TRIES.search(lowered)


def _call(one: Workflow, name: str) -> Evidence:
    return Evidence(Place(one.path, 0), f"{one.path} calls {name}, which is not in this repository")
