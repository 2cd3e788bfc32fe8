"""A step asks for what lacks of cards, trails and measures that code holds already."""

import pytest

from seatrial.facts.operations.marked_traces import marked_traces
from tests.judging.asked import advice, judge, message
from tests.judging.test_steps_of_what_is_there import BELOW, BRINGS, IMAGE
from tests.repositories import repo_of

CARD = """
from dataclasses import dataclass


@dataclass
class ModelCard:
    model_name: str
    training_start: str
    backtest_wmape: float
    backtest_bias: float
"""


def test_a_card_that_code_fills_with_figures_is_asked_for_its_words_alone() -> None:
    asked = advice("GOV-02", {"service.py": BELOW, "Dockerfile": IMAGE, "cards.py": CARD})

    assert asked.startswith("State in cards.py: intended use, out-of-scope use, limits")
    assert "training data" not in asked.splitlines()[0]


TRAIL = """
from dataclasses import dataclass


@dataclass
class AuditEvent:
    user_id: str
    action: str
    reason: str


def keep(event: AuditEvent):
    print(event)
"""


def test_a_trail_that_nothing_writes_keeps_none() -> None:
    files = {"service.py": BELOW, "Dockerfile": IMAGE, "trail.py": TRAIL}
    writes = {
        **files,
        "service.py": BELOW.replace("    return {", "    keep(AuditEvent('a', 'b', 'c'))\n    return {", 1),
    }
    writes["service.py"] = "from trail import AuditEvent, keep\n" + writes["service.py"]

    assert message("GOV-07", files) == "AuditEvent could keep a trail of 3 fields, and nothing that runs writes it"
    assert "AuditEvent (trail.py)" in advice("GOV-07", files)
    assert "could keep" not in message("GOV-07", writes)


PARSES = """
import json

import anthropic

client = anthropic.Anthropic()


def ask(question):
    return parse_json_answer(client.messages.create(model="m", messages=[question]).content[0].text)


def parse_json_answer(text):
    return json.loads(text[text.find("{"):])


print(ask("how much?"))
"""


def test_answers_that_nobody_waits_for_are_held_to_a_shape_and_shown_to_no_page() -> None:
    files = {"ask.py": PARSES, "README.md": "# Ask\n\n```sh\npython ask.py\n```\n"}

    assert advice("SEC-22", files).startswith("Ask for structured output in ask.py")
    kept = {**files, "ask.py": PARSES.replace('json.loads(text[text.find("{"):])', "text")}
    assert advice("SEC-22", kept).startswith("Ask for structured output in ask.py")
    assert "passed on as text" in judge("SEC-22", kept).message  # what is printed is kept nowhere
    written = kept["ask.py"].replace("print(ask(", "open('answer.txt', 'w').write(ask(")
    assert "kept as text" in judge("SEC-22", {**kept, "ask.py": written}).message


BOT = """
import anthropic
import discord

anthropic_client = anthropic.Anthropic()
bot = discord.Client(intents=discord.Intents.default())


@bot.event
async def on_message(message):
    asked = [{"role": "system", "content": "You help."}, {"role": "user", "content": message.content}]
    answer = anthropic_client.messages.create(model="m", messages=asked)
    await message.channel.send(answer.content[0].text)


bot.run("key")
"""
LOOP = """
import anthropic

client = anthropic.Anthropic()

while True:
    question = input("You: ")
    asked = [{"role": "system", "content": "You help."}, {"role": "user", "content": question}]
    print(client.messages.create(model="m", messages=asked).content[0].text)
"""


HOOK = "discord.SyncWebhook.from_url('https://hook.test/1').send('done')"
OWN_BOT = BOT.replace("bot = discord", "class Bot(discord.Client): ...\n\n\nbot = Bot").replace("Bot.Client", "Bot")


@pytest.mark.parametrize("code", [BOT, LOOP, f"{BOT}\n{HOOK}\n", f"{OWN_BOT}\n{HOOK}\n"])
def test_who_writes_to_a_bot_or_into_a_terminal_is_a_person_who_asks(code: str) -> None:
    files = {"ask.py": code, "README.md": "# Ask\n\n```sh\npython ask.py\n```\n"}

    assert "nothing screens what people write" in judge("SEC-21", files).message
    assert advice("SEC-21", files).startswith("Split") or "Screen questions" in advice("SEC-21", files)
    assert "passed on as text" in judge("SEC-22", files).message
    assert advice("SEC-22", files).startswith("Show what ask.py answers as text")


@pytest.mark.parametrize(
    "line",
    [
        'go = input("Overwrite? [y/N] ")',
        "from discord import SyncWebhook",
        f"import discord as chat\n{HOOK.replace('discord', 'chat')}",
        'input("Press Enter to go on")',
    ],
)
def test_a_program_that_only_asks_for_a_yes_or_posts_to_a_hook_is_asked_by_nobody(line: str) -> None:
    code = LOOP.replace('input("You: ")', 'open("page.txt").read()').replace(
        "import anthropic", f"import anthropic\n{line}"
    )
    files = {"ask.py": code, "README.md": "# Ask\n\n```sh\npython ask.py\n```\n"}

    assert "nothing screens the texts that are read" in judge("SEC-21", files).message
    assert advice("SEC-22", files).startswith("Ask for structured output in ask.py")


def test_torch_that_may_be_new_enough_is_not_said_to_run_code_for_sure() -> None:
    load = {"app.py": "import torch\n\nnet = torch.load('net.pt')\n"}

    assert "torch before 2.6 is not ruled out" in judge("SEC-02", load).evidence[0].what
    old = {**load, "requirements.txt": "torch==2.0.1\n"}
    assert judge("SEC-02", old).evidence[0].what.endswith("weights_only is not set")


