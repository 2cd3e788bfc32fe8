"""What answers people by a bot, or takes messages of a queue, is asked for what such a program can do."""

import pytest

from seatrial.model import Archetype
from tests.judging.asked import CHECKS, Files, advice, judge

BOLT = 'const { App } = require("@slack/bolt");\nconst app = new App({ socketMode: true });\n'
OPENAI = 'const OpenAI = require("openai");\nconst client = new OpenAI({});\n'
COMPOSE = "services:\n  bot:\n    image: example/bot:1.2\n"
BOT = {"src/app.js": BOLT, "src/ask.js": OPENAI, "docker-compose.yml": COMPOSE}
DISCORD = (
    "import discord\nfrom openai import OpenAI\n\nclient, bot = OpenAI(), discord.Client()\n\n\n@bot.event\n"
    "async def on_message(message):\n    await message.reply(client.chat.completions.create(model='gpt-4o'))\n\n\n"
    "if __name__ == '__main__':\n    bot.run('token')\n"
)
IN_PYTHON = {"bot.py": DISCORD, "Dockerfile": 'FROM python:3.12\nCOPY bot.py .\nCMD ["python", "bot.py"]\n'}
TAKES = (
    "import org.springframework.amqp.rabbit.annotation.RabbitListener;\nimport weka.classifiers.Classifier;\n"
    'class Scores { @RabbitListener(queues = "rows") void take(String row) { model.classifyInstance(row); } }\n'
)
CONSUMER = {"src/main/java/a/Scores.java": TAKES, "Dockerfile": "FROM eclipse-temurin:21\n"}


@pytest.mark.parametrize("files", [BOT, IN_PYTHON])
@pytest.mark.parametrize("check", ["PRF-03", "PRF-04"])
def test_nobody_drives_a_bot_with_load_or_copies_it(check: str, files: Files) -> None:
    assert not judge(check, files).applies


@pytest.mark.parametrize("files", [BOT, IN_PYTHON])
def test_a_new_version_of_a_bot_is_met_by_few_people_first(files: Files) -> None:
    assert "second bot" in advice("OPS-08", files)


def test_a_bot_is_measured_where_it_hears_people() -> None:
    assert "tokens in src/app.js" in " ".join(
        CHECKS["MON-01"].steps(judge("MON-01", BOT).names, Archetype.LLM_APP, "", ())
    )


def test_a_consumer_is_driven_by_messages_and_tried_beside_the_old_one() -> None:
    assert "events" in advice("PRF-03", CONSUMER)
    assert "the same messages" in advice("OPS-08", CONSUMER)


def test_what_downloads_for_tests_drives_nothing_with_load() -> None:
    fetching = {**CONSUMER, "test/download-test-data.sh": "curl -o model.onnx https://example.org/model.onnx\n"}

    assert "download-test" not in judge("PRF-03", fetching).message


POM = "<project><dependencies><dependency><artifactId>weka</artifactId><version>{}</version></dependency>{}"


@pytest.mark.parametrize(
    ("build", "held"),
    [
        ({"pom.xml": POM.format("3.8.6", "")}, True),
        ({"pom.xml": POM.format("[3.8,)", "<version>1.2</version>")}, False),
        ({"pom.xml": POM.format("LATEST", "<version>1.2</version>")}, False),
        ({"build.gradle": "dependencies {\n  implementation 'nz.ac:weka:3.8.6'\n}\n"}, True),
        ({"build.gradle": "dependencies {\n  implementation 'nz.ac:weka:3.8.6'\n  api 'a.b:c:2.+'\n}\n"}, False),
        ({"build.gradle": "dependencies {\n  implementation 'nz.ac:weka'\n}\n"}, False),
    ],
)
def test_a_build_of_java_that_leaves_no_version_open_needs_no_lock(build: Files, held: bool) -> None:
    graded = judge("DAT-04", {**CONSUMER, **build})

    assert (graded.grade is not None and graded.grade.name == "SUBSTANTIVE") == held
