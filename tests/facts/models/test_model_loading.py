"""Loads are unsafe by their arguments, by where the bytes come from, and by whether somebody compared them first."""

import pytest

from seatrial.facts.models.hub_models import Revision, hub_models
from seatrial.facts.models.model_loading import loads, unsafe_loads
from seatrial.facts.models.whole_modules import reads_a_checkpoint_of_lightning, reads_a_whole_module
from seatrial.repo import Repo
from tests.repositories import repo_of

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def repo(code: str, **files: str) -> Repo:
    return repo_of({"serve.py": code, **files})


@pytest.mark.parametrize(
    "code",
    [
        "import pickle\npickle.load(f)\n",
        "import cPickle as pickle\npickle.load(f)\n",
        "from joblib import load as read\nread('m.joblib')\n",
        "from sklearn.externals import joblib\njoblib.load('m')\n",
        "import torch\ntorch.load('m.pt')\n",
        "import torch\ntorch.load('m.pt', weights_only=False)\n",
        "import torch\nSAFE = False\ntorch.load('m.pt', weights_only=SAFE)\n",
        "import numpy as np\nnp.load('m.npy', allow_pickle=True)\n",
        "import yaml\nyaml.load(f)\n",
        "import yaml\nyaml.load(f, Loader=yaml.UnsafeLoader)\n",
        "import pandas as pd\npd.read_pickle('m')\n",
        "import keras\nkeras.models.load_model('m.keras', safe_mode=False)\n",
        "import skops.io\nskops.io.load('m.skops', trusted=True)\n",
    ],
)
def test_unsafe_loads_are_found(code: str) -> None:
    assert len(unsafe_loads(repo(code))) == 1


@pytest.mark.parametrize(
    "code",
    [
        "import torch\ntorch.load('m.pt', weights_only=True)\n",
        "import torch\ndef f(p, weights_only=True):\n    return torch.load(p, weights_only=weights_only)\n",
        "import torch\nkw = {'weights_only': True} if new else {}\ntorch.load('m.pt', **kw)\n",
        "import torch\ntorch.load('m.pt', **dict(map_location='cpu', weights_only=True))\n",
        "import torch\ntorch.jit.load('m.pt')\n",
        "import numpy as np\nnp.load('m.npy')\n",
        "import yaml\nyaml.load(f, Loader=yaml.SafeLoader)\n",
        "import yaml\nyaml.load(f, yaml.CSafeLoader)\n",
        "import keras\nkeras.models.load_model('m.keras')\n",
        "import skops.io\nskops.io.load('m.skops')\n",
        "import json\njson.load(f)\n",
        "model.load('m')\n",
    ],
)
def test_safe_loads_are_not(code: str) -> None:
    assert not unsafe_loads(repo(code))


def test_the_version_of_torch_decides_on_its_default() -> None:
    code = "import torch\ntorch.load('m.pt')\n"

    assert not unsafe_loads(repo(code, **{"requirements.txt": "torch>=2.6,<3\n"}))
    assert unsafe_loads(repo(code, **{"requirements.txt": "torch>=2.0\n"}))


@pytest.mark.parametrize(
    ("code", "origin"),
    [
        ("import pickle, requests\npickle.loads(requests.get(url).content)\n", "a download"),
        ("import pickle, io, requests\nr = requests.get(u)\npickle.load(io.BytesIO(r.content))\n", "a download"),
        ("import joblib, wget\nwget.download(url, 'm')\njoblib.load('m')\n", "a download"),
        ("import pickle\nfrom flask import request\npickle.loads(request.get_data())\n", "the request"),
        ("import joblib\njoblib.load('m')\n", ""),
    ],
)
def test_the_origin_of_what_is_loaded_is_followed(code: str, origin: str) -> None:
    assert [load.origin for load in unsafe_loads(repo(code))] == [origin]