PACKAGE = """
[project]
name = "teach"
version = "1"

[build-system]
requires = ["setuptools"]

[project.scripts]
teach = "teach.main:run"
"""
SHOWN = {
    "pyproject.toml": PACKAGE,
    "teach/__init__.py": "from teach.main import run\n",
    "teach/main.py": "from fastapi import FastAPI\n\napp = FastAPI()\n\n\ndef run():\n    return app\n",
    "teach/trainer.py": BRINGS,
    "examples/app.py": "from teach.trainer import Trainer\n\nTrainer(rows).train(net, optimiser)\n",
}


def test_what_users_train_after_the_examples_of_a_product_needs_no_pipeline_of_its_owner() -> None:
    assert not judge("DAT-09", SHOWN).applies
    starts = {**SHOWN, "train.py": SHOWN["examples/app.py"], "README.md": "# T\n\n```sh\npython train.py\n```\n"}
    assert judge("DAT-09", starts).applies


def test_masks_are_explained_by_how_sure_they_are() -> None:
    outlines = BELOW.replace("import joblib\n", "import joblib\nfrom monai.inferers import sliding_window_inference\n")
    outlines = outlines.replace("import joblib\nfrom monai", "import torch\nfrom monai").replace(
        "joblib.load", "torch.load"
    )

    assert "mask" in advice("GOV-04", {"service.py": outlines, "Dockerfile": IMAGE})
    assert "mask" not in advice("GOV-04", {"service.py": BELOW, "Dockerfile": IMAGE})


SCORE = """
def score(store, image):
    drawn = store.get_label(image, "final")
    said = store.get_label(image, "original")
    dice = 2 * (drawn * said).sum() / (drawn.sum() + said.sum())
    store.update_image(image, {"dice": dice})
    return dice
"""


def test_an_overlap_of_two_labels_of_one_image_is_live_quality_without_a_limit() -> None:
    served = (
        "from shop.score import score\n"
        + BELOW
        + "\n\n@app.post('/scoring')\ndef scoring(image: str):\n    return score(app, image)\n"
    )
    files = {"service.py": served, "shop/score.py": SCORE, "Dockerfile": IMAGE}

    assert message("MON-05", files) == "live quality is worked out, and compared with no limit"
    assert advice("MON-05", files).startswith("Start shop/score.py by the clock")
    one = SCORE.replace('store.get_label(image, "final")', "image")
    assert "worked out" not in message("MON-05", {**files, "shop/score.py": one})


AGENT = """
from langchain.agents import create_agent
from langchain_core.tools import tool
from langsmith import get_current_run_tree, traceable


@tool
def look_up(topic: str) -> str:
    return topic


agent = create_agent("openai:gpt-4o-2024-08-06", tools=[look_up])


@traceable
def ask(question: str, refused: bool) -> str:
    get_current_run_tree().metadata["was_refused"] = refused
    return agent.invoke({"messages": [question]})


print(ask("how much?", False))
"""
ASKS = 'await client.runs.stream(thread, "agent", { config: { recursion_limit: 100 } });\n'


def test_what_a_page_alone_and_a_trace_already_do_is_told() -> None:
    files = {"agent.py": AGENT, "README.md": "# Ask\n\n```sh\npython agent.py\n```\n"}

    assert message("SEC-23", {**files, "web/ask.ts": ASKS}).startswith("only web/ask.ts asks for a limit of steps")
    assert message("SEC-23", files).startswith("steps are bounded by nothing")
    assert [one.what for one in marked_traces(repo_of(files))] == ["each trace keeps was_refused"]
    of_colours = AGENT.replace("was_refused", "colour")
    assert not marked_traces(repo_of({**files, "agent.py": of_colours}))


FORECASTS = BELOW.replace('    return {"label": label}\n', '    return save_forecast({"label": label})\n') + (
    "\n\ndef save_forecast(answer):\n    forecast = pd.DataFrame([answer])\n"
    '    forecast.to_parquet("forecasts/last.parquet")\n    return answer\n'
)


def test_answers_in_a_file_are_asked_to_be_put_where_they_last() -> None:
    files = {"service.py": "import pandas as pd\n" + FORECASTS, "Dockerfile": IMAGE}

    assert message("MON-03", files) == "the answer is written to a file only"
    assert advice("MON-03", files).startswith("Write what service.py keeps of answers to a table")
    inputs = {**files, "service.py": "import pandas as pd\n" + FORECASTS.replace("forecast.to_p", "inputs.to_p")}
    assert "written to a file" not in message("MON-03", inputs)


def test_readiness_asks_for_no_model_where_each_request_names_one() -> None:
    chosen = {"service.py": BELOW.replace('"/predict"', '"/infer/{model}"'), "Dockerfile": IMAGE}

    assert "models that a request may name" in advice("ARC-03", chosen)
    assert "models that a request may name" not in advice("ARC-03", {"service.py": BELOW, "Dockerfile": IMAGE})


def test_what_recommends_is_asked_for_reasons_and_a_list_without_a_model() -> None:
    recommends = BELOW.replace('"/predict"', '"/recommend"').replace("import joblib", "import torch, transformers")
    files = {"service.py": recommends.replace("joblib.load", "torch.load"), "Dockerfile": IMAGE}
    predicts = {**files, "service.py": files["service.py"].replace("/recommend", "/predict")}

    assert advice("GOV-06", files).startswith("Write in docs/human-oversight.md who may take an item out")
    assert "regions" not in advice("GOV-04", files)
    assert "items that are recommended" in advice("MON-01", files)
    assert "an item out" not in advice("GOV-06", predicts)
