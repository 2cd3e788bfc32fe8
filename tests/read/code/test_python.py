"""A Python file is kept as what it imports, defines, calls and says, under the names that things really have."""

import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.read.code.python import PYTHON, parse_python, parse_source
from seatrial.read.code.python_annotations import named_class
from seatrial.read.code.python_record import MAIN, Call, Comparison, Function, PythonFile
from seatrial.read.code.python_transport import pack, unpack

SERVICE = '''
"""Serve."""
from typing import TYPE_CHECKING, Optional
import joblib, numpy as np
from fastapi import Depends, FastAPI, Request
from .core.models import load as ld
if TYPE_CHECKING:
    from torch import Tensor
try:
    import torch
except ImportError:
    torch = None

app = FastAPI(title="x")
model = None

@app.on_event("startup")
async def start():
    global model
    model = joblib.load("m.pkl")

class Item(BaseModel):
    age: int = Field(ge=0, le=120)
    name: Optional[str] = None

class Service:
    def __init__(self, client: Client):
        self.net = torch.load("x", weights_only=True).to("cpu").eval()
        self.client = client

    def run(self, request: Request):
        body = request.json()
        return self.net(body) + self.client.get(f"/v1/{body}") + self.key(os.environ["KEY"])

@app.post("/predict", response_model=Item)
async def predict(item: Item, service: Service = Depends(Service)) -> "list[Item]":
    try:
        return {"y": model.predict([item.age])}
    except Exception:
        pass
    return [ld(row) for row in item.rows]

if __name__ == "__main__":
    uvicorn.run(app)
'''


@pytest.fixture(scope="module")
def service() -> PythonFile:
    return parse_source("src/pkg/api.py", SERVICE)


def call(file: PythonFile, written: str) -> Call:
    return next(call for call in file.calls if call.written == written)


def function(file: PythonFile, name: str) -> Function:
    return next(function for function in file.functions if function.name == name)


def only_comparison(text: str) -> Comparison:
    (found,) = parse_source("m.py", text).comparisons
    return found


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("FastAPI", "fastapi.FastAPI"),
        ("request.json", "fastapi.Request.json"),
        ("self.client.get", "Client.get"),
        ("self.net", "torch.load.to.eval"),
        ("self.key", "Service.key"),
        ("model.predict", "joblib.load.predict"),
        ("ld", ".src.pkg.core.models.load"),
        ("uvicorn.run", "uvicorn.run"),
    ],
)
def test_a_call_is_named_after_what_made_its_value(service: PythonFile, written: str, name: str) -> None:
    assert call(service, written).name == name


def test_a_decorator_is_a_call_of_its_function_with_resolved_name(service: PythonFile) -> None:
    (decorator,) = function(service, "predict").decorators

    assert (decorator.name, decorator.args[0].literal) == ("fastapi.FastAPI.post", "/predict")
    assert decorator.keyword("response_model") is not None
    assert "app.post" not in {call.written for call in service.calls}


def test_annotations_are_spelled_with_resolved_names(service: PythonFile) -> None:
    predict = function(service, "predict")

    assert [p.annotation for p in predict.parameters] == ["Item", "Service"]
    assert predict.returns == "list[Item]"
    assert function(service, "Service.run").parameters[1].annotation == "fastapi.Request"


def test_fields_of_a_class_keep_their_constraints(service: PythonFile) -> None:
    age, name = service.classes[0].attributes

    assert age.value is not None
    assert {key: value.literal for key, value in age.value.keywords} == {"ge": 0, "le": 120}
    assert name.annotation == "typing.Optional[str]"


def test_imports_say_where_they_lead_and_whether_they_run(service: PythonFile) -> None:
    by_alias = {found.alias: found for found in service.imports}

    assert by_alias["ld"].dotted == ".src.pkg.core.models.load"
    assert by_alias["Tensor"].for_typing
    assert by_alias["torch"].guarded
    assert not by_alias["np"].used
    assert by_alias["joblib"].used


