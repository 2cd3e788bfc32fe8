"""Archives are read as their loaders read them, never unpacked to where they want, and within one budget."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.artifacts.bad_archives import EVIL
from benchmarks.artifacts.opcodes import pickled, system, text
from benchmarks.artifacts.packed import lz4, npy, tarred, zipped
from seatrial.model.artifacts import Artifact, Verdict
from seatrial.read.artifacts import router
from seatrial.read.artifacts.archives import unpacking
from seatrial.read.artifacts.archives.lz4_frame import lz4_stream
from seatrial.read.artifacts.archives.zip_directory import directory
from seatrial.read.artifacts.budget import Budget, Exhausted
from seatrial.read.artifacts.door import FormatReader, Part
from seatrial.read.artifacts.readers import READERS
from seatrial.read.artifacts.router import inspect

_PACKED: tuple[tuple[str, Callable[[bytes], bytes], Callable[[], unpacking.Unpacker]], ...] = (
    ("zlib", zlib.compress, unpacking.zlib_stream),
    ("gzip", gzip.compress, unpacking.gzip_stream),
    ("bzip2", bz2.compress, unpacking.bzip2_stream),
    ("xz", lzma.compress, unpacking.lzma_stream),
    ("lz4", lz4, lz4_stream),
)


def rules(found: Artifact) -> set[str]:
    return {one.rule for one in found.findings}


def test_a_member_of_a_member_is_named_by_its_way() -> None:
    found = inspect("a.zip", zipped({"b.tar": tarred({"c/data.pkl": EVIL})}))

    assert [(one.rule, one.member) for one in found.findings] == [("pickle-dangerous", "b.tar!c/data.pkl")]
    assert found.findings[0].byte == EVIL.index(b"\x93")
    assert found.inside == ("pickle", "tar archive")


@pytest.mark.parametrize(
    ("members", "kind"),
    [
        ({"archive/data.pkl": EVIL}, "torch archive"),
        ({"m/data.pkl": EVIL, "m/constants.pkl": EVIL}, "TorchScript archive"),
        ({"config.json": b"{}", "model.weights.h5": b""}, "keras archive"),
        ({"a.npy": npy("<f8", 1, bytes(8))}, "archive of numpy arrays"),
        ({"x.csv": b""}, "zip archive"),
        ({"[Content_Types].xml": b"", "word/document.xml": b""}, "Word document"),
        ({"[Content_Types].xml": b"", "xl/workbook.xml": b"", "xl/vbaProject.bin": b""}, "Excel workbook with macros"),
        ({"[Content_Types].xml": b"", "ppt/presentation.xml": b""}, "PowerPoint presentation"),
        ({"mimetype": b"", "content.xml": b""}, "OpenDocument file"),
        ({"mimetype": b"", "META-INF/container.xml": b""}, "EPUB book"),
        ({"META-INF/MANIFEST.MF": b"", "A.class": b""}, "Java archive"),
        ({"a-1.0.dist-info/WHEEL": b"", "a.py": b""}, "Python wheel"),
    ],
)
def test_an_archive_is_told_by_its_members(members: dict[str, bytes], kind: str) -> None:
    assert inspect("m", zipped(members)).format == kind


def test_a_good_archive_of_torch_has_nothing_to_tell() -> None:
    found = inspect("m.pt", zipped({"a/data.pkl": pickled(text("x")), "a/data/0": bytes(100)}, zipfile.ZIP_DEFLATED))

    assert (found.verdict, found.findings, found.gaps) == (Verdict.CLEAN, (), ())


def test_a_large_archive_with_wide_numbers_is_read() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, archive.open("m/data.pkl", "w", force_zip64=True) as member:
        member.write(EVIL)

    assert inspect("m.pt", out.getvalue()).verdict is Verdict.DANGEROUS


def test_an_encrypted_member_is_not_read_and_one_that_only_says_so_is() -> None:
    good = zipped({"data.pkl": EVIL})
    marked = bytearray(good)
    for at in (good.index(b"PK\x03\x04") + 6, good.index(b"PK\x01\x02") + 8):
        marked[at] |= 1
    sealed = bytes(marked).replace(EVIL, bytes(byte ^ 0x55 for byte in EVIL))

    assert rules(inspect("m.pt", bytes(marked))) == {"pickle-dangerous", "zip-flags"}
    assert "is encrypted" in inspect("m.pt", sealed).gaps[-1].why


def test_a_link_inside_the_folder_is_no_finding_and_one_out_of_it_is() -> None:
    inside = tarred({"a/b": b"x"}, ("a/c", "b", tarfile.SYMTYPE), ("d", "a/b", tarfile.LNKTYPE))
    outside = tarred({}, ("a/c", "../../b", tarfile.SYMTYPE))

    assert inspect("m.tar", inside).verdict is Verdict.CLEAN
    assert rules(inspect("m.tar", outside)) == {"tar-link"}


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_long_names_are_read_in_every_form_of_tar(form: int) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        header = tarfile.TarInfo(f"{'d' * 90}/{'e' * 60}/data.pkl")
        header.size = len(EVIL)
        archive.addfile(header, io.BytesIO(EVIL))

    assert inspect("m.tar", out.getvalue()).findings[0].member == header.name


@pytest.mark.parametrize(("_name", "pack", "start"), _PACKED)
def test_what_was_packed_comes_out_piece_by_piece(
    _name: str, pack: Callable[[bytes], bytes], start: Callable[[], unpacking.Unpacker]
) -> None:
    plain = bytes(range(256)) * 3000 + bytes(2_000_000)

    view, torn = unpacking.expanded(unpacking.pieces(memoryview(pack(plain)), start), Budget())

    assert torn == ""
    assert view == plain


@pytest.mark.parametrize(("name", "pack", "_start"), _PACKED)
def test_every_packing_is_looked_into(
    name: str, pack: Callable[[bytes], bytes], _start: Callable[[], unpacking.Unpacker]
) -> None:
    found = inspect("model.joblib", pack(EVIL + b"x" * 0))
    cut = inspect("model.joblib", pack(pickled(text("a" * 200)) * 20)[:-9])

    assert (found.verdict, found.format) == (Verdict.DANGEROUS, f"{name} stream")
    assert cut.verdict is Verdict.NOT_FULLY_READ


def test_more_than_fits_in_memory_goes_to_a_file_and_comes_out_the_same() -> None:
    plain = bytes(20_000_000) + EVIL

    view, _ = unpacking.expanded(unpacking.pieces(memoryview(zlib.compress(plain)), unpacking.zlib_stream), Budget())

    assert len(view) == len(plain)
    assert view[-len(EVIL) :] == EVIL


def test_unpacking_ends_at_the_budget() -> None:
    packed = memoryview(zlib.compress(bytes(5_000_000)))

    with pytest.raises(Exhausted, match="unpacks to more"):
        unpacking.expanded(unpacking.pieces(packed, unpacking.zlib_stream), Budget(unpacked=1_000_000))


@given(st.lists(st.tuples(st.binary(max_size=40), st.integers(1, 40), st.integers(4, 60)), min_size=1, max_size=8))
def test_lz4_copies_from_what_came_out(parts: list[tuple[bytes, int, int]]) -> None:
    """Blocks are written here by the description of the format: literals, then a copy from further back."""
    plain, block = b"", b""
    for literals, back, count in parts:
        plain += literals
        if not plain:
            continue
        offset = min(back, len(plain))
        block += _sequence(literals if block else plain, offset, count)
        plain += (plain[-offset:] * count)[:count]
    block += _sequence(b"end!!", 0, 0)
    frame = b"\x04\x22\x4d\x18\x60\x40\x82" + len(block).to_bytes(4, "little") + block + bytes(4)

    assert lz4_stream().decompress(frame) == plain + b"end!!"


def _sequence(literals: bytes, offset: int, count: int) -> bytes:
    first, more = (len(literals), b"") if len(literals) < 15 else (15, bytes([len(literals) - 15]))
    second, rest = (count - 4, b"") if count < 19 else (15, bytes([count - 19]))
    if not offset:
        return bytes([first << 4]) + more + literals
    return bytes([first << 4 | second]) + more + literals + offset.to_bytes(2, "little") + rest


def test_arrays_of_objects_hold_a_pickle_and_others_none() -> None:
    assert inspect("a.npy", npy("<f8", 2, bytes(16))).verdict is Verdict.CLEAN
    assert inspect("a.npy", npy("|O", 1, EVIL)).findings[0].what.startswith("calls os.system")
    assert rules(inspect("a.npy", b"\x93NUMPY\x01\x00\x10\x00open('x')       ")) == {"numpy-header"}


@given(st.binary(max_size=300), st.integers(0, 4))
def test_no_bytes_make_an_archive_fail(data: bytes, kind: int) -> None:
    good = zipped({"data.pkl": pickled(system())})
    start = (b"PK\x03\x04", b"\x93NUMPY\x01\x00", b"\x1f\x8b\x08", good[:60], b"")[kind]
    end = good[-80:] if kind in (0, 3) else b""

    assert inspect("m.pt", start + data + end).verdict in Verdict


def test_a_reader_that_breaks_on_the_first_bytes_of_a_member_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(part: Part) -> bool:
        if part.head.startswith(b"odd"):
            raise IndexError(part.head)
        return False

    monkeypatch.setattr(
        router, "READERS", (FormatReader("an odd one", breaks, lambda _part, _budget: iter(())), *READERS)
    )

    found = inspect("m.zip", zipped({"notes": b"odd bytes"}))

    assert [(gap.member, gap.why) for gap in found.gaps] == [
        ("notes", "may be an odd one, whose reader broke on its first bytes: IndexError")
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_a_large_archive_is_read_by_the_records_of_large_ones(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 0)  # every archive is written as those beyond 65,535 members
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 0)  # and as one beyond 4 GB, with sizes and places in extra fields
    data = zipped({f"{number}.pkl": pickled(system("id")) for number in range(count)})

    found = directory(memoryview(data))

    assert b"PK\x06\x06" in data
    assert [(one.name, one.local_name, one.header >= 0) for one in found.members] == [
        (f"{number}.pkl", f"{number}.pkl", True) for number in range(count)
    ]
    assert found.more == 0
    assert inspect("a.zip", data).verdict is Verdict.DANGEROUS
