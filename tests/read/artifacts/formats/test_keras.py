"""A Keras model is read for what its loader would run: bytecode, foreign modules, tools of Keras, files, pickles."""

import base64
import io
import json
import pickle
import zipfile
from typing import Any

import pytest

from seatrial.model.artifacts import Artifact, Verdict
from seatrial.read.artifacts.router import inspect

DENSE = {
    "module": "keras.layers",
    "class_name": "Dense",
    "config": {
        "name": "dense",
        "units": 4,
        "activation": "relu",
        "dtype": {
            "module": "keras",
            "class_name": "DTypePolicy",
            "config": {"name": "float32"},
            "registered_name": None,
        },
        "kernel_initializer": {
            "module": "keras.initializers",
            "class_name": "GlorotUniform",
            "config": {"seed": None},
            "registered_name": None,
        },
    },
    "registered_name": None,
}
CODE = {"class_name": "__lambda__", "config": {"code": base64.b64encode(b"\xe3bytecode").decode(), "defaults": None}}
LAMBDA = {
    "module": "keras.layers",
    "class_name": "Lambda",
    "config": {"name": "shrink", "function": CODE, "arguments": {}},
    "registered_name": None,
}


def function(module: str, name: str) -> dict[str, object]:
    return {"module": module, "class_name": "function", "config": name, "registered_name": "function"}


def model(*layers: object, **more: object) -> dict[str, object]:
    config = {"name": "sequential", "layers": list(layers)}
    return {"module": "keras", "class_name": "Sequential", "config": config, "registered_name": None, **more}


