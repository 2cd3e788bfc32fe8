"""An inventory of models is a CycloneDX ML-BOM: valid, the same bytes for the same result, and nothing invented."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, FormatChecker
from referencing import Registry, Resource

from seatrial.audit import Yardstick, audit
from seatrial.model.models import DataSource, ModelFile, ModelReference, Models
from seatrial.model.result import Report
from seatrial.repo import Memory
from seatrial.report.mlbom.bill import to_mlbom
from seatrial.report.stored import from_json, to_json

SCHEMAS = Path(__file__).parent.parent / "schemas"
AS_OF = dt.date(2026, 11, 25)
COMMIT = "0123456789abcdef0123456789abcdef01234567"
POINTER = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'ab' * 32}\nsize 9\n"
HEAD = """---
license: apache-2.0
pipeline_tag: text-classification
library_name: transformers
datasets: [acme/reviews]
base_model: google-bert/bert-base-uncased
model-index:
- name: tickets
  results:
  - dataset: {name: Reviews, split: test}
    metrics:
    - {type: f1, value: 0.91}
    - {type: accuracy}
    - {name: Latency, type: latency, value: 12}
---
# Model card: tickets

## Intended use

Sorts the tickets of customers into five queues before a person answers them.

## Out-of-scope use

It must not be used to decide about refunds or about the work of people.

## Limits and risks

