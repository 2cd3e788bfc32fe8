"""What took the square of its length, or much longer, is read at once: each of these would keep it for many minutes."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.fuzz.parsers import parsers
from seatrial.read.toml_text import load_toml

TEMPLATES = "infrastructure.yaml_documents:YAML"
TEXTS = {
    "decorators": ("code.python_tasks:python_tasks", "noxfile.py", "@nox.session\n" * 20_000 + "def t(s): s.run(1)\n"),
    "dotted import": ("code.python:PYTHON", "a.py", "import a" + ".a" * 400_000 + "\n"),
    "dotted import of tasks": ("code.python_tasks:python_tasks", "tasks.py", "import a" + ".a" * 100_000 + "\n"),
    "blocks": ("infrastructure.nginx:NGINX", "nginx.conf", "http " + "{" * 100_000),
    "named blocks": ("infrastructure.nginx:NGINX", "nginx.conf", "http { a b; " * 10_000),
    "dotted tag": (
        "artifacts.formats.yaml_documents:YAML_DOCUMENT", "a.yaml", f"a: !!python/name:os{'.a' * 400_000} b\n"
    ),
    "open actions": (TEMPLATES, "templates/a.yaml", "- {{ a\n" * 100_000),
    "actions of one line": (TEMPLATES, "templates/a.yaml", "a: {{ b }}" + "{{ c }}" * 40_000),
    "blanks": ("project.setup_files:SETUP_CFG", "setup.cfg", "[metadata]\nname" + " " * 400_000 + "a\n"),
}  # fmt: skip


@pytest.mark.parametrize("case", TEXTS)
def test_is_read_at_once(case: str) -> None:
    name, path, text = TEXTS[case]

    parsers()[name].parse(path, text.encode())


def test_a_value_that_goes_on_behind_a_name_without_one_breaks_nothing() -> None:
    parsers()["project.setup_files:SETUP_CFG"].parse("setup.cfg", b"[metadata]\nname\n  a\n  b\n")


ROOT = Path(__file__).parent.parent.parent


@pytest.mark.skipif(sys.platform == "win32", reason="there is no timer of processor time")
def test_no_pattern_takes_more_than_the_square_of_a_text() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.fuzz.patterns"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.stdout.splitlines() == []
    assert done.returncode == 0, done.stderr
    assert int(done.stderr.split()[0]) > 3_000  # the search for patterns finds them


ENDLESS = "a" + ".a" * 50_000


@pytest.mark.parametrize("text", [f"{ENDLESS} = 1", f"[{ENDLESS}]", f"x = {{{ENDLESS} = 1}}"])
def test_an_endless_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="parts"):
        load_toml(text)


def test_long_texts_are_no_keys() -> None:
    assert load_toml(f"a.b = '{'a.' * 500}'") == {"a": {"b": "a." * 500}}
