"""YAML is read with lines and without guesses, whatever its size, aliases and templates."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.read.infrastructure.yaml_documents import read_yaml
from seatrial.read.infrastructure.yaml_node import MISSING, Node


def root(text: str) -> Node:
    file = read_yaml("a.yaml", text.encode())
    assert not file.broken
    return file.documents[0].root


def test_words_stay_what_they_are() -> None:
    node = root("on: push\nversion: 1.10\nmode: 0644\nnothing: null\nempty: ''\n")

    assert node.keys == ("on", "version", "mode", "nothing", "empty")
    assert [node.at(key).text for key in node.keys] == ["push", "1.10", "0644", "", ""]
    assert not node.at("nothing")
    assert node.at("empty")


def test_every_value_has_the_line_of_its_key() -> None:
    node = root("a: 1\n\nb:\n  c:\n    - x\n    - y: 2\n")

    assert node.at("b").line == 3
    assert node.at("b", "c").line == 4
    assert node.at("b", "c", 1, "y").line == 6


def test_a_block_of_text_begins_below_its_key() -> None:
    node = root("run: |\n  pytest\nname: x\n")

    assert node.at("run").text_line == 2
    assert node.at("name").text_line == 3


def test_asking_for_what_is_not_there_can_go_on() -> None:
    node = root("a: [1, 2]\n")

    assert node.at("a", "b", 3, "c") is MISSING
    assert node.at("a", 5).texts == ()


def test_merge_keys_and_aliases_are_followed_and_own_keys_win() -> None:
    node = root("base: &b {x: 1, y: 2}\nuse:\n  <<: *b\n  y: 3\n")

    assert node.at("use", "x").text == "1"
    assert node.at("use", "y").text == "3"


def test_truth_and_numbers_are_asked_for() -> None:
    node = root("a: true\nb: 'no'\nc: 1.5\nd: 2Gi\n")

    assert node.at("a").flag is True
    assert node.at("b").flag is False
    assert node.at("c").number == 1.5
    assert node.at("d").number is None


def test_every_document_of_a_file_is_read() -> None:
    file = read_yaml("a.yaml", b"kind: A\n---\nkind: B\n---\n# nothing\n")

    assert [document.root.at("kind").text for document in file.documents][:2] == ["A", "B"]


def test_documents_before_an_error_are_kept() -> None:
    file = read_yaml("a.yaml", b"kind: A\n---\nkind: [B\n")

    assert file.documents[0].root.at("kind").text == "A"
    assert file.broken


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x,x,x,x,x,x,x,x,x]\n"
        + "".join(f"{c}: &{c} [{','.join(['*' + p] * 9)}]\n" for p, c in zip("abcdefgh", "bcdefghi", strict=True)),
        "[" * 500 + "]" * 500,
        "[" * 100_000,
    ],
)
def test_a_bomb_is_told_and_not_followed(text: str) -> None:
    assert read_yaml("a.yaml", text.encode()).broken


def test_unknown_tags_are_values_and_nothing_is_made_of_them() -> None:
    node = root("a: !!python/object/apply:os.system ['true']\nb: !reference [x, y]\n")

    assert node.at("a").texts == ("true",)
    assert node.at("b").texts == ("x", "y")


def test_a_chart_template_is_read_with_its_actions_as_text() -> None:
    text = """{{- if .Values.hpa.enabled }}
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  labels:
    {{- include "app.labels" . | nindent 4 }}
    app: x
spec:
  maxReplicas: {{ .Values.hpa.max }}
  resources:
    {{- toYaml .Values.resources | nindent 4 }}
{{- end }}
"""
    file = read_yaml("templates/hpa.yaml", text.encode())
    node = file.documents[0].root

    assert file.templated
    assert file.documents[0].conditions == (".Values.hpa.enabled",)
    assert node.at("spec", "maxReplicas").text == "{{ .Values.hpa.max }}"
    assert node.at("spec", "maxReplicas").line == 9
    assert node.at("metadata", "labels", "app").text == "x"
    assert ".Values.resources" in node.at("spec", "resources").keys[0]


def test_of_two_values_on_one_line_the_first_stands_and_of_blocks_both_are_read() -> None:
    text = """env:
  gpu: {{ if .Values.gpu }}"true"{{ else }}"false"{{ end }}
  size: {{ if .a }}{{ .Values.a }}{{ else if .b }}{{ .Values.b }}{{ else }}3{{ end }}
{{- if .Values.limited }}
limits:
  memory: 4Gi
{{- else }}
requests:
  memory: 1Gi
{{- end }}
"""
    node = root(text)

    assert (node.at("env", "gpu").text, node.at("env", "size").text) == ("true", "{{ .Values.a }}")
    assert (node.at("limits", "memory").text, node.at("requests", "memory").text) == ("4Gi", "1Gi")
    assert node.at("requests").line == 8


def test_expressions_of_workflows_are_no_templates() -> None:
    file = read_yaml("ci.yml", b"runs-on: ${{ matrix.os }}\nname: '{{ x }}'\n")

    assert not file.templated
    assert file.documents[0].root.at("runs-on").text == "${{ matrix.os }}"


@given(st.one_of(st.binary(max_size=300), st.text(alphabet="{}[]%-:|>&*!#'\" \nabc$.", max_size=200)))
def test_reading_never_raises(content: bytes | str) -> None:
    read_yaml("a.yaml", content if isinstance(content, bytes) else content.encode())
