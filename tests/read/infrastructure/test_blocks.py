"""Terraform and Bicep are read into blocks with lines, whatever their strings and comments hold."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.read.infrastructure.bicep import read_bicep
from seatrial.read.infrastructure.hcl import read_hcl


def test_blocks_labels_values_and_lines() -> None:
    text = """# comment { not a block
resource "aws_lambda_function" "api" {
  memory_size = 512 // why
  environment { variables = { A = "x ${var.y["k"]} {" } }
  layers = [
    "a",
  ]
}
variable "max" { default = 3 }
"""
    first, second = read_hcl("main.tf", text.encode()).blocks

    assert (first.kind, first.labels, first.line) == ("resource", ("aws_lambda_function", "api"), 2)
    assert first.value("memory_size") == "512"
    assert first.line_of("memory_size") == 3
    assert [block.kind for block in first.walk()] == ["resource", "environment", "variables"]
    assert second.value("default") == "3"


def test_an_object_value_is_a_block_of_its_own() -> None:
    block = read_hcl("a.tf", b'module "eks" {\n  groups = {\n    ml = {\n      max_size = 10\n    }\n  }\n}\n').blocks[
        0
    ]

    assert [inner.value("max_size") for inner in block.walk()][-1] == "10"


def test_here_documents_are_text() -> None:
    file = read_hcl("a.tf", b'resource "a" "b" {\n  x = <<EOT\n}}}} {\nEOT\n  y = 1\n}\n')

    assert file.blocks[0].value("y") == "1"
    assert file.blocks[0].line_of("y") == 5


@given(st.one_of(st.binary(max_size=200), st.text(alphabet='{}[]="$\n#/*<EOT a1', max_size=200)))
def test_reading_never_raises(content: bytes | str) -> None:
    read_hcl("a.tf", content if isinstance(content, bytes) else content.encode())


@pytest.mark.parametrize("text", ["{" * 50_000, '"${' * 20_000, "<<A\n" * 20_000, "/*" * 50_000, "a={" * 30_000])
def test_hostile_text_costs_no_more_than_its_size(text: str) -> None:
    start = time.perf_counter()
    read_hcl("a.tf", text.encode())

    assert time.perf_counter() - start < 5


def test_a_resource_is_a_block_with_its_type_and_texts_keep_their_quotes() -> None:
    text = """@description('see https://example.org/(a)')
param name string
var script = '''
it's { open
'''
/* { */ // don't {
resource app 'Microsoft.App/jobs@2024-03-01' = if (wanted) {
  name: name
  tags: { '${key}': 'a "b" {' }
  image: 'https://${host}/x'
}
"""
    (block,) = (block for block in read_bicep("a.bicep", text.encode()).blocks if "Microsoft" in block.kind)

    assert (block.kind, block.line) == ("'Microsoft.App/jobs@2024-03-01'", 7)
    assert (block.value("name"), block.value("image")) == ("name", "'https://${host}/x'")


def test_loops_and_lists_hold_blocks() -> None:
    text = "resource a 'X.Y/z@1' = [for item in items: {\n  list: [\n    {\n      size: 2\n    }\n  ]\n}]\n"
    (block,) = read_bicep("a.bicep", text.encode()).blocks

    assert [inner.value("size") for inner in block.walk()] == ["", "2"]


@given(st.one_of(st.binary(max_size=200), st.text(alphabet="{}[]()='\"$\n#/*:@ a1", max_size=200)))
def test_reading_bicep_never_raises(content: bytes | str) -> None:
    read_bicep("a.bicep", content if isinstance(content, bytes) else content.encode())


@pytest.mark.parametrize("text", ["'" * 50_000, "'${" * 20_000, "/*" * 50_000, "a:{" * 30_000, "'''\n" * 20_001])
def test_hostile_bicep_costs_no_more_than_its_size(text: str) -> None:
    start = time.perf_counter()
    read_bicep("a.bicep", text.encode())

    assert time.perf_counter() - start < 5