def test_a_result_knows_the_name_it_is_given(service: PythonFile) -> None:
    assert call(service, "joblib.load").target == "model"
    assert {x.name for x in service.assignments if x.target == "self.client"} == {"Service.client"}


def test_what_encloses_a_call_is_kept(service: PythonFile) -> None:
    assert call(service, "model.predict").inside == ("try",)
    assert call(service, "ld").inside == ("for",)
    assert call(service, "uvicorn.run").inside == ("main",)
    assert call(service, "Depends").inside == ("default",)


def test_mentions_belong_to_the_definition_that_makes_them(service: PythonFile) -> None:
    mentions = {x.scope: x.names for x in service.mentions}

    assert "fastapi.FastAPI.post" in mentions["predict"]
    assert "fastapi.FastAPI.post" not in mentions[""]
    assert "uvicorn.run" in mentions[MAIN]
    assert "BaseModel" in mentions["Item"]


def test_what_an_annotation_calls_and_is_handed_there_is_mentioned() -> None:
    text = (
        "from typing import Annotated\nfrom pydantic import BaseModel, BeforeValidator\nfrom fastapi import Depends\n"
        "import rights\ndef listed(v):\n    return v.split(',')\ndef idle(v):\n    return v\n"
        "class Query(BaseModel):\n    kinds: Annotated[list[str] | None, BeforeValidator(listed)] = None\n"
        "def ask(user: Annotated[str, Depends(rights.user)]):\n    return user\n"
    )
    mentions = {x.scope: set(x.names) for x in parse_source("app.py", text).mentions}

    assert {"listed", "pydantic.BeforeValidator"} <= mentions["Query"]
    assert {"rights.user", "fastapi.Depends"} <= mentions["ask"]
    assert not any("idle" in names for names in mentions.values())


def test_a_string_knows_what_it_is_used_for(service: PythonFile) -> None:
    into = {text.value: text.into for text in service.texts}

    assert into["m.pkl"] == "joblib.load"
    assert into["KEY"] == "os.environ[]"
    assert into["/v1/{}"] == "Client.get"


def test_a_handler_that_only_passes_swallows(service: PythonFile) -> None:
    swallowing = [(x.scope, x.catches) for x in service.handlers if x.swallows]

    assert ("predict", ("Exception",)) in swallowing


@pytest.mark.parametrize(
    ("text", "leads"),
    [
        ("if score < 0.9:\n    sys.exit(1)\n", ("sys.exit",)),
        ("if score < 0.9:\n    raise ValueError('low')\n", ("raise ValueError",)),
        ("if score > 0.9:\n    promote()\nelse:\n    sys.exit(1)\n", ("promote", "else sys.exit")),
        ("assert score > 0.9\n", ("assert",)),
        ("print(score > 0.9)\n", ()),
    ],
)
def test_a_comparison_knows_what_it_leads_to(text: str, leads: tuple[str, ...]) -> None:
    assert only_comparison(text).leads_to == leads


@pytest.mark.parametrize(
    ("body", "stub"),
    [
        ("pass", True), ("...", True), ("return None", True), ("return {'y': 0.5}", True), ("'words'", True),
        ("raise NotImplementedError('later')", True), ("return model.predict(x)", False), ("raise ValueError", False),
    ],
)  # fmt: skip
def test_a_stub_does_nothing(body: str, stub: bool) -> None:
    (found,) = parse_source("m.py", f"def f(x):\n    {body}\n").functions

    assert found.is_stub is stub


def test_copies_have_the_same_hash_whatever_their_layout() -> None:
    text = "def {0}(df):\n    '''{0}'''\n    a = df.x{1}\n    b = a + 1\n    c = b * 2\n    return c\n\n"
    file = parse_source("m.py", text.format("one", "  # first") + text.format("two", "\n") + text.format("three", ".y"))
    one, two, three = (function.body_hash for function in file.functions)

    assert one == two != three


