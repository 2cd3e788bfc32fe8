"""What does a file hold that the command line names? It is read to a limit, since it may be a device without an end."""

from pathlib import Path

from .exits import Refused


def content(path: str, what: str, most: int) -> bytes:
    """Return the bytes of a file of at most ``most`` bytes; ``what`` says what it is taken for.

    A pipe is read as any file is. Refuses what cannot be read, and what is larger.
    """
    if not path:  # a variable that is not set
        raise Refused(f"'' is no file of a {what}: name one")
    if Path(path).is_dir():
        raise Refused(f"{path} is a folder: name the file of a {what}")
    try:
        with Path(path).open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise Refused(f"the {what} {path} cannot be read: {error.strerror or error}") from None
    if len(data) > most:
        raise Refused(f"{path} is larger than {most // 1_000_000} MB, which no {what} is")
    return data
