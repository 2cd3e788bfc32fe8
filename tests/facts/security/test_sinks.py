"""Texts are followed from requests to what acts on them; what a check stopped goes no further."""

import pytest

from seatrial.facts.security.injections.sinks import Danger, injections
from tests.repositories import repo_of

HEAD = """
import os, pathlib, subprocess, requests, tarfile
from fastapi import FastAPI, Request, UploadFile
from pydantic import BaseModel
app = FastAPI()
class Query(BaseModel):
    text: str
"""


def shown(body: str, parameters: str = "query: Query", **files: str) -> list[Danger]:
    code = f"{HEAD}\n@app.post('/x')\ndef handle({parameters}):\n{body}"
    return [one.danger for one in injections(repo_of({"app.py": code, **files})) if one.origin]


@pytest.mark.parametrize(
    ("body", "danger"),
    [
        ("    return eval(query.text)\n", Danger.CODE),
        ("    os.system('ls ' + query.text)\n", Danger.COMMAND),
        ("    subprocess.run(f'ls {query.text}', shell=True)\n", Danger.COMMAND),
        ("    db.execute(f'SELECT * FROM t WHERE x = {query.text}')\n", Danger.QUERY),
        ("    db.execute('SELECT * FROM t WHERE x = %s' % query.text)\n", Danger.QUERY),
        ("    db.execute('SELECT {}'.format(query.text))\n", Danger.QUERY),
        ("    path = os.path.join('data', query.text.strip())\n    return open(path).read()\n", Danger.PATH),
        ("    path = pathlib.Path(query.text)\n    return path.read_text()\n", Danger.PATH),
        ("    pathlib.Path(query.text).write_text('x')\n", Danger.PATH),
        ("    return requests.get(query.text).text\n", Danger.ADDRESS),
        ("    for one in query.kinds:\n        db.execute('SELECT {}'.format(one))\n", Danger.QUERY),
        ("    for key, one in query.kinds.items():\n        os.system(f'ls {one}')\n", Danger.COMMAND),
    ],
)
def test_a_field_of_the_request_reaches_what_acts(body: str, danger: Danger) -> None:
    assert shown(body) == [danger]


@pytest.mark.parametrize(
    "body",
    [
        "    db.execute('SELECT * FROM t WHERE x = %s', (query.text,))\n",
        "    subprocess.run(['ls', query.text])\n",
        "    os.system(f'ls {int(query.text)}')\n",
        "    if query.text not in ALLOWED:\n        raise ValueError\n    os.system('ls ' + query.text)\n",
        "    name = os.path.basename(query.text)\n    return open(name).read()\n",
        "    safe = check_path(query.text)\n    return open(safe).read()\n",
        "    return requests.get(f'https://api.example.org/{query.text}').text\n",
        "    text = query.text\n    text = 'fixed'\n    return eval(text)\n",
        "    return model.predict(query.text)\n",
        "    path = pathlib.Path('last.txt')\n    path.write_text(query.text)\n",
        "    for one in ['a', 'b']:\n        os.system(f'ls {one}')\n",
        "    for one in query.kinds:\n        if one not in OPEN:\n            raise ValueError\n        eval(one)\n",
        "    for at in range(len(query.kinds)):\n        os.system(f'ls {at}')\n",
    ],
)
def test_what_is_bound_listed_checked_or_replaced_does_not(body: str) -> None:
    assert shown(body) == []


@pytest.mark.parametrize(
    ("made", "found"),
    [
        ("url if flag else DEFAULT", True),
        ("DEFAULT or url", True),
        ("'https://' + url", True),
        ("f'https://{url}/x'", True),
        ("'https://%s/x' % url", True),
        ("f'https://api.example.org/{url}'", False),
        ("'https://api.example.org/' + url", False),
        ("'https://api.example.org/%s' % url", False),
        ("'https://api.example.org/{}'.format(url)", False),
        ("BASE + '/x/' + url", False),
        ("(BASE or DEFAULT) + url", False),
    ],
)
def test_what_decides_on_the_machine_of_an_address_is_followed_and_a_page_of_a_fixed_one_is_not(
    made: str, found: bool
) -> None:
    body = f"    url = query.text\n    t = {made}\n    return requests.get(t).text\n"

    assert shown(body) == [Danger.ADDRESS] * found