def test_asserts_are_counted_and_trivial_ones_told_apart() -> None:
    text = "def test_it():\n    assert True\n    assert f(1) == 2\n    with pytest.raises(E):\n        f()\n"
    (found,) = parse_source("test_m.py", text).functions

    assert (found.asserts, found.trivial_asserts) == (3, 1)


def test_the_class_is_not_seen_by_the_names_of_its_methods() -> None:
    file = parse_source("m.py", "import json\nclass A:\n    json = 1\n    def f(self):\n        json.loads('x')\n")

    assert call(file, "json.loads").name == "json.loads"


def test_a_parameter_hides_an_import() -> None:
    file = parse_source("m.py", "import torch as model\ndef f(model):\n    model.eval()\n")

    assert call(file, "model.eval").name == "model.eval"


def test_one_of_many_is_written_with_what_it_is_one_of() -> None:
    (compared,) = parse_source("m.py", "ok = all(x > 0 for x in scores)\n").comparisons
    (apart,) = parse_source("m.py", "ok = all(x > 0 for x in load())\n").comparisons

    assert (compared.left.text, apart.left.text) == ("scores[]", "x")


def test_a_class_within_a_function_is_known_there_and_nowhere_else() -> None:
    file = parse_source("m.py", "def make():\n    class Model: ...\n    return Model()\n\nModel()\n")

    assert [call.name for call in file.calls] == ["make.Model", "Model"]


def test_a_global_that_is_filled_later_is_known_before() -> None:
    text = "m = None\ndef use():\n    m.run()\ndef fill():\n    global m\n    m = Session('x')\n"

    assert call(parse_source("m.py", text), "m.run").name == "Session.run"


def test_python_2_is_read_through_its_own_statements() -> None:
    text = (
        "import cPickle\ntry:\n    print 'a', x\nexcept Error, e:\n    raise Bad, 'no'\nm = cPickle.load(open('f'))\n"
    )
    file = parse_source("old.py", text)

    assert file.broken.startswith("line 3")
    assert not file.skimmed
    assert call(file, "cPickle.load").line == 6


def test_a_broken_line_costs_only_itself() -> None:
    file = parse_source("m.py", "import torch\n<<<<<<< HEAD\ndef f():\n    torch.load('x')\n")

    assert file.broken
    assert call(file, "torch.load").scope == "f"


@pytest.mark.parametrize(
    "text",
    [
        "def f[T](x: T) -> T:\n    torch.load(x)\n",
        "class A[T](B):\n    def f(self):\n        torch.load('x')\n",
        "type X = int\ndef f():\n    torch.load('x')\n",
        "def f():\n    x = f'{d['a']}' + t'{y}'\n    torch.load(x)\n",
        "def f() oops:\n    torch.load('x')\n",
        "def f():\n    if x:\n        y = = 1\n    torch.load(y)\n",
    ],
)
def test_syntax_of_other_pythons_and_single_slips_cost_no_calls(text: str) -> None:
    file = parse_source("m.py", text)

    assert "torch.load" in {call.name for call in file.calls}


@pytest.mark.parametrize(
    "text",
    [
        "def f[T](x: T) -> T: ...\ntype X = int\n",
        'a = "\\n".join(f"{"#" * i} {h}" for i in range(3))\n',
        "f'{row['key']:>{width}} {{}} {x!r}'  # f\"{\"\n",
        'rf"\\d{row["it\'s"]}" + f"{f"{x}"}"\n',
        'f"{", ".join(f"{y}" for y in row["rows"])}"\n',
        'f"""{"a"}\n{row["b"]}"""\n',
        'log(f"count: {dumps({\n    "a": 1,  # of "them"\n})}")\n',
        'f"\\"{read(\n)}\\""\n',
    ],
)
def test_a_file_for_a_younger_python_is_sound_whichever_one_reads_it(text: str) -> None:
    file = parse_source("m.py", f"{text}load('x')\n")

    assert not file.broken
    assert (call(file, "load").line, call(file, "load").args[0].literal) == (text.count("\n") + 1, "x")


