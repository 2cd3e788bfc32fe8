"""A Dockerfile is read as a builder would read it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.read.infrastructure.dockerfile import Dockerfile, read_dockerfile, substituted
from seatrial.read.reader import Unreadable


def read(text: str) -> Dockerfile:
    return read_dockerfile("Dockerfile", text.encode())


def test_lower_case_continued_lines_and_comments_between_them() -> None:
    stage = read("from python:3.11 as Build\nrun pip install \\\n# why\n\n  flask\ncmd [\"python\", 'x']\n").stages[0]

    assert (stage.name, stage.base) == ("build", "python:3.11")
    assert stage.instructions[0].text.split() == ["pip", "install", "flask"]
    assert stage.last("CMD").line == 6  # type: ignore[union-attr]
    assert stage.last("CMD").words is None  # type: ignore[union-attr]


def test_defaults_of_arguments_are_put_into_bases() -> None:
    file = read("ARG TAG=3.11.4\nARG IMAGE=python:${TAG}-slim\nFROM --platform=$BUILDPLATFORM ${IMAGE}\n")

    assert file.stages[0].base == "python:3.11.4-slim"


def test_an_argument_without_a_default_stays_as_it_is_written() -> None:
    assert read("ARG TAG\nFROM python:$TAG\n").stages[0].base == "python:$TAG"
    assert read("ARG TAG\nFROM python:${TAG:-3.12.1}\n").stages[0].base == "python:3.12.1"


def test_a_stage_sees_the_variables_of_the_stage_it_builds_on() -> None:
    file = read("FROM a AS base\nENV WHO=app\nARG GONE=x\nFROM base\nUSER ${WHO}\nWORKDIR /$GONE\n")

    assert file.stages[1].last("USER").text == "app"  # type: ignore[union-attr]
    assert file.stages[1].last("WORKDIR").text == "/$GONE"  # type: ignore[union-attr]


def test_an_argument_inside_a_stage_takes_the_default_from_above_the_stages() -> None:
    file = read("ARG WHO=app\nFROM a\nARG WHO\nUSER $WHO\n")

    assert file.stages[0].last("USER").text == "app"  # type: ignore[union-attr]


def test_the_exec_form_the_flags_and_here_documents_are_told_apart() -> None:
    stage = read('FROM a\nCOPY --from=b --chown=1:1 /x /y\nRUN <<EOF\npip install a\nEOF\nCMD ["a", "b c"]\n').stages[0]

    assert stage.instructions[0].flag("from") == "b"
    assert stage.instructions[0].text == "/x /y"
    assert stage.instructions[1].heredocs == ("pip install a",)
    assert stage.last("CMD").words == ("a", "b c")  # type: ignore[union-attr]


def test_another_escape_character_is_honoured() -> None:
    stage = read("# escape=`\nFROM a\nRUN dir `\n  c:\\\nUSER x\n").stages[0]

    assert stage.last("USER").text == "x"  # type: ignore[union-attr]


def test_a_file_without_a_base_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        read("# just a comment\n")


@pytest.mark.parametrize(
    ("written", "base"),
    [
        ("${NONE:-a}", "a"), ("${NONE-a}", "a"), ("${EMPTY:-a}", "a"), ("${EMPTY-a}", ""), ("${SET:-a}", "b"),
        ("${NONE:+a}", ""), ("${EMPTY:+a}", ""), ("${EMPTY+a}", "a"), ("${SET:+a}", "a"), ("$SET", "b"),
        ("${NONE}", "${NONE}"),
    ],
)  # fmt: skip
def test_a_variable_stands_for_what_docker_would_put_there(written: str, base: str) -> None:
    assert substituted(written, {"EMPTY": "", "SET": "b"}) == base


@given(st.one_of(st.binary(max_size=300), st.text(alphabet='FROMRUNARG aA=$"{}[]\\\n<#:-', max_size=200)))
def test_reading_never_raises_anything_else(content: bytes | str) -> None:
    data = content if isinstance(content, bytes) else b"FROM a\n" + content.encode()
    try:
        read_dockerfile("Dockerfile", data)
    except Unreadable:
        assert isinstance(content, bytes)


def test_a_value_that_is_made_of_itself_stays_small_and_so_do_stages() -> None:
    text = "FROM a\n" + "ENV Q=ab\n" + "ENV Q=$Q$Q\n" * 60 + "WORKDIR /$Q\n"
    (stage,) = read_dockerfile("Dockerfile", text.encode()).stages

    assert len(dict(stage.environment)["Q"]) < 50_000
    many = "FROM x AS s0\n" + "".join(f"FROM s{i} AS s{i + 1}\n" for i in range(90))
    with pytest.raises(Unreadable, match="more than 80 stages"):
        read_dockerfile("Dockerfile", many.encode())