JOINED = "    path = os.path.join('data', query.text)\n"
REFUSED = ":\n        raise ValueError\n"


@pytest.mark.parametrize(
    "body",
    [
        "    near = os.path.normpath(path)\n    full = os.path.abspath(near)\n    if not near.startswith('data')"
        + REFUSED,
        "    full = os.path.realpath(path)\n    if os.path.commonpath([full, '/data']) != '/data'" + REFUSED,
        "    full = pathlib.Path(path)\n    whole = full.resolve()\n    if not whole.is_relative_to('data')" + REFUSED,
    ],
)
def test_a_path_that_was_checked_in_another_form_has_passed(body: str) -> None:
    opened = "    return open(full).read()\n"

    assert shown(JOINED + body + opened) == []
    assert shown(JOINED + body.partition("    if")[0] + opened) == [Danger.PATH]


def test_a_check_of_another_path_or_after_the_file_was_opened_does_not() -> None:
    other = "    other = os.path.abspath('x')\n    if not other.startswith('data')" + REFUSED
    late = "    text = open(path).read()\n    if not os.path.abspath(path).startswith('data')" + REFUSED

    assert shown(JOINED + other + "    return open(path).read()\n") == [Danger.PATH]
    assert shown(JOINED + late) == [Danger.PATH]


def test_numbers_and_injected_objects_carry_nothing() -> None:
    assert shown("    os.system(f'head -{n}')\n", "n: int") == []
    assert shown("    os.system(f'ls {s.folder}')\n", "s: Settings = Depends(settings)") == []


@pytest.mark.parametrize(
    ("annotation", "found"),
    [
        ("Annotated[Source, Depends(get_source)]", []),
        ("Annotated[Source, Depends(make_getter(['pdf']))]", []),
        ("Annotated[Source, Depends(Source)]", [Danger.CODE]),  # filled from the request
        ("Annotated[str, Query(max_length=80)]", [Danger.CODE]),
    ],
)
def test_what_an_annotation_says_that_the_service_gives_carries_nothing(annotation: str, found: list[Danger]) -> None:
    imports = "from typing import Annotated\nfrom fastapi import Depends, Query\n"
    text = f"{imports}{HEAD}\n@app.post('/x')\ndef handle(source: {annotation}):\n    eval(source.text)\n"

    assert [one.danger for one in injections(repo_of({"app.py": text})) if one.origin] == found


ALIAS = "from typing import Annotated\nfrom fastapi import Depends\n"


@pytest.mark.parametrize(
    ("made", "found"),
    [
        ("Deps = Annotated[Context, Depends(context)]\n", []),
        ("Deps = Annotated[Context, 'what the caller sends']\n", [Danger.CODE]),
    ],
)
def test_a_type_that_names_what_the_service_gives_carries_nothing(made: str, found: list[Danger]) -> None:
    files = {
        "app.py": f"from deps import Deps\n{HEAD}\n@app.post('/x')\ndef handle(context: Deps):\n    eval(context.x)\n",
        "deps.py": ALIAS + "class Context:\n    x: str\ndef context():\n    return Context()\n" + made,
    }

    assert [one.danger for one in injections(repo_of(files)) if one.origin] == found


def test_a_value_is_followed_into_functions_of_other_files() -> None:
    helper = "import os\ndef run(folder, *, name):\n    os.system(f'ls {folder} {name}')\n"
    body = "    from helper import run\n    run('data', name=query.text)\n"
    (found,) = [one for one in injections(repo_of({"app.py": _app(body), "helper.py": helper})) if one.origin]

    assert (found.site.path, found.via) == ("helper.py", ("run",))


def _app(body: str) -> str:
    return f"{HEAD}\n@app.post('/x')\ndef handle(query: Query):\n{body}"


def test_a_package_named_like_the_application_in_it_is_followed_too() -> None:
    imports = "from fastapi import FastAPI\nfrom app.shell import run\napp = FastAPI()\n"
    main = imports + "@app.get('/')\ndef h(q: str):\n    run(q)\n"
    shell = "import os\ndef run(q):\n    os.system(q)\n"
    found = injections(repo_of({"app/__init__.py": "", "app/main.py": main, "app/shell.py": shell}))

    assert [one.site.path for one in found if one.origin] == ["app/shell.py"]


