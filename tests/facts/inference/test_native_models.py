"""A model in a shared library is run by its functions, where the file names weights."""

import pytest

from seatrial.facts.inference.inference import Runs, inference_calls
from tests.repositories import repo_of

HELD = (
    "from ctypes import cdll\nimport numpy as np\nclass Eye:\n    def __init__(self):\n"
    "        self.lib = cdll.LoadLibrary('./libeye.so')\n        self.lib.init('eye.rknn')\n"
    "    def look(self, picture):\n        return self.lib.infer(picture)\n"
)
TOP = (
    "import ctypes\nimport numpy as np\n_libc = ctypes.cdll.LoadLibrary('libtr.so')\n"
    "def look(picture):\n    return _libc.tr_run(picture, np.zeros(9))\n_libc.tr_init(0, 'crnn.bin')\n"
)


@pytest.mark.parametrize(
    ("text", "scopes"),
    [
        (HELD, ["Eye.look"]),
        (TOP, ["look"]),
        (TOP.replace("ctypes.cdll.LoadLibrary", "ctypes.CDLL").replace("tr_run", "network_predict"), ["look"]),
        (TOP.replace("crnn.bin", "crnn"), []),
        (TOP.replace("tr_run", "tr_release"), []),
        (TOP.replace("tr_run", "truncate"), []),
        (TOP.replace("import numpy as np\n", "").replace("np.zeros(9)", "9"), []),
        (TOP.replace("ctypes.cdll.LoadLibrary", "desk.Library"), []),
    ],
    ids=["held by an object", "of a module", "of darknet", "no weights", "released", "a word in a word", "no arrays",
         "another library"],
)  # fmt: skip
def test_a_function_of_a_shared_library_runs_a_model_where_weights_are_named(text: str, scopes: list[str]) -> None:
    found = inference_calls(repo_of({"eye.py": text}))

    assert [(call.scope, call.runs) for call in found] == [(scope, Runs.MODEL) for scope in scopes]
