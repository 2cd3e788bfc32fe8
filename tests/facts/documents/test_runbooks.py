"""Runbooks and rollback procedures."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.facts.documents.runbooks import GuideKind, guides
from seatrial.facts.operations.named_commands import named
from seatrial.facts.operations.runbook_contents import Topic, runbooks, running_guides
from tests.repositories import repo_of

STEPS = "When the alert of the service fires, look at the dashboard, restart the pods and call the person on duty. " * 3


def kinds(files: dict[str, str]) -> list[GuideKind]:
    return [guide.kind for guide in guides(repo_of(files))]


@pytest.mark.parametrize(
    ("files", "kind"),
    [
        ({"RUNBOOK.md": f"# Service\n\n{STEPS}"}, GuideKind.RUNBOOK),
        ({"docs/runbooks/api.md": f"# API\n\n{STEPS}"}, GuideKind.RUNBOOK),
        ({"README.md": f"# X\n\n## Runbook\n\n{STEPS}"}, GuideKind.RUNBOOK),
        (
            {"docs/maintenance.md": "# X\n\n## Database backup and restore\n\n```sh\npg_restore -d api a.dump\n```\n"},
            GuideKind.RUNBOOK,
        ),
        (
            {"docs/deploy.md": "# X\n\n## 6. Operational Procedures\n\n```sh\ndocker compose logs -f\n```\n"},
            GuideKind.RUNBOOK,
        ),
        (
            {"README.md": "# X\n\n## Backup and Restore\n\n```bash\ntar -xzf data-2024.tar.gz\n```\n"},
            GuideKind.RUNBOOK,
        ),
        (
            {"README.md": "# X\n\n## Backup & Restore\n\n```bash\ncp backups/2024/app.db data/\n```\n"},
            GuideKind.RUNBOOK,
        ),
        (
            {"docs/ops.md": "# X\n\n## Rollback\n\n```sh\nkubectl rollout undo deployment/api\n```\n"},
            GuideKind.ROLLBACK,
        ),
        ({"README.md": "# X\n\n```bash\n# Rollback\nplatform service rollback -f a.yaml\n```\n"}, GuideKind.ROLLBACK),
        ({"Makefile": "rollback:\n\thelm rollback api\n"}, GuideKind.ROLLBACK),
        ({"scripts/rollback.sh": "#!/bin/sh\n"}, GuideKind.ROLLBACK),
        (
            {"scripts/guard.sh": "#!/bin/sh\n# Automated roll back of a canary\nkubectl delete deploy canary\n"},
            GuideKind.ROLLBACK,
        ),
        ({".github/workflows/undo.yml": "steps:\n- run: helm rollback api 3\n"}, GuideKind.ROLLBACK),
    ],
)
def test_what_tells_or_does_it_counts(files: dict[str, str], kind: GuideKind) -> None:
    assert kinds(files) == [kind]


@pytest.mark.parametrize(
    "files",
    [
        {"docs/install.md": f"# Install\n\n{STEPS}"},
        {"docs/robot.md": f"# X\n\n## Operational procedures\n\n{STEPS}"},
        {"docs/store.md": "# X\n\n## Backup and Restore\n\n```bash\ntar -czf data-2024.tar.gz data\n```\n"},
        {"API.md": "# API\n\n```python\ntry:\n    make(user)\nexcept Failed:\n    # Rollback\n    undo(user)\n```\n"},
        {"docs/TROUBLESHOOTING.md": f"# Troubleshooting\n\n{STEPS}"},
        {"RUNBOOK.md": "# Runbook\n\nTODO\n"},
        {"CHANGELOG.md": "# Changes\n\n## Rollback of the API\n\n" + STEPS},
        {"docs/db.md": "# X\n\n```sh\nalembic downgrade -1\n# rollback\n```\n"},
        {"app/db.py": "session.rollback()\n"},
        {"alembic/versions/rollback_users.py": "\n"},
        {"scripts/clean.sh": "#!/bin/sh\n# Ends the demo\nkubectl delete deploy demo\n"},
        {"scripts/note.sh": "#!/bin/sh\n# See the rollback procedure\necho done\n"},
        {"docs/runbook_template.md": f"# Runbook\n\n{STEPS}"},
        {"docs/predictive-maintenance.md": f"# Maintenance\n\n{STEPS}"},
        {"docs/db.md": "# X\n\n## Backup and restore\n\nPlanned.\n"},
        {"docs/store.md": f"# X\n\n## Disaster recovery\n\n{STEPS}\n\n```python\ndef restore(): ...\n```\n"},
        {"benchmarks/README.md": f"# Serving of models: benchmarking runbook\n\n{STEPS}"},
    ],
)
def test_what_only_looks_like_it_does_not(files: dict[str, str]) -> None:
    assert kinds(files) == []


PAGE = """# Runbook

When the service is down, check the logs and restart it; {more}
The rest of this page says a few more words, so that it is long enough to be taken for a real one by its reader, as
people write them when they know what they do at night and why they do it then.

```sh
make {target}
```
"""


def page(more: str = "call nobody", target: str = "restart") -> dict[str, str]:
    return {"docs/runbook.md": PAGE.format(more=more, target=target), "Makefile": "restart:\n\tdocker restart prices\n"}


def test_topics_and_commands_are_found() -> None:
    (item,) = runbooks(repo_of(page()))

    assert item.topics == (Topic.SYMPTOMS, Topic.CHECKS, Topic.RESTART)
    assert item.found == ("make restart",)
    assert item.real


def test_a_target_that_does_not_exist_makes_it_unreal() -> None:
    (item,) = runbooks(repo_of(page(target="resurrect")))

    assert item.lost == ("make resurrect",)
    assert not item.real


def test_a_contact_is_somebody_who_can_be_reached() -> None:
    (named_one,) = runbooks(repo_of(page("on call: prices@houses.dev")))
    (unset,) = runbooks(repo_of(page("on call: [to be configured]")))

    assert Topic.CONTACTS in named_one.topics
    assert Topic.CONTACTS not in unset.topics


def test_days_are_read() -> None:
    (item,) = runbooks(repo_of(page("tried on 2026-05-01 and not on 2026-02-31")))

    assert item.days == (date(2026, 5, 1),)


def test_names_in_commands() -> None:
    text = (
        "kubectl rollout undo deployment/prices\n./scripts/undo.sh\ndocker compose restart worker\ncat /etc/hosts.yml"
    )

    assert set(named(text)) == {"prices", "scripts/undo.sh", "worker"}


@given(st.text(max_size=300))
def test_hostile_documents_raise_nothing(text: str) -> None:
    runbooks(repo_of({"docs/runbook.md": "# Runbook\n" + text}))


def test_commands_within_sentences_tell_how_it_is_started() -> None:
    page = "# App\n\n## Run the project locally\n\n- Run `docker compose up -d` in your terminal, to start it.\n"

    assert [found.path for found in running_guides(repo_of({"app/README.md": page}))] == ["app/README.md"]
    assert running_guides(repo_of({"app/README.md": page.replace("`docker compose up -d`", "it")})) == ()


def test_a_part_of_how_to_get_started_tells_how_it_is_started() -> None:
    page = "# App\n\n## Getting started\n\n### Without containers\n\n1. Trigger it by `make run`, as ever.\n"

    assert [found.path for found in running_guides(repo_of({"README.md": page}))] == ["README.md"]
    assert running_guides(repo_of({"README.md": page.replace("Getting started", "How it works")})) == ()
