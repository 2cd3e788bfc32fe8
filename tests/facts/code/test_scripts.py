"""Programs without an ending are read by what their first line says that runs them."""

import pytest

from seatrial.facts.code.python_files import python_file, python_paths
from seatrial.facts.code.scripts import is_shell
from seatrial.facts.serving.serving import endpoints
from tests.repositories import repo_of

SERVER = "import fastapi\napp = fastapi.FastAPI()\n@app.post('/ask')\ndef ask(text: str):\n    return text\n"


@pytest.mark.parametrize(
    ("path", "first", "is_python"),
    [
        ("bin/serve", "#!/usr/bin/env python3", True),
        ("bin/serve", "#!/usr/bin/python3.12 -u", True),
        ("bin/serve", "#!/usr/bin/env -S uv run --script", True),
        ("bin/serve", "#!/bin/bash", False),
        ("bin/serve", "# python", False),
        ("bin/serve", "#!/opt/pythonic/run", False),
        ("bin/serve.txt", "#!/usr/bin/env python3", False),
        ("tests/data/serve.in", "#!/usr/bin/env python3", False),
    ],
)
def test_a_program_without_an_ending_is_python_where_its_first_line_says_so(
    path: str, first: str, *, is_python: bool
) -> None:
    repo = repo_of({path: f"{first}\n{SERVER}"})

    assert python_paths(repo) == ((path,) if is_python else ())
    assert (python_file(repo, path) is not None) is is_python
    assert not is_shell(repo, path) or first == "#!/bin/bash"


def test_the_routes_of_such_a_program_are_doors() -> None:
    (door,) = endpoints(repo_of({"images/scripts/serve": f"#!/usr/bin/env python3\n{SERVER}"}))

    assert door.url == "/ask"
