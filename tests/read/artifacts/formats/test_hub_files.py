"""Files that lie beside weights on hubs: code that they bring, modules that they name, types that they make."""

import io
import json
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.model.artifacts import Artifact, Verdict
from seatrial.read.artifacts.budget import Budget
from seatrial.read.artifacts.door import Part
from seatrial.read.artifacts.router import inspect, inspect_part


def document(name: str, said: object) -> Artifact:
    return inspect(name, json.dumps(said).encode())


def test_a_plain_configuration_is_clean() -> None:
    said = {"architectures": ["BertModel"], "model_type": "bert", "hidden_size": 768, "id2label": {"0": "a"}}

    assert document("config.json", said).verdict is Verdict.CLEAN


def test_code_beside_the_weights_is_suspicious_and_named_with_its_file() -> None:
    said = {"auto_map": {"AutoModel": "modeling_x.MyModel", "AutoTokenizer": ["tok_x.Slow", None]}}

    found = document("config.json", said)

    assert [one.key for one in found.findings] == ["auto_map", "auto_map"]
    assert "runs modeling_x.py beside it, to make MyModel" in found.findings[0].what
    assert "runs tok_x.py beside it" in found.findings[1].what


def test_code_of_another_repository_and_code_that_is_missing_are_said_so() -> None:
    data = json.dumps({"auto_map": {"AutoModel": "modeling_x.M", "AutoConfig": "someone/else--conf.C"}}).encode()
    found = inspect_part(Part("config.json", data, beside=lambda name: False), Budget(), len(data))

    assert "modeling_x.py beside it, which is not there" in found.findings[0].what
    assert "conf.py of the repository someone/else" in found.findings[1].what


@pytest.mark.parametrize(
    ("name", "said", "expected"),
    [
        ("modules.json", [{"idx": 0, "type": "sentence_transformers.models.Pooling"}], Verdict.CLEAN),
        ("modules.json", [{"type": "os.X"}], Verdict.SUSPICIOUS),
        ("modules.json", [{"idx": 0, "type": "custom_st.Transformer"}], Verdict.SUSPICIOUS),
        ("model_index.json", {"_class_name": "P", "unet": ["diffusers", "UNet"], "x": [None, None]}, Verdict.CLEAN),
        ("model_index.json", {"_class_name": ["pipe", "P"], "unet": ["my_unet", "UNet"]}, Verdict.SUSPICIOUS),
        ("adapter_config.json", {"auto_mapping": {"parent_library": "transformers.models.x"}}, Verdict.CLEAN),
        ("adapter_config.json", {"auto_mapping": {"parent_library": "evil"}}, Verdict.SUSPICIOUS),
        ("config.json", {"custom_pipelines": {"t": {"impl": "pipe.P", "pt": ["AutoModel"]}}}, Verdict.SUSPICIOUS),
        ("model.safetensors.index.json", {"weight_map": {"a": "model-1.safetensors"}}, Verdict.CLEAN),
        ("model.safetensors.index.json", {"weight_map": {"a": "../../tmp/x.bin"}}, Verdict.DANGEROUS),
        ("model.safetensors.index.json", {"weight_map": {"a": ["x"]}}, Verdict.CLEAN),
        ("genai_config.json", {"model": {"custom_ops_library": "evil.so"}}, Verdict.DANGEROUS),
        ("config.json", {"auto_map": {"AutoModel": "../../evil.M"}}, Verdict.DANGEROUS),
    ],
    ids=str,
)
def test_modules_that_a_loader_imports_decide(name: str, said: object, expected: Verdict) -> None:
    assert document(name, said).verdict is expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import torch\nclass M(torch.nn.Module):\n    def forward(self, x):\n        return x\n", Verdict.CLEAN),
        ("import os\nos.path.join('a', 'b')\n", Verdict.CLEAN),
        ("from os import system as s\ns('id')\n", Verdict.DANGEROUS),
        ("class M:\n    import subprocess\n    subprocess.run(['id'])\n", Verdict.DANGEROUS),
        ("exec('x')\n", Verdict.DANGEROUS),
        ("import requests\ndef forward(x):\n    requests.post('https://a.example', x)\n", Verdict.SUSPICIOUS),
        ("def broken(:\n", Verdict.NOT_FULLY_READ),
    ],
)
def test_the_code_that_would_run_is_read(code: str, expected: Verdict) -> None:
    assert inspect("modeling_x.py", code.encode()).verdict is expected