def archive(config: object, **members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("metadata.json", json.dumps({"keras_version": "3.9.0"}))
        file.writestr("config.json", json.dumps(config))
        file.writestr("model.weights.h5", hdf5({}))
        for name, content in members.items():
            file.writestr(name.replace("_DOT_", "."), content)
    return buffer.getvalue()


def hdf5(attributes: dict[str, Any]) -> bytes:
    h5py = pytest.importorskip("h5py")
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        file.create_group("layers/dense/vars").create_dataset("0", data=[[1.0, 2.0]])
        for name, value in attributes.items():
            file.attrs[name] = value
    return buffer.getvalue()


def verdict(layer: object) -> Verdict:
    return inspect("model.keras", archive(model(DENSE, layer))).verdict


def words(found: Artifact) -> str:
    return "\n".join(f"{one.key}: {one.what}" for one in found.findings)


def test_a_model_of_keras_layers_is_clean() -> None:
    found = inspect("model.keras", archive(model(DENSE, DENSE, compile_config={"optimizer": "adam", "loss": "mse"})))

    assert (found.verdict, found.findings, found.gaps) == (Verdict.CLEAN, (), ())


def test_a_lambda_layer_is_dangerous_and_named_with_its_place_and_a_safer_way() -> None:
    found = inspect("model.keras", archive(model(DENSE, LAMBDA)))

    first = found.findings[0]
    assert found.verdict is Verdict.DANGEROUS
    assert (first.rule, first.member, first.key) == ("keras-lambda", "config.json", "config.layers[1]")
    assert len(found.findings) == 1
    assert "save_weights" in first.safer


def test_a_lambda_is_found_however_deep_and_under_any_name_of_the_file() -> None:
    nested = {"class_name": "TimeDistributed", "module": "keras.layers", "config": {"layer": model(LAMBDA)}}

    assert inspect("notes.txt", archive(model(nested))).verdict is Verdict.DANGEROUS


@pytest.mark.parametrize("layout", [{}, {"libver": "latest"}], ids=["old", "latest"])
def test_a_lambda_in_an_hdf5_file_is_found_in_its_configuration(layout: dict[str, Any]) -> None:
    h5py = pytest.importorskip("h5py")
    code = [base64.b64encode(b"\xe3bytecode").decode(), None, None]
    old = {"class_name": "Lambda", "config": {"function": code, "function_type": "lambda"}}
    buffer = io.BytesIO()
    with h5py.File(buffer, "w", **layout) as file:
        file.attrs["model_config"] = json.dumps(model(old)).encode()
        file.attrs["keras_version"] = "2.15.0"

    found = inspect("weights.bin", buffer.getvalue())

    assert (found.verdict, found.format) == (Verdict.DANGEROUS, "Keras HDF5")
    assert [one.key for one in found.findings] == ["config.layers[0]"]


def test_an_hdf5_model_without_code_is_clean() -> None:
    found = inspect("model.h5", hdf5({"model_config": json.dumps(model(DENSE)), "keras_version": "2.15.0"}))

    assert (found.verdict, found.format, found.gaps) == (Verdict.CLEAN, "Keras HDF5", ())


@pytest.mark.parametrize(
    ("layer", "expected"),
    [
        (function("os", "system"), Verdict.DANGEROUS),
        (function("subprocess", "Popen"), Verdict.DANGEROUS),
        (function("builtins", "eval"), Verdict.DANGEROUS),
        (function("keras.utils", "get_file"), Verdict.DANGEROUS),
        (function("keras.config", "enable_unsafe_deserialization"), Verdict.DANGEROUS),
        (function("keras.src.saving.saving_lib", "load_model"), Verdict.DANGEROUS),
        (function("keras.utils", "set_random_seed"), Verdict.SUSPICIOUS),
        (function("builtins", "relu"), Verdict.CLEAN),
        (function("keras.activations", "gelu"), Verdict.CLEAN),
        (function("keras.src.ops.nn", "relu"), Verdict.CLEAN),
        ({"class_name": "__typespec__", "module": "tensorflow.python.framework.tensor_spec"}, Verdict.CLEAN),
        ({"module": "my_layers", "class_name": "Attention", "config": {}}, Verdict.SUSPICIOUS),
        ({"module": None, "class_name": "X", "config": {}, "registered_name": "mine>X"}, Verdict.SUSPICIOUS),
        ({"module": "keras.layers", "class_name": "TorchModuleWrapper", "config": {}}, Verdict.DANGEROUS),
        ({"class_name": "TFOpLambda", "config": {"function": "math.multiply"}}, Verdict.CLEAN),
        ({"class_name": "TFOpLambda", "config": {"function": "io.write_file"}}, Verdict.DANGEROUS),
        ({"class_name": "TFOpLambda", "config": {"function": "raw_ops.EagerPyFunc"}}, Verdict.DANGEROUS),
        ({"class_name": "Lambda", "config": {"function": "relu6", "function_type": "function"}}, Verdict.SUSPICIOUS),
        ({"class_name": "Lambda", "config": {"function": "lambda x: eval('1')"}}, Verdict.DANGEROUS),
        ({"class_name": "Custom>Adam", "config": {"learning_rate": 0.1}}, Verdict.CLEAN),
        ({"class_name": "Custom>Mine", "config": {}}, Verdict.SUSPICIOUS),
        ({"class_name": "Dense", "config": {"safe_mode": False}}, Verdict.DANGEROUS),
        ({"class_name": "Dense", "config": {"enable_unsafe_deserialization": True}}, Verdict.DANGEROUS),
        ({"class_name": "StringLookup", "config": {"vocabulary": "/etc/passwd"}}, Verdict.DANGEROUS),
        ({"class_name": "StringLookup", "config": {"vocabulary": "https://a.example/v"}}, Verdict.DANGEROUS),
        ({"class_name": "StringLookup", "config": {"vocabulary": "words.txt"}}, Verdict.SUSPICIOUS),
        ({"class_name": "StringLookup", "config": {"vocabulary": ["a", "b"]}}, Verdict.CLEAN),
    ],
    ids=str,
)
def test_what_a_layer_names_decides(layer: object, expected: Verdict) -> None:
    assert verdict(layer) is expected


def test_a_pickle_among_the_members_is_read_as_a_pickle() -> None:
    evil = b"cposix\nsystem\n(S'true'\ntR."

    found = inspect("model.keras", archive(model(DENSE), assets_DOT_pkl=evil))

    assert found.verdict is Verdict.DANGEROUS
    assert found.findings[0].member == "assets.pkl"


def test_links_and_pickled_rows_of_hdf5_are_told() -> None:
    h5py = pytest.importorskip("h5py")
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        file["secret"] = h5py.ExternalLink("/etc/passwd", "/")
        file["near"] = h5py.ExternalLink("part2.h5", "/")
        file.create_group("table").attrs["PSEUDOATOM"] = "object"

    found = inspect("model.h5", buffer.getvalue())

    assert [(one.level, one.key) for one in found.findings] == [
        (Verdict.DANGEROUS, "/secret"),
        (Verdict.SUSPICIOUS, "/near"),
        (Verdict.SUSPICIOUS, "/table@PSEUDOATOM"),
    ]


def test_a_pickled_attribute_is_read_as_a_pickle() -> None:
    evil = b"cposix\nsystem\n(S'true'\ntR."
    fine = pickle.dumps({"a": [1, 2]}, protocol=0)

    assert inspect("table.h5", hdf5({"title": fine})).verdict is Verdict.CLEAN
    assert inspect("table.h5", hdf5({"title": evil})).verdict is Verdict.DANGEROUS


def test_a_configuration_that_cannot_be_read_is_a_gap_and_never_clean() -> None:
    deep = "[" * 200_000 + "]" * 200_000

    assert inspect("config.json", b'{"class_name": ').verdict is Verdict.NOT_FULLY_READ
    assert inspect("config.json", f'{{"class_name": {deep}}}'.encode()).verdict is Verdict.NOT_FULLY_READ


def test_the_words_name_what_would_run() -> None:
    found = inspect("model.keras", archive(model(function("os", "system"))))

    assert words(found) == "config.layers[0]: imports os and calls system of it (the way of CVE-2025-1550)"
