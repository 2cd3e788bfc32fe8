"""What a configuration of nginx is read as."""

from hypothesis import given
from hypothesis import strategies as st

from seatrial.read.infrastructure.nginx import Directive, directives_in, read_nginx


def test_a_directive_knows_its_words_its_line_and_the_blocks_around_it() -> None:
    text = (
        "http {\n  # slow callers down\n  server {\n    location / {\n      limit_req zone=calls\n        burst=10;\n"
    )

    found = list(directives_in(text))

    assert found[-1] == Directive("limit_req", ("zone=calls", "burst=10"), 5, ("http", "server", "location"))


def test_variables_and_quoted_semicolons_belong_to_their_word() -> None:
    (found,) = directives_in('add_header Strict-Transport-Security "max-age=63072000; preload" always;')

    assert found.words == ("Strict-Transport-Security", "max-age=63072000; preload", "always")


def test_a_variable_of_a_template_opens_no_block() -> None:
    found = list(directives_in("client_max_body_size ${LARGEST};\nlisten {{ .Values.port }} ssl;"))

    assert [item.words for item in found] == [("${LARGEST}",), ("{{ .Values.port }}", "ssl")]


@given(st.binary(max_size=400))
def test_any_bytes_can_be_read(data: bytes) -> None:
    assert read_nginx("nginx.conf", data).path == "nginx.conf"
