"""Which files hold settings of a training, by the keys in them, and which text of a program names one?"""

import re
from posixpath import basename, dirname

from seatrial.facts import fact
from seatrial.facts.code.programs import Program
from seatrial.facts.deployment.settings_files import first_document
from seatrial.facts.training.settings.words import are_settings, is_setting
from seatrial.model.evidence import AtLine
from seatrial.model.record import dataclass
from seatrial.read.line_number import line_number
from seatrial.read.reader import Unreadable
from seatrial.read.regex import regex
from seatrial.repo import Repo, own_paths

#: Files of YAML and TOML that belong to another tool, whatever keys they have.
_OTHERS = regex(
    r"(^|/)\.|(^|/)(pyproject|poetry|uv|cargo|netlify|fly)\.toml$|lock|compose|mkdocs|pre-commit|(^|/)(environment|conda)[\w.-]*\.ya?ml"
    r"|(^|/)(charts?|k8s|kubernetes|helm|manifests?|deploy\w*|grafana|prometheus)/|(^|/)(dvc|seatrial|codecov|values)\.ya?ml$"
)
#: JSON is mostly data: only what is called a file of settings is read.
_JSON = regex(r"(conf|cfg|param|setting|hyper|train)[^/]*\.json$|(^|/)(configs?|conf|params)/.*\.json$")
SUFFIXES = (".yaml", ".yml", ".toml", ".json", ".gin", ".ini", ".cfg")
_GIN = regex(r"^[ \t]*(?:[\w./]+\.)?(\w+)[ \t]*[=:]", re.MULTILINE)
_KEY = regex(r'"(\w+)"\s*:')  # people write comments into JSON, which no parser of JSON or YAML reads
_LIMIT = 200_000  #: bytes of a file of settings that is read
_MOST = 400  #: files that are read
_DEEP = 3_000  #: values of one file that are looked at


@dataclass(frozen=True, slots=True)
class SettingsFile(AtLine):
    """One file with settings of a training."""

    path: str
    keys: tuple[str, ...]  #: those that name a setting, in order
    line: int = 1
    sweep: bool = False  #: it holds a space of settings to search, and no settings

    @property
    def what(self) -> str:
        """What it holds."""
        held = f"holds {', '.join(self.keys[:3])}"
        return f"{held} to search through" if self.sweep else held


@fact
def settings_files(repo: Repo) -> tuple[SettingsFile, ...]:
    """Return the owner's files that hold settings of a training, those with most of them first."""
    paths = own_paths(repo, _may_hold)
    found = [file for path in paths[:_MOST] if (file := _file(repo, path)) is not None]
    return tuple(sorted(found, key=lambda item: (item.sweep, -len(set(item.keys)), item.path)))


def _may_hold(path: str) -> bool:
    low = path.lower()
    if low.endswith(".json"):
        return bool(_JSON.search(low)) and not _OTHERS.search(low)
    return low.endswith((".yaml", ".yml", ".toml", ".gin", ".ini", ".cfg")) and not _OTHERS.search(low)


def _file(repo: Repo, path: str) -> SettingsFile | None:
    if path.lower().endswith((".gin", ".ini", ".cfg", ".json")):
        return _of_text(repo, path, _KEY if path.lower().endswith(".json") else _GIN)
    root = first_document(repo, path)
    walked = [(steps[-1], node.line) for steps, node in root.walk(_DEEP) if steps]
    if root.has("apiVersion") or root.has("services") or not are_settings((key for key, _ in walked), _enough(path)):
        return None
    sweep = root.has("method") and root.has("parameters") and (root.has("metric") or root.has("program"))
    return _settings_file(path, walked, sweep=sweep)


def _enough(path: str) -> int:
    """Return how many keys tell settings that other things have, too: one in a file that is called after them."""
    return 1 if "param" in basename(path).lower() else 2


def _of_text(repo: Repo, path: str, pattern: re.Pattern[str]) -> SettingsFile | None:
    try:
        text = repo.text(path, _LIMIT)
    except Unreadable:
        return None
    found = [(match[1], line_number(text, match.start())) for match in pattern.finditer(text)]
    return _settings_file(path, found[:_DEEP]) if are_settings((key for key, _ in found), _enough(path)) else None


def _settings_file(path: str, keys: list[tuple[str, int]], *, sweep: bool = False) -> SettingsFile:
    telling = [(key, line) for key, line in keys if is_setting(key)] or [(key, line) for key, line in keys if key]
    return SettingsFile(path, tuple(dict.fromkeys(key for key, _ in telling)), telling[0][1] if telling else 1, sweep)


def paths_in(program: Program) -> list[str]:
    """Return the texts of a program that look like paths of settings."""
    return [text.value for text in program.file.texts if _is_path(text.value)]


def _is_path(text: str) -> bool:
    plain = len(text) < 200 and " " not in text and "\n" not in text
    return plain and (text.endswith(SUFFIXES) or "conf" in text)


def names(text: str, path: str) -> bool:
    """Tell whether a text names a file, or the folder that a framework looks into."""
    plain = text.replace("{}", "").lstrip("./")
    if "." in basename(plain):
        return basename(plain) == basename(path) and (path.endswith(plain) or plain.endswith(path))
    return bool(plain) and f"/{dirname(path)}/".endswith(f"/{plain.rstrip('/')}/")