def test_code_is_a_models_only_where_a_configuration_lies_beside_it() -> None:
    code = b"import os\nos.system('id')\n"

    def verdict(there: bool) -> Verdict:
        return inspect_part(Part("modeling_x.py", code, beside=lambda name: there), Budget(), len(code)).verdict

    assert (verdict(True), verdict(False)) == (Verdict.DANGEROUS, Verdict.NOT_FULLY_READ)


def test_a_configuration_of_something_else_is_nobodys_and_escapes_hide_no_key() -> None:
    assert document("config.json", {"port": 8080}).format == ""
    assert document("package.json", {"name": "x"}).format == ""
    hidden = b'{"\\u0061uto_map": {"AutoModel": "modeling_x.M"}}'
    assert inspect("config.json", hidden).verdict is Verdict.SUSPICIOUS


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("config.json", b'{"class_name": "' + b"x" * 9_000_000 + b'"}'),
        ("config.json", b'{"class_name": "a", "all": [' + b'{"a":1},' * 110_000 + b"1]}"),
        ("config.json", b'{"class_name": "a", "deep": ' + b"[" * 200_000 + b"]" * 200_000 + b"}"),
        ("chat_template.jinja", b"{{ messages }}" + b" " * 400_000),
        ("train.yaml", b"a: !<x> 1\n" + b"b: 1\n" * 1_000_000),
        ("modeling_x.py", b"a = 1\n" * 400_000),
    ],
    ids=["long", "many", "deep", "template", "yaml", "code"],
)
def test_what_is_larger_than_is_read_is_said_and_never_clean(name: str, data: bytes) -> None:
    assert inspect(name, data).verdict is Verdict.NOT_FULLY_READ


def skops(schema: object, **members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("schema.json", json.dumps(schema))
        for name, content in members.items():
            file.writestr(f"{name}.npy", content)
    return buffer.getvalue()


def node(module: str, name: str, loader: str = "ObjectNode", content: object = None) -> dict[str, object]:
    return {"__class__": name, "__module__": module, "__loader__": loader, "content": content, "__id__": 1}


def test_a_skops_file_of_known_types_is_clean() -> None:
    inner = {"attrs": node("builtins", "dict", "DictNode", {"n": node("builtins", "str", "JsonNode", "1")})}
    schema = {**node("sklearn.linear_model._logistic", "LogisticRegression", content=inner), "protocol": 2}

    found = inspect("model.skops", skops(schema))

    assert (found.verdict, found.findings) == (Verdict.CLEAN, ())
    assert next(str(one) for one in found.imports) == "sklearn.linear_model._logistic.LogisticRegression"


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        (node("os", "system", "FunctionNode"), Verdict.DANGEROUS),
        (node("builtins", "eval", "FunctionNode"), Verdict.DANGEROUS),
        (node("my_module", "Model"), Verdict.SUSPICIOUS),
        (node("builtins", "method", "MethodNode", {"module_path": "subprocess", "function": "run"}), Verdict.DANGEROUS),
    ],
    ids=str,
)
def test_a_type_of_skops_is_judged_like_that_of_a_pickle(inner: object, expected: Verdict) -> None:
    schema = node("sklearn.pipeline", "Pipeline", content={"steps": inner})

    found = inspect("model.skops", skops(schema))

    assert found.verdict is expected
    assert found.findings[0].member == "schema.json"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6) | st.sampled_from(["a.B", "../x", "os"]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(
            ["class_name", "config", "module", "function", "auto_map", "chat_template", "__loader__", "__module__",
             "__class__", "content", "type", "template", "vocabulary", "registered_name", "auto_mapping",
             "weight_map", "custom_pipelines", "custom_ops_library", "safe_mode"]
        ),
        inner,
        max_size=5,
    ),
    max_leaves=20,
)  # fmt: skip


@given(JSON, st.sampled_from(["config.json", "modules.json", "model_index.json", "schema.json"]))
def test_any_document_raises_nothing(said: object, name: str) -> None:
    assert document(name, said).verdict in Verdict
