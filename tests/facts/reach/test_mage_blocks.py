"""Blocks of Mage are one pipeline: what one returns the next one gets, and an exporter writes it."""

from seatrial.component import components
from seatrial.facts.reach.entry_points import Kind
from seatrial.facts.reach.mage_blocks import exported_blocks, mage_blocks
from seatrial.facts.reach.reach import reach
from seatrial.facts.serving.batch import jobs_of
from tests.repositories import repo_of

BLOCK = "from mage_ai.data_preparation.decorators import {kind}\n\n\n@{kind}\ndef run(data, *args):\n    {does}\n"
FILES = {
    "flow/pipelines/daily/metadata.yaml": (
        "blocks:\n- type: data_loader\n  uuid: load\n  downstream_blocks: [score]\n"
        "- type: transformer\n  uuid: score\n  downstream_blocks: [write, gone]\n"
        "- type: data_exporter\n  uuid: write\n  downstream_blocks: []\n"
        "- type: transformer\n  uuid: ../../outside\n"
    ),
    "flow/data_loaders/load.py": BLOCK.format(kind="data_loader", does="return data"),
    "flow/transformers/score.py": "import joblib\nmodel = joblib.load('model.joblib')\n"
    + BLOCK.format(kind="transformer", does="return model.predict(data)"),
    "flow/data_exporters/write.py": BLOCK.format(kind="data_exporter", does="keep(data)"),
    "outside.py": "",
}


def test_a_pipeline_lists_its_blocks_and_none_outside_of_its_folder() -> None:
    assert [one.path for one in mage_blocks(repo_of(FILES))] == [
        "flow/data_loaders/load.py",
        "flow/transformers/score.py",
        "flow/data_exporters/write.py",
    ]


def test_what_a_block_predicts_is_written_by_the_block_that_exports_it() -> None:
    repo = repo_of(FILES)
    (component,) = components(repo)

    assert exported_blocks(repo) == {"flow/transformers/score.py": "flow/data_exporters/write.py"}
    assert {job.sink.path for job in jobs_of(component) if job.sink} == {"flow/data_exporters/write.py"}
    entry = reach(repo).entry("flow/data_exporters/write.py", "run")
    assert entry is not None
    assert entry.kind is Kind.PIPELINE
