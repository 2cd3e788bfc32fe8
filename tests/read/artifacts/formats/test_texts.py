"""Models and settings in text: XML without entities and scripts, YAML without Python, TorchScript that computes."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.model.artifacts import Verdict
from seatrial.read.artifacts.router import inspect

PMML = '<?xml version="1.0"?>{}<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4">{}</PMML>'
TREE = (
    '<Header/><DataDictionary><DataField name="x" optype="continuous" dataType="double"/></DataDictionary>'
    '<TreeModel functionName="regression"><Node score="1"><True/></Node></TreeModel>'
)


def pmml(inside: str, before: str = "") -> bytes:
    return PMML.format(before, TREE + inside).encode()


def test_a_tree_in_pmml_is_clean() -> None:
    found = inspect("model.pmml", pmml('<Extension name="author" value="A. Writer"/>'))

    assert (found.format, found.verdict, found.gaps) == ("PMML", Verdict.CLEAN, ())


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (pmml("", '<!DOCTYPE PMML [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), Verdict.DANGEROUS),
        (pmml("", '<!DOCTYPE PMML SYSTEM "http://a.example/x.dtd">'), Verdict.SUSPICIOUS),
        (pmml("", '<!DOCTYPE PMML PUBLIC "PMML 2.0" "http://www.dmg.org/v2-0/pmml_v2_0.dtd">'), Verdict.CLEAN),
        (pmml("<script/>", "<!DOCTYPE PMML>"), Verdict.DANGEROUS),
        (pmml("", '<!DOCTYPE PMML [<!ENTITY % x SYSTEM "http://a.example/x"> %x;]>'), Verdict.DANGEROUS),
        (pmml("", '<!DOCTYPE PMML [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'), Verdict.DANGEROUS),
        (pmml("<Extension>java.lang.Runtime.getRuntime().exec('id')</Extension>"), Verdict.DANGEROUS),
        (pmml('<Extension name="x" value="&lt;script&gt;alert(1)&lt;/script&gt;"/>'), Verdict.DANGEROUS),
        (pmml('<Extension><script>import os</script></Extension>'), Verdict.DANGEROUS),
        (pmml('<Apply function="com.example.Evil"/>'), Verdict.SUSPICIOUS),
        (pmml('<Apply function="+"/>'), Verdict.CLEAN),
        (pmml('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="../x"/>'), Verdict.DANGEROUS),
        (pmml("<open>"), Verdict.NOT_FULLY_READ),
        (pmml("")[:200], Verdict.NOT_FULLY_READ),
        (PMML.format("<!--" + "x" * 9000 + "-->", TREE).encode(), Verdict.CLEAN),
        (PMML.format("<!--" + "x" * 9000 + "-->", "<script/>").encode("utf-16"), Verdict.DANGEROUS),
    ],
    ids=str,
)  # fmt: skip
def test_what_a_pmml_file_declares_decides(data: bytes, expected: Verdict) -> None:
    assert inspect("model.pmml", data).verdict is expected


def test_a_network_of_openvino_is_told_by_its_extensions() -> None:
    def network(version: str) -> bytes:
        return (
            f'<net name="n" version="11"><layers><layer id="0" type="T" version="{version}"/></layers></net>'.encode()
        )

    assert (inspect("m.xml", network("opset8")).format, inspect("m.xml", network("opset8")).verdict) == (
        "OpenVINO", Verdict.CLEAN,
    )  # fmt: skip
    assert inspect("m.xml", network("extension")).verdict is Verdict.SUSPICIOUS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("!!python/object/apply:os.system ['id']", Verdict.DANGEROUS),
        ("!!p%79thon/object/apply:os.system ['id']", Verdict.DANGEROUS),
        ("trainer:\n  _target_: os.system\n  command: id", Verdict.DANGEROUS),
        ("trainer:\n  _target_: builtins.eval", Verdict.DANGEROUS),
        ("model: {_target_: torch.nn.Linear, in_features: 2}", Verdict.CLEAN),
        ("model: {_target_: my.package.Model}", Verdict.CLEAN),
        ("a: !!python/object/new:subprocess.Popen [[id]]", Verdict.DANGEROUS),
        ("a: !!python/name:os.system", Verdict.DANGEROUS),
        ("a: !<tag:yaml.org,2002:python/object/apply:os.system> [id]", Verdict.DANGEROUS),
        ("%TAG ! tag:yaml.org,2002:python/\n---\n!object/apply:os.system [id]", Verdict.DANGEROUS),
        ("a: !!python/object:my.Class {x: 1}", Verdict.SUSPICIOUS),
        ("a: !!python/object/apply:my.function []", Verdict.SUSPICIOUS),
        ("a: !!python/name:pymdownx.superfences.fence_code_format ''\nb: !<x> 1", Verdict.CLEAN),
        ("a: !!python/tuple [1, 2]\nb: python/object", Verdict.CLEAN),
        ("a: !!python/object/apply:os.system [", Verdict.DANGEROUS),
        ("a: !<x> [", Verdict.NOT_FULLY_READ),
    ],
)
def test_a_tag_of_yaml_that_makes_python_objects_is_told(text: str, expected: Verdict) -> None:
    assert inspect("train.yaml", text.encode()).verdict is expected


def test_the_settings_of_mkdocs_are_nobodys_model() -> None:
    assert inspect("mkdocs.yml", b"a: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}").format == ""


def test_yaml_in_another_encoding_hides_nothing() -> None:
    data = "a: !!python/object/apply:os.system [id]".encode("utf-16")

    assert inspect("train.yml", data).verdict is Verdict.DANGEROUS


def ml_model(**flavour: object) -> bytes:
    return json.dumps({"flavors": {"python_function": flavour}, "run_id": "1"}).encode()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (ml_model(loader_module="mlflow.onnx", data="model.onnx"), Verdict.CLEAN),
        (ml_model(loader_module="mlflow.pyfunc.model", python_model="python_model.pkl"), Verdict.SUSPICIOUS),
        (ml_model(loader_module="mlflow.pyfunc.model", python_model="model.py"), Verdict.CLEAN),
        (ml_model(loader_module="evil.loader"), Verdict.SUSPICIOUS),
        (ml_model(loader_module="mlflow.onnx", code="code"), Verdict.SUSPICIOUS),
        (ml_model(loader_module="mlflow.onnx", data="../../etc/passwd"), Verdict.DANGEROUS),
        (b"flavors: [", Verdict.NOT_FULLY_READ),
        (b"a: &a [x, x]\nb: {<<: [*a, *a]}\n", Verdict.NOT_FULLY_READ),
    ],
)
def test_what_mlflow_imports_and_reads_is_told(data: bytes, expected: Verdict) -> None:
    found = inspect("MLmodel", data)

    assert (found.format, found.verdict) == ("MLflow model", expected)


SCRIPT = """class Net(Module):
  __parameters__ = ["weight", ]
  __buffers__ = []
  weight : Tensor
  def forward(self: __torch__.Net,
    x: Tensor) -> Tensor:
    weight = self.weight
    y = torch.linear(x, weight)
    return {}
