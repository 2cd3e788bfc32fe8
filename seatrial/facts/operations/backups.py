"""What is kept twice, of models and of the state of the running system?"""

import re
from collections.abc import Iterator
from enum import StrEnum
from types import MappingProxyType

from seatrial.facts import fact
from seatrial.facts.code.programs import own_code
from seatrial.facts.code.scripts import is_shell, may_be_shell
from seatrial.facts.deployment.clouds.terraform import Resource, own_resources
from seatrial.facts.deployment.clusters.kubernetes import manifests
from seatrial.facts.deployment.manifests import workloads
from seatrial.facts.operations.holdings import OF_TOOLS
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.line_number import line_number
from seatrial.read.regex import regex
from seatrial.repo import Repo, own_paths


class Matter(StrEnum):
    """What is kept."""

    ARTEFACTS = "models and files"
    STATE = "databases and indexes"


@dataclass(frozen=True, slots=True)
class Backup:
    """One way in which something lost can be brought back."""

    place: Place
    what: str
    matter: Matter


#: Values by which a cloud's store keeps older versions: (type of resource, block or "", name, pattern of the value).
_VERSIONED = (
    ("aws_s3_bucket_versioning", "versioning_configuration", "status", "Enabled"),
    ("aws_s3_bucket", "versioning", "enabled", "true"),
    ("google_storage_bucket", "versioning", "enabled", "true"),
    ("azurerm_storage_account", "blob_properties", "versioning_enabled", "true"),
    ("minio_s3_bucket_versioning", "versioning_configuration", "status", "Enabled"),
)
_KEPT = (
    ("aws_db_instance", "", "backup_retention_period", r"[1-9]\d*"),
    ("aws_rds_cluster", "", "backup_retention_period", r"[1-9]\d*"),
    ("google_sql_database_instance", "backup_configuration", "enabled", "true"),
    ("aws_dynamodb_table", "point_in_time_recovery", "enabled", "true"),
    ("azurerm_postgresql_flexible_server", "", "backup_retention_days", r"\d+"),
    ("azurerm_mssql_database", "short_term_retention_policy", "retention_days", r"\d+"),
)
_WHOLE = MappingProxyType({
    "aws_s3_bucket_replication_configuration": Matter.ARTEFACTS, "aws_backup_plan": Matter.STATE,
    "azurerm_backup_policy_vm": Matter.STATE, "azurerm_data_protection_backup_policy_blob_storage": Matter.ARTEFACTS,
    "aws_dlm_lifecycle_policy": Matter.STATE, "google_compute_resource_policy": Matter.STATE,
})  # fmt: skip
_KINDS = MappingProxyType({
    "Schedule": "velero.io", "ScheduledBackup": "postgresql.cnpg.io", "VolumeSnapshot": "snapshot.storage.k8s.io",
    "BackupSchedule": "", "PerconaServerMongoDBBackup": "",
})  # fmt: skip
_COMMAND = regex(
    r"\b(pg_dump(all)?|mysqldump|mongodump|velero (backup|schedule) create|restic (-\S+ )*backup|borg create|bgsave"
    r"|pgbackrest|wal-g|sqlite3 \S+ [\"']?\.backup)\b|/snapshots\b"
)


@fact
def backups(repo: Repo) -> tuple[Backup, ...]:
    """Return what is kept twice: versions of stores, backups of databases, commands that dump them; by place."""
    found = (*_by_terraform(repo), *_by_kubernetes(repo), *_by_commands(repo))
    return tuple(sorted(dict.fromkeys(found), key=lambda item: (item.place, item.what)))


def _by_terraform(repo: Repo) -> Iterator[Backup]:
    for item in own_resources(repo):
        if OF_TOOLS.search(item.name):
            continue
        if item.type in _WHOLE:
            yield Backup(item.place, f"{item.what} keeps copies", _WHOLE[item.type])
        for table, matter in ((_VERSIONED, Matter.ARTEFACTS), (_KEPT, Matter.STATE)):
            if any(_holds(item, row) for row in table):
                yield Backup(item.place, f"{item.what} keeps older versions", matter)


def _holds(item: Resource, row: tuple[str, str, str, str]) -> bool:
    kind, block, name, pattern = row
    if item.type != kind:
        return False
    blocks = [found for found in item.block.walk() if not block or found.kind == block]
    return any(re.fullmatch(pattern, found.value(name)) for found in blocks)


def _by_kubernetes(repo: Repo) -> Iterator[Backup]:
    for item in manifests(repo):
        if item.counts and item.kind in _KINDS and _KINDS[item.kind] in item.api:
            yield Backup(item.place, f"{item.what} keeps copies", Matter.STATE)


def _by_commands(repo: Repo) -> Iterator[Backup]:
    for work in workloads(repo):
        for container in work.containers if work.counts else ():
            said = " ".join((*container.command, *container.arguments))
            if found := _COMMAND.search(said):
                yield Backup(container.place, f"{work.what} runs {found[0]}", Matter.STATE)
    own = own_paths(repo, lambda path: may_be_shell(path) or path.endswith("justfile"))
    scripts = (path for path in own if path.endswith(("Makefile", "justfile")) or is_shell(repo, path))
    yield from repo.texts(_in_script, scripts, 200_000)
    for program in own_code(repo):
        for call in program.file.calls:
            if call.last in ("put_bucket_versioning", "create_snapshot"):
                matter = Matter.ARTEFACTS if "bucket" in call.last else Matter.STATE
                yield Backup(program.place_of(call), f"{call.written} keeps copies", matter)


def _in_script(path: str, text: str) -> Iterator[Backup]:
    if found := _COMMAND.search(text):
        line = line_number(text, found.start())
        yield Backup(Place(path, line), f"{path} runs {found[0]}", Matter.STATE)
