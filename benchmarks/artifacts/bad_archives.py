"""Which archives and compressed files hold what would run, or play tricks on whoever looks into them?"""

import bz2
import gzip
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator

from benchmarks.artifacts.opcodes import START, pickled, system, wrapped_array
from benchmarks.artifacts.packed import header, lz4, npy, tarred, zipped

EVIL = pickled(system())


def torch_files() -> Iterator[tuple[str, bytes]]:
    """Yield what torch loads: its archive, its old format, its oldest, and each under a wrong name."""
    archive = zipped({"archive/data.pkl": EVIL, "archive/version": b"3\n", "archive/data/0": bytes(64)})
    yield "zip.pt", archive
    yield "zip-as-weights.bin", archive
    yield "zip-as.safetensors", archive
    yield "deflated.pt", zipped({"archive/data.pkl": EVIL}, zipfile.ZIP_DEFLATED)
    yield "pickle.pt", EVIL
    yield "legacy.pt", legacy(system())
    yield "legacy-bad-magic.pt", pickled(b"K\1") + legacy(system())
    yield "old-tar.pt", tarred({"sys_info": pickled(b"}"), "pickle": EVIL, "storages": b"", "tensors": b""})
    yield "script.pt", zipped({"m/data.pkl": EVIL, "m/constants.pkl": pickled(b")"), "m/code/m.py": b"x = 1\n"})


def legacy(body: bytes) -> bytes:
    """Return the five pickles of torch's old format, with some opcodes in the fourth."""
    magic = b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19."
    return magic + b"\x80\x02M\xe9\x03.\x80\x02}." + b"\x80\x02" + body + b"." + b"\x80\x02]."


def joblib_files() -> Iterator[tuple[str, bytes]]:
    """Yield what joblib writes: arrays in the middle of a pickle, packed in all its ways."""
    raw = START + b"(" + wrapped_array("f8", 50, bytes(400), at=3) + system() + b"l."
    yield "raw.joblib", raw
    yield "random-array.joblib", START + b"(" + wrapped_array("u1", 256, bytes(range(256)), at=3) + system() + b"l."
    yield "without-padding.joblib", START + b"(" + wrapped_array("f4", 9, bytes(36), padded=False) + system() + b"l."
    yield "texts.joblib", START + b"(" + wrapped_array("U3", 4, bytes(48), at=3) + system() + b"l."
    yield "objects.joblib", START + b"(" + wrapped_array("O8", 1, EVIL) + b"l."
    yield "after-objects.joblib", START + b"(" + wrapped_array("O8", 1, pickled(b"N")) + system() + b"l."
    yield "size-unknown.joblib", raw.replace(b"shape", b"shapf")
    yield (
        "other-file.joblib",
        pickled(b"\x8c\x13joblib.numpy_pickle\x8c\x0eNDArrayWrapper\x93)\x81}\x8c\x08filename\x8c\x05x.npysb"),
    )
    yield "zlib.joblib", zlib.compress(raw)
    yield "gzip.joblib", gzip.compress(raw)
    yield "gzip.pkl.gz", gzip.compress(EVIL)
    yield "bzip2.joblib", bz2.compress(raw)
    yield "xz.joblib", lzma.compress(raw)
    yield "lzma.joblib", lzma.compress(raw, format=lzma.FORMAT_ALONE)
    yield "lz4.joblib", lz4(raw)
    yield "two-gzip-streams.joblib", gzip.compress(raw[:100]) + gzip.compress(raw[100:])


def names() -> Iterator[tuple[str, bytes]]:
    """Yield pickles and archives under names that say otherwise, or nothing."""
    for other in ("model", "model.txt", "model.onnx", "model.safetensors", "model.h5", "model.npy", "model.csv"):
        yield f"pickle-as-{other}", EVIL
    yield "old-pickle-without-suffix", b"cos\nsystem\n(S'echo'\ntR."
    yield "zip-as.h5", zipped({"x/data.pkl": EVIL})


