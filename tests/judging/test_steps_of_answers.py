"""What an application that answers has done already is seen, and its steps fit the machine that it runs on."""

import pytest

from seatrial.model import Archetype, Grade
from tests.notebooks import notebook

from .asked import SERVICE, advice, judge, message, steps

LLM = Archetype.LLM_APP
IMAGE = {"Dockerfile": "FROM python:3.12\nCOPY . .\nCMD ['uvicorn', 'app:app']\n"}
HOSTED = "from openai import OpenAI\n\nclient = OpenAI()\n"
LOCAL = "from llama_cpp import Llama\n\nclient = Llama(model_path='m.gguf')\n"
ASKED = "from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.post('/ask')\ndef ask(question: str):\n"
HOSTED_ANSWER = (
    "    told = client.chat.completions.create(model='gpt-4o', messages=["
    "{'role': 'system', 'content': 'Be kind.'}, {'role': 'user', 'content': question}]%s)\n    return told\n"
)
LOCAL_ANSWER = HOSTED_ANSWER.replace(
    "client.chat.completions.create(model='gpt-4o', ", "client.create_chat_completion("
)


def chat(client: str = HOSTED, answer: str = HOSTED_ANSWER, more: str = "", top: str = "") -> dict[str, str]:
    return {**IMAGE, "app.py": client + top + ASKED + answer % more}


def test_a_bound_on_tokens_that_is_there_is_not_asked_for() -> None:
    assert "max_tokens" in advice("SEC-06", chat(), LLM)
    assert "max_tokens" not in advice("SEC-06", chat(more=", max_tokens=512"), LLM)


def test_what_an_own_machine_costs_is_told_by_its_hours_and_not_by_tokens() -> None:
    assert "price of a token" in advice("BIZ-04", chat(), LLM)
    assert "price, hours" in advice("BIZ-04", chat(LOCAL, LOCAL_ANSWER), LLM)


def test_where_questions_are_screened_what_is_found_is_left_to_be() -> None:
    store = "from langchain_community.vectorstores import Chroma\n\nstore = Chroma()\nguard = GuardrailsMiddleware()\n"
    found = "    passages = store.similarity_search(question)\n"
    answer = found + HOSTED_ANSWER.replace("'content': question", "'content': f'{passages} {question}'")
    open_, shut = (chat(answer=answer, top=top) for top in (store, store.partition("guard")[0]))

    assert "Screen what searches and tools return before app.py" in " ".join(steps("SEC-21", open_, LLM))
    assert "Screen questions and found texts before app.py" in " ".join(steps("SEC-21", shut, LLM))


def test_what_a_call_costs_is_added_up_where_code_reads_it_already() -> None:
    traces = {"usage.py": "import langsmith\n\n\ndef usage(run):\n    return run['total_cost']\n"}

    assert advice("BIZ-04", chat() | traces, LLM).startswith(
        "Write a month's cost into docs/costs.md: of a call, as usage.py has it, times the calls."
    )


@pytest.mark.parametrize(("page", "named"), [("docs/storage-schema.md", "docs/costs.md"), ("README.md", "README.md")])
def test_a_page_about_something_else_that_gives_a_price_gets_no_costs_of_answers(page: str, named: str) -> None:
    told = advice("BIZ-04", chat() | {page: "# Storage\n\nThe storage of the tables costs $310 a month.\n"}, LLM)

    assert told.startswith(f"Write price of a token, tokens of an answer, answers of a month into {named};")


def test_of_two_calls_the_one_is_named_to_which_most_doors_lead() -> None:
    ask = "from openai import OpenAI\n\n\ndef ask(text):\n    return OpenAI().chat.completions.create("
    ask += "model='gpt-4o-2024-08-06', messages=[{'role': 'user', 'content': text}])\n"
    door = "@app.post('/{0}')\ndef {0}(text: str):\n    return {1}.ask(text)\n\n\n"
    head = "from fastapi import FastAPI\nimport alpha\nimport omega\n\napp = FastAPI()\n\n\n"
    doors = [("first", "alpha"), ("second", "omega"), ("third", "omega")]
    files = {"alpha.py": ask, "omega.py": ask, "app.py": head + "".join(door.format(*one) for one in doors)}
    even = files | {"app.py": head + "".join(door.format(*one) for one in doors[:2])}

    assert "omega.py" in steps("MON-13", files, LLM)[0]
    assert "alpha.py" in steps("MON-13", even, LLM)[0]


