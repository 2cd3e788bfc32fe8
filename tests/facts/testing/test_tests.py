"""Which automated tests are there, and which can fail."""

import pytest

from seatrial.component import components
from seatrial.facts.testing import tested_code as code
from seatrial.facts.testing import tests as automated
from seatrial.facts.testing.foreign_tests import foreign_tests
from tests.repositories import component_of, repo_of


def real(path: str, text: str) -> list[str]:
    return [case.name for case in automated.real_tests(repo_of({path: text}))]


@pytest.mark.parametrize(
    ("path", "text", "name"),
    [
        ("tests/test_a.py", "def test_a():\n    assert f() == 1\n", "test_a"),
        ("test/a_test.py", "class TestA:\n    def test_b(self):\n        assert f()\n", "TestA.test_b"),
        ("unit_tests/tests.py", "import pytest\ndef test_c():\n    with pytest.raises(E):\n        f()\n", "test_c"),
        (
            "check.py",
            "import unittest\nclass A(unittest.TestCase):\n    def test_d(self):\n        self.assertTrue(x)\n",
            "A.test_d",
        ),
        ("test_f.py", "def test(tmp_path, size=2):\n    assert f(tmp_path)\n", "test"),
        ("tests/test_e.py", "def same(a):\n    assert a\ndef test_e():\n    same(f())\n", "test_e"),
        ("web/app.test.ts", "import x\ntest('a', () => {\n  expect(1).toBe(1)\n})\n", "web/app.test.ts"),
        ("a_test.go", "package a\nfunc TestA(t *testing.T) {\n\tt.Fatal(1)\n}\n", "a_test.go"),
        ("src/lib.rs", "#[test]\nfn a() { assert_eq!(1, 1); }\n", "src/lib.rs"),
    ],
)
def test_tests_are_found_however_they_are_written(path: str, text: str, name: str) -> None:
    assert real(path, text) == [name]


def test_each_test_of_a_file_in_another_language_counts() -> None:
    text = "test('a', () => {\n  expect(1).toBe(1)\n})\nit.each(rows)('b', (row) => {\n  expect(row).toBe(1)\n})\n"
    (case,) = automated.real_tests(repo_of({"api/app.test.ts": text}))

    assert case.number == 2


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("test.py", "def test_model(m):\n    print(m.score())\n"),
        ("test_net.py", "def test(net, loader, size=2):\n    assert size > 1\n    return net(loader)\n"),
        ("tests/test_a.py", "def test_a():\n    assert True\n"),
        ("tests/test_a.py", "def test_a():\n    f()\n"),
        ("tests/test_a.py", "import pytest\n@pytest.mark.skip\ndef test_a():\n    assert f()\n"),
        ("tests/test_a.py", "import pytest\npytestmark = [pytest.mark.skip]\ndef test_a():\n    assert f()\n"),
        ("tests/test_a.py", "import pytest\n@pytest.fixture\ndef test_data():\n    assert f()\n"),
        ("scripts/test_area.py", "import pylab\npylab.plot(1)\n"),
        ("vendor/x/tests/test_a.py", "def test_a():\n    assert f()\n"),
        (
            "tests/test_a.py",
            "def test_a():\n    found = config.validate_paths()\n    print('PASS' if found else 'FAIL')\n",
        ),
    ],
    ids=[
        "an evaluation",
        "a run over what it is given",
        "always true",
        "no assertion",
        "skipped",
        "a skipped module",
        "a fixture",
        "a plot",
        "vendored",
        "a product that judges itself",
    ],
)
def test_what_cannot_fail_is_no_real_test(path: str, text: str) -> None:
    assert real(path, text) == []


def test_a_test_that_only_asks_mocks_is_marked() -> None:
    text = (
        "def test_a(m):\n    f(m)\n    m.assert_called_once()\ndef test_b(m):\n"
        "    assert f(m)\n    m.assert_called_once()\n"
    )

    assert [case.mocked for case in automated.tests(repo_of({"tests/test_a.py": text}))] == [True, False]


def test_a_skip_that_depends_on_the_machine_leaves_the_test_real() -> None:
    text = "import pytest\n@pytest.mark.skipif(not gpu(), reason='no gpu')\ndef test_a():\n    assert f()\n"

    assert real("tests/test_a.py", text) == ["test_a"]


