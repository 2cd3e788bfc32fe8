"""A bot or a consumer in another language is no model that nobody reaches, and no interface that was seen either."""

import pytest

from tests.judging.asked import Files, judge

BOLT = 'const { App } = require("@slack/bolt");\nconst app = new App({ socketMode: true });\n'
OPENAI = 'const OpenAI = require("openai");\nconst client = new OpenAI({});\n'
TERMINAL = "use async_openai::Client;\nfn main() { ask(); }\n"


@pytest.mark.parametrize(
    ("files", "unknown"), [({"src/app.js": BOLT, "src/ask.js": OPENAI}, True), ({"src/main.rs": TERMINAL}, False)]
)
def test_what_waits_for_messages_in_another_language_may_be_reached(files: Files, unknown: bool) -> None:
    graded = judge("ARC-01", files)

    assert (graded.grade is None) == unknown