def test_a_text_that_is_not_fixed_is_only_likely() -> None:
    (found,) = injections(repo_of({"a.py": "import os\ndef f(x):\n    os.system(x)\n"}))

    assert not found.origin
    assert found.confidence == "likely"


@pytest.mark.parametrize(
    ("clause", "found"), [('"t >= ?"', 0), ('f"t >= {since}"', 1), ("since", 1)], ids=["bound", "put in", "handed in"]
)
@pytest.mark.parametrize(
    "where", ["f\"WHERE {' AND '.join(clauses)}\" if clauses else ''", "' WHERE ' + ' AND '.join(clauses)"]
)
def test_conditions_that_are_joined_of_constants_are_fixed(where: str, clause: str, found: int) -> None:
    query = "f'SELECT * FROM p {where} ORDER BY t'"
    code = (
        "def read(db, since):\n    clauses, params = [], []\n    if since:\n"
        f"        clauses.append({clause})\n        params.append(since)\n    where = {where}\n"
        f"    return db.execute({query}, params)\n"
    )

    assert len(injections(repo_of({"log.py": code}))) == found


def test_tests_are_left_out() -> None:
    assert not injections(repo_of({"tests/test_a.py": "import os\ndef test_a(x):\n    os.system(x)\n"}))


@pytest.mark.parametrize(
    "body",
    [
        "    cmd = 'env'\n    if x:\n        cmd = 'env | grep A'\n    os.popen(cmd)\n",
        "    db.execute(f'SELECT * FROM {self.table} WHERE id = :id', {'id': x})\n",
        "    db.execute(f'SELECT * FROM a WHERE b = {pg8000.native.literal(x)}')\n",
    ],
)
def test_one_of_several_constants_and_an_objects_own_table_are_fixed(body: str) -> None:
    assert not injections(repo_of({"a.py": f"import os\nclass A:\n  def f(self, x):\n{body}"}))


@pytest.mark.parametrize(
    ("made", "found"),
    [
        ("'rows_' + str(day.year)", 0),
        ("'rows_' + day.strftime('%Y%m%d')", 0),
        ("'rows_' + str(int(day))", 0),
        ("'rows_' + str(day)", 1),
        ("'rows_' + day.strftime(form)", 1),
    ],
)
def test_a_number_and_a_day_in_a_query_end_nothing(made: str, found: int) -> None:
    query = "'SELECT * FROM ' + table + ' LIMIT 9'"
    code = f"def f(db, day, form, x):\n    table = {made}\n    db.execute({query}, x)\n"
    assert len(injections(repo_of({"a.py": code}))) == found


FLAGS = "import os, click\n@click.option('--bash', 'shell', flag_value='bash')\n{0}def f(shell):\n"
CHOICE = "import os, click\n@click.option('--shell', type={0})\ndef f(shell):\n"
PARSED = (
    "import argparse, os\ndef f():\n    parser = argparse.ArgumentParser()\n"
    "    parser.add_argument('--my-shell'{0})\n    args = parser.parse_args()\n"
)


@pytest.mark.parametrize(
    ("head", "name", "found"),
    [
        (FLAGS.format("@click.option('--zsh', 'shell', flag_value='zsh')\n"), "shell", 0),
        (FLAGS.format("@click.option('--other', 'shell')\n"), "shell", 1),
        (CHOICE.format("click.Choice(['bash', 'zsh'])"), "shell", 0),
        (CHOICE.format("click.Choice(SHELLS)"), "shell", 0),
        (CHOICE.format("click.Choice(read_shells())"), "shell", 1),
        (CHOICE.format("str"), "shell", 1),
        (PARSED.format(", choices=['bash', 'zsh']"), "args.my_shell", 0),
        (PARSED.format(", dest='kind', choices=('bash', 'zsh')"), "args.kind", 0),
        (PARSED.format(""), "args.my_shell", 1),
    ],
)
def test_an_option_of_a_closed_list_is_fixed(head: str, name: str, found: int) -> None:
    code = f"{head}    os.popen(f'COMPLETE={{{name}}} tool')\n"

    assert len(injections(repo_of({"cli.py": code}))) == found