It was trained on English tickets only and confuses billing with refunds.
password = "Xk92!fjLQz77pw"
"""
WEIGHTS = b'{"__metadata__":{"format":"pt","note":"password = Yk92!fjLQz77pw"}}'
BERT = json.dumps({"model_type": "bert", "architectures": ["BertForSequenceClassification"]})
PROJECT: dict[str, str | bytes] = {
    "train.py": (
        "from datasets import load_dataset\nfrom transformers import AutoModel\nimport pandas as pd\n\n"
        "REVISION = '" + COMMIT + "'\n"
        "data = load_dataset('acme/reviews', revision='v2')\n"
        "sales = pd.read_csv('https://reader:hunter22@data.example.com/sales.csv?token=1')\n"
        "model = AutoModel.from_pretrained('acme/encoder', revision=REVISION)\n"
        "other = AutoModel.from_pretrained('acme/other', trust_remote_code=True)\n"
    ),
    "requirements.txt": "scikit-learn==1.7.2\ntransformers>=4.57\nflask==3.1.0\n",
    "requirements-dev.txt": "shap==0.49.1\n",
    "models/tickets/model.safetensors": len(WEIGHTS).to_bytes(8, "little") + WEIGHTS,
    "models/tickets/config.json": BERT,
    "models/tickets/README.md": HEAD,
    "models/tickets/eval_results.json": '{"eval_loss": 0.31, "epoch": 3, "run": "b"}',
    "weights/big.onnx": POINTER,
    "data/train.csv.dvc": "outs:\n- md5: 0123456789abcdef0123456789abcdef\n  path: train.csv\n",
    "weights/old.pkl.dvc": "outs:\n- md5: fedcba9876543210fedcba9876543210\n  path: old.pkl\n",
}


@cache
def validator() -> Draft7Validator:
    schemas = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(SCHEMAS.glob("*.schema.json"))]
    found = [(one["$id"], Resource.from_contents(one)) for one in schemas]
    registry: Registry[Any] = Registry().with_resources(found)
    bom = next(one for one in schemas if one["$id"].endswith("bom-1.6.schema.json"))
    return Draft7Validator(bom, registry=registry, format_checker=FormatChecker())


def judged(files: Mapping[str, str | bytes]) -> Report:
    return audit(Memory(files), Yardstick(checks={}), as_of=AS_OF)


def bom(report: Report) -> dict[str, Any]:
    """Return the inventory of a result; it is valid whatever the test is about."""
    document: dict[str, Any] = json.loads(to_mlbom(report))
    validator().validate(document)
    return document


def components(report: Report) -> dict[str, Any]:
    return {one["bom-ref"]: one for one in bom(report)["components"]}


def named(component: Mapping[str, Any]) -> dict[str, str]:
    return {one["name"].removeprefix("seatrial:"): one["value"] for one in component.get("properties", [])}


@pytest.fixture(scope="module")
def project() -> Report:
    return judged(PROJECT)


def test_the_schema_is_really_asked() -> None:
    assert not validator().is_valid({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{"type": "model"}]})


def test_a_stored_model_has_its_digest_its_format_and_what_its_card_states(project: Report) -> None:
    model = components(project)["model:models/tickets/model.safetensors"]
    card = model["modelCard"]

    assert model["type"] == "machine-learning-model"
    assert [one["alg"] for one in model["hashes"]] == ["SHA-256"]
    assert named(model)["format"] == "safetensors"
    assert named(model)["metadata:format"] == "pt"
    assert model["licenses"] == [{"license": {"id": "Apache-2.0"}}]
    assert model["pedigree"]["ancestors"][0]["name"] == "google-bert/bert-base-uncased"
    assert card["modelParameters"] == {
        "task": "text-classification",
        "architectureFamily": "bert",
        "modelArchitecture": "BertForSequenceClassification",
        "datasets": [{"ref": "data:acme/reviews@v2"}],
    }
    assert "five queues" in card["considerations"]["useCases"][0]
    assert "English tickets only" in card["considerations"]["technicalLimitations"][0]
    assert "refunds" in named(card)["card:out-of-scope-use"]


def test_figures_are_those_that_are_written_each_with_its_own_name(project: Report) -> None:
    model = components(project)["model:models/tickets/model.safetensors"]

    assert model["modelCard"]["quantitativeAnalysis"]["performanceMetrics"] == [
        {"type": "f1", "value": "0.91", "slice": "Reviews, test"},
        {"type": "Latency", "value": "12", "slice": "Reviews, test"},
        {"type": "eval_loss", "value": "0.31"},
        {"type": "epoch", "value": "3"},
    ]


def test_what_is_kept_elsewhere_has_the_digest_by_which_it_is_kept(project: Report) -> None:
    found = components(project)

    assert found["model:weights/big.onnx"]["hashes"] == [{"alg": "SHA-256", "content": "ab" * 32}]
    assert found["model:weights/old.pkl"]["hashes"][0] == {"alg": "MD5", "content": "fedcba9876543210fedcba9876543210"}
    assert "elsewhere" in named(found["model:weights/old.pkl"])
    assert found["data:data/train.csv@0123456789abcdef0123456789abcdef"]["type"] == "data"


def test_models_of_a_hub_have_their_revision(project: Report) -> None:
    found = components(project)

    assert found[f"hub:acme/encoder@{COMMIT}"]["version"] == COMMIT
    assert named(found[f"hub:acme/encoder@{COMMIT}"])["fixed-version"] == "true"
    assert "version" not in found["hub:acme/other"]
    assert named(found["hub:acme/other"])["runs-code-when-loaded"] == "true"
    assert found["hub:acme/other"]["evidence"]["occurrences"] == [{"location": "train.py", "line": 9}]


def test_frameworks_have_a_version_only_where_it_is_the_only_one(project: Report) -> None:
    found = components(project)

    assert found["framework:scikit-learn"]["purl"] == "pkg:pypi/scikit-learn@1.7.2"
    assert "version" not in found["framework:transformers"]
    assert named(found["framework:transformers"])["asked-for"] == ">=4.57"
    assert found["framework:shap"]["scope"] == "optional"
    assert "framework:flask" not in found


def test_no_credential_of_the_repository_stands_in_it(project: Report) -> None:
    written = to_mlbom(project) + to_json(project)

    assert b"sales.csv" in written
    assert b"hunter22" not in written
    assert b"token=1" not in written
    assert b"Xk92" not in written
    assert b"Yk92" not in written


def test_a_card_that_does_not_tell_its_model_is_a_model_of_its_own() -> None:
    card = HEAD.partition("---\n")[2].partition("---\n")[2]
    files: dict[str, str | bytes] = {"a.onnx": POINTER, "b.onnx": POINTER, "docs/model_card.md": card}

    found = components(judged(files))

    assert found["card:docs/model_card.md:1"]["name"] == "Model card: tickets"
    assert "modelCard" not in found["model:a.onnx"]


def test_a_repository_without_models_has_an_empty_inventory() -> None:
    assert bom(judged({"README.md": "# Nothing\n"}))["components"] == []


def test_the_same_result_gives_the_same_bytes_also_after_it_was_stored(project: Report) -> None:
    assert to_mlbom(judged(PROJECT)) == to_mlbom(project) == to_mlbom(from_json(to_json(project)))


def test_serial_number_and_time_are_those_of_the_commit_and_the_day(project: Report) -> None:
    later = replace(project, subject=replace(project.subject, as_of=dt.date(2026, 11, 26)))
    other = replace(project, subject=replace(project.subject, commit=COMMIT))

    assert bom(project)["metadata"]["timestamp"] == "2026-11-25T00:00:00Z"
    assert bom(other)["metadata"]["component"]["version"] == COMMIT
    assert len({bom(one)["serialNumber"] for one in (project, later, other)}) == 3


HOSTILE = "[/b]\x1b[31m::error::##[group]##vso[task]<script>\u202e\ud800\udce9|\r\n\x00`$(id)` =cmd()"


def test_hostile_texts_are_strings_and_nothing_else(service: Report) -> None:
    held = Models(
        (ModelFile(HOSTILE, HOSTILE, metadata=((HOSTILE, HOSTILE),), inputs=(HOSTILE,)),),
        (ModelReference(HOSTILE, HOSTILE),),
        data=(DataSource(HOSTILE),),
    )

    report = replace(service, models=held)
    data = to_mlbom(report)

    assert data.isascii()
    assert not [part for part in (b"\x1b", b"##[", b"##vso[") if part in data]
    assert all(line.lstrip()[:1] in b'"{}[]' for line in data.splitlines())
    assert len(bom(report)["components"]) == 3
