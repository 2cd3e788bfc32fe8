"""Heads of cards, configurations and files of figures are read for what they say, and never trusted to be whole."""

import json

import pytest

from seatrial.read.documents.hub_head import HeadFigure, HubHead, parse_hub_head
from seatrial.read.models.metric_file import parse_metric_file
from seatrial.read.models.model_config import parse_model_config
from seatrial.read.reader import Unreadable


def head(text: str) -> HubHead:
    return parse_hub_head("README.md", f"---\n{text}\n---\n# A card\n".encode())


def test_a_value_belongs_to_the_metric_that_it_stands_beside() -> None:
    said = head(
        "model-index: [{results: [{dataset: {name: news}, "
        "metrics: [{type: f1}, {value: 3}, {type: mae, value: 0.5}]}]}]"
    )

    assert said.figures == (HeadFigure("mae", "0.5", "news"),)


@pytest.mark.parametrize(
    "text",
    [
        "model-index: {",
        "- a list",
        "model-index: [[[[]]]]",
        "model-index: [{results: {metrics: 3}}]",
        "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nmodel-index: *c\nlicense: {name: *c}",
    ],
)
def test_a_head_that_is_broken_or_of_another_kind_tells_nothing(text: str) -> None:
    assert head(text) == HubHead()


def test_a_document_without_a_head_tells_nothing() -> None:
    assert parse_hub_head("README.md", b"# A card\n\n---\nlicense: mit\n---\n") == HubHead()
    assert parse_hub_head("README.md", b"") == HubHead()


def test_one_licence_or_several_are_read_alike() -> None:
    assert head("license: mit").licences == ("mit",)
    assert head("license: [mit, apache-2.0]").licences == ("mit", "apache-2.0")


def test_figures_are_numbers_by_their_dotted_name() -> None:
    data = {"test": {"f1": 0.9, "deep": {"er": {"x": 1}}}, "curve": [1, 2], "ok": True, "name": "b", "n": 3}

    assert parse_metric_file("m.json", json.dumps(data).encode()).figures == (("test.f1", "0.9"), ("n", "3"))


def test_what_is_no_number_is_no_figure() -> None:
    assert parse_metric_file("m.json", b'{"a": NaN, "b": Infinity}').figures == ()
    assert parse_metric_file("m.json", b"3").figures == ()


@pytest.mark.parametrize("data", [b"{", b"[" * 100_000, b"\xff\xfe\x00"])
def test_a_file_of_figures_that_is_no_json_is_unread(data: bytes) -> None:
    with pytest.raises(Unreadable, match="no JSON"):
        parse_metric_file("m.json", data)


@pytest.mark.parametrize("data", [b"{", b"[]", b'{"model_type": 3, "architectures": {}}', b'{"architectures": [3]}'])
def test_a_configuration_of_another_kind_tells_nothing(data: bytes) -> None:
    said = parse_model_config("config.json", data)

    assert (said.family, said.architecture) == ("", "")