def test_what_of_the_request_arrives_is_named() -> None:
    code = "from flask import Flask, request\napp = Flask('a')\n@app.get('/')\ndef h():\n    eval(request.args['q'])\n"
    (found,) = injections(repo_of({"app.py": code}))

    assert found.what == "the request's args reaches eval unchecked, as code to run"


def test_a_method_of_what_a_function_made_is_not_the_function() -> None:
    body = "    pipe = load('query.yml')\n    return pipe.run(query.text)\n"
    maker = "def load(name):\n    return make(open(name).read())\n"

    files = {"loading.py": maker, "app.py": HEAD + "from loading import load\n@app.post('/x')\n"}
    files["app.py"] += f"def handle(query: Query):\n{body}"
    assert not [one for one in injections(repo_of(files)) if one.origin]


READERS = "import pandas as pd\nimport streamlit as st\nfrom flask import Flask, request\napp = Flask('a')\n"
STORED = f"{HEAD}\nfrom core import settings\n@app.post('/x')\ndef handle(sent: Annotated[UploadFile, File(...)]):\n"
VIEW = READERS + "@app.post('/x')\ndef handle():\n    sent = request.files.get('rows')\n"


@pytest.mark.parametrize(
    "code",
    [
        VIEW + "    return pd.read_csv(sent)\n",
        VIEW + "    return rows(sent)\ndef rows(file):\n    return pd.read_csv(file)\n",
        READERS + "sent = st.file_uploader('rows')\nif sent:\n    pd.read_csv(sent)\n",
        "import pandas as pd\ndef view(request: HttpRequest):\n    return pd.read_csv(request.FILES['rows'])\n",
        f"{HEAD}\nimport pandas as pd\n@app.post('/x')\ndef handle(sent: UploadFile):\n    pd.read_csv(sent.file)\n",
        f"{STORED}    path = settings.FOLDER / f'{{uuid4()}}.md'\n    path.write_bytes(sent.read())\n",
    ],
)
def test_an_uploaded_file_is_content_and_no_path(code: str) -> None:
    assert not [one for one in injections(repo_of({"app.py": code})) if one.origin]


@pytest.mark.parametrize(
    "code",
    [
        VIEW + "    return open('in/' + sent.filename)\n",
        VIEW + "    return rows(sent)\ndef rows(file):\n    return open(f'in/{file.filename}')\n",
        READERS + "sent = st.file_uploader('rows')\nif sent:\n    open('in/' + sent.name)\n",
        f"{HEAD}\n@app.post('/x')\ndef handle(sent: UploadFile):\n    open('in/' + sent.filename)\n",
        f"{STORED}    path = settings.FOLDER / sent.filename\n    path.write_bytes(sent.read())\n",
    ],
)
def test_what_its_sender_calls_an_uploaded_file_may_be_any_path(code: str) -> None:
    (found,) = [one for one in injections(repo_of({"app.py": code})) if one.origin]

    assert found.what.startswith("the request's filename ")


def test_a_handler_of_thousands_of_lines_is_followed_to_its_end() -> None:
    """It took a minute and a half, the square of its length and more."""
    step = "    p{0} = os.path.abspath(n{0})\n    if p{0} not in KNOWN: raise ValueError\n    n{1} = load(p{0}, n0)\n"
    body = "".join(step.format(place, place + 1) for place in range(3000))
    handler = f"@app.get('/x')\ndef f(n0: str):\n{body}    subprocess.run(n0 + n3000, shell=True)\n"

    (found,) = injections(
        repo_of({"app.py": f"import os, subprocess\nfrom fastapi import FastAPI\napp = FastAPI()\n{handler}"})
    )

    assert found.danger is Danger.COMMAND