def test_the_share_of_functions_that_tests_reach_follows_calls_and_fixtures() -> None:
    repo = repo_of(
        {
            "app.py": (
                "from model import clean\ndef predict(x):\n    return clean(x) + 1\n"
                "def explain(x):\n    y = x\n    return y * 2\n"
            ),
            "model.py": "def clean(x):\n    return x.strip()\n",
            "tests/conftest.py": (
                "import pytest\nfrom app import explain\n@pytest.fixture\ndef told():\n    return explain(1)\n"
            ),
            "tests/test_app.py": "from app import predict\ndef test_it():\n    assert predict('1')\n",
        }
    )
    (component,) = components(repo)
    reached = code.tested(component)

    assert (reached.functions, reached.reached, reached.missed) == (3, 2, "explain")


CHECK = """
import unittest
from app import f
class A(unittest.TestCase):
    def test_f(self):
        self.assertTrue(f())
"""


def test_a_test_case_in_a_file_of_any_name_reaches_what_it_calls() -> None:
    app = "import sklearn\ndef f():\n    return 1\ndef g():\n    x = 2\n    return x\n"
    (component,) = components(repo_of({"app.py": app, "check.py": CHECK}))

    assert ("app.py", "f") in code.nodes_of_tests(component.repo)
    assert ("app.py", "g") not in code.nodes_of_tests(component.repo)


_API = {
    "api/__init__.py": "",
    "api/app.py": "x = 1\n",
    "api/start.py": "from api.app import x\nfrom api.gone import y\n",
}
_CASE = "def test_a():\n    assert x == 1\n"


@pytest.mark.parametrize(
    ("head", "count"),
    [
        ("from api.app import x\n", 1),
        ("from api.gone import x\n", 0),
        ("from api.start import x\n", 0),  # whose own import fails
        ("try:\n    from api.gone import x\nexcept ImportError:\n    x = 1\n", 1),
        ("import sys\nsys.modules['api.gone'] = object()\nfrom api.gone import x\n", 1),
        ("from other.gone import x\n", 1),  # a library
        ("from api.model_pb2 import x\n", 1),  # a build makes it
    ],
)
def test_a_test_whose_file_cannot_be_imported_is_none(head: str, count: int) -> None:
    assert len(automated.real_tests(repo_of({**_API, "tests/test_a.py": head + _CASE}))) == count


@pytest.mark.parametrize("own", ["server.py", "samples/server.py"])
def test_a_test_of_a_sample_in_another_language_is_none_of_the_product_beside_it(own: str) -> None:
    sample = "it('should create the app', () => {\n  expect(app).toBeTruthy()\n})\n"
    path = "client-samples/angular/src/app.spec.ts"
    tested = {
        case.name for case in automated.real_tests(repo_of({path: sample, "web/app.spec.ts": sample, own: "x = 1\n"}))
    }
    assert tested == ({"web/app.spec.ts"} if own == "server.py" else {"web/app.spec.ts", path})


_ENDS = "if __name__ == '__main__':\n    sys.exit(main())\n"
_COMPARES = (
    "import sys\nfrom rules import price\ndef main():\n    wrong = 0\n    wrong += price(3) != 9\n    return wrong\n"
)


@pytest.mark.parametrize(
    ("code", "count"),
    [
        (f"{_COMPARES}{_ENDS}", 1),
        ("from rules import price\nassert price(3) == 9\n", 1),
        ("from rules import price\ndef check():\n    assert price(3) == 9\ncheck()\n", 1),
        ("import sys\nfrom rules import price\nif price(3) != 9:\n    sys.exit('wrong')\n", 1),
        (_COMPARES, 0),
        ("from rules import price\nprint(price(3) == 9)\n", 0),
        (f"import sys\nfrom rules import price\ndef main():\n    print(price(3))\n    return 0\n{_ENDS}", 0),
        ("import sys\nimport requests\nif requests.get('http://localhost').status_code != 200:\n    sys.exit(1)\n", 0),
        ("import sys\nfrom rules import price\nif len(sys.argv) != 2:\n    sys.exit(1)\nprint(price(3))\n", 0),
    ],
    ids=["an end", "an assert", "a function", "a branch", "no end", "a print", "no comparison", "no own code", "usage"],
)
def test_a_program_that_compares_what_the_code_answers_and_fails_is_a_test(code: str, count: int) -> None:
    files = {"rules.py": "def price(n):\n    return n * n\n", "test_rules.py": code}

    assert len(automated.real_tests(repo_of(files))) == count


