"""Graphs are read from the wire: operators that do more than compute, wherever they hide, and files outside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.model.artifacts import Artifact, Verdict
from seatrial.read.artifacts.budget import Budget
from seatrial.read.artifacts.door import Part
from seatrial.read.artifacts.router import inspect, inspect_part


def number(value: int) -> bytes:
    out = bytearray()
    while True:
        out.append((value & 0x7F) | (0x80 if value > 0x7F else 0))
        value >>= 7
        if not value:
            return bytes(out)


def field(at: int, value: bytes | str | int) -> bytes:
    if isinstance(value, int):
        return number(at << 3) + number(value)
    raw = value.encode() if isinstance(value, str) else value
    return number(at << 3 | 2) + number(len(raw)) + raw


def tf_node(operator: str, name: str = "node", **attributes: str) -> bytes:
    pairs = (field(5, field(1, key) + field(2, field(2, value))) for key, value in attributes.items())
    return field(1, name) + field(2, operator) + b"".join(pairs)


def tf_function(name: str, *nodes: bytes) -> bytes:
    return field(1, field(1, name)) + b"".join(field(3, node) for node in nodes)


def saved_model(*nodes: bytes, functions: tuple[bytes, ...] = (), more: bytes = b"") -> bytes:
    library = field(2, b"".join(field(1, one) for one in functions)) if functions else b""
    graph = b"".join(field(1, node) for node in nodes) + library
    return field(1, 1) + field(2, field(1, field(5, "2.16")) + field(2, graph) + more)


PLAIN = (tf_node("Placeholder", "x"), tf_node("MatMul", "y"), tf_node("RestoreV2"), tf_node("StatefulPartitionedCall"))


def named(found: Artifact) -> list[tuple[Verdict, str]]:
    return [(one.level, one.key) for one in found.findings]


def test_a_saved_model_that_computes_is_clean() -> None:
    found = inspect("saved_model.pb", saved_model(*PLAIN))

    assert (found.format, found.verdict, found.findings, found.gaps) == (
        "TensorFlow SavedModel", Verdict.CLEAN, (), (),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        *((name, Verdict.DANGEROUS) for name in ("ReadFile", "WriteFile", "PyFunc", "EagerPyFunc", "MatchingFiles")),
        *((name, Verdict.DANGEROUS) for name in ("ImmutableConst", "RpcCall", "SaveDatasetV2", "PyFuncStateless")),
        *((name, Verdict.SUSPICIOUS) for name in ("LoadLibrary", "TextLineDataset", "Mine>Attack", "TRTEngineOp")),
        *((name, Verdict.CLEAN) for name in ("PrintV2", "SaveV2", "Addons>CorrelationCost", "ParseExampleV2")),
    ],
)
def test_an_operator_is_judged_by_what_it_does(operator: str, expected: Verdict) -> None:
    assert inspect("saved_model.pb", saved_model(*PLAIN, tf_node(operator))).verdict is expected


def test_an_operator_inside_of_a_function_is_found_with_its_place() -> None:
    inner = tf_function("__inference_serve_12", tf_node("Identity"), tf_node("WriteFile", "drop"))

    found = inspect("saved_model.pb", saved_model(*PLAIN, functions=(tf_function("a", PLAIN[0]), inner)))

    assert named(found) == [(Verdict.DANGEROUS, "meta_graphs[0].graph_def function __inference_serve_12 node drop")]
    assert "tf2onnx" in found.findings[0].safer


@pytest.mark.parametrize(
    ("operator", "attribute", "value"),
    [
        ("PrintV2", "output_stream", "file:///home/u/.bashrc"),
        ("DebugIdentityV2", "debug_urls", "grpc://a.example:1"),
        ("DecodeProtoV2", "descriptor_source", "/etc/passwd"),
    ],
)
def test_a_harmless_operator_that_is_told_to_reach_outside_is_dangerous(
    operator: str, attribute: str, value: str
) -> None:
    found = inspect("saved_model.pb", saved_model(*PLAIN, tf_node(operator, **{attribute: value})))

    assert found.verdict is Verdict.DANGEROUS
    assert value in found.findings[0].what


def test_a_printing_operator_that_writes_to_the_terminal_is_clean() -> None:
    assert inspect("saved_model.pb", saved_model(tf_node("PrintV2", output_stream="stderr"))).verdict is Verdict.CLEAN


def test_the_keras_objects_of_a_saved_model_are_read_too() -> None:
    config = '{"class_name": "Lambda", "config": {"function": ["4wEA", null, null]}}'
    objects = field(7, field(1, field(4, field(1, "_tf_keras_layer") + field(3, config))))
    metadata = field(1, field(2, 0) + field(3, "root") + field(4, "_tf_keras_model") + field(5, config))

    assert inspect("saved_model.pb", saved_model(*PLAIN, more=objects)).verdict is Verdict.DANGEROUS
    assert inspect("keras_metadata.pb", metadata).verdict is Verdict.DANGEROUS


def test_the_fingerprint_beside_a_saved_model_is_clean() -> None:
    numbers = b"".join(field(at, 7 + at) for at in range(1, 6)) + field(6, field(1, 1))

    assert inspect("m/fingerprint.pb", numbers).verdict is Verdict.CLEAN
    assert inspect("m/fingerprint.pb", numbers[:-1]).verdict is Verdict.NOT_FULLY_READ


def test_an_asset_outside_of_the_folder_is_dangerous() -> None:
    inside = saved_model(*PLAIN, more=field(6, field(2, "words.txt")))
    outside = saved_model(*PLAIN, more=field(6, field(2, "../../../etc/passwd")))

    assert inspect("saved_model.pb", inside).verdict is Verdict.CLEAN
    assert inspect("saved_model.pb", outside).verdict is Verdict.DANGEROUS


def test_a_frozen_graph_and_a_graph_as_text_are_read_under_any_name() -> None:
    frozen = b"".join(field(1, node) for node in (*PLAIN, tf_node("ReadFile", "leak")))
    text = b'saved_model_schema_version: 1\nmeta_graphs {\n graph_def { node { name: "x" op: "PyFunc" } }\n}\n'

    assert (inspect("a.bin", frozen).format, named(inspect("a.bin", frozen))) == (
        "TensorFlow graph", [(Verdict.DANGEROUS, "node leak")],
    )  # fmt: skip
    assert inspect("saved_model.pbtxt", text).verdict is Verdict.DANGEROUS


def onnx(*parts: bytes, domain: str = "", functions: tuple[bytes, ...] = ()) -> bytes:
    graph = field(2, "g") + b"".join(parts) + field(12, field(1, "y"))
    listed = b"".join(field(25, one) for one in functions)
    return field(1, 9) + field(2, "pytest") + field(7, graph) + field(8, field(1, domain) + field(2, 17)) + listed


def onnx_node(operator: str, domain: str = "", *attributes: bytes) -> bytes:
    return field(1, field(3, f"n_{operator}") + field(4, operator) + b"".join(attributes) + field(7, domain))


def stored_at(place: str, name: str = "w") -> bytes:
    return field(1, 3) + field(2, 1) + field(8, name) + field(13, field(1, "location") + field(2, place)) + field(14, 1)


def test_a_graph_that_the_library_made_is_clean() -> None:
    helper = pytest.importorskip("onnx.helper")
    spec = helper.make_tensor_value_info("x", 1, [1, 2])
    node = helper.make_node("If", ["c"], ["y"], then_branch=helper.make_graph([], "a", [], [spec]),
                            else_branch=helper.make_graph([], "b", [], [spec]))  # fmt: skip
    model = helper.make_model(helper.make_graph([node], "g", [spec], [spec]))

    found = inspect("model.onnx", model.SerializeToString())

    assert (found.format, found.verdict, found.gaps) == ("ONNX", Verdict.CLEAN, ())


@pytest.mark.parametrize("place", ["../../etc/passwd", "/etc/passwd", "C:\\keys", "a/../../b", "file:///etc/passwd"])
def test_weights_that_lie_outside_of_the_folder_are_dangerous(place: str) -> None:
    found = inspect("model.onnx", onnx(field(5, stored_at(place))))

    assert (found.verdict, found.findings[0].key) == (Verdict.DANGEROUS, "tensor w")
    assert place in found.findings[0].what


@pytest.mark.parametrize(("there", "expected"), [(True, Verdict.CLEAN), (False, Verdict.NOT_FULLY_READ)])
def test_weights_beside_the_file_are_clean_when_they_are_there(there: bool, expected: Verdict) -> None:
    data = onnx(field(5, stored_at("model.onnx.data")))
    part = Part("model.onnx", data, beside=lambda name: there)

    assert inspect_part(part, Budget(), len(data)).verdict is expected


def test_weights_outside_are_found_in_attributes_subgraphs_sparse_tensors_and_functions() -> None:
    evil = stored_at("../x")
    branch = field(5, field(1, "then_branch") + field(6, field(5, evil)))
    hidden = (
        onnx(onnx_node("Constant", "", field(5, field(1, "value") + field(5, evil)))),
        onnx(onnx_node("If", "", branch)),
        onnx(field(15, field(1, evil))),
        onnx(functions=(field(1, "f") + field(10, "own") + field(7, field(4, "If") + branch),)),
    )

    assert [inspect("model.onnx", one).verdict for one in hidden] == [Verdict.DANGEROUS] * 4


@pytest.mark.parametrize(
    ("operator", "domain", "expected"),
    [
        ("Gemm", "", Verdict.CLEAN),
        ("LinearClassifier", "ai.onnx.ml", Verdict.CLEAN),
        ("FusedMatMul", "com.microsoft", Verdict.CLEAN),
        ("Evil", "com.example", Verdict.SUSPICIOUS),
        ("PyOp", "ai.onnx.contrib", Verdict.DANGEROUS),
        ("Any", "pyopmulti_2", Verdict.DANGEROUS),
    ],
)
def test_an_operator_of_onnx_is_judged_by_its_domain(operator: str, domain: str, expected: Verdict) -> None:
    assert inspect("model.onnx", onnx(onnx_node(operator, domain))).verdict is expected


def test_an_operator_that_the_file_defines_itself_is_no_foreign_one() -> None:
    own = field(1, "Gelu2") + field(10, "mine") + field(7, field(4, "Erf"))

    assert inspect("model.onnx", onnx(onnx_node("Gelu2", "mine"), functions=(own,))).verdict is Verdict.CLEAN


def test_a_compiled_part_of_a_graph_is_suspicious_and_outside_dangerous() -> None:
    def context(file: str) -> bytes:
        mode = field(5, field(1, "embed_mode") + field(3, 0))
        return onnx(
            onnx_node("EPContext", "com.microsoft", mode, field(5, field(1, "ep_cache_context") + field(4, file)))
        )

    assert inspect("model.onnx", context("ctx.bin")).verdict is Verdict.SUSPICIOUS
    assert inspect("model.onnx", context("/tmp/ctx.bin")).verdict is Verdict.DANGEROUS


def test_of_several_values_of_a_field_the_last_one_counts_as_it_does_for_parsers() -> None:
    hidden = field(1, field(4, "Add") + field(4, "PyOp") + field(7, "ai.onnx.contrib"))
    operator = field(1, "n") + field(2, "Add") + field(2, "WriteFile")

    assert inspect("model.onnx", onnx(hidden)).verdict is Verdict.DANGEROUS
    assert inspect("saved_model.pb", saved_model(operator)).verdict is Verdict.DANGEROUS


def test_fields_that_a_loader_passes_hide_nothing_under_the_name_that_it_goes_by() -> None:
    strange = field(100, "x")

    assert inspect("model.onnx", onnx(onnx_node("PyOp")) + strange).verdict is Verdict.DANGEROUS
    assert inspect("a/saved_model.pb", saved_model(tf_node("PyFunc")) + strange).verdict is Verdict.DANGEROUS


def test_a_text_that_begins_like_a_message_is_none() -> None:
    assert inspect("guide.rst", b":github_url: a text of more than a hundred letters " * 9).format == ""


def core_ml(layers: bytes) -> bytes:
    return field(1, 4) + field(2, field(1, field(1, "x"))) + field(500, layers)


def test_a_core_ml_model_is_told_by_its_native_classes() -> None:
    dense = field(1, field(1, "dense") + field(140, field(1, 4)))
    custom = field(1, field(1, "strange") + field(500, field(10, "MyLayer")))
    pipeline = field(1, 4) + field(2, field(1, field(1, "x"))) + field(202, field(1, core_ml(custom)))

    assert (inspect("m.mlmodel", core_ml(dense)).format, inspect("m.mlmodel", core_ml(dense)).verdict) == (
        "Core ML", Verdict.CLEAN,
    )  # fmt: skip
    assert named(inspect("a.onnx", core_ml(custom))) == [(Verdict.SUSPICIOUS, "layer strange")]
    assert inspect("m.mlmodel", pipeline).verdict is Verdict.SUSPICIOUS


def test_a_lite_model_is_told_by_its_custom_operators() -> None:
    flatbuffers = pytest.importorskip("flatbuffers")

    def lite(*names: str) -> bytes:
        builder = flatbuffers.Builder(0)
        codes = []
        for name in names:
            text = builder.CreateString(name)
            builder.StartObject(4)
            builder.PrependInt8Slot(0, 32, 0)
            builder.PrependUOffsetTRelativeSlot(1, text, 0)
            codes.append(builder.EndObject())
        builder.StartVector(4, len(codes), 4)
        for code in reversed(codes):
            builder.PrependUOffsetTRelative(code)
        listed = builder.EndVector()
        builder.StartObject(8)
        builder.PrependInt32Slot(0, 3, 0)
        builder.PrependUOffsetTRelativeSlot(1, listed, 0)
        builder.Finish(builder.EndObject(), file_identifier=b"TFL3")
        return bytes(builder.Output())

    assert inspect("m.tflite", lite("TFLite_Detection_PostProcess", "FlexErf")).verdict is Verdict.CLEAN
    assert named(inspect("m.bin", lite("FlexErf", "MyOp"))) == [(Verdict.SUSPICIOUS, "operator_codes[1]")]
    assert inspect("m.tflite", lite("FlexWriteFile")).verdict is Verdict.DANGEROUS


@pytest.mark.parametrize("whole", [saved_model(*PLAIN), onnx(onnx_node("Gemm")), core_ml(b"")], ids=len)
def test_a_graph_that_is_cut_off_is_never_clean(whole: bytes) -> None:
    verdicts = {inspect("model.onnx", whole[:size]).verdict for size in range(len(whole) - 1)}

    assert Verdict.CLEAN not in verdicts


@given(st.sampled_from([saved_model(*PLAIN), onnx(onnx_node("Gemm"), field(5, stored_at("x")))]), st.data())
def test_changed_graphs_raise_nothing(whole: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(whole)))
    inspect("model.onnx", whole[:at] + data.draw(st.binary(max_size=6)) + whole[at:])
