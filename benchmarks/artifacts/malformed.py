"""Which files are broken, or bombs: neither crash nor hang may follow, and none may be called clean?"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from benchmarks.artifacts.opcodes import START, framed, name, pickled, text, wrapped_array
from benchmarks.artifacts.packed import npy, zipped


def broken_pickles() -> Iterator[tuple[str, bytes]]:
    """Yield pickles that end early or say what cannot be."""
    good = pickled(text("a"), b"\x94", b"K\1", b"\x86")
    yield "empty.pkl", b""
    yield "protocol-alone.pkl", b"\x80"
    yield "cut.pkl", good[:-1]
    yield "cut-in-a-text.pkl", good[:4]
    yield "no-opcode.pkl", START + b"N\xfe."
    yield "length-of-a-text.pkl", START + b"X\xff\xff\xff\x7fabc."
    yield "length-of-bytes.pkl", START + b"\x8e" + struct.pack("<Q", 1 << 62) + b"."
    yield "length-of-a-frame.pkl", framed(b"N.", 1 << 40)
    yield "number.pkl", b"Iabc\nI" + b"9" * 100_000 + b"\n."
    yield "text-without-quotes.pkl", b"cfoo\nbar\nSabc\n\x93."
    yield "no-mark.pkl", START + b"t."
    yield "empty-stack.pkl", START + b"."
    yield "unknown-place.pkl", START + b"h\5."
    yield "negative-place.pkl", START + b"Ng-1\n."
    yield "future-protocol.pkl", b"\x80\x09N."
    yield "array-past-the-end.joblib", START + wrapped_array("f8", 1000, bytes(10)) + b"."
    yield "array-of-nothing-known.joblib", START + wrapped_array("q?", 4, bytes(10)) + b"."


def bombs() -> Iterator[tuple[str, bytes]]:
    """Yield small files that unfold to a lot."""
    lists = (
        START
        + b"]\x94K\1a"
        + b"".join(b"](" + b"h" + bytes([at]) + (b"h" + bytes([at])) * 9 + b"e\x94" for at in range(40))
    )
    yield "billion-laughs.pkl", lists + b"."
    tuples = START + b")\x94" + b"".join(b"(" + (b"h" + bytes([at])) * 9 + b"t\x94" for at in range(40))
    yield "billion-laughs-of-tuples.pkl", tuples + b"."
    yield "deep-lists.pkl", START + b"]" * 200_000 + b"a" * 199_999 + b"."
    yield "deep-tuples.pkl", START + b")" + b"\x85" * 200_000 + b"."
    yield "deep-marks.pkl", START + b"(" * 200_000 + b"t" * 200_000 + b"."
    yield "deep-reduce.pkl", START + name("functools:partial") * 2 + b"\x85R" * 100_000 + b"."
    yield "memo-place.pkl", START + b"Nr\xff\xff\xff\x7f."
    yield "high-stack.pkl", START + b"N" * 4_000_000 + b"."
    yield "zip-bomb.zip", _bomb(300)
    yield "zip-in-zip.zip", _nested(40)
    yield "zlib-bomb.joblib", zlib.compress(START + b"\x8e" + struct.pack("<Q", 20_000_000) + bytes(20_000_000), 9)
    yield "deep-header.npy", b"\x93NUMPY\x01\x00" + struct.pack("<H", 60_000) + b"(" * 60_000
    yield "huge-shape.npy", npy("<f8", 1 << 60, b"")


def _bomb(megabytes: int) -> bytes:
    """Return an archive of one member of zeros; the same packed block again and again, since packing takes long."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(1_000_000)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed, size = block * megabytes + b"\x03\0", megabytes * 1_000_000
    about = struct.pack("<5H3IH", 20, 0, 8, 0, 33, 0, len(packed), size, 6)
    local = b"PK\x03\x04" + about + b"\0\0" + b"data/0" + packed
    entry = b"PK\x01\x02\x14\0" + about + struct.pack("<4H2I", 0, 0, 0, 0, 0, 0) + b"data/0"
    return local + entry + b"PK\x05\x06" + struct.pack("<4H2IH", 0, 0, 1, 1, len(entry), len(local), 0)


def _nested(depth: int) -> bytes:
    data = b"x"
    for _ in range(depth):
        data = zipped({"a.zip": data}, zipfile.ZIP_DEFLATED)
    return data


def broken_archives() -> Iterator[tuple[str, bytes]]:
    """Yield archives and streams that end early, or whose parts do not fit."""
    good = zipped({"data.pkl": pickled(b"N"), "b": b"x" * 100})
    central = good.index(b"PK\x01\x02") + 24
    yield "cut.zip", good[:-30]
    yield "cut.pt", good[:50]
    yield "directory-past-the-end.pt", good[:-6] + b"\xff\xff\xff\x00" + good[-2:]
    yield "member-past-the-end.pt", good[: central - 4] + b"\xff\xff\xff\x0f" + good[central:]
    yield "zeros.pt", bytes(1000)
    yield "cut.joblib", zlib.compress(pickled(text("a" * 100)))[:-8]
    yield "cut.pkl.gz", b"\x1f\x8b\x08" + bytes(20)
    yield "cut.tar", _tar()[:700]
    yield "checksum.tar", _tar()[:1024] + b"x" * 512
    yield "sealed.7z", b"7z\xbc\xaf\x27\x1c" + bytes(50)
    yield "sealed.rar", b"Rar!\x1a\x07\x01\0" + bytes(50)
    yield "sealed.zst", b"\x28\xb5\x2f\xfd" + bytes(50)
    yield "pointer.pt", b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n"
    yield "encrypted.zip", _encrypted()
    yield "cut.npy", npy("<f8", 4, bytes(20))
    yield "header-past-the-end.npy", b"\x93NUMPY\x01\x00\xff\xff{}"
    yield "noise.pt", bytes(range(256)) * 20


def _tar() -> bytes:
    import tarfile

    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        header = tarfile.TarInfo("a.pkl")
        header.size = 400
        archive.addfile(header, io.BytesIO(bytes(400)))
    return out.getvalue()


def _encrypted() -> bytes:
    data = bytearray(zipped({"data.pkl": bytes(range(1, 200))}))
    for at in (data.index(b"PK\x03\x04") + 6, data.index(b"PK\x01\x02") + 8):
        data[at] |= 1
    for at in (data.index(b"PK\x03\x04") + 14, data.index(b"PK\x01\x02") + 16):
        data[at] ^= 255
    return bytes(data)