@pytest.mark.parametrize(
    ("write", "found"),
    [
        ("    path = FOLDER / sent.filename\n    path.write_bytes(sent.file.read())\n", 1),
        ("    path = FOLDER / sent.filename\n    with path.open('wb') as file:\n        file.write(b'')\n", 1),
        ("    path = FOLDER / sent.filename\n    path.unlink()\n", 1),
        ("    (FOLDER / sent.filename).write_bytes(b'')\n", 1),
        ("    path = FOLDER / Path(sent.filename).name\n    path.write_bytes(b'')\n", 0),
        ("    path = FOLDER / f'{uuid4()}.pdf'\n    path.write_bytes(sent.file.read())\n", 0),
        ("    path = FOLDER / 'last.txt'\n    path.write_text(sent.filename)\n", 0),
        ("    store = Store(sent.filename)\n    store.open()\n", 0),  # whatever that opens, it is no path put together
    ],
)
def test_a_path_that_is_put_together_by_a_slash_may_lead_anywhere(write: str, found: int) -> None:
    head = "from pathlib import Path\nfrom uuid import uuid4\nfrom settings import FOLDER\n"
    code = f"{HEAD}\n{head}@app.post('/x')\ndef handle(sent: UploadFile):\n{write}"

    assert len([one for one in injections(repo_of({"app.py": code})) if one.origin]) == found


_LOADS = "import os\ndef load(config):\n    os.makedirs(config)\n"
_ASKED = "\n@app.post('/x')\ndef handle(query: Query):\n"


@pytest.mark.parametrize("kept", ["model = load(CONFIG)\n", "class Model:\n    pass\nmodel: Model = load(CONFIG)\n"])
def test_a_method_of_what_a_function_made_elsewhere_is_not_that_function(kept: str) -> None:
    files = {"shared.py": f"from loads import load\n{kept}", "loads.py": _LOADS}
    code = f"from shared import model\n{HEAD}{_ASKED}    return model.predict(query.text)\n"
    assert not [one for one in injections(repo_of({"app.py": code, **files})) if one.origin]


def test_a_function_of_an_imported_module_is_followed() -> None:
    code = f"import loads as shared\n{HEAD}{_ASKED}    return shared.load(query.text)\n"
    found = injections(repo_of({"app.py": code, "loads.py": _LOADS}))
    assert [one.danger for one in found if one.origin] == [Danger.PATH]


def test_a_check_of_one_thing_of_a_list_leaves_the_others() -> None:
    checked = "    for one in query.kinds:\n        if one not in ALLOWED:\n            raise ValueError\n"

    assert shown(checked + "    for other in query.more:\n        os.system('ls ' + other)\n") == [Danger.COMMAND]
    assert shown(checked + "    for other in query.kinds:\n        os.system('ls ' + other)\n") == [Danger.COMMAND]


@pytest.mark.parametrize(
    ("made", "found"),
    [
        ("', '.join(f'p.{label}' for label in LABELS)", 0),
        ("', '.join(f'{prefix}.{label}' for label in LABELS)", 1),
        ("', '.join(f'p.{label}' for label in columns)", 1),
        ("sums()", 0),
        ("sums_of(columns)", 1),
        ("{None: '', True: ' AND live'}[live]", 0),
        ("{None: prefix, True: ' AND live'}[live]", 1),
    ],
)
def test_a_text_that_is_made_of_a_closed_list_alone_is_fixed(made: str, found: int) -> None:
    code = (
        "LABELS = ('toxic', 'rude')\n\n\ndef sums():\n    return ', '.join(f'sum({label})' for label in LABELS)\n\n\n"
        "def ask(db, prefix, columns, live):\n    part = MADE\n    return db.execute(f'SELECT {part} FROM t')\n"
    ).replace("MADE", made)

    assert len(injections(repo_of({"a.py": code}))) == found


@pytest.mark.parametrize(
    ("over", "within", "found"),
    [
        ("settings.TABLES", "", 0),
        ("('blobs', 'writes')", "", 0),
        ("tables", "", 1),
        ("('blobs', 'writes')", "table = given\n        ", 1),
        ("('blobs', given)", "", 1),
    ],
)
def test_a_name_that_goes_over_a_closed_list_is_fixed(over: str, within: str, found: int) -> None:
    head = f"from core import settings\n\n\ndef clear(db, given, tables):\n    for table in {over}:\n"
    code = f"{head}        {within}db.execute(f'DELETE ' f'FROM {{table}} WHERE id = %s', (given,))\n"

    assert len(injections(repo_of({"a.py": code}))) == found


