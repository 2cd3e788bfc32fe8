"""What is known without looking (that a name leads out of the repository) is what looking would find."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatrial.facts.code.resolution import Resolution, resolution, resolve
from seatrial.repo import Memory, Repo

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


@settings(max_examples=300, deadline=None)
@given(FILES, st.lists(ASKED, min_size=1, max_size=6))
def test_names_that_lead_outside_lead_nowhere_when_they_are_followed(files: dict[str, str], asked: list[str]) -> None:
    class Following(Resolution):
        def _is_foreign(self, *_: str) -> bool:
            return False

    known, followed = resolution(Repo(Memory(files))), Following(Repo(Memory(files)))

    assert [known.of(path, name) for path in files for name in asked] == [
        followed.of(path, name) for path in files for name in asked
    ]


@pytest.mark.parametrize("line", ["from pkg import torch", "from pkg import torch as nets\nimport torch", "import pkg"])
def test_a_module_of_our_own_may_be_called_like_a_library(line: str) -> None:
    files = {"pkg/__init__.py": "", "pkg/torch.py": "def load(): ...\n", "train.py": f"{line}\n"}
    found = resolve(Repo(Memory(files)), "pkg.torch.load", "train.py")

    assert found is not None
    assert (found.path, found.scope) == ("pkg/torch.py", "load")
