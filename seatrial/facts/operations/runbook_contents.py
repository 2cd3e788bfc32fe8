"""Which troubles does a runbook name, and do the commands in it exist in this repository?"""

from datetime import date
from pathlib import PurePosixPath

from seatrial.facts import fact
from seatrial.facts.days import named_day
from seatrial.facts.documents.documents import Passage, documents
from seatrial.facts.documents.runbooks import runbook_passages
from seatrial.facts.operations.alert_rules import alert_rules
from seatrial.facts.operations.named_commands import exists, named
from seatrial.facts.operations.runbook_topics import Topic, topics_of
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.posix_path import posix
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

__all__ = ["Runbook", "Topic", "days_in", "runbooks", "running_guides"]


_DAY = regex(r"(?<!\d)(20\d\d)[-_.](0\d|1[0-2])[-_.]([0-2]\d|3[01])(?!\d)")
_OPERATIONS = caseless(r"(?:ops|operations|operating|on[-_]?call|playbook)(?:[-_].*)?")
_GUIDE = caseless(
    r"install|usage|quick ?start|getting started|how to (run|use|deploy)|running|^run (the|it|this|locally)|"
    r"deploy|set ?up|troubleshoot|起動|インストール|デプロイ|"
    r"安装|部署|启动|运行|설치|배포|실행|빌드|"
    r"instalaci[oó]n|despliegue|instala[cç][aã]o|implanta[cç][aã]o|bereitstell|установк"
)


@dataclass(frozen=True, slots=True)
class Runbook:
    """One document, or section of one, for whoever has to bring the service back."""

    place: Place
    topics: tuple[Topic, ...]
    found: tuple[str, ...]  #: names in its commands that exist here: files, tasks, workloads
    lost: tuple[str, ...]  #: names in its commands that exist nowhere here
    days: tuple[date, ...]  #: the days that it names
    linked: Place | None = None  #: from where people get to it: the README, an alert

    @property
    def what(self) -> str:
        what = ", ".join(self.topics) or "nothing of what to do in trouble"
        return f"a runbook that tells: {what}"

    @property
    def real(self) -> bool:
        """Whether its commands are those of this repository."""
        return bool(self.found) and len(self.found) >= len(self.lost)


@fact
def runbooks(repo: Repo) -> tuple[Runbook, ...]:
    """Return the runbooks of the repository, those that tell most first."""
    passages = [*runbook_passages(repo)]
    known = {passage.path for passage in passages}
    others = (document for document in documents(repo) if document.path not in known)
    passages += [Passage(x.path, x.sections) for x in others if _OPERATIONS.fullmatch(PurePosixPath(x.path).stem)]
    found = [_runbook(repo, passage) for passage in passages if passage.sections]
    return tuple(sorted(found, key=lambda item: (-len(item.topics), not item.real, item.place)))


#: Pages for those who change the code, and pages for those who start it.
_FOR_AUTHORS = caseless(r"contribut|design|handoff|review|decision|(^|/)adr|(^|/)rfc|changelog|notes|plan")
#: Commands within a sentence: "Run `docker compose up -d` in your terminal".
_INLINE = regex(r"`(?:docker|podman|kubectl|helm|python3?|pip|uv|conda|poetry|make|npm|git clone)[ -][^`\n]{2,150}`")
_FOR_STARTERS = caseless(r"deploy|install|operat|runbook|^readme|quick_?start|getting")


@fact
def running_guides(repo: Repo) -> tuple[Passage, ...]:
    """Return the sections that say by commands how the system is installed, started or deployed.

    What is written for those who deploy comes first, and what is for those who change the code comes last.
    """
    found = (
        Passage(document.path, (section,))
        for document in documents(repo)
        for section in document.sections
        if (section.fences or _INLINE.search(section.text))
        and any(_GUIDE.search(heading) for heading in (section.heading, *section.within[-1:]))
    )
    return tuple(
        sorted(found, key=lambda one: (bool(_FOR_AUTHORS.search(one.path)), not _FOR_STARTERS.search(one.path)))
    )


def _runbook(repo: Repo, passage: Passage) -> Runbook:
    commands = "\n".join(fence.text for section in passage.sections for fence in section.fences)
    said = "\n".join([*(section.heading for section in passage.sections), passage.text, commands])
    topics = topics_of(said, [line.text for line in passage.lines])
    names = dict.fromkeys(named(commands + "\n" + passage.text))
    real = {name for name in names if exists(repo, name)}
    lost = tuple(name for name in names if name not in real)
    return Runbook(passage.place, topics, tuple(sorted(real)), lost, days_in(said),
                   _link(repo, passage.path))  # fmt: skip


def days_in(text: str) -> tuple[date, ...]:
    """Return the days that a text names, earliest first; only year, month and day together are a day."""
    return tuple(sorted({day for match in _DAY.finditer(text) if (day := named_day("-".join(match.groups())))}))


@fact
def _links(repo: Repo) -> tuple[tuple[str, Place], ...]:
    """Return every target that documents and alerts link to, with the place of the link."""
    found = [
        (link.target, Place(document.path, link.line))
        for document in documents(repo)
        for section in document.sections
        for link in section.links
    ]
    found += [(rule.runbook, rule.place) for rule in alert_rules(repo) if rule.runbook]
    return tuple(found)


def _link(repo: Repo, path: str) -> Place | None:
    name = posix(path).name
    if "/" not in path and name.lower().startswith("readme"):
        return Place(path)
    for target, place in _links(repo):
        if place.path != path and target.partition("#")[0].rpartition("/")[2] == name:
            return place
    return None