def test_a_named_type_and_a_template_string_hold_the_same_whichever_python_reads_them() -> None:
    file = parse_source("m.py", 'type Language = Literal["de"]\nt"hello {guest()}"\n')

    assert [(item.target, item.value.name) for item in file.assignments] == [("Language", "Literal[]")]
    assert [text.value for text in file.texts if "hello" in text.value] == ["hello {}"]
    assert call(file, "guest")


@pytest.mark.parametrize(
    "text", ['f"{', 'f"{a', 'f"{a:{b', 'f"""{"', "f'{'x", 'f"{f"{a\n}"}', 'f"{f"{f"{1}"}"}', 'f"{' + "x:{" * 5_000]
)
def test_an_f_string_that_never_ends_costs_no_more_than_its_line(text: str) -> None:
    assert call(parse_source("m.py", f"load('x')\n{text}\n"), "load")


def test_what_is_beyond_repair_is_skimmed() -> None:
    text = (
        "import torch\nfrom .a import (b as c,\n  d)\nclass M:\n    def f(self):\n        x = 'secret'\n" + ")\n" * 30
    )
    file = parse_source("pkg/m.py", text)

    assert file.skimmed
    assert [found.dotted for found in file.imports] == ["torch", ".pkg.a.b", ".pkg.a.d"]
    assert [found.name for found in file.functions] == ["M.f"]
    assert "secret" in {text.value for text in file.texts}


def test_warnings_about_the_text_stay_silent() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        file = parse_source("m.py", "x = '\\d'\nassert (1, 'always')\nif x is 'a': pass\n")

    assert not file.broken


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "(" * 5000 + ")" * 5000, "x = " + "-" * 20000 + "1", "x = " + "[" * 150 + "]" * 150,
        "x" + ".a()" * 3000, "x = " + " + ".join(["1"] * 20000), "\0", "if a:\n b\n" + "elif a:\n b\n" * 3000,
        "x = " + "9" * 10000, "def f():\n" + "\tx\n        y\n",
    ],
)  # fmt: skip
def test_extreme_text_never_raises(text: str) -> None:
    file = parse_python("m.py", text.encode())

    assert file.path == "m.py"


def test_a_loop_gives_each_of_its_names_what_it_goes_over() -> None:
    text = "def f(rows):\n    for at, row in enumerate(rows.all):\n        g(row)\nfor self.x in y:\n    pass\n"
    found = parse_source("m.py", text).loops

    assert [(one.target, one.value.text, one.line, one.scope) for one in found] == [
        ("at", "enumerate", 2, "f"),
        ("row", "enumerate", 2, "f"),
    ]


def test_columns_count_characters() -> None:
    file = parse_source("m.py", "x = 'ä'; open('ü')\n")

    assert call(file, "open").column == 10


@given(st.binary(max_size=300))
def test_bytes_of_any_kind_never_raise(data: bytes) -> None:
    file = PYTHON.parse("m.py", data)

    assert unpack(pack(file)) == file


@given(st.text(alphabet="abc.=()[]{}:,'\"\n \tifdefclassimportfromas@#%0-", max_size=200))
def test_text_that_is_nearly_python_never_raises(text: str) -> None:
    file = parse_source("pkg/m.py", text)

    assert file.lines >= 1


def test_a_record_survives_the_way_between_processes(service: PythonFile) -> None:
    travelled = unpack(pack(service))

    assert travelled == service
    assert repr(travelled) == repr(service)


@pytest.mark.parametrize("container", ["dishka.FromDishka", "wireup.Injected", "typing.Annotated"])
def test_a_class_is_named_inside_of_what_says_how_it_is_given(container: str) -> None:
    assert named_class(f"{container}[app.cases.Predict]") == "app.cases.Predict"