def test_roles_of_a_model_on_this_machine_keep_questions_apart() -> None:
    graded = judge("SEC-21", chat(LOCAL, LOCAL_ANSWER))

    assert graded.grade is Grade.PRESENT
    assert "kept apart" in graded.message


STORE = "import sqlalchemy\n\nengine = sqlalchemy.create_engine(%s)\n"


@pytest.mark.parametrize(
    ("opened", "asked"),
    [
        ("'sqlite:///notes.db'", "a disk that is encrypted"),
        ("URL, connect_args={'check_same_thread': False}", "a disk that is encrypted"),
        ("URL", "sslmode=verify-full"),
        ("URL, connect_args={'check_same_thread': False} if URL.startswith('sqlite') else {}", "sslmode=verify-full"),
    ],
)
def test_no_wire_leads_to_a_file_of_sqlite(opened: str, asked: str) -> None:
    assert asked in advice("SEC-10", chat(top=f"from settings import URL\n{STORE % opened}"), LLM)


SEARCH = (
    "import chromadb\n\nstore = chromadb.Client().get_collection('t')\n\n\ndef query_found(question, where=None):\n"
    "    return store.query(query_texts=[question], where=where)\n\n\n"
)
SEARCHED = HOSTED_ANSWER.replace("question}]", "str(search(question))}]")


@pytest.mark.parametrize(("given", "told"), [("", "searches everything"), (", where={'kind': kind}", "by a value")])
def test_a_filter_that_no_caller_gives_narrows_nothing(given: str, told: str) -> None:
    call = f"def search(question, kind='a'):\n    return query_found(question{given})\n\n\n"

    assert told in judge("SEC-24", chat(answer=SEARCHED, top=SEARCH + call)).message


KEYED = (
    "import hmac, os\nfrom fastapi import Depends, Header, HTTPException\n\n\n"
    "def keyed(x_key: str = Header()):\n    if not hmac.compare_digest(x_key, os.environ['KEY']):\n"
    "        raise HTTPException(401)\n\n\n"
)
FILLS = "@app.post('/passages', dependencies=[Depends(keyed)])\ndef fill(text: str):\n    store.add(text)\n\n\n"


@pytest.mark.parametrize(("answers_keyed", "told"), [(False, "Write down in README.md"), (True, "of the token")])
def test_who_shows_a_key_where_passages_are_put_in_is_no_asker(answers_keyed: bool, told: str) -> None:
    door = ASKED.replace("'/ask'", "'/ask', dependencies=[Depends(keyed)]") if answers_keyed else ASKED
    top = SEARCH + KEYED + "def search(question):\n    return query_found(question)\n\n\n"
    files = chat(answer=SEARCHED, top=top)
    files["app.py"] = files["app.py"].replace(ASKED, door.replace("@app", FILLS + "@app"))

    assert told in advice("SEC-24", files, LLM)


def test_what_is_handled_is_the_answer_of_the_service_and_not_of_what_evaluates_it() -> None:
    judges = HOSTED + "\n\ndef judge(question):\n" + HOSTED_ANSWER % ""
    asks = "from about.evaluation.judge import judge\n" + HOSTED + ASKED + HOSTED_ANSWER % ""
    asks += "\n\n@app.post('/judged')\ndef judged(question: str):\n    return judge(question)\n"
    files = {**IMAGE, "app.py": asks, "about/evaluation/judge.py": judges}

    assert "evaluation" not in advice("SEC-22", files, LLM)


def test_passages_that_a_stream_tells_before_the_answer_are_its_sources() -> None:
    tells = "    for text in store.query(query_texts=[question]):\n        %s(text)\n"
    top = SEARCH + "def prettify_source(text):\n    print(text)\n\n\ndef prepare(text):\n    print(text)\n\n\n"

    assert judge("GOV-04", chat(answer=tells % "prettify_source" + HOSTED_ANSWER, top=top)).grade is (Grade.SUBSTANTIVE)
    assert judge("GOV-04", chat(answer=tells % "prepare" + HOSTED_ANSWER, top=top)).grade is Grade.ABSENT


REASONED = (
    "import joblib\nfrom fastapi import FastAPI\nfrom schemas import %s\n\napp = FastAPI()\n"
    "model = joblib.load('m.joblib')\n\n\n@app.post('/predict')\ndef predict(size: float):\n"
    "    score = model.predict([[size]])[0]\n    return %s(score=score, %s=[size])\n"
)


