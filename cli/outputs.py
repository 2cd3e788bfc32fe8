"""Where does each format of a result go? One may own standard output; nothing is written unless it is asked for."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from seatrial.model.record import dataclass

from .exits import Refused
from .streams import emit

#: What a result can be written as: those of ``seatrial.report.formats`` after what comes from elsewhere.
FORMATS = (
    "text", "html", "json", "mlbom",
    "sarif", "junit", "gitlab", "github", "csv", "markdown", "badge", "badge-json", "intoto",
)  # fmt: skip


def offered(formats: Sequence[str]) -> str:
    """Return what the help of ``--format`` says of the formats that a command writes."""
    return f"{', '.join(formats[:-1])} or {formats[-1]}; repeatable. (default: text)"


Formats: TypeAlias = Annotated[
    list[str] | None, typer.Option("-f", "--format", metavar="FORMAT[=FILE]", help=offered(FORMATS))
]

#: What a folder of results holds: the stored result, and what its three readers open.
_IN_FOLDER = {"json": "result.json", "html": "report.html", "markdown": "summary.md", "sarif": "results.sarif"}


@dataclass(frozen=True, slots=True)
class Output:
    """One format and its file; "" and "-" are standard output."""

    format: str
    file: str = ""

    @property
    def on_stdout(self) -> bool:
        """Tell whether this goes to standard output."""
        return self.file in {"", "-"}


def outputs_of(given: Iterable[str], formats: Sequence[str] = FORMATS) -> tuple[Output, ...]:
    """Return the outputs that ``FORMAT[=FILE]`` options ask for; refuse what cannot be written before any work."""
    outputs = tuple(_output(one, formats) for one in given)
    files = [Path(output.file).resolve() for output in outputs if not output.on_stdout]
    if twice := next((file for file in files if files.count(file) > 1 and not _goes_on(file)), None):
        raise Refused(f"two formats would be written to {twice}: give each a file of its own")
    if sum(output.on_stdout for output in outputs) > 1:
        raise Refused("only one format can go to standard output: give the others a file, as in --format json=FILE")
    return outputs


def _output(given: str, formats: Sequence[str]) -> Output:
    output = Output(*given.split("=", 1))
    if output.format not in formats:
        raise Refused(f"no such format: {output.format!r} (there are {', '.join(formats)})")
    if given.endswith("="):  # so does a variable that is not set
        raise Refused(f"{given} names no file: {given}FILE does, and {output.format} alone is for standard output")
    if not output.on_stdout and not Path(output.file).absolute().parent.is_dir():
        raise Refused(f"cannot write {output.file}: its folder does not exist")
    return output


def in_folder(folder: str) -> list[str]:
    """Return the options that write the stored result and its three readings into a folder, which is made."""
    return [f"{name}={made(folder) / file}" for name, file in _IN_FOLDER.items()]


def made(folder: str) -> Path:
    """Return a folder for results, made where there is none; refuse what cannot be one."""
    if not folder:  # a variable that is not set
        raise Refused("'' is no folder: name one, which is made where there is none")
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise Refused(f"{folder} is a file: name a folder, which is made where there is none") from None
    except OSError as error:
        raise Refused(f"cannot make the folder {folder}: {error.strerror or error}") from None
    return Path(folder)


def written(outputs: Iterable[Output], renderers: Mapping[str, Callable[[Output], bytes]]) -> None:
    """Write every output. A file is replaced whole, or not at all; a device or a pipe is written to."""
    for output in outputs:
        data = renderers[output.format](output)
        if output.on_stdout:
            emit(data)
        else:
            _replace(Path(output.file), data)


def _goes_on(file: Path) -> bool:
    """Tell whether this is a device or a pipe, which stays what it is and takes one writing after the other."""
    return file.exists() and not (file.is_file() or file.is_dir())


def _replace(file: Path, data: bytes) -> None:
    from seatrial.atomic_write import write_whole

    try:
        if _goes_on(file):
            file.write_bytes(data)
        else:
            write_whole(file, data)
    except OSError as error:
        raise Refused(f"cannot write {file}: {error.strerror or error}") from None