def test_a_digest_in_a_helper_counts_when_the_helper_is_called_before() -> None:
    helper = (
        "import hashlib, pickle\n"
        "def verify(data):\n    if hashlib.sha256(data).hexdigest() != EXPECTED_DIGEST:\n        raise ValueError\n"
    )
    before = helper + "def load(data):\n    verify(data)\n    return pickle.loads(data)\n"
    never = helper + "def load(data):\n    return pickle.loads(data)\n"

    assert [load.checked for load in unsafe_loads(repo(before))] == [True]
    assert [load.checked for load in unsafe_loads(repo(never))] == [False]


@pytest.mark.parametrize(
    ("ways", "checked"),
    [
        ("    if name in KNOWN:\n        path = fetch(name)\n    else:\n        path = name\n", False),
        ("    path = name\n    path = fetch(path)\n", True),
        ("    path = fetch(name)\n", True),
    ],
)
def test_a_digest_of_the_download_says_nothing_of_a_file_that_the_caller_names(ways: str, *, checked: bool) -> None:
    helper = (
        "import hashlib, pickle\n"
        "def fetch(name):\n    path = get(name)\n"
        "    if hashlib.sha256(open(path, 'rb').read()).hexdigest() != KNOWN[name]:\n        raise RuntimeError\n"
        "    return path\n"
    )
    load = f"def load(name):\n{ways}    with open(path, 'rb') as file:\n        return pickle.load(file)\n"

    found = unsafe_loads(repo(helper + load))

    assert [load.checked for load in found] == [checked]
    assert [load.checked_when_fetched for load in found] == [not checked]
    assert ("a file of the caller's choice" in found[0].what) is not checked


def test_loads_in_tests_are_left_out_and_in_notebooks_are_kept() -> None:
    notebook = '{"cells": [{"cell_type": "code", "source": ["import joblib\\n", "joblib.load(1)"]}]}'
    found = loads(repo_of({"tests/test_m.py": "import joblib\njoblib.load(1)\n", "a.ipynb": notebook}))

    assert [load.site.path for load in found] == ["a.ipynb"]


@pytest.mark.parametrize(
    ("arguments", "revision"),
    [
        ("'acme/m'", Revision.NONE),
        ("'acme/m', revision='main'", Revision.FLOATING),
        (f"'acme/m', revision='{COMMIT}'", Revision.COMMIT),
        ("'acme/m', revision=settings.revision", Revision.UNKNOWN),
    ],
)
def test_revisions_on_a_hub_are_told_apart(arguments: str, revision: Revision) -> None:
    code = f"from transformers import AutoModel\nAutoModel.from_pretrained({arguments})\n"

    assert [model.revision for model in hub_models(repo(code))] == [revision]


def test_a_name_and_a_revision_in_the_body_of_the_class_are_fixed_and_those_of_an_object_are_not() -> None:
    code = (
        "from transformers import AutoModel\n\nclass Embedder:\n    NAME = 'acme/m'\n    AT: str = '{at}'\n\n"
        "    def __init__(self, at='main'):\n{own}        AutoModel.from_pretrained(self.NAME, revision=self.AT)\n"
    )
    (fixed,) = hub_models(repo(code.format(at=COMMIT, own="")))
    (free,) = hub_models(repo(code.format(at=COMMIT, own="        self.AT = at\n")))

    assert (fixed.model, fixed.revision) == ("acme/m", Revision.COMMIT)
    assert (free.model, free.revision) == ("acme/m", Revision.UNKNOWN)


def test_references_of_torch_hub_stand_in_the_name() -> None:
    code = f"import torch\ntorch.hub.load('acme/m:{COMMIT}', 'small')\ntorch.hub.load('acme/m:v2', 'small')\n"

    assert [model.revision for model in hub_models(repo(code))] == [Revision.COMMIT, Revision.FLOATING]


