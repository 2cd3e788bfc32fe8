"""What makes a call that looks dangerous harmless, and what ruff sees where our rules judge none."""

import pytest

from seatrial.facts.security.cleaned_pages import cleaned_pages
from seatrial.facts.security.injections.sinks import injections
from seatrial.facts.security.log_contents import logged_contents
from seatrial.facts.security.second_opinion import further_injections, unjudged_code
from seatrial.model.scan import NO_SYNTAX, Scan, Seen
from seatrial.repo import Repo
from tests.repositories import repo_of

HEAD = """
import enum
from fastapi import FastAPI, HTTPException
from settings import KNOWN
app = FastAPI()
tables = {"a": 1, "b": 2}
class Size(enum.StrEnum):
    SMALL = "small"
class Any:
    pass
"""
READS = "    return open(f'models/{name}.bin').read()\n"


def reaches(body: str) -> bool:
    code = f"{HEAD}\n@app.get('/x')\ndef handle(name: str):\n{body}{READS}"
    return any(one.origin for one in injections(repo_of({"app.py": code})))


@pytest.mark.parametrize(
    "body",
    [
        "    config = tables[name]\n",
        "    print(KNOWN[name])\n",
        "    size = Size(name)\n",
        "    try:\n        config = tables[name]\n    except KeyError:\n        raise HTTPException(404)\n",
        "    config = KNOWN.get(name)\n    if config is None:\n        raise HTTPException(404)\n",
        "    config = tables.get(name)\n    if config is None:\n        return None\n",
    ],
)
def test_what_a_table_knows_or_refuses_has_passed(body: str) -> None:
    assert not reaches(body)


@pytest.mark.parametrize(
    "body",
    [
        "    pass\n",
        "    config = tables.get(name)\n",  # nothing looks at what comes of it
        "    config = tables.get(name)\n    if config is None:\n        config = 1\n",
        "    try:\n        config = tables[name]\n    except KeyError:\n        config = None\n",
        "    config = received[name]\n",  # a table of whoever asks
        "    made = Any(name)\n",
        "    tables[name] = 3\n",  # kept under the name, and not asked for it
    ],
)
def test_what_nothing_refuses_reaches_the_file(body: str) -> None:
    assert reaches(body)


def test_a_name_that_is_looked_up_after_the_file_was_opened_had_passed_nothing() -> None:
    assert reaches("    text = open(f'models/{name}.txt').read()\n    config = tables[name]\n")


ASKS = "import html\nfrom app import rag\n\n\ndef page(question, title):\n    "


@pytest.mark.parametrize(
    ("line", "cleans"),
    [
        ("return {'text': html.escape(rag.answer(question))}", True),
        ("return html.escape(strip(rag.answer(question)))", True),
        ("return html.escape(title)", False),
        ("return rag.answer(question)", False),
    ],
)
def test_only_what_is_answered_counts(line: str, cleans: bool) -> None:
    assert bool(cleaned_pages(repo_of({"main.py": f"{ASKS}{line}\n"}))) is cleans


APP = (
    "import logging\nfrom fastapi import FastAPI, UploadFile\napp = FastAPI()\nlogger = logging.getLogger()\n\n\n"
    "@app.post('/upload')\nasync def upload(file: UploadFile):\n    {}\n    return 1\n"
)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("logger.info(f'kind: {file.content_type}')", False),
        ("kind = file.content_type\n    logger.info(f'kind: {kind}')", False),
        ("logger.info(f'file: {file.file}')", False),
        ("content = await file.read()\n    logger.info(content)", True),
        ("content = file.file.read()\n    logger.info('%s', content)", True),
    ],
)
def test_an_uploaded_file_is_logged_where_what_it_holds_is(written: str, found: bool) -> None:
    repo = repo_of({"app.py": APP.replace("{}", written, 1)})

    assert [logged.content for logged in logged_contents(repo)] == (["the request's uploaded file"] if found else [])


def _audited(code: str, *seen: tuple[str, int], missed: tuple[tuple[str, str], ...] = (), failed: str = "") -> Repo:
    audited = repo_of({"store.py": code})
    told = tuple(Seen(rule, "store.py", line) for rule, line in seen)
    audited.scans = {"ruff": Scan("ruff", "0.14", told, missed, failed)}
    return audited


