"""Runbooks and rollback procedures."""

import pytest

from seatrial.facts.documents.runbooks import GuideKind, guides
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
