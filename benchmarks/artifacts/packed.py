"""How are archives and arrays packed by hand, so that they may be as no library packs them?"""

import io
import struct
import tarfile
import zipfile


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    """Return a zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return out.getvalue()


def tarred(members: dict[str, bytes], *links: tuple[str, str, bytes], mode: str = "w") -> bytes:
    """Return a tar archive; links are given as name, target and type."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for member, content in members.items():
            header = tarfile.TarInfo(member)
            header.size = len(content)
            archive.addfile(header, io.BytesIO(content))
        for member, target, kind in links:
            header = tarfile.TarInfo(member)
            header.type, header.linkname = kind, target
            archive.addfile(header)
    return out.getvalue()


def lz4(data: bytes) -> bytes:
    """Return an lz4 frame with one block of literals."""
    count, token = len(data), b"\xf0"
    rest = count - 15
    lengths = b"\xff" * (rest // 255) + bytes([rest % 255])
    block = token + lengths + data
    return b"\x04\x22\x4d\x18\x60\x40\x82" + struct.pack("<I", len(block)) + block + bytes(4)


def npy(described: object, count: int, content: bytes) -> bytes:
    """Return a numpy array file."""
    text = f"{{'descr': {described!r}, 'fortran_order': False, 'shape': ({count},), }}"
    return header(text.encode().ljust(117) + b"\n") + content


def header(text: bytes) -> bytes:
    """Return the start of a numpy array file, whose header says what it likes."""
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text
