"""An answer that holds a traceback opens the code to strangers; a traceback that is only logged opens nothing."""

import pytest

from seatrial.facts.security.open_defaults import open_defaults
from tests.repositories import repo_of

HEAD = "import traceback\n\n\ndef ask(x):\n    try:\n        run(x)\n    except Exception as error:\n"


@pytest.mark.parametrize(
    ("body", "mild"),
    [
        ("        raise HTTPException(500, detail=str(error) + traceback.format_exc())\n", False),
        ("        return JSONResponse({'error': traceback.format_exc()}, 500)\n", False),
        ("        return jsonify(error=f'failed: {traceback.format_exc()}'), 500\n", False),
        ("        told = traceback.format_exc()\n        return Response(content={'told': [told]})\n", False),
        ("        if settings.debug:\n            return JSONResponse(traceback.format_exc())\n", True),
    ],
)
def test_an_answer_with_the_traceback_is_told_and_behind_a_condition_is_mild(body: str, mild: bool) -> None:
    (found,) = open_defaults(repo_of({"app.py": HEAD + body}))

    assert "answered with the traceback" in found.what
    assert found.mild is mild


@pytest.mark.parametrize(
    "body",
    [
        "        logger.error(traceback.format_exc())\n        raise HTTPException(500, 'failed')\n",
        "        told = traceback.format_exc()\n        log(told)\n        return jsonify(error=str(error))\n",
        "        return JSONResponse({'error': type(error).__name__})\n",
    ],
)
def test_what_is_only_logged_opens_nothing(body: str) -> None:
    assert open_defaults(repo_of({"app.py": HEAD + body})) == ()


ROUTE = (
    "import traceback\nfrom flask import Flask\n\napp = Flask(__name__)\n\n\n@app.post('/ask')\ndef ask():\n"
    "    try:\n        return run()\n    except Exception:\n"
)


@pytest.mark.parametrize(
    "body",
    [
        "        return traceback.format_exc()\n",
        "        return {'error': traceback.format_exc()}, 500\n",
        "        return {\n            'error': [\n                traceback.format_exc(),\n            ]}\n",
        "        told = traceback.format_exc()\n        log(told)\n        return {'error': told}\n",
    ],
)
def test_what_a_handler_returns_is_an_answer(body: str) -> None:
    (found,) = open_defaults(repo_of({"app.py": ROUTE + body}))

    assert "ask returns traceback.format_exc: whoever makes a request fail is answered" in found.what


@pytest.mark.parametrize(
    "body",
    [
        "        log.error(traceback.format_exc())\n        return 'failed'\n",
        "        told = traceback.format_exc()\n        return {\n            'told': 1\n        }\n",
        "        return fail(\n            500\n        )\n    finally:\n        print(traceback.format_exc())\n",
    ],
)
def test_what_a_handler_logs_beside_its_answer_is_none(body: str) -> None:
    assert open_defaults(repo_of({"app.py": ROUTE + body})) == ()


def test_what_a_function_hands_to_other_code_is_no_answer() -> None:
    assert open_defaults(repo_of({"app.py": HEAD + "        return traceback.format_exc()\n"})) == ()


def test_an_answer_that_is_made_of_a_kept_traceback_is_told_once() -> None:
    body = "        told = traceback.format_exc()\n        return jsonify(error=told), 500\n"
    (found,) = open_defaults(repo_of({"app.py": ROUTE + body}))

    assert found.what.startswith("jsonify: ")