@pytest.mark.parametrize(
    ("line", "number"),
    [("add_test(NAME speak COMMAND speak ${CMAKE_SOURCE_DIR}/voice.onnx)", 1), ("# add_test(NAME speak)", 0),
     ("add_executable(speak test.cpp)", 0)],
)  # fmt: skip
def test_a_program_that_ctest_starts_is_a_test(line: str, number: int) -> None:
    assert len(foreign_tests(repo_of({"CMakeLists.txt": f"enable_testing()\n{line}\n"}))) == number


@pytest.mark.parametrize(
    ("address", "check", "number"),
    [
        ("http://0.0.0.0:9696/predict", "assert answer['price'] > 0\n", 1),
        ("http://0.0.0.0:9696/predict", "print(answer['price'] > 0)\n", 0),
        ("https://prices.example.org/predict", "assert answer['price'] > 0\n", 0),
    ],
    ids=["asks and asserts", "only prints", "asks somebody else"],
)
def test_a_program_that_asks_a_service_of_its_own_and_can_fail_is_a_test(address: str, check: str, number: int) -> None:
    code = f"import requests\n\nurl = '{address}'\nanswer = requests.post(url, json={{}}).json()\n{check}"

    assert len(automated.real_tests(repo_of({"integration_tests/tests.py": code}))) == number


LOST = (
    "def same(rows, wanted):\n    lost = [r for r, w in zip(rows, wanted) if r != w]\n    if lost:\n"
    "        raise ValueError(lost)\n"
)
SAME = "def same(path, wanted):\n    found = read(path)\n    if found != wanted:\n        raise RuntimeError(found)\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{SAME}def test_a():\n    same('a', [1])\n", ["test_a"]),
        (f"{LOST}def test_a():\n    same(run(), [1])\n", ["test_a"]),
        ("def test_a():\n    if start().wait() != 0:\n        raise RuntimeError()\n", ["test_a"]),
        # what a helper needs before it starts says nothing about what the code does
        ("def load(kind):\n    if kind != 'a':\n        raise ValueError(kind)\n\ndef test_a():\n    load('a')\n", []),
        ("def test_a(mode):\n    if mode == 'x':\n        run()\n", []),
        (f"import pytest\n{SAME}def test_a():\n    pytest.skip('later')\n    same('a', [1])\n", []),
        (
            f"import pytest\n{SAME}def test_a():\n    if slow:\n        pytest.skip('later')\n    same('a', [1])\n",
            ["test_a"],
        ),
    ],
)
def test_an_error_that_is_raised_where_two_things_differ_is_an_assertion(text: str, found: list[str]) -> None:
    assert real("tests/test_a.py", text) == found


WIRED = "from asks import close, look\n\nTOOLS = [look]\nclose(1)\nagent = make(tools=TOOLS)\n"
ASKS = "def look(x):\n    return x\n\n\ndef close(x):\n    return x\n"
TOOL = "from tools import tool\n\n\n@tool\n" + ASKS
AGENT_TEST = "from agent import TOOLS\n\n\ndef test_tools():\n    assert len(TOOLS) == 1\n"


@pytest.mark.parametrize(
    ("agent", "asks", "reached"),
    [
        (WIRED, ASKS, 1),
        (WIRED, TOOL, 1),
        (WIRED.replace("close(1)", "close(look)"), ASKS, 2),
        (WIRED + "\n\ndef ask(x):\n    return TOOLS[0](x)\n", ASKS, 2),
    ],
    ids=["listed", "a tool", "handed to a call", "the file has functions"],
)
def test_what_a_file_only_lists_is_not_reached_by_its_import(agent: str, asks: str, reached: int) -> None:
    found = code.tested(component_of({"agent.py": agent, "asks.py": asks, "tests/test_agent.py": AGENT_TEST}))

    assert found.reached == reached


LEFT = "def test_a():\n    run()\n\n\ndef run():\n    {}\n\n\ndef look():\n    {}\n"


@pytest.mark.parametrize(
    ("calls", "asserts", "found"),
    [("look()", "assert f() == 1", ["test_a"]), ("look()", "print(f())", []), ("print(1)", "assert f() == 1", [])],
)
def test_a_helper_may_leave_its_assertions_to_another(calls: str, asserts: str, found: list[str]) -> None:
    assert real("tests/test_a.py", LEFT.format(calls, asserts)) == found
