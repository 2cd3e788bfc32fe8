"""What is known without looking (that a name leads out of the repository) is what looking would find."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatrial.facts.code.callees import callees
from seatrial.facts.code.modules import modules
from seatrial.facts.code.resolution import Resolution, resolution, resolve
from tests.repositories import repo_of

NAMES = ["torch", "model", "pkg", "Net", "load"]
LINES = st.sampled_from(
    [
        *[f"import {name}" for name in NAMES],
        *[f"import {name}.{other} as {third}" for name in NAMES[:3] for other in NAMES[:3] for third in NAMES[:2]],
        *[f"from {name} import {other}" for name in NAMES[:3] for other in NAMES],
        *[f"from .{name} import {other}" for name in NAMES[:3] for other in NAMES],
        "from .model import *",
        "def load():\n    import torch\n    return torch.load('x')",
        "class Net(torch.nn.Module):\n    size = 3",
        "class Net(model.Net):\n    def run(self): ...",
        "model = torch.load('x')",
        "torch = 1",
    ]
)
FILES = st.dictionaries(
    st.sampled_from(["torch.py", "pkg/__init__.py", "pkg/model.py", "pkg/torch.py", "model.py", "train.py"]),
    st.lists(LINES, max_size=4).map("\n".join),
    min_size=1,
)
ASKED = st.lists(st.sampled_from(NAMES), min_size=1, max_size=3).map(".".join)


@settings(max_examples=300)
@given(FILES, st.lists(ASKED, min_size=1, max_size=6))
def test_names_that_lead_outside_lead_nowhere_when_they_are_followed(files: dict[str, str], asked: list[str]) -> None:
    class Following(Resolution):
        def _is_foreign(self, *_: str) -> bool:
            return False

    known, followed = resolution(repo_of(files)), Following(repo_of(files))

    assert [known.of(path, name) for path in files for name in asked] == [
        followed.of(path, name) for path in files for name in asked
    ]


@pytest.mark.parametrize("line", ["from pkg import torch", "from pkg import torch as nets\nimport torch", "import pkg"])
def test_a_module_of_our_own_may_be_called_like_a_library(line: str) -> None:
    files = {"pkg/__init__.py": "", "pkg/torch.py": "def load(): ...\n", "train.py": f"{line}\n"}
    found = resolve(repo_of(files), "pkg.torch.load", "train.py")

    assert found is not None
    assert (found.path, found.scope) == ("pkg/torch.py", "load")


def test_a_member_of_the_workspace_that_others_declare_is_the_repositorys_own_and_a_library_of_that_name_is_not() -> (
    None
):
    asking = {
        "packages/app/pyproject.toml": '[project]\nname = "app"\nversion = "1"\ndependencies = ["core"]\n',
        "packages/app/src/app/__init__.py": "",
        "packages/app/src/app/run.py": "from core.base import Net\n",
        "packages/core/src/core/__init__.py": "",
        "packages/core/src/core/base.py": "class Net: ...\n",
    }
    member = {"packages/core/pyproject.toml": '[project]\nname = "core"\nversion = "1"\n'}

    own = resolution(repo_of({**asking, **member})).of("packages/app/src/app/run.py", "core.base.Net")

    assert own is not None
    assert own.path == "packages/core/src/core/base.py"
    assert resolution(repo_of(asking)).of("packages/app/src/app/run.py", "core.base.Net") is None


@pytest.mark.parametrize(
    ("inside", "path"),
    [
        ("", "src/shop/config.py"),
        ("from .x import *\n", "tests/shop/__init__.py"),
        ("config = 1\n", "tests/shop/__init__.py"),
        ("def __getattr__(name): ...\n", "tests/shop/__init__.py"),
    ],
)
def test_a_package_of_tests_hides_its_namesake_only_where_it_may_hold_what_is_asked(inside: str, path: str) -> None:
    files = {
        "src/shop/__init__.py": "",
        "src/shop/config.py": "class Config: ...\n",
        "tests/shop/__init__.py": inside,
        "tests/test_shop.py": "from shop.config import Config\n",
    }
    found = modules(repo_of(files)).find("shop.config.Config", "tests/test_shop.py")

    assert found is not None
    assert found.path == path


def test_what_no_namesake_holds_is_looked_for_in_the_nearest_one() -> None:
    files = {"src/shop/__init__.py": "", "tests/shop/__init__.py": "", "tests/test_shop.py": ""}
    found = modules(repo_of(files)).find("shop.config.Config", "tests/test_shop.py")

    assert (found.path, found.rest) == ("tests/shop/__init__.py", "config.Config") if found else False


DEEP = "d/" * 30


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a/b/run.py", ["a/b/m0.py", "a/b/m1.py"]),
        ("a/b/c/d/run.py", ["a/b/m0.py", "a/b/m1.py"]),
        ("a/run.py", ["a/b/m0.py", "a/b/m1.py", "a/bc/m2.py"]),
        ("a/bcd/run.py", ["a/b/m0.py", "a/b/m1.py", "a/bc/m2.py"]),
        ("z/run.py", []),
        ("run.py", []),
        (f"{DEEP}one/run.py", [f"{DEEP}one/m6.py", f"{DEEP}two/m7.py"]),  # folders that deep are not told apart
    ],
)
def test_of_many_methods_of_a_name_the_innermost_folder_tells(path: str, expected: list[str]) -> None:
    deep = (f"{DEEP}one/m6.py", f"{DEEP}two/m7.py")
    places = ("a/b/m0.py", "a/b/m1.py", "a/bc/m2.py", "x/m3.py", "x/m4.py", "m5.py", *deep)
    files = dict.fromkeys(places, "class Net:\n    def put_out(self): ...\n")
    found = callees(repo_of({**files, path: "def main(thing):\n    thing.put_out()\n"}), path, "main")

    assert [one.path for one in found] == expected
