"""Sizes and values of inputs come from the most trusted source that there is, and each tells which."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from onnx import TensorProto, helper, numpy_helper

from seatrial.bench.inputs.axes import axes
from seatrial.bench.inputs.fills import filled
from seatrial.bench.inputs.graph import Bound, GraphFacts, graph_facts
from seatrial.bench.inputs.hints import Hint, Hints, hints
from seatrial.bench.inputs.prepare import LARGEST, assignments
from seatrial.bench.inputs.specs import NoInput, Spec, specs
from seatrial.model.bench_setup import Provenance

from .making import Make

NOTHING = Hints({})


def sizes(name: str, kind: str, shape: tuple[int | str | None, ...], known: Hints = NOTHING) -> list[int]:
    return [axis.size for axis in axes(Spec(name, kind, shape), known, {})]


@pytest.mark.parametrize(
    ("name", "kind", "shape", "expected"),
    [
        ("x", "float32", ("batch", 3, None, None), [1, 3, 224, 224]),
        ("x", "float32", ("N", None, "height", "width"), [1, 3, 224, 224]),
        ("x", "uint8", (None, None, None, 3), [1, 224, 224, 3]),
        ("input_ids", "int64", ("batch_size", "sequence_length"), [1, 128]),
        ("input", "float32", (None, None), [1, 512]),
        ("audio", "float32", (None,), [16_000]),
        ("audio", "float32", ("batch", "samples"), [1, 16_000]),
        ("state", "float32", (2, "batch", 128), [2, 1, 128]),
        ("past.0", "float32", ("batch", 12, "past_sequence_length", 64), [1, 12, 16, 64]),
        ("attention_mask", "int64", ("batch", "past_sequence_length + sequence_length"), [1, 144]),
        ("frames", "float32", ("sequence_length", 576), [512, 576]),
        ("sr", "int64", (), []),
    ],
)
def test_free_dimensions_get_usual_sizes(
    name: str, kind: str, shape: tuple[int | str | None, ...], expected: list[int]
) -> None:
    assert sizes(name, kind, shape) == expected


def test_rows_are_told_from_other_free_dimensions() -> None:
    spec = Spec("x", "float32", ("batch", None, "seq", 8))

    assert [axis.batch for axis in axes(spec, NOTHING, {})] == [True, False, False, False]


def test_the_shape_of_the_user_rules_and_is_checked_against_the_graph() -> None:
    spec = Spec("x", "float32", ("batch", 3, None, None))

    given_shape = axes(spec, NOTHING, {"x": (2, 3, 48, 320)})

    assert [axis.size for axis in given_shape] == [2, 3, 48, 320]
    assert [axis.provenance for axis in given_shape] == [Provenance.USER, Provenance.GRAPH] + [Provenance.USER] * 2
    with pytest.raises(NoInput, match=r"is \[1, 4, 9, 9\], but the model fixes dimension 1 to 3"):
        axes(spec, NOTHING, {"x": (1, 4, 9, 9)})
    with pytest.raises(NoInput, match="but it has 4 dimensions"):
        axes(spec, NOTHING, {"x": (1, 3)})


def known(**numbers: int) -> Hints:
    return Hints({name.replace("_", " "): Hint(value, "config.json") for name, value in numbers.items()})


@pytest.mark.parametrize(
    ("spec", "said", "fill", "high", "value"),
    [
        (Spec("input_ids", "int64", (1, 4)), known(vocabulary=100), "whole", 99, 0),
        (Spec("input_ids", "int64", (1, 4)), NOTHING, "whole", 1, 0),
        (Spec("attention_mask", "int64", (1, 4)), known(vocabulary=100), "value", 0, 1),
        (Spec("token_type_ids", "int64", (1, 4)), known(vocabulary=100), "value", 0, 0),
        (Spec("position_ids", "int64", (1, 4)), known(positions=64), "rising", 63, 0),
        (Spec("sr", "int64", ()), known(rate=8000), "value", 0, 8000),
        (Spec("sample_rate", "float32", (1,)), NOTHING, "value", 0, 16_000),
        (Spec("image", "uint8", (1, 9, 9, 3)), NOTHING, "whole", 255, 0),
        (Spec("past.0", "float32", (1, 4)), NOTHING, "value", 0, 0),
        (Spec("use_cache_branch", "bool", (1,)), NOTHING, "value", 0, 0),
        (Spec("x", "float32", (1, 4)), NOTHING, "normal", 0, 0),
    ],
)
def test_values_are_what_a_model_takes_them_for(spec: Spec, said: Hints, fill: str, high: int, value: int) -> None:
    recipe = filled(spec, axes(spec, said, {}), said, GraphFacts()).recipe

    assert (recipe.fill, recipe.high, recipe.value) == (fill, high, value)


def test_the_graph_bounds_an_index_before_any_file_does() -> None:
    spec = Spec("input_ids", "int64", (1, 4))
    graph = GraphFacts((("input_ids", Bound(30, "rows of 'table'")), ("input_ids", Bound(20, "rows of 'other'"))))

    made = filled(spec, axes(spec, NOTHING, {}), known(vocabulary=100), graph)

    assert (made.recipe.high, made.provenance, made.rule) == (19, Provenance.GRAPH, "below 20, rows of 'other'")


def table(rows: int) -> object:
    import numpy as np

    return numpy_helper.from_array(np.zeros((rows, 2), dtype="float32"), "table")


def test_an_index_is_followed_to_its_table_through_branches(made: Make) -> None:
    then = helper.make_graph(
        [helper.make_node("Gather", ["table", "index"], ["picked"])],
        "then", [], [helper.make_tensor_value_info("picked", TensorProto.FLOAT, None)],
    )  # fmt: skip
    nodes = [
        helper.make_node("Cast", ["ids"], ["wide"], to=TensorProto.INT64),
        helper.make_node("Unsqueeze", ["wide", "at"], ["index"]),
        helper.make_node("If", ["yes"], ["out"], then_branch=then, else_branch=then),
    ]
    inputs = [("ids", TensorProto.INT32, [3]), ("yes", TensorProto.BOOL, [])]
    path = made("branches", nodes, inputs, [("out", TensorProto.FLOAT, None)], [table(17)])

    assert graph_facts(path).bound("ids") == Bound(17, "rows of 'table'")
    assert graph_facts(path).bound("yes") is None


def test_a_one_hot_code_bounds_its_index_however_it_is_written(made: Make) -> None:
    import numpy as np

    stored = [
        numpy_helper.from_array(np.array(9, dtype="int64"), "depth"),
        numpy_helper.from_array(np.array([0, 1], dtype="float32"), "values"),
        numpy_helper.from_array(np.arange(5, dtype="int64"), "all"),
    ]
    nodes = [
        helper.make_node("OneHot", ["a", "depth", "values"], ["out"]),
        helper.make_node("Expand", ["all", "shape"], ["wide"]),
        helper.make_node("Equal", ["b", "wide"], ["same"]),
    ]
    inputs = [("a", TensorProto.INT64, [3]), ("b", TensorProto.INT64, [3]), ("shape", TensorProto.INT64, [1])]
    facts = graph_facts(made("codes", nodes, inputs, [("out", TensorProto.FLOAT, None)], stored))

    assert [bound.below for bound in (facts.bound("a"), facts.bound("b")) if bound] == [9, 5]


def test_a_file_that_the_library_cannot_read_bounds_nothing(tmp_path: Path) -> None:
    (tmp_path / "m.onnx").write_bytes(b"\x00" * 40)

    assert graph_facts(tmp_path / "m.onnx") == GraphFacts()


def test_files_beside_and_above_a_model_give_numbers_the_nearest_first(tmp_path: Path) -> None:
    (tmp_path / "onnx").mkdir()
    written = {
        "config.json": {"vocab_size": 500, "max_position_embeddings": 64, "vision_config": {"image_size": 96}},
        "onnx/config.json": {"vocab_size": 300, "num_channels": 1},
        "preprocessor_config.json": {"size": {"shortest_edge": 256}, "crop_size": {"height": 224, "width": 192}},
        "tokenizer.json": {"model": {"vocab": {"a": 0, "b": 1}}, "truncation": {"max_length": 32}},
    }
    for name, said in written.items():
        (tmp_path / name).write_text(json.dumps(said))
    told = hints(tmp_path / "onnx" / "model.onnx", tmp_path)

    assert told.numbers["height"] == Hint(224, "preprocessor_config.json")
    assert told.numbers["width"] == Hint(192, "preprocessor_config.json")
    assert told.numbers["vocabulary"] == Hint(300, "onnx/config.json")
    assert told.numbers["positions"] == Hint(32, "tokenizer.json")


def test_the_settings_of_a_pipeline_are_told_apart_by_name(tmp_path: Path) -> None:
    settings = "Rec:\n  rec_img_shape: [3, 48, 320]\nCls:\n  image_shape: [3, 48, 192]\nDet: {x: {y: 1}}\n"
    (tmp_path / "config.yaml").write_text(settings)
    (tmp_path / "another.yaml").write_text("Rec:\n  img_size: {[")
    bomb = "".join(f"a{at}: &a{at} [{f'*a{at - 1},' * 9}]\n" for at in range(1, 12))
    (tmp_path / "bomb.yaml").write_text(f"a0: &a0 {{img_size: [9]}}\n{bomb}")

    assert hints(tmp_path / "ocr_rec.onnx", tmp_path).numbers["width"].value == 320
    assert hints(tmp_path / "ocr_cls.onnx", tmp_path).numbers["width"].value == 192
    assert hints(tmp_path / "ocr_det.onnx", tmp_path).get("width") is None


@settings(max_examples=40)
@given(st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_no_file_beside_a_model_does_more_than_say_nothing(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    folder = tmp_path_factory.mktemp("beside")
    for name in ("config.json", "preprocessor_config.json", "tokenizer.json", "settings.yaml"):
        (folder / name).write_bytes(data)

    hints(folder / "model.onnx", folder)


def test_a_link_out_of_the_repository_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "repo").mkdir()
    (tmp_path / "config.json").write_text('{"vocab_size": 500}')
    (tmp_path / "repo" / "config.json").symlink_to(tmp_path / "config.json")

    assert hints(tmp_path / "repo" / "model.onnx", tmp_path / "repo").get("vocabulary") is None


@pytest.mark.parametrize("kind", ["map(int64,tensor(float))", "sparse_tensor(float)", "tensor(complex64)"])
def test_a_kind_that_nothing_can_be_made_for_is_named(kind: str) -> None:
    with pytest.raises(NoInput, match=r"input 'x' is a .*, which cannot be made"):
        specs([{"name": "x", "type": kind, "shape": []}])


def test_lists_and_choices_of_tensors_are_tensors() -> None:
    told = [("a", "seq(tensor(float))"), ("b", "optional(tensor(int64))")]

    first, second = specs([{"name": name, "type": kind, "shape": [None, "?", "n"]} for name, kind in told])

    assert (first.sequence, second.sequence) == (True, False)
    assert first.shape == (None, None, "n")


@settings(max_examples=40)
@given(
    st.dictionaries(st.text(max_size=3), st.integers(1, 500), max_size=4), st.lists(st.integers(1, 9000), max_size=9)
)
def test_a_search_begins_with_the_guess_never_repeats_and_ends(guess: dict[str, int], weights: list[int]) -> None:
    tried = list(assignments(guess, weights))

    assert tried[0] == guess
    assert len(tried) == len({tuple(one.items()) for one in tried}) <= LARGEST
    assert all(one.keys() == guess.keys() for one in tried)


def test_sizes_of_weights_are_tried_before_usual_ones() -> None:
    assert list(assignments({"n": 1}, [37, 41]))[1:3] == [{"n": 37}, {"n": 41}]