CARD = (
    "# Model card\n\n## Intended use\n\nAnswers questions of employees about the handbook, and opens tickets.\n\n"
    "## Out-of-scope use\n\nDecisions about people, and advice on law.\n\n"
    "## Limits\n\nQuestions in German are answered worse; new pages are not found.\n"
)


def test_who_asks_models_of_others_is_asked_which_and_not_for_their_training_data() -> None:
    asked = advice("GOV-02", {**chat(), "MODEL_CARD.md": CARD}, LLM)
    trained = {"train.py": "from sklearn.svm import SVC\nimport joblib\njoblib.dump(SVC().fit(x, y), 'm')\n"}

    assert "the models asked" in asked
    assert "training data" not in asked
    assert "training data" in advice("GOV-02", {**trained, "MODEL_CARD.md": CARD})


@pytest.mark.parametrize(
    ("made", "field", "grade"),
    [
        ("PredictionResponse", "key_factors", Grade.PRESENT),
        ("PredictionResponse", "sizes", Grade.ABSENT),
        ("Grid", "key_factors", Grade.ABSENT),
    ],
)
def test_an_answer_that_is_made_with_its_factors_explains_itself(made: str, field: str, grade: Grade) -> None:
    files = {**IMAGE, "app.py": REASONED % (made, made, field), "schemas.py": f"class {made}: ...\n"}

    assert judge("GOV-04", files).grade is grade


PEOPLE = "class Customer(BaseModel):\n    email: str\n    first_name: str\n\n\n"


def test_nobody_is_to_be_taken_out_of_a_training_that_is_not_there() -> None:
    files = chat(top="from pydantic import BaseModel\n\n" + PEOPLE)
    trained = {**files, "train.py": "from sklearn.svm import SVC\nimport joblib\njoblib.dump(SVC().fit(x, y), 'm')\n"}

    assert "training" not in advice("SEC-13", files, LLM)
    assert "before training" in advice("SEC-13", trained)


RULES = (
    "from fastapi import FastAPI\n\napp = FastAPI()\n\n\nclass Predictor:\n    def predict(self, size):\n"
    "        return 0.3 * size\n\n\n@app.get('/health')\ndef health():\n    return {'status': 'ok'}\n\n\n"
    "@app.post('/predict')\ndef predict(size: float):\n    return Predictor().predict(size)\n"
)


def test_rules_in_code_have_no_makers_and_load_no_model() -> None:
    files = {**IMAGE, "app.py": RULES}

    assert "makers" not in advice("GOV-02", files, Archetype.ONLINE_SERVICE)
    assert "model is loaded" not in advice("ARC-03", files, Archetype.ONLINE_SERVICE)


@pytest.mark.parametrize(
    ("code", "step"),
    [
        (
            "import pickle\n\nkeys = {pickle.dumps([1]): 1}\n\nfor key in keys:\n    print(pickle.loads(key))\n",
            "no code",
        ),
        (
            "import pickle\n\n\ndef read(path):\n    return pickle.load(open(path, 'rb'))\n\n\nread('X_train.pkl')\n",
            "no code",
        ),
        (
            "import pickle\n\n\ndef read(path):\n    return pickle.load(open(path, 'rb'))\n\n\nread('net.pkl')\n",
            "Export",
        ),
        ("import pickle\n\nprint(pickle.loads(sent))\n", "Export"),
    ],
)
def test_a_pickle_of_rows_or_of_the_same_file_is_no_model_to_export(code: str, step: str) -> None:
    assert step in advice("SEC-02", {"run.py": code})


def test_where_code_is_evaluated_no_path_is_to_be_chosen_from_a_list() -> None:
    assert "closed list" not in advice("SEC-15", {"run.py": "print(eval('x[{}]'.format(place)))\n"})


def test_questions_are_added_to_the_set_and_not_to_what_a_run_of_it_wrote() -> None:
    rows = "\nquestion,ground_truth\n" + "".join(f"what is {chr(97 + n)}?,that\n" for n in range(5))
    files = {**chat(), "data/eval/outputs/run_1/eval_detail.csv": rows * 3, "data/eval/golden_set.csv": rows}

    assert "data/eval/golden_set.csv" in advice("OPS-19", files, LLM)
    assert "outputs" not in advice("OPS-19", files, LLM)


