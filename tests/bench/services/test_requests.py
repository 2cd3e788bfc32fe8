"""Requests come from what a service tells of itself, or from a file, and every guess is told."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.bench.services import kserve, openapi, payload_file
from seatrial.bench.services.requests import NoRequest, document

NUMBER = {"type": "number", "minimum": 0, "maximum": 1}


def operation(schema: Any, **others: Any) -> dict[str, Any]:
    return {"requestBody": {"content": {"application/json": {"schema": schema}}}, **others}


def described(**paths: Any) -> dict[str, Any]:
    return {"openapi": "3.1.0", "paths": {f"/{name}": item for name, item in paths.items()}}


def test_the_operation_that_sounds_like_a_prediction_is_chosen_and_told() -> None:
    found = openapi.requests(
        described(
            admin_predict={"post": operation(NUMBER)},
            health={"get": {}},
            predict={"post": operation(NUMBER)},
            rank={"post": operation(NUMBER)},
        ),
        "/",
        seed=1,
    )

    assert {request.path for request in found.requests} == {"/predict"}
    assert len({request.body for request in found.requests}) == 8
    assert found.assumptions[0].text == "chosen by its name, before /rank, /admin_predict"
    assert found.synthetic


def test_the_path_of_the_address_chooses() -> None:
    found = openapi.requests(
        {"paths": {"/predict": {"post": operation(NUMBER)}, "/models/{name}/score": {"post": operation(NUMBER)}}},
        "/models/churn/score",
        seed=1,
    )

    assert found.requests[0].path == "/models/churn/score"
    assert found.assumptions == ()


def test_parameters_that_must_be_there_are_made_and_escaped() -> None:
    parameters = [
        {"name": "model", "in": "path", "required": True, "schema": {"const": "a/b"}},
        {"name": "top", "in": "query", "required": True, "schema": {"type": "integer", "minimum": 3, "maximum": 3}},
        {"name": "X-Tenant", "in": "header", "required": True, "schema": {"const": "t1"}},
        {"name": "X-Bad", "in": "header", "required": True, "schema": {"const": "t1\r\nX-Other: 1"}},
        {"name": "trace", "in": "query", "schema": {"const": "no"}},
    ]
    found = openapi.requests({"paths": {"/m/{model}": {"post": operation(NUMBER, parameters=parameters)}}}, "/", 1)

    request = found.requests[0]
    assert request.path == "/m/a%2Fb?top=3"
    assert ("X-Tenant", "t1") in request.headers
    assert all(name != "X-Bad" for name, _ in request.headers)


def test_an_example_is_preferred_to_a_guess() -> None:
    content = {"application/json": {"example": {"text": "hello"}, "schema": {"type": "object"}}}
    found = openapi.requests(described(score={"post": {"requestBody": {"content": content}}}), "/", 1)

    assert json.loads(found.requests[0].body) == {"text": "hello"}


@pytest.mark.parametrize(
    ("text", "path", "told"),
    [
        ({}, "/", "no operation that takes JSON"),
        ({"paths": []}, "/", "no operation"),
        (described(health={"get": {}}), "/predict", "tells of no /predict"),
        (described(upload={"post": {"requestBody": {"content": {"image/png": {}}}}}), "/", "no operation"),
        (described(score={"post": operation({"type": "string", "pattern": "x"})}), "/", "--payload FILE"),
    ],
)
def test_a_description_that_does_not_tell_is_refused_in_one_sentence(text: Any, path: str, told: str) -> None:
    with pytest.raises(NoRequest, match=told):
        openapi.requests(text, path, 1)


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["paths", "/p", "post", "get", "requestBody", "content", "application/json", "schema",
                             "parameters", "components", "$ref", "name", "in", "type"]),
            inner,
            max_size=4,
        ),
        max_leaves=12,
    )
)  # fmt: skip
def test_no_description_breaks_the_reader(text: Any) -> None:
    if isinstance(text, dict):
        try:
            openapi.requests(text, "/", 1)
        except NoRequest:
            return


METADATA = {
    "name": "m",
    "inputs": [
        {"name": "x", "datatype": "FP32", "shape": [-1, 3]},
        {"name": "ids", "datatype": "INT64", "shape": [1, 2]},
        {"name": "text", "datatype": "BYTES", "shape": [1]},
        {"name": "flag", "datatype": "BOOL", "shape": [1]},
    ],
}


def test_a_model_of_the_inference_protocol_is_asked_by_its_metadata() -> None:
    path = kserve.metadata_path("/v2/models/m/infer")
    assert path == "/v2/models/m"

    found = kserve.requests(METADATA, path, seed=1)
    body = json.loads(found.requests[0].body)

    assert found.requests[0].path == "/v2/models/m/infer"
    assert [(one["name"], one["shape"], len(one["data"])) for one in body["inputs"]] == [
        ("x", [1, 3], 3), ("ids", [1, 2], 2), ("text", [1], 1), ("flag", [1], 1),
    ]  # fmt: skip
    assert [one.subject for one in found.assumptions] == ["x"]


@pytest.mark.parametrize(
    ("metadata", "told"),
    [
        ({}, "no inputs"),
        ({"inputs": [{"name": "x", "datatype": "FP32", "shape": [1000, 1000, 1000]}]}, "more than"),
        ({"inputs": [{"name": "x", "datatype": "FP33", "shape": [1]}]}, "unknown type"),
        ({"inputs": ["x"]}, "broken"),
    ],
)
def test_metadata_that_do_not_tell_are_refused(metadata: Any, told: str) -> None:
    with pytest.raises(NoRequest, match=told):
        kserve.requests(metadata, "/v2/models/m", 1)


def test_other_paths_name_no_model_of_the_protocol() -> None:
    assert kserve.metadata_path("/v2/models/m/versions/2") == "/v2/models/m/versions/2"
    assert kserve.metadata_path("/predict") is None


def test_a_file_is_sent_as_it_is_or_line_by_line(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text('{"a": 1}\n')
    (tmp_path / "many.jsonl").write_text('{"a": 1}\n\n{"a": 2}\n')
    (tmp_path / "cat.png").write_bytes(b"\x89PNG")

    one, many, picture = (payload_file.sent(tmp_path / name, "/p") for name in ("one.json", "many.jsonl", "cat.png"))

    assert [request.body for request in one.requests] == [b'{"a": 1}\n']
    assert [request.body for request in many.requests] == [b'{"a": 1}', b'{"a": 2}']
    assert picture.requests[0].headers == (("Content-Type", "image/png"),)
    assert not one.synthetic


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.json", b"{", "a.json is no JSON"),
        ("a.jsonl", b"{}\n{", "line 2 of a.jsonl is no JSON"),
        ("a.json", b" \n", "is empty"),
        ("a.json", b"[" * 100_000, "is no JSON"),
    ],
)
def test_a_file_that_cannot_be_sent_is_refused(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    (tmp_path / name).write_bytes(content)

    with pytest.raises(NoRequest, match=told):
        payload_file.sent(tmp_path / name, "/")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoRequest, match="cannot be read"):
        payload_file.sent(tmp_path / "gone.json", "/")


@pytest.mark.parametrize("text", [b"<html>", b"[]", b"\xff", b"[" * 100_000])
def test_an_answer_that_is_no_description_is_refused(text: bytes) -> None:
    with pytest.raises(NoRequest, match="is no JSON"):
        document(text, "/openapi.json")
