"""Which runs does a change start that may judge, ask or measure the model, by programs that are not here?"""

import posixpath
from collections.abc import Iterable, Iterator

from seatrial.facts import fact
from seatrial.facts.ci.outside_calls import outside_calls
from seatrial.facts.ci.workflows import CiCommand, ci_commands
from seatrial.facts.unfollowed.beyond import Beyond, May
from seatrial.model import Evidence
from seatrial.read.regex import regex
from seatrial.repo import Repo

#: What a run may do, by the words that it is called by. A word of its own is meant: evaluate, and not medieval.
_BEGIN = r"(?:^|[^a-z])(?:"
_END = r")(?:$|[^a-z])"
_DOES = (
    (regex(rf"{_BEGIN}eval(?:s|uat\w*)?|(?:quality|model)[-_]?gate|champion|promot\w*{_END}"), May.JUDGE),
    (regex(rf"{_BEGIN}integration|e2e|end[-_]to[-_]end|contract|acceptance|smoke{_END}"), May.ASK),
    (regex(rf"{_BEGIN}bench\w*|load[-_]?tests?|stress|perf(?:ormance)?|latency{_END}"), May.LOAD),
)  # fmt: skip
#: Programs that run what they are named, with what must follow; the rest of their words says what that is.
_STARTERS = (
    ("docker", "run"), ("docker", "compose", "run"), ("podman", "run"), ("kubectl", "create", "job"),
    ("argo", "submit"), ("gh", "workflow", "run"), ("gcloud", "builds"), ("gcloud", "run", "jobs", "execute"),
    ("gcloud", "ai"), ("az", "ml", "job"), ("aws", "sagemaker"), ("aws", "batch", "submit-job"),
    ("aws", "stepfunctions"), ("databricks", "jobs"), ("databricks", "bundle", "run"), ("prefect", "deployment", "run"),
    ("modal", "run"), ("curl",), ("http",), ("npx",), ("uvx",), ("pipx", "run"),
)  # fmt: skip
#: What starts a file by its name.
_SHELLS = frozenset({"bash", "sh", "python", "python3", "source", "."})
_TASKS = frozenset({"make", "just", "task", "invoke", "inv", "poe"})
_UNKNOWN = "whose program is not here"


@fact
def runs_by_others(repo: Repo) -> tuple[Beyond, ...]:
    """Return the runs of a change whose words tell that they try the model, and whose program nobody can read here."""
    commands = ci_commands(repo)
    looked_into = {(one.workflow, one.place) for one in commands if one.via}
    runs = [one for one in commands if one.on_change and not one.via and (one.workflow, one.place) not in looked_into]
    started = (Evidence(one.place, _told(one)) for one in runs if _is_elsewhere(repo, one))
    found = (Beyond(one.place, one.what, may) for one in (*started, *outside_calls(repo)) if (may := _may(one.what)))
    return tuple(dict.fromkeys(found))


def _may(text: str) -> frozenset[May]:
    """Return what a run may do; the name of the file that starts it tells nothing of that."""
    said = text.partition(" ")[2].lower()
    return frozenset(may for words, may in _DOES if words.search(said))


def _told(one: CiCommand) -> str:
    return f"{one.workflow} runs {' '.join(one.command.text.split())[:80]}, {_UNKNOWN}"


def _is_elsewhere(repo: Repo, one: CiCommand) -> bool:
    """Tell a command that starts something by its name, where the repository holds nothing that is called so."""
    command, words = one.command, tuple(one.command.text.split())
    if any(words[: len(starter)] == starter for starter in _STARTERS) or command.program in _TASKS:
        return not any(_names(repo, one.folder, words))
    files = [command.program, *command.arguments[:1]] if command.program in _SHELLS else [command.program]
    scripts = [word for word in files if word.endswith((".sh", ".py")) and "$" not in word]
    return bool(scripts) and not any(_names(repo, one.folder, scripts))


def _names(repo: Repo, folder: str, words: Iterable[str]) -> Iterator[bool]:
    """Yield for each word whether it names a file here: then whoever reads that can follow."""
    for word in words:
        path = posixpath.normpath(posixpath.join(folder, word.lstrip("@")))
        alike = f"/{posixpath.basename(word)}" if word.endswith((".sh", ".py")) else ""
        yield path in repo.entries or bool(alike and any(f"/{one}".endswith(alike) for one in repo.entries))
