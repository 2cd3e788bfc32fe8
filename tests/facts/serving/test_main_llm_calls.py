"""Of several calls of a language model that nothing tells apart, a step names each."""

from tests.judging.asked import advice

CLIENT = "from openai import OpenAI\n\nclient = OpenAI()\n\n\n"
ASKS = CLIENT + "def {0}(text):\n    return client.responses.create(input=text)\n"
ROUTE = "\n\n@app.post('/{0}')\ndef ask_{0}(text: str):\n    return {0}(text).output_text\n"
HEAD = "from fastapi import FastAPI\n\nfrom weigh import weigh\nfrom write import write\n\napp = FastAPI()\n"


def test_calls_behind_several_doors_are_all_named() -> None:
    files = {f"{name}.py": ASKS.format(name) for name in ("weigh", "write")}
    files["app.py"] = HEAD + ROUTE.format("weigh") + ROUTE.format("write")
    told = advice("MON-13", files)

    assert "Trace the calls in each of weigh.py and write.py by" in told


def test_a_call_that_looks_after_the_project_is_not_named_beside_one_that_answers() -> None:
    files = {"write.py": ASKS.format("write"), "tools/label_rows.py": ASKS.format("label")}
    files["app.py"] = HEAD.replace("from weigh import weigh\n", "") + ROUTE.format("write")

    assert "Trace the calls in write.py by" in advice("MON-13", files)
