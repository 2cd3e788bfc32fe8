"""Bicep is read into blocks with lines, whatever its strings and comments hold."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.read.infrastructure.bicep import read_bicep


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
def test_reading_never_raises(content: bytes | str) -> None:
    read_bicep("a.bicep", content if isinstance(content, bytes) else content.encode())


@pytest.mark.parametrize("text", ["'" * 50_000, "'${" * 20_000, "/*" * 50_000, "a:{" * 30_000, "'''\n" * 20_001])
def test_hostile_text_costs_no_more_than_its_size(text: str) -> None:
    start = time.perf_counter()
    read_bicep("a.bicep", text.encode())

    assert time.perf_counter() - start < 5