@pytest.mark.parametrize(
    ("made", "found"),
    [
        ("', '.join(COLUMNS)", 0),
        ("', '.join(['time'] + [f'v{i}' for i in range(1, 29)])", 0),
        ("', '.join(['%s'] * len(values))", 0),
        ("', '.join(['time'] + values)", 1),
        ("', '.join(f'v{i}' for i in values)", 1),
        ("ORDERS[order]", 0),
        ("values[order]", 1),
        ("store_config.table_name", 0),
        ("request.table_name", 1),
    ],
)
def test_a_query_of_lists_numbers_and_settings_of_the_owner_is_fixed(made: str, found: int) -> None:
    code = (
        "COLUMNS = ['a', 'b']\nORDERS = {'new': 'made DESC'}\n\n\n"
        "def ask(db, request, values, order, store_config):\n    part = MADE\n"
        "    return db.execute(f'SELECT {part} FROM t')\n"
    ).replace("MADE", made)

    assert len(injections(repo_of({"a.py": code}))) == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("    if role:\n        where.append('role = %s')\n", 0),
        ("    if role:\n        where.append(role)\n", 1),
        ("    for name in given:\n        if name in ALLOWED:\n            where.append(f'{name} = %s')\n", 0),
        ("    for name in given:\n        if name in given:\n            where.append(f'{name} = %s')\n", 1),
        ("    for name in given:\n        if role:\n            where.append(f'{name} = %s')\n", 1),
    ],
    ids=["conditions", "a value", "names of a list", "names of what was given", "any names"],
)
def test_conditions_are_fixed_where_each_is_written_or_held_against_a_list(body: str, found: int) -> None:
    code = (
        "ALLOWED = ['name', 'role']\n\n\ndef ask(db, role, given):\n    where = []\n    text = ''\nBODY"
        "    if where:\n        text = 'WHERE ' + ' AND '.join(where)\n"
        "    return db.execute(f'SELECT * FROM users {text}', given)\n"
    ).replace("BODY", body)

    assert len(injections(repo_of({"a.py": code}))) == found


@pytest.mark.parametrize(
    ("name", "handed", "found"),
    [("_rows", "'prices'", 0), ("_rows", "TABLE", 0), ("_rows", "asked", 1), ("rows", "'prices'", 1)],
    ids=["a constant", "a name of one", "what is asked for", "a function that others may call"],
)
def test_a_name_that_all_calls_of_a_private_function_hand_over_is_fixed_where_each_is(
    name: str, handed: str, found: int
) -> None:
    code = (
        "TABLE = 'prices'\n\n\ndef NAME(db, *, table: str):\n    return db.execute(f'SELECT * FROM {table}')\n\n\n"
        "def ask(db, asked):\n    return NAME(db, table=HANDED)\n"
    )
    code = code.replace("NAME", name).replace("HANDED", handed)

    assert len(injections(repo_of({"a.py": code}))) == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("    where = 'WHERE a = %s'\n    if user:\n        where += ' AND u = %s'\n", 0),
        ("    where = 'WHERE u = %s' if user else ''\n", 0),
        ("    where = 'WHERE a = %s'\n    where += ' AND u = %s' if user else ''\n", 0),
        ("    where = 'WHERE a = %s'\n    if user:\n        where += f' AND u = {user}'\n", 1),
        ("    where = 'WHERE a = %s'\n    if user:\n        where += user\n", 1),
        ("    where = user if user else ''\n", 1),
        ("    where = 'WHERE a = %s'\n    where += ' AND u = ' + user if user else ''\n", 1),
    ],
    ids=[
        "added",
        "chosen",
        "added by choice",
        "a value within",
        "a value",
        "a value chosen",
        "a value added by choice",
    ],
)
def test_a_query_that_is_added_to_or_chosen_is_fixed_where_all_of_it_is_written(body: str, found: int) -> None:
    code = "def ask(db, user):\nBODY    return db.execute(f'SELECT * FROM t {where}', [user])\n".replace("BODY", body)

    assert len(injections(repo_of({"a.py": code}))) == found