def _shown(code: str, *seen: tuple[str, int]) -> list[str]:
    return [f"{found.site.line} {found.what}" for found in further_injections(_audited(code, *seen))]


def test_a_query_that_is_put_together_for_a_call_of_the_owner_is_shown_with_it() -> None:
    code = "def rows(store, name):\n    return store.look_up(f'SELECT * FROM t WHERE n = {name}')\n"
    told = "2 store.look_up (ruff: S608) is given a database query that is put together when it runs"

    assert _shown(code, ("S608", 2)) == [f"{told}, from parts not traced further"]


def test_a_query_that_is_kept_first_is_shown_with_its_name() -> None:
    code = "def rows(store, name):\n    query = f'SELECT * FROM t WHERE n = {name}'\n    return store.look_up(query)\n"

    assert [text.partition(" is given")[0] for text in _shown(code, ("S608", 2))] == ["2 query (ruff: S608)"]


def test_a_query_of_fixed_parts_a_sentence_and_a_log_are_none() -> None:
    assert _shown("TABLE = 'rows'\nQUERY = f'SELECT * FROM {TABLE}'\n", ("S608", 2)) == []
    assert _shown("def f(x):\n    raise KeyError(f'select one of {x} from the list')\n", ("S608", 2)) == []
    prompt = 'def f(x):\n    order = f"""You are {x}.\n**Update** or select one from the list, as id=1."""\n'
    assert _shown(prompt, ("S608", 2)) == []
    assert _shown("def f(x):\n    query = f'Select * from {x} where a = 1'\n", ("S608", 2))
    assert _shown("def f(log, x):\n    log.info(f'SELECT * FROM t WHERE n = {x}')\n", ("S608", 2)) == []


def test_a_command_is_shown_where_it_stands_and_a_rule_about_style_is_not() -> None:
    code = "def f(run, x):\n    run(f'rm {x}', shell=True)\n"

    assert [text.partition(" is given")[0] for text in _shown(code, ("S604", 2), ("S101", 2))] == [
        "2 a call (ruff: S604)"
    ]


def test_what_our_own_rules_judge_is_not_told_twice() -> None:
    assert _shown("import os\ndef f(x):\n    os.system(f'rm {x}')\n", ("S605", 3)) == []


def test_what_ruff_did_not_tell_is_unknown_unless_our_own_reader_tells_of_it() -> None:
    missed = (("a.py", "took too long"), ("b.py", NO_SYNTAX))

    assert unjudged_code(_audited("", missed=missed)) == ("a.py: ruff took too long",)
    assert unjudged_code(_audited("", failed="it was stopped")) == ("ruff: it was stopped",)


@pytest.mark.parametrize(
    ("line", "cleans"),
    [
        ("const clean = DOMPurify.sanitize(answer.html);", True),
        ("row.innerHTML = escapeHtml(message.text);", True),
        ("const sanitizeHtml = require('sanitize-html'); // message", False),
        ("function escapeHtml(text) { return text; } // message", False),
        ("bubble.textContent = message.content;", True),
        ("bubble.textContent = answer; throw new Error(`${response.status}`);", True),
        ("own.textContent = message; bot.innerHTML = data.answer;", False),
        ("own.textContent = message; bot.innerHTML = `<b>${data.answer}</b>`;", False),
        ("title.textContent = 'chat';", False),
    ],
)
def test_a_page_cleans_an_answer_where_it_calls_what_cleans(line: str, cleans: bool) -> None:
    assert bool(cleaned_pages(repo_of({"web/answer.ts": f"{line}\n"}))) is cleans


WRITES_LOGS = (
    "import logging\nfrom fastapi import FastAPI, Request\n\napp = FastAPI()\nlogger = logging.getLogger()\n\n\n"
    "@app.post('/predict')\nasync def predict(request: Request):\n    {0} = request.headers.get('{1}')\n"
    "    logger.info(f'seen {{{0}}}')\n"
)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("auth_header", [("what a caller proves itself by, auth_header", True)]),
        ("agent", [("the request's headers", False)]),
        ("is_public", []),
    ],
)
def test_a_header_that_proves_a_caller_is_worse_in_a_log_than_others(
    name: str, written: list[tuple[str, bool]]
) -> None:
    found = logged_contents(repo_of({"app.py": WRITES_LOGS.format(name, "X-Any")}))

    assert [(one.content, one.proves) for one in found] == written