@pytest.mark.parametrize(
    ("call", "fetched"),
    [
        ("timm.create_model('resnet50', pretrained=True)", True),
        ("timm.create_model('resnet50', pretrained=settings.pretrained)", True),
        ("timm.create_model('hf-hub:acme/m')", True),
        ("timm.create_model(settings.backbone)", True),
        ("timm.create_model(settings.backbone, pretrained=False)", False),
        ("open_clip.create_model('coca_base', 'laion2b_s34b_b79k')", True),
        ("timm.create_model('resnet50', pretrained=False, num_classes=0)", False),
        ("timm.create_model('resnet50')", False),
        ("open_clip.create_model('coca_base')", False),
        ("open_clip.create_model('coca_base', pretrained=None)", False),
    ],
)
def test_a_model_that_starts_with_random_weights_is_fetched_from_no_hub(call: str, fetched: bool) -> None:
    assert bool(hub_models(repo(f"import open_clip\nimport timm\n\nmodel = {call}\n"))) is fetched


def test_local_folders_and_own_classes_ask_no_hub() -> None:
    code = (
        "from transformers import AutoModel\nfrom model import GPT\n"
        "AutoModel.from_pretrained('./weights')\nAutoModel.from_pretrained('/opt/ml/model')\nGPT.from_pretrained('x')\n"
    )

    assert not hub_models(repo(code, **{"model.py": "class GPT: ...\n", "weights/config.json": "{}"}))


MOUNTED = "import os\nwhere = os.environ.get('MODEL_PATH', '/mnt/models/')\n"


@pytest.mark.parametrize(
    ("settings", "call", "fetched"),
    [
        ("", "AutoModel.from_pretrained(name, local_files_only=True)", False),
        ("", "AutoModel.from_pretrained(model_dir)", False),
        (MOUNTED, "AutoModel.from_pretrained(self.model_path)", False),
        ("import os\n", "AutoModel.from_pretrained(os.path.join('./', 'models', name))", False),
        ("import pathlib\n", "AutoModel.from_pretrained(pathlib.Path(name))", False),
        ("", "AutoModel.from_pretrained('/'.join(('facebook', name)))", True),
        ("", "AutoModel.from_pretrained(self.model_path)", True),
        (MOUNTED, "AutoModel.from_pretrained(model_name_or_path)", True),
        (MOUNTED, "AutoModel.from_pretrained(name, local_files_only=offline)", True),
    ],
    ids=[
        "said",
        "a folder",
        "mounted",
        "joined",
        "a path object",
        "a name of two parts",
        "a path of anything",
        "a name or a path",
        "said elsewhere",
    ],
)
def test_what_lies_on_the_machine_is_fetched_from_no_hub(settings: str, call: str, fetched: bool) -> None:
    code = f"{settings}from transformers import AutoModel\n\n\ndef load(self, name, offline):\n    return {call}\n"

    assert bool(hub_models(repo_of({"app.py": code}))) is fetched


@pytest.mark.parametrize(
    ("code", "whole"),
    [
        ("net = torch.load('a.pt')\nnet.eval()\n", True),
        ("net = torch.load('a.pt')\nnames = dict(net.named_parameters())\n", True),
        ("net = torch.load('a.pt')\nprint(net(rows))\n", True),
        ("torch.load('a.pt').eval()\n", True),
        ("net = Net()\nnet.load_state_dict(torch.load('a.pt'))\nnet.eval()\n", False),
        ("kept = torch.load('a.pt')\nnet.load_state_dict(kept)\n", False),
        ("kept = torch.load('a.pt')\nepoch = kept.get('epoch')\n", False),
    ],
)
def test_what_is_asked_as_a_module_is_more_than_its_weights(code: str, *, whole: bool) -> None:
    repo = repo_of({"a.py": f"import torch\n{code}"})
    (load,) = unsafe_loads(repo)

    assert reads_a_whole_module(repo, load) is whole


@pytest.mark.parametrize(("trainer", "holds"), [("pytorch_lightning", True), ("lightning", True), ("trainers", False)])
def test_a_checkpoint_of_lightning_holds_callbacks_beside_its_weights(trainer: str, *, holds: bool) -> None:
    code = "import torch\nkept = torch.load('last.ckpt')\nnet.load_state_dict(kept['state_dict'])\n"
    repo = repo_of({"a.py": code, "train.py": f"import {trainer}\n{trainer}.Trainer().fit(net)\n"})
    (load,) = unsafe_loads(repo)

    assert reads_a_checkpoint_of_lightning(repo, load) is holds
