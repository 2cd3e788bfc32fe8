"""A key of very many parts is refused before the parser takes its time over it."""

import pytest

from seatrial.read.toml_text import load_toml

ENDLESS = "a" + ".a" * 50_000


@pytest.mark.parametrize("text", [f"{ENDLESS} = 1", f"[{ENDLESS}]", f"x = {{{ENDLESS} = 1}}"])
def test_an_endless_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="parts"):
        load_toml(text)


def test_long_texts_are_no_keys() -> None:
    assert load_toml(f"a.b = '{'a.' * 500}'") == {"a": {"b": "a." * 500}}
