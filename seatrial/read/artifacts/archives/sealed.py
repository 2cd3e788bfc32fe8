"""Which files cannot be looked into: archives of other kinds, encrypted ones, and pointers to content elsewhere?"""

from collections.abc import Iterator

from seatrial.model.artifacts import Gap, Kind
from seatrial.read.artifacts.budget import Budget
from seatrial.read.artifacts.door import FormatReader, Part, Told

_SEALED: tuple[tuple[bytes, str, str], ...] = (
    (b"7z\xbc\xaf\x27\x1c", "7z archive", "is packed by 7z, which is not unpacked"),
    (b"Rar!\x1a\x07", "RAR archive", "is packed by rar, which is not unpacked"),
    (b"\x28\xb5\x2f\xfd", "zstd stream", "is packed by zstd, which is not unpacked"),
    (b"\x1f\x9d", "compress stream", "is packed by compress, which is not unpacked"),
    (b"\xff\x06\x00\x00sNaPpY", "snappy stream", "is packed by snappy, which is not unpacked"),
    (b"LZIP", "lzip stream", "is packed by lzip, which is not unpacked"),
    (b"-----BEGIN PGP MESSAGE", "encrypted file", "is encrypted"),
    (b"Salted__", "encrypted file", "is encrypted"),
    (b"age-encryption.org/", "encrypted file", "is encrypted"),
    (b"version https://git-lfs.github.com/spec/", "git-lfs pointer", "is a pointer; its content is elsewhere"),
)


def is_sealed(part: Part) -> bool:
    """Tell whether a part is known to be one that cannot be looked into."""
    return any(part.head.startswith(mark) for mark, _, _ in _SEALED)


def read_sealed(part: Part, _budget: Budget) -> Iterator[Told]:
    """Yield why it was not read."""
    for mark, kind, why in _SEALED:
        if part.head.startswith(mark):
            yield Kind(kind)
            yield Gap(why)


SEALED = FormatReader("sealed file", is_sealed, read_sealed)
