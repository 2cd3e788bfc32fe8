"""What starts a service in TypeScript is followed to what serves it, and told from what serves whoever writes it."""

import pytest

from seatrial.facts.foreign.processes import foreign_endings, foreign_processes
from seatrial.model import Grade
from seatrial.testing import judged
from tests.judging.asked import CHECKS
from tests.repositories import component_of

SERVER = (
    "import express from 'express';\nimport OpenAI from 'openai';\nconst app = express();\nconst llm = new OpenAI();\n"
    "app.post('/ask', async (req, res) => res.json(await llm.chat.completions.create({ model: 'm' })));\n"
)


def files(start: str, command: str = '["npm", "start"]', folder: str = "") -> dict[str, str]:
    scripts = f'{{"start": "{start}", "dev": "tsx watch src/server.ts"}}'
    return {
        f"{folder}src/server.ts": SERVER,
        f"{folder}package.json": f'{{"name": "a", "scripts": {scripts}}}\n',
        "Dockerfile": f"FROM node:22-slim\nCOPY . .\nRUN npm ci && npm run build\nCMD {command}\n",
    }


def told(found: dict[str, str]) -> list[tuple[str, bool]]:
    return [(one.text, bool(one.fault)) for one in foreign_processes(component_of(found))]


@pytest.mark.parametrize(
    ("start", "develops"),
    [
        ("node dist/server.js", False),
        ("next start -p 3000", False),
        ("pm2-runtime dist/server.js", False),
        ("fastify start app.js", False),
        ("next dev", True),
        ("nodemon src/server.ts", True),
        ("tsx watch src/server.ts", True),
        ("node --watch dist/server.js", True),
        ("react-scripts start", True),
        ("vite", True),
    ],
)
def test_a_script_of_the_package_says_what_serves(start: str, develops: bool) -> None:
    assert told(files(start)) == [(start, develops)]


def test_scripts_that_call_scripts_and_what_only_prepares_are_followed() -> None:
    assert told(files("npm run dev")) == [("tsx watch src/server.ts", True)]
    assert told(files("prisma migrate deploy && node dist/server.js")) == [("node dist/server.js", False)]
    assert told(files("vite", '["node", "dist/server.js"]')) == [("node dist/server.js", False)]


def test_the_package_is_the_one_that_the_server_stands_in() -> None:
    root = {"package.json": '{"name": "all", "scripts": {"start": "turbo run dev"}}\n'}

    assert told(files("node dist/server.js", folder="server/") | root) == [("node dist/server.js", False)]


def test_without_an_image_the_script_that_hosts_run_counts() -> None:
    found = files("next start")
    del found["Dockerfile"]

    assert told(found) == [("next start", False)]


@pytest.mark.parametrize(
    ("line", "ends"),
    [
        ("process.on('SIGTERM', () => server.close());\n", True),
        ("await app.enableShutdownHooks();\n", True),
        ("process.on('unhandledRejection', log);\n", False),
        ("", False),
    ],
)
def test_who_hears_the_signal_ends_in_order(line: str, ends: bool) -> None:
    found = files("node dist/server.js")
    found["src/server.ts"] += line

    assert bool(foreign_endings(component_of(found))) is ends
    assert judged(CHECKS["ARC-12"], found).grade is (Grade.IN_USE if ends else Grade.SUBSTANTIVE)


def test_what_develops_is_no_server_for_production() -> None:
    graded = judged(CHECKS["ARC-12"], files("next dev"))

    assert graded.grade is Grade.ABSENT
    assert "made for whoever writes the code" in graded.message
