"""A project of CodeBuild in Terraform may hold what it runs itself: as a text, or as an object that is encoded."""

import pytest

from seatrial.facts.ci.workflows import runs
from tests.repositories import repo_of

from .test_cloud_pipelines import SPEC, TERRAFORM

NAMED = 'file("${path.module}/../ops/buildspec.yml")'


@pytest.mark.parametrize(
    ("held", "line"),
    [
        ("<<-EOF\n" + "".join(f"      {line}\n" for line in SPEC.splitlines()) + "    EOF", "- pytest tests"),
        (
            'yamlencode({\n      phases = { build = { commands = [\n        "pytest tests" ] } }\n    })',
            '"pytest tests" ] } }',
        ),
        ('jsonencode({ phases = { build = { "commands" : ["pytest tests"] } } })', "buildspec = jsonencode({ phases"),
    ],
)
def test_a_buildspec_that_terraform_holds_has_its_line_and_is_no_file(held: str, line: str) -> None:
    text = TERRAFORM.replace(NAMED, held)
    (tests,) = runs(repo_of({"infra/main.tf": text, "buildspec.yml": SPEC.replace("pytest", "tox")}), "pytest")

    assert text.splitlines()[tests.place.line - 1].strip().startswith(line)
    assert tests.guards


def test_a_buildspec_that_never_ends_runs_nothing() -> None:
    assert not runs(repo_of({"infra/main.tf": TERRAFORM.replace(NAMED, f"<<EOF\n{SPEC}")}), "pytest")
