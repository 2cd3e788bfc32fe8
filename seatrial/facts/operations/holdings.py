"""What is there to lose, and is it written or tried how it is brought back?"""

from collections.abc import Iterator
from datetime import date

from seatrial.facts import fact
from seatrial.facts.code.programs import programs
from seatrial.facts.deployment.clouds.terraform import own_resources
from seatrial.facts.deployment.desk import meant_first
from seatrial.facts.deployment.manifests import workloads
from seatrial.facts.documents.documents import passages
from seatrial.facts.operations.runbook_contents import days_in
from seatrial.model import Evidence, Place
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role

_STATEFUL = regex(
    r"postgres|mysql|mariadb|mongo|qdrant|weaviate|milvus|chroma|elasticsearch|opensearch|cassandra|clickhouse|neo4j|pgvector"
)
_DATABASES = regex(r"aws_(db_instance|rds_cluster|dynamodb_table)|google_sql_database_instance|azurerm_\w*sql\w*")
_BUCKETS = regex(r"aws_s3_bucket|google_storage_bucket|azurerm_storage_(account|container)|minio_s3_bucket")
_REMOTE = caseless(r"\s*url\s*=\s*(?:s3|gs|azure|abfss?|ssh|https?|gdrive|webdavs?|oss|hdfs)://")
_ADDRESS = regex(r"(s3|gs|abfss?|wasbs?|oss)://[\w{]")
#: Names of buckets that hold what a tool remembers, and nothing of the running system.
OF_TOOLS = caseless(r"tf_?state|terraform|state_(bucket|storage)|backend|access_?logs")
_RECOVERY = caseless(
    r"back(ing)?[- ]?ups?\b|disaster|recovery (plan|procedure|point|time)|\brestor(e|ing)\b|\bRTO\b|\bRPO\b"
)
_TRIED = caseless(
    r"(restor\w+|recover\w+|drill|backup)\D{0,60}(test|tried|drill|practi|verif|done|rehears)|"
    r"(test|drill|tried|verif)\w*\D{0,60}(restor|recover|backup)"
)


@fact
def stores(repo: Repo) -> tuple[Evidence, ...]:
    """Return the buckets that infrastructure or code names, whether anything is kept twice there or not."""
    kept = (item for item in own_resources(repo) if _BUCKETS.fullmatch(item.type) and not OF_TOOLS.search(item.name))
    found = [Evidence(item.place, f"{item.what} holds files") for item in kept]
    for program in programs(repo):
        texts = program.file.texts if program.counts else ()
        bucket = next((text for text in texts if _ADDRESS.match(text.value)), None)
        if bucket:
            found.append(program.evidence(bucket, "files are kept in a bucket"))
    return tuple(sorted([*found, *_remotes(repo)]))


def _remotes(repo: Repo) -> Iterator[Evidence]:
    """Yield the remotes of DVC, which hold what its files name; a folder of one machine holds nothing twice."""
    if ".dvc/config" not in repo.entries:
        return
    lines = repo.text_or_empty(".dvc/config", 20_000).splitlines()
    for number, line in enumerate(lines, start=1):
        if _REMOTE.match(line):
            yield Evidence(Place(".dvc/config", number), "DVC keeps what it manages in a remote too")
            return


@fact
def databases(repo: Repo) -> tuple[Evidence, ...]:
    """Return the databases and stores of embeddings that manifests and infrastructure start."""
    found = [
        Evidence(work.place, f"{work.what} holds state")
        for work in workloads(repo)
        if work.role is Role.OWN and any(_STATEFUL.search(container.image) for container in work.containers)
    ]
    own = own_resources(repo)
    found += [Evidence(item.place, f"{item.what} holds state") for item in own if _DATABASES.fullmatch(item.type)]
    return tuple(sorted(found, key=lambda item: (*meant_first(item.place.path), item)))


@fact
def recovery_texts(repo: Repo) -> tuple[Evidence, ...]:
    """Return the sections about backups and recovery."""
    found = (passage for passage in passages(repo, _RECOVERY) if passage.words >= 15)
    return tuple(Evidence(passage.place, f"{passage.what} is about bringing back what is lost") for passage in found)


@fact
def restore_tests(repo: Repo) -> tuple[tuple[Place, date], ...]:
    """Return the days on which, as a document says, something was brought back to try it."""
    return tuple(
        (Place(passage.path, line.number), day)
        for passage in passages(repo, _RECOVERY)
        for line in passage.lines
        if _TRIED.search(line.text)
        for day in days_in(line.text)
    )
