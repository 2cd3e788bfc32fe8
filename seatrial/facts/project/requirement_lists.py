"""From which lists of packages does a command install?"""

from collections.abc import Iterator

from seatrial.read.infrastructure.shell import Command

_PIP = (("pip", "install"), ("pip3", "install"), ("uv", "pip", "install"), ("uv", "pip", "sync"))


def lists_of(command: Command) -> Iterator[str]:
    """Yield the files behind ``pip install -r``, as written; none that a variable or an address stands for."""
    if not any(command.starts(*words) for words in _PIP):
        return
    words = command.arguments
    for before, word in zip(("", *words), words, strict=False):
        name = word if before in {"-r", "--requirement"} else word.removeprefix("--requirement=")
        if (before in {"-r", "--requirement"} or name != word) and "$" not in name and "://" not in name:
            yield name
