"""Who brings into the folder of an image what a clone lacks: CI before it builds it, somebody else, or nobody?"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from seatrial.facts import fact
from seatrial.facts.ci.workflow import CiAction, CiCommand
from seatrial.facts.ci.workflows import ci_actions, ci_commands
from seatrial.facts.code.programs import called
from seatrial.facts.images.builds import builds_of
from seatrial.facts.training.training_calls import KEEPS
from seatrial.read.infrastructure.shell import Command
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role

#: Programs that put files where they are told, each with the words that must follow.
_FETCHES: Final = (
    ("mlflow", "artifacts", "download"), ("aws", "s3", "cp"), ("aws", "s3", "sync"), ("gsutil", "cp"),
    ("gsutil", "rsync"), ("gcloud", "storage", "cp"), ("az", "storage", "blob", "download"),
    ("az", "storage", "blob", "download-batch"), ("az", "ml", "model", "download"), ("wget",), ("curl",), ("cp",),
    ("mv",), ("rsync",), ("unzip",), ("tar",), ("rclone", "copy"), ("oras", "pull"), ("gdown",), ("hf", "download"),
    ("huggingface-cli", "download"), ("git", "clone"), ("gh", "release", "download"), ("dvc", "get"),
    ("dvc", "import"), ("poetry", "export"), ("uv", "export"), ("pip-compile",),
)  # fmt: skip
_INTO: Final = frozenset({
    "-d", "--dst-path", "--dest", "--destination", "--destination-path", "-o", "--out", "--output", "--output-document",
    "--output-file", "--output-dir", "--download-path", "-O", "-P", "--directory-prefix", "--directory", "-C", "--dir",
    "--local-dir", "--target", "--target-directory", "-t", "--file",
})  # fmt: skip
_DOWNLOADS: Final = frozenset({"actions/download-artifact", "dawidd6/action-download-artifact"})


#: What whoever deploys brings, and no repository should hold; and what a tool writes that locks packages.
_BY_OTHERS = caseless(r"(?:^|/)\.env|cred|secret|token|key|cert|\.pem$|\.lock$|-lock\.(?:json|ya?ml)$")
#: What copies or mounts a path without bringing it there.
_TAKES_FILES = caseless(r"(?:^|[/._-])(?:dockerfile|containerfile|\.dockerignore|(?:docker-)?compose)(?:$|[._-])")
#: A model that a training writes.
_STORED = caseless(
    r"\.(?:pkl|pickle|joblib|sav|pth?|ckpt|h5|keras|onnx|safetensors|cbm|skops)$|(?:^|/)(?:models?|artifacts?|weights)/?$"
)
_NO_TEXTS = (".csv", ".tsv", ".parquet", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".pdf", ".zip", ".gz", ".lock")
_LARGEST = 300_000  #: bytes of a text in which the name of a path is looked for
_MOST = 3_000  #: texts: of more, one of those left over may name it


@fact
def _put(repo: Repo) -> Mapping[str, frozenset[str]]:
    """Return for each Dockerfile that CI builds the paths that the same job puts there before it."""
    found: dict[str, frozenset[str]] = {}
    every: list[CiCommand | CiAction] = [*ci_commands(repo), *ci_actions(repo)]
    builders = [(one, build.dockerfile) for one in every for build in builds_of(repo, one)]
    for builder, dockerfile in builders:
        before = (one for one in every if one.job.key == builder.job.key and one.place.line < builder.place.line)
        paths = frozenset(path for one in before for path in _destinations(one))
        found[dockerfile] = found.get(dockerfile, frozenset()) | paths
    return MappingProxyType(found)


def brings(repo: Repo, dockerfile: str, path: str) -> bool:
    """Tell whether CI puts a file or folder there before it builds an image; into the folder around it counts too."""
    return any(
        put in (path, "") or path.startswith(f"{put}/") or put.startswith(f"{path}/")
        for put in _put(repo).get(dockerfile, ())
    )


def is_stored_by_a_training(repo: Repo, source: str) -> bool:
    """Tell whether a source of COPY is a model or a folder of them, and code of the owner's stores models.

    Whoever ships it trains before, or runs the notebook that does.
    """
    return bool(_STORED.search(source)) and any(found.site.role is Role.OWN for found in called(repo, *KEEPS))


def may_be_brought(repo: Repo, context: str, source: str) -> bool:
    """Tell whether anything here speaks of a source of COPY, as whoever brings it does: code, CI, DVC, a document.

    A rule of git that leaves it out speaks of it too. What stands in another folder than the one that seems to be sent
    to the builder is there when that is sent instead, and secrets come from whoever deploys.
    """
    path = posixpath.normpath(posixpath.join(context, source.lstrip("/")))
    inner = posixpath.normpath(source.lstrip("/"))
    if _BY_OTHERS.search(path) or any(f"/{inner}/" in f"/{other}/" for other in repo.paths):
        return True
    texts = repo.matching(_may_speak)
    named = regex(rf"(?<![\w.-]){re.escape(posixpath.basename(path))}(?![\w-]|\.\w)")
    return len(texts) > _MOST or any(named.search(repo.text_or_empty(text, _LARGEST)) for text in texts)


def _may_speak(path: str) -> bool:
    return not (_TAKES_FILES.search(path) or path.lower().endswith(_NO_TEXTS))


def _destinations(one: CiCommand | CiAction) -> Iterator[str]:
    if isinstance(one, CiAction):
        if one.name in _DOWNLOADS:
            yield _normal("", dict(one.inputs).get("path", "") or ".")
    elif any(one.command.starts(*words) for words in _FETCHES):
        yield from (
            _normal(one.folder, word) for word in _where_it_puts(one.command) if "://" not in word and "$" not in word
        )


def _where_it_puts(command: Command) -> Iterator[str]:
    """Yield where a program is told to put things: the value of its option, else its last word."""
    words = command.arguments
    named = [value for word in words for name, equals, value in (word.partition("="),) if equals and name in _INTO]
    named += [words[at + 1] for at, word in enumerate(words[:-1]) if word in _INTO]
    yield from named or [word for word in command.operands[1:][-1:] if word]


def _normal(folder: str, path: str) -> str:
    """Return a path from the root of the checkout; "" for the root itself."""
    joined = posixpath.normpath(posixpath.join(folder, path))
    return "" if joined == "." else joined
