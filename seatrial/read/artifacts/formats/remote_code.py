"""What does the Python code do that comes beside weights, and that a loader runs when remote code is allowed?"""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from seatrial.model.artifacts import Finding, Gap, Verdict
from seatrial.read.artifacts.budget import Budget
from seatrial.read.artifacts.door import FormatReader, Part, Told
from seatrial.read.regex import regex

if TYPE_CHECKING:
    from seatrial.read.code.python_record import Call

_SAFER = (
    "an architecture that transformers knows, with safetensors; else a reviewed copy of the code in your repository"
)
_NAMED = regex(
    r"\A(?:modeling|configuration|tokenization|processing|image_processing|video_processing|feature_extraction|modular"
    r"|generation)_\w+\.py\Z"
)
_LIMIT = 400_000  # the syntax tree of dense code takes six hundred times its bytes
_RUNS = regex(
    r"\A(?:os\.(?:system|popen|exec\w+|spawn\w+|posix_spawn\w*|startfile|fork|putenv|kill)|subprocess\.\w+|pty\.\w+"
    r"|socket\.\w+|ctypes\.\w+|marshal\.loads?|(?:builtins\.)?(?:exec|eval|__import__)|runpy\.\w+|code\.\w+"
    r"|(?:cloud)?pickle\.loads?|dill\.loads?|urllib\.request\.\w+|requests\.\w+|httpx\.\w+|aiohttp\.\w+|ftplib\.\w+"
    r"|smtplib\.\w+|paramiko\.\w+|shutil\.(?:rmtree|move)|pip\.\w+|multiprocessing\.\w+|webbrowser\.\w+)(?:\.|\Z)"
)


def _read(part: Part, budget: Budget) -> Iterator[Told]:
    budget.step()
    if len(part.data) > _LIMIT:
        yield Gap("longer code than is read")
        return
    from seatrial.read.code.python import parse_python  # costs 10 ms, which a scan without code need not pay

    said = parse_python(part.name, bytes(part.data))
    if said.broken:
        yield Gap(f"is no Python that can be read to its end: {said.broken}"[:200])
    functions = {function.name for function in said.functions}
    for call in said.calls:
        if _RUNS.match(call.name or call.written):
            yield _finding(call, on_import=call.scope not in functions)


def _finding(call: "Call", *, on_import: bool) -> Finding:
    name = call.name or call.written
    when = "when it is imported" if on_import else f"in {call.scope}"
    level = Verdict.DANGEROUS if on_import else Verdict.SUSPICIOUS
    what = f"calls {name[:100]} {when}"
    return Finding("remote-code-call", level, what, _SAFER, f"line {call.line}")


def _claims(part: Part) -> bool:
    """Code is a model's when a configuration lies beside it; in the sources of a library none does."""
    return bool(_NAMED.match(PurePosixPath(part.name).name)) and part.beside("config.json") is not False


REMOTE_CODE = FormatReader("code beside a model", _claims, _read)
