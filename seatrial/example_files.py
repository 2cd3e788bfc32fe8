"""What an example's text cannot hold is built here: pickles, secrets, binaries, a history.

``{{pickle:os.system}}`` as a file's whole content is a pickle that calls that global; ``{{pickle:}}`` a harmless one.
``{{secret:aws}}`` inside a text is a freshly made credential of that shape, so that no scanner finds one in ours.
``{{repeat:N:text}}`` is the text N times; ``{{bytes:89504e47}}`` as a whole content is those bytes.
"""

import hashlib
import pickle
import re
import string
import zlib
from datetime import date

from seatrial.repo import Change, History, Tag, Tags

_WHOLE = re.compile(r"\s*\{\{(pickle|bytes):(.*)\}\}\s*", re.DOTALL)
_TAGGED = re.compile(r"\(tag: (\S+)\)\s*$")
_INSIDE = re.compile(r"\{\{(secret|repeat):([^{}]*)\}\}")


def built(content: str | bytes) -> bytes:
    """Return the bytes of one file of an example."""
    if isinstance(content, bytes):
        return content
    if whole := _WHOLE.fullmatch(content):
        kind, argument = whole.groups()
        return _pickle_of(argument) if kind == "pickle" else bytes.fromhex(argument)
    return _INSIDE.sub(_inline, content).encode()


def history_of(text: str | bytes) -> History:
    """Return the history that ``date | author | subject`` lines describe; incomplete when there are none."""
    lines = [line for line in str(text).splitlines() if line.strip()] if text else []
    return History(tuple(map(_change, lines)), complete=bool(lines))


def tags_of(text: str | bytes) -> Tags:
    """Return the tags that lines of a history end with, as ``date | author | subject (tag: v1.0.0)``."""
    lines = str(text).splitlines() if text else []
    found = [(match[1], date.fromisoformat(line[:10])) for line in lines if (match := _TAGGED.search(line))]
    return Tags(tuple(Tag(name, day) for name, day in found), complete=bool(lines))


def _change(line: str) -> Change:
    day, author, subject = (part.strip() for part in line.split("|", 2))
    number = hashlib.sha256(line.encode()).hexdigest()[:40]
    mail = f"{author.split()[0].lower()}@example.org"
    return Change(number, author, mail, date.fromisoformat(day), subject, merge=subject.startswith("Merge "))


def _pickle_of(name: str) -> bytes:
    """Return a pickle (protocol 0) that calls the named global with "id"; of a plain dictionary when there is none."""
    if not name:
        return pickle.dumps({"weights": [0.1, 0.2]}, protocol=4)
    module, _, function = name.rpartition(".")
    return f"c{module}\n{function}\n(S'id'\ntR.".encode()


def _inline(match: re.Match[str]) -> str:
    kind, argument = match.groups()
    if kind == "secret":
        return _secret(argument)
    times, _, text = argument.partition(":")
    return text * int(times)


def _secret(kind: str) -> str:
    """Return a credential of the given shape with random-looking, reproducible characters."""
    return {
        "aws": "AKIA" + _characters("aws", 16, string.ascii_uppercase + "234567"),
        "aws-secret": _characters("aws-secret", 40, string.ascii_letters + string.digits),
        "github": "ghp_" + _with_checksum(_characters("github", 30, string.ascii_letters + string.digits)),
        "openai": "sk-proj-" + "T3BlbkFJ".join(_characters(f"openai{n}", 40, string.ascii_letters) for n in (1, 2)),
        "huggingface": "hf_" + _characters("huggingface", 34, string.ascii_letters),
        "password": _characters("password", 20, string.ascii_letters + string.digits),
        "wandb": _characters("wandb", 40, "0123456789abcdef"),
    }[kind]


def _characters(seed: str, count: int, alphabet: str) -> str:
    stream = b"".join(hashlib.sha256(f"{seed}{i}".encode()).digest() for i in range(count // 32 + 1))
    return "".join(alphabet[byte % len(alphabet)] for byte in stream[:count])


def _with_checksum(body: str) -> str:
    """Append the checksum in base 62 by which a token of GitHub is told from any other text of its length."""
    digits = string.digits + string.ascii_uppercase + string.ascii_lowercase
    number, check = zlib.crc32(body.encode()), ""
    while number:
        number, digit = divmod(number, 62)
        check = digits[digit] + check
    return body + check.rjust(6, "0")
