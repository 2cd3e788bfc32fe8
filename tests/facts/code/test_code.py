"""Names in Python code are followed to the file and the definition that they stand for."""

import pytest

from seatrial.facts.code.code import calls, calls_named, python_files, resolve, unread_python
from seatrial.facts.code.modules import import_root
from seatrial.repo import Repo
from tests.repositories import repo_of


def repo(**files: str) -> Repo:
    return repo_of({path.replace("__", "/") + ".py": text for path, text in files.items()})


def where(repo: Repo, dotted: str, within: str = "") -> str:
    found = resolve(repo, dotted, within)
    return f"{found.path}:{found.scope}" if found else ""


@pytest.mark.parametrize(
    ("path", "root"),
    [
        ("train.py", ""), ("src/pkg/__init__.py", "src"), ("src/pkg/data/load.py", "src"),
        ("services/a/app/main.py", "services/a"), ("src/pkg/plain/x.py", "src"), ("loose/x.py", "loose"),
    ],
)  # fmt: skip
def test_a_module_is_imported_from_the_folder_above_its_package(path: str, root: str) -> None:
    files = ["train.py", "src/pkg/__init__.py", "src/pkg/data/__init__.py", "src/pkg/data/load.py", "loose/x.py",
             "services/a/app/__init__.py", "services/a/app/main.py", "src/pkg/plain/x.py"]  # fmt: skip

    assert import_root(repo_of(dict.fromkeys(files, "")), path) == root


def test_absolute_and_relative_imports_lead_to_the_same_function() -> None:
    files = {
        "src/pkg/__init__.py": "", "src/pkg/sub/__init__.py": "",
        "src/pkg/model.py": "def load(): ...\n",
        "src/pkg/sub/a.py": "from ..model import load\nload()\n",
        "src/pkg/sub/b.py": "from pkg import model as m\nm.load()\n",
        "tests/test_a.py": "import pkg.model\npkg.model.load()\n",
    }  # fmt: skip
    known = repo_of(files)
    found = {where(known, placed.call.name, placed.path) for placed in calls(known)}

    assert found == {"src/pkg/model.py:load"}


def test_re_exports_stars_and_aliases_are_followed() -> None:
    known = repo_of({
        "pkg/__init__.py": "from .inner import *\nfrom .train import train\nfit = train\n",
        "pkg/inner/__init__.py": "from .deep import Net\n",
        "pkg/inner/deep.py": "class Net:\n    def run(self): ...\n",
        "pkg/train.py": "def train(): ...\n",
        "main.py": "from pkg import Net, fit, train\n",
    })  # fmt: skip

    assert where(known, "pkg.Net.run", "main.py") == "pkg/inner/deep.py:Net.run"
    assert where(known, "pkg.train", "main.py") == "pkg/train.py:train"
    assert where(known, "pkg.fit", "main.py") == "pkg/__init__.py:fit"


def test_inherited_methods_are_found_in_the_base() -> None:
    known = repo(
        base="class Base:\n    def predict(self): ...\n",
        child="from base import Base\nclass Child(Base):\n    def run(self):\n        self.predict()\n",
    )

    assert where(known, "Child.predict", "child.py") == "base.py:Base.predict"


def test_an_object_made_in_another_module_leads_to_its_class() -> None:
    known = repo(
        state="from service import Service\nsvc = Service()\n",
        service="class Service:\n    def run(self): ...\n",
        main="from state import svc\nsvc.run()\n",
    )

    assert where(known, "state.svc.run", "main.py") == "service.py:Service.run"


def test_a_variable_called_like_its_module_does_not_hide_it() -> None:
    known = repo(model="class GPT: ...\n", train="from model import GPT\nmodel = GPT()\n")

    assert where(known, "model.GPT", "train.py") == "model.py:GPT"


@pytest.mark.parametrize("library", ["json", "celery"])
def test_a_library_is_not_taken_for_a_module_of_the_same_name(library: str) -> None:
    known = repo_of({
        "requirements.txt": "celery==5.4\n",
        "pkg/__init__.py": "",
        f"pkg/{library}.py": "def loads(): ...\n",
        "pkg/main.py": f"import {library}\n{library}.loads()\n",
    })  # fmt: skip

    assert where(known, f"{library}.loads", "pkg/main.py") == ""


def test_a_circle_of_imports_ends() -> None:
    assert where(repo(a="from b import x\n", b="from a import x\n"), "a.x") in ("", "a.py:x", "b.py:x")


def test_calls_are_found_by_full_name_last_part_and_package() -> None:
    known = repo(
        a="import joblib\nfrom sklearn.svm import SVC\nm = joblib.load('x')\nm.predict(1)\nSVC().fit(1)\nload('y')\n"
    )

    assert [x.call.line for x in calls_named(known, "joblib.load")] == [3]
    assert [x.call.line for x in calls_named(known, "load")] == [3, 6]
    assert [x.call.line for x in calls_named(known, "predict", "sklearn.*.fit")] == [4, 5]


def test_a_placed_call_says_what_it_is() -> None:
    (placed,) = calls(repo(a="def f():\n    open('x')\n"))

    assert (str(placed.place), placed.what) == ("a.py:2:5", "f calls open")


def test_foreign_code_is_not_read_and_broken_code_is_named() -> None:
    known = repo_of({"vendor/a.py": "open('x')\n", "b.py": "print 'x'\n"})

    assert [file.path for file in python_files(known)] == ["b.py"]
    assert [unread.path for unread in unread_python(known)] == ["b.py"]
