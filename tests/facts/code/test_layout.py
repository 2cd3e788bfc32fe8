"""Packages, copies, edits of the search path and training behind a service are told by imports, not by names."""

from seatrial.facts.code.layout import copied_functions, mixed_modules, packages, path_edits, used_by_both
from tests.repositories import component_of

BODY = "def {}(x):\n    a = x + 1\n    b = a * 2\n    c = b - 3\n    d = c / 4\n    return a, b, c, d\n"
APP = "from flask import Flask\nfrom pkg.tools import work\napp = Flask(__name__)\n@app.get('/')\ndef home(): pass\n"
MORE = "".join(f"v{number} = {number}\n" for number in range(9))
TRAIN = "from sklearn.svm import SVC\nfrom pkg.tools import work\nSVC().fit(x, y)\n" + MORE


def test_a_folder_of_imported_modules_is_a_package_without_any_mark() -> None:
    tools = {"pkg/tools.py": BODY.format("work") + MORE, "pkg/more.py": BODY.format("more") + MORE}
    component = component_of({**tools, "app.py": APP + "import pkg.more\n" + MORE, "train.py": TRAIN})

    assert packages(component) == ("pkg",)
    assert [item.place.path for item in used_by_both(component)] == ["pkg/tools.py"]
    assert mixed_modules(component) == ()


def test_a_few_copies_are_no_habit() -> None:
    one = {"a.py": BODY.format("one") + MORE, "b.py": BODY.format("two") + MORE}
    names = ("n", "m", "k")
    many = {f"{file}.py": "".join(BODY.replace("+ 1", f"+ {n}").format(n) for n in names) + MORE for file in ("a", "b")}

    assert copied_functions(component_of(one)) == ()
    assert len(copied_functions(component_of(many))) == 3


def test_an_edit_of_the_search_path_in_a_tool_disturbs_nobody() -> None:
    edit = "import sys\nsys.path.append('..')\n" + MORE

    assert path_edits(component_of({"scripts/tool.py": edit})) == ()
    assert [item.place.line for item in path_edits(component_of({"train.py": edit + TRAIN}))] == [2]


def test_training_behind_a_service_is_seen_through_its_imports() -> None:
    files = {
        "app.py": APP + "from pkg.learn import learn\n",
        "pkg/learn.py": "def learn():\n" + _inside(TRAIN),
        "pkg/tools.py": MORE,
    }

    assert [item.place.path for item in mixed_modules(component_of(files))] == ["pkg/learn.py"]


def test_a_class_that_transforms_trains_nothing_by_its_own_fit() -> None:
    encoder = (
        "import joblib\n\n\nclass Encoder:\n    def fit(self, rows):\n        return self\n\n"
        "    def {}(self, rows):\n        return rows\n\n    def fit_{}(self, rows):\n        return self.fit(rows)\n\n"
        "    def save(self, path):\n        joblib.dump(self, path)\n"
    )
    prepares, predicts = (
        component_of(
            {"app.py": APP + "from pkg.encoder import Encoder\n", "pkg/encoder.py": encoder.format(word, word)}
        )
        for word in ("transform", "predict")
    )

    assert mixed_modules(prepares) == ()
    assert [item.place.path for item in mixed_modules(predicts)] == ["pkg/encoder.py"]


def _inside(code: str) -> str:
    return "".join(f"    {line}\n" for line in code.splitlines())