def test_the_model_that_answers_is_named_before_the_one_that_judges() -> None:
    judge = (
        "from openai import OpenAI\n\n\ndef judge(answer, model='gpt-4o-mini'):\n    return OpenAI().chat.completions"
    )
    judge += ".create(model=model, messages=[answer])\n"
    product = judge.replace("judge", "reply")
    files = {**chat(), "evaluation/run.py": judge, "product/reply.py": product}

    assert "evaluation/run.py" not in advice("ARC-15", files, LLM)


def test_encoders_that_each_request_loads_are_no_model() -> None:
    load = "def load_{0}(path):\n    {0} = joblib.load(path)\n    return {0}\n\n\n"
    loads = f"import joblib\n\n\n{load.format('encoder')}{load.format('net')}"
    api = (
        "import joblib\nfrom fastapi import FastAPI\nfrom loads import load_encoder, load_net\n\napp = FastAPI()\n"
        "model = joblib.load('m.joblib')\n\n\n@app.post('/predict')\ndef predict(size: float):\n"
        "    made = %s('e.joblib')\n    return model.predict(made.transform([[size]]))\n"
    )

    for name, told in (("load_encoder", "what prepares its input"), ("load_net", "the model")):
        files = {**IMAGE, "loads.py": loads, "app.py": api % name}
        assert f"loads {told} again" in judge("ARC-04", files).message


SOCKET = (
    "import joblib\nfrom fastapi import FastAPI, WebSocket\n\napp = FastAPI()\nmodel = joblib.load('m.joblib')\n\n\n"
    "@app.websocket('/predict')\nasync def predict(socket: WebSocket):\n    while True:\n"
    "        await socket.send_text(model.predict(await socket.receive_bytes()))\n"
)


def test_a_socket_is_told_of_its_messages_and_of_no_status() -> None:
    told = advice("ARC-02", {**IMAGE, "app.py": SOCKET}, Archetype.ONLINE_SERVICE)

    assert "message" in told
    assert "422" not in told


PANELS = {"monitoring/dashboard.json": '{"panels": [{"title": "a", "targets": [{"expr": "up"}]}]}'}


def test_alarms_of_a_function_belong_beside_its_terraform() -> None:
    function = "import joblib\nmodel = joblib.load('m')\n\n\n"
    function += "def lambda_handler(event, context):\n    return model.predict(event)\n"
    files = {
        "app.py": function,
        "infra/main.tf": 'resource "aws_lambda_function" "f" {\n  handler = "app.lambda_handler"\n}\n',
    }

    assert "infra/alarms.tf" in advice("MON-06", files, Archetype.ONLINE_SERVICE)
    page = {"infra/pages.tf": 'resource "aws_cloudwatch_dashboard" "all" {\n  dashboard_name = "a"\n}\n'}
    assert "infra/alarms.tf" in advice("MON-06", {"app.py": function} | page, Archetype.ONLINE_SERVICE)
    assert "monitoring/alerts.yml for" in advice("MON-06", {"app.py": function} | PANELS, Archetype.ONLINE_SERVICE)
    assert "monitoring/alerts.yml" in advice("MON-06", {"app.py": function}, Archetype.ONLINE_SERVICE)


def test_the_data_of_a_class_that_trains_is_that_of_the_program_that_makes_it() -> None:
    trainer = "from sklearn.svm import SVC\n\n\nclass Trainer:\n    def fit(self, x, y):\n        SVC().fit(x, y)\n"
    run = "import pandas as pd\nfrom lib.trainer import Trainer\n\n"
    run += "if __name__ == '__main__':\n    rows = pd.read_csv('rows.csv')\n"
    files = {"lib/__init__.py": "", "lib/trainer.py": trainer, "run.py": f"{run}    Trainer().fit(rows, rows)\n"}

    assert "run.py" in advice("DAT-02", files)
    assert "trainer.py" not in advice("DAT-02", files)
    alone = {
        "lib/__init__.py": "",
        "lib/trainer.py": f"import pandas as pd\npd.read_csv('rows.csv')\n{trainer}",
        "run.py": run,
    }
    assert "trainer.py" in advice("DAT-02", alone)


NOTED = (
    "import mlflow, mlflow.sklearn\nfrom sklearn.svm import SVC\nmodel = SVC().fit(x, y)\n"
    "with mlflow.start_run():\n    %s"
)


