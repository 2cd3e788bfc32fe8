"""A function starts in the folder that its template packs, in the language that it is said to be written in."""

import pytest

from seatrial.facts.deployment.manifests import workloads
from seatrial.facts.images.deliverables import units
from seatrial.facts.reach.entry_points import Kind, entry_points
from tests.repositories import repo_of

HANDLER = "def handler(event, context):\n    return {}\n"


def function(properties: str, shared: str = "") -> str:
    return f"{shared}Resources:\n  Submit:\n    Type: AWS::Serverless::Function\n    Properties: {properties}\n"


@pytest.mark.parametrize(
    ("template", "text", "code"),
    [
        ("template.yaml", function("{CodeUri: src/jobs/, Handler: submit.handler}"), "src/jobs/submit.py"),
        ("template.yaml", function("{CodeUri: ./src, Handler: jobs.submit.handler}"), "src/jobs/submit.py"),
        ("template.yaml", function("{CodeUri: src, Handler: jobs/submit.handler}"), "src/jobs/submit.py"),
        ("template.yaml", function("{CodeUri: ., Handler: jobs.submit.handler}"), "jobs/submit.py"),
        ("infra/template.yaml", function("{CodeUri: ../src, Handler: submit.handler}"), "src/submit.py"),
        ("template.yaml", function("{Handler: submit.handler}", "Globals: {Function: {CodeUri: src}}\n"),
         "src/submit.py"),
        ("template.yaml", function("{Code: src, Handler: submit.handler}").replace("Serverless", "Lambda"),
         "src/submit.py"),
        ("template.yaml", function("{CodeUri: s3://bucket/code.zip, Handler: submit.handler}"), "submit.py"),
    ],
)  # fmt: skip
def test_a_handler_is_looked_for_in_the_folder_that_the_template_packs(template: str, text: str, code: str) -> None:
    repo = repo_of({template: text, code: HANDLER})
    started = [(entry.path, entry.name) for entry in entry_points(repo) if entry.kind is Kind.WORKLOAD]

    assert started == [(code, "handler")]
    assert not [fault for unit in units(repo) for fault in unit.faults]


def test_a_handler_that_is_in_no_packed_folder_cannot_start() -> None:
    repo = repo_of({"template.yaml": function("{CodeUri: src, Handler: submit.handler}"), "lib/a.py": HANDLER})

    assert [str(fault) for unit in units(repo) for fault in unit.faults]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("template.yaml", function("{CodeUri: src, Handler: index.handler, Runtime: nodejs20.x}")),
        ("template.yaml", function("{Handler: 'org.acme.Submit::run'}", "Globals: {Function: {Runtime: java21}}\n")),
        ("serverless.yml", "provider: {runtime: nodejs20.x}\nfunctions:\n  a: {handler: index.handler}\n"),
    ],
)
def test_a_function_in_another_language_is_no_lost_object_of_python(path: str, text: str) -> None:
    repo = repo_of({path: text, "src/index.js": "exports.handler = 1\n"})

    assert len(workloads(repo)) == 1
    assert not [fault for unit in units(repo) for fault in unit.faults]