"""


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("torch.relu(y)", Verdict.CLEAN),
        ("ops.quantized.linear(y)", Verdict.CLEAN),
        ("ops.torchvision.nms(y)", Verdict.CLEAN),
        ("torch.from_file('/etc/passwd', True, 4)", Verdict.DANGEROUS),
        ("torch.save(y, 'x')", Verdict.DANGEROUS),
        ("ops.image.read_file('/etc/passwd')", Verdict.DANGEROUS),
        ("ops . image\n . read_file('/etc/passwd')", Verdict.DANGEROUS),
        ("torch. \\\n from_file ('/etc/passwd', True, 4)", Verdict.DANGEROUS),
        ("ops.c10d.allreduce(y)", Verdict.DANGEROUS),
        ("ops.mine.attack(y)", Verdict.SUSPICIOUS),
        ("__torch__.torch.classes.dist_rpc.WorkerInfo(y)", Verdict.DANGEROUS),
        ("__torch__.torch.classes.mine.Thing(y)", Verdict.SUSPICIOUS),
    ],
)
def test_the_code_of_torchscript_is_judged_by_its_operators(expression: str, expected: Verdict) -> None:
    for name in ("archive/code/__torch__/net.py", "anything.txt"):
        found = inspect(name, SCRIPT.format(expression).encode())
        assert (found.format, found.verdict) == ("TorchScript code", expected)


@given(st.text(alphabet="<>/!?[]&;\"'= PMLxscriptENTITY\n", max_size=80))
def test_any_markup_raises_nothing(text: str) -> None:
    assert inspect("model.pmml", b"<PMML" + text.encode()).verdict in Verdict


@given(st.text(alphabet="!<>%*&[]{}:,-| \n'\"python/objectTAG", max_size=80))
def test_any_yaml_raises_nothing(text: str) -> None:
    assert inspect("a.yaml", b"!<x> 1\n" + text.encode()).verdict in Verdict
    assert inspect("MLmodel", text.encode()).verdict in Verdict