def archives() -> Iterator[tuple[str, bytes]]:
    """Yield archives in archives, and what unpacking them would write or link."""
    yield "model.mar", zipped({"MAR-INF/MANIFEST.json": b"{}", "model.pt": zipped({"m/data.pkl": EVIL})})
    yield "model.nemo", tarred({"./model_config.yaml": b"a: 1\n", "./model_weights.ckpt": zipped({"m/data.pkl": EVIL})})
    yield "model.tar.gz", tarred({"a/b/model.joblib": zlib.compress(EVIL)}, mode="w:gz")
    yield "model.tar.xz", tarred({"model.pkl": EVIL}, mode="w:xz")
    yield "nested.zip", zipped({"a.zip": zipped({"b.zip": zipped({"c.tar": tarred({"d.pkl": EVIL})})})})
    yield "member-without-suffix.zip", zipped({"readme": EVIL})
    yield "member-config.p", zipped({"model/config.p": EVIL})
    yield "slip.zip", zipped({"../../etc/cron.d/x": b"x"})
    yield "absolute.zip", zipped({"/etc/x": b"x"})
    yield "slip.tar", tarred({"../../etc/cron.d/x": b"x"})
    yield "absolute.tar", tarred({"/etc/x": b"x"})
    yield "link-out.tar", tarred({"a": b"x"}, ("b", "/etc/passwd", tarfile.SYMTYPE))
    yield "hard-link-out.tar", tarred({}, ("b", "../../x", tarfile.LNKTYPE))
    yield "device.tar", tarred({}, ("b", "", tarfile.CHRTYPE))
    yield "pax-slip.tar", tarred({"../" + "x" * 200: b"x"})


def zip_tricks() -> Iterator[tuple[str, bytes]]:
    """Yield zip archives that say one thing to scanners and another to loaders."""
    good = zipped({"archive/data.pkl": EVIL, "archive/version": b"3\n"})
    local, central = good.index(b"PK\x03\x04"), good.index(b"PK\x01\x02")
    yield "other-local-name.pt", good.replace(b"archive/data.pkl", b"archive/data.txt", 1)
    for bit in (0x1, 0x20, 0x40):
        yield f"flag-{bit:#x}-in-both.pt", _changed(good, {local + 6: bit, central + 8: bit})
        yield f"flag-{bit:#x}-in-directory.pt", _changed(good, {central + 8: bit})
    yield "bad-checksum.pt", _changed(good, {local + 14: 1, central + 16: 1})
    yield "other-local-method.pt", _changed(good, {local + 8: 8})
    yield "prefixed.pt", b"#!/bin/sh\necho\n" + good
    yield "behind-a-picture.png", b"\x89PNG\r\n\x1a\n" + bytes(500) + good
    yield "behind-a-pickle.pkl", pickled(b"N") + good
    yield "duplicate.pt", _twice("archive/data.pkl", pickled(b"N"), EVIL)
    yield "hidden-member.pt", good[:central] + zipped({"x": b"y"})
    yield "trailing-pickle.pt", zipped({"a": b"x"}) + EVIL
    yield "comment-pickle.pt", _with_comment({"a": b"x"}, EVIL)


def _changed(data: bytes, changes: dict[int, int]) -> bytes:
    out = bytearray(data)
    for at, bits in changes.items():
        out[at] ^= bits
    return bytes(out)


def _twice(member: str, first: bytes, second: bytes) -> bytes:
    out = zipped({member: first, member.replace("data", "dota"): second})
    return out.replace(b"dota", b"data")


def _with_comment(members: dict[str, bytes], comment: bytes) -> bytes:
    out = bytearray(zipped(members))
    out[-2:] = struct.pack("<H", len(comment))
    return bytes(out) + comment


def numpy_files() -> Iterator[tuple[str, bytes]]:
    """Yield arrays of objects, alone and in archives, and headers for loaders that evaluate them."""
    evil = npy("|O", 1, EVIL)
    yield "objects.npy", evil
    yield "fields-with-objects.npy", npy([("a", "<f8"), ("b", "|O")], 1, EVIL)
    yield "objects.npz", zipped({"a.npy": npy("<f8", 2, bytes(16)), "b.npy": evil})
    yield "objects-packed.npz", zipped({"b.npy": evil}, zipfile.ZIP_DEFLATED)
    yield "pickle-as.npy", EVIL
    yield "behind-the-array.npy", npy("<f8", 2, bytes(16)) + EVIL
    yield "evaluated-header.npy", header(b"__import__('os').system('echo')".ljust(63) + b"\n")