def test_what_a_notebook_registers_and_keeps_of_a_run_is_not_asked_for_again() -> None:
    def noted(line: str) -> dict[str, str]:
        return {"fit.ipynb": notebook(NOTED % line)}

    kept = "mlflow.log_params(model.get_params())\n    mlflow.sklearn.log_model(model, 'm')\n"
    registered = noted(f"{kept}    mlflow.register_model('runs:/1/m', 'm')\n")

    assert "parameters" not in advice("DAT-11", noted(kept))
    assert "Register what" not in advice("OPS-04", registered)
    assert "Register what" in advice("OPS-04", noted(kept))


WRITES = (
    "from openai import OpenAI\n\nclient = OpenAI()\n\n\ndef write(base_context_filename):\n"
    "    orders = open(base_context_filename).read()\n"
    "    return client.chat.completions.create(model='gpt-4o-2024-08-06', messages=[\n"
    "        {'role': 'system', 'content': orders}, {'role': 'user', 'content': 'Write a comment'}])\n\n\n"
    "write('orders.txt')\n"
)


def test_what_is_written_to_learn_from_is_shown_to_nobody() -> None:
    data, page = {"src/data_augmentation.py": WRITES}, {"src/reply.py": WRITES}

    assert steps("SEC-22", data)[0].startswith("Hold what src/data_augmentation.py writes to a schema")
    assert steps("SEC-22", page)[0].startswith("Ask for structured output in src/reply.py")
    assert judge("SEC-21", data).grade is None
    assert judge("SEC-21", page).grade is Grade.ABSENT


def test_orders_in_a_file_are_no_text_that_was_found() -> None:
    named = WRITES.replace("'content': orders", "'content': f'Write as {base_context_filename}'")
    found = WRITES.replace("'content': orders", "'content': f'By these: {found_context}'")

    assert "base_context" not in judge("SEC-21", {"reply.py": named}).message
    assert "found_context" in judge("SEC-21", {"reply.py": found}).message


INSERTS = (
    "    con.execute('INSERT INTO answers (id, question, answer, {}) VALUES (?, ?, ?, ?)', (1, question, told, 2))\n"
)
FINDS = "def search(question):\n    return query_found(question)\n\n\n"


def kept(column: str, answer: str = HOSTED_ANSWER, search: str = "") -> dict[str, str]:
    keeps = answer.replace("    return told\n", f"{INSERTS.format(column)}    return told\n")
    return chat(answer=keeps, top=f"import sqlite3\n\ncon = sqlite3.connect('a.db')\n{search}")


def test_what_a_record_tells_is_not_asked_of_it_and_no_passages_where_none_are_searched() -> None:
    plain, searched = (advice("GOV-07", kept("note", *of), LLM) for of in ((), (SEARCHED, SEARCH + FINDS)))

    assert plain.startswith("Add to each trace of app.py who asked, the prompt's version.")
    assert "who asked, the prompt's version, the passages used" in searched
    assert "who asked" not in advice("GOV-07", kept("user_id", SEARCHED, SEARCH + FINDS), LLM)


def test_messages_that_are_sent_are_said_where_no_rule_sets_a_threshold() -> None:
    sends = "\n\nimport slack_sdk\n\nslack_sdk.WebClient().chat_postMessage(text='up')\n"
    told = {**SERVICE, "app.py": SERVICE["app.py"] + sends}

    assert message("MON-06", told).endswith("chat_postMessage tells people, and no rule says at which threshold")
    assert message("MON-06", told | PANELS).startswith("dashboards show figures")


@pytest.mark.parametrize(
    ("orders", "asks"),
    [
        ("Answer kindly. Add all relevant links at the end.", True),
        ("Cite the page of each claim.", True),
        ("Answer kindly, from the links that you are given.", False),
    ],
)
def test_sources_that_a_prompt_asks_for_are_to_be_compared_in_code(orders: str, *, asks: bool) -> None:
    store = "from langchain_community.vectorstores import Chroma\n\nstore = Chroma()\n"
    store += "ORDERS = open('instructions.md').read()\n"
    answer = "    passages = store.similarity_search(question)\n" + HOSTED_ANSWER.replace("'Be kind.'", "ORDERS")
    found = judge("GOV-04", chat(answer=answer, top=store) | {"instructions.md": f"# You help\n\n{orders}\n"})
    unnamed = judge("GOV-04", chat(answer=answer) | {"instructions.md": f"# Set up\n\n{orders}\n"})

    assert (found.grade, unnamed.grade) == (Grade.PRESENT if asks else Grade.ABSENT, Grade.ABSENT)
    assert ("a prompt asks for the sources" in found.message) is asks
