"""Does fresh data come by itself: what fetches it, what starts that, and does anybody notice when it is late?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.programs import InCode, Program, Site, own_code, programs
from seatrial.facts.deployment.settings_files import documents_of
from seatrial.facts.reach.timed_starts import reached_by_schedule
from seatrial.model import Evidence, Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.posix_path import is_yaml
from seatrial.read.regex import regex
from seatrial.repo import Repo, own_paths


@dataclass(frozen=True, slots=True)
class Intake(InCode):
    """One call that fetches rows or documents from where they arrive."""

    site: Site
    source: str
    streams: bool = False  #: rows come one by one, as they happen

    @property
    def what(self) -> str:
        return f"{'listens to' if self.streams else 'fetches from'} {self.source}"


#: Calls that ask where data arrives, each with what must stand in the name and how the source is called. A database
#: that only keeps the users of an application is asked by none of them.
_ASKS = {
    "read_sql": ("", "a database"), "read_sql_query": ("", "a database"), "read_sql_table": ("", "a database"),
    "read_database": ("polars", "a database"), "read_gbq": ("", "BigQuery"), "fetch_pandas_all": ("", "Snowflake"),
    "fetch_pandas_batches": ("", "Snowflake"), "to_dataframe": ("bigquery", "BigQuery"), "jdbc": ("", "a database"),
    "table": ("spark", "a table of the lake"), "sql": ("spark", "a table of the lake"),
    "get_historical_features": ("", "the feature store"), "materialize": ("store", "the feature store"),
    "materialize_incremental": ("store", "the feature store"), "list_objects_v2": ("", "object storage"),
    "get_records": ("kinesis", "Kinesis"), "read_sql_athena": ("", "Athena"), "unload": ("awswrangler", "Athena"),
    "add_documents": ("", "documents"), "aadd_documents": ("", "documents"), "from_documents": ("", "documents"),
    "version": ("roboflow", "Roboflow"), "get_dataset_version_by_id": ("picsellia", "Picsellia"),
    "get_last_version": ("picsellia", "Picsellia"), "get_release": ("segments.", "Segments.ai"),
    "fetch_openml": ("", "OpenML"), "fetch_ucirepo": ("", "the repository of UCI"),
    "get_remote_dataset": ("darwin", "V7 Darwin"), "read_kafka": ("", "Kafka"), "readStream": ("", "a stream"),
}  # fmt: skip
_STREAMS = {
    "KafkaConsumer": "Kafka", "AIOKafkaConsumer": "Kafka", "Consumer": "Kafka", "DeserializingConsumer": "Kafka",
    "FlinkKafkaConsumer": "Kafka", "KafkaSource": "Kafka", "SubscriberClient": "Pub/Sub", "readStream": "a stream",
    "EventHubConsumerClient": "Event Hubs", "basic_consume": "a queue", "basic_get": "a queue",
}  # fmt: skip
_READERS = regex(r"^(pandas|polars|dask\.dataframe)\.(read|scan)_(csv|parquet|json)$")
_ADDRESS = regex(r"^(https?|s3|gs|abfss?|wasbs?|az)://")
#: Calls that download, which count in a program that holds the address of a file of data.
_FETCHES = regex(
    r"^(requests|httpx)\.get$|^urllib\.request\.(urlretrieve|urlopen)$|^(wget|gdown)\.download$|dataset_download_files?$"
)
_DATA_FILE = regex(
    r"^https?://(?!(\w+\.)?example\.)\S+\.(csv|tsv|npz|npy|parquet|jsonl|xlsx?)$|"
    r"^https?://\S*data\S*\.(zip|tgz|tar(\.\w+)?|gz)$"
)
_LATE = regex(
    r"(?<![a-z])(fresh|stale)|max_age|age_(hours|minutes|days|seconds)|data_age|consumer_lag|(^|_)lag(_|$)|too_old"
)
_STOPS = ("raise", "assert", "sys.exit", "alert", "notify")


@fact
def intakes(repo: Repo) -> tuple[Intake, ...]:
    """Return the calls that fetch data from where it arrives, tests apart, by place."""
    found = dict.fromkeys(repo.each(_intakes, programs(repo)))
    return tuple(sorted(found, key=lambda item: (item.site, item.source)))


def _intakes(program: Program) -> Iterator[Intake]:
    if program.is_test:
        return
    for call in program.file.calls:
        site, name = program.site_of(call), call.name or call.written
        if call.last in _STREAMS and (call.last != "Consumer" or name.startswith("confluent_kafka")):
            yield Intake(site, _STREAMS[call.last], streams=True)
        elif call.last in _ASKS and _ASKS[call.last][0] in f"{name} {call.written}".lower():
            yield Intake(site, _ASKS[call.last][1])
        elif _READERS.search(call.name) and (address := _address(call)):
            yield Intake(site, address)
        elif _FETCHES.search(name) and any(_DATA_FILE.search(text.value) for text in program.file.texts):
            yield Intake(site, "an address")


def _address(call: Call) -> str:
    given = call.args[0] if call.args else None
    text = (given.string or given.text) if given else ""
    return "an address" if _ADDRESS.search(text.lstrip("f\"'")) else ""


@fact
def scheduled_intakes(repo: Repo) -> tuple[tuple[Intake, Evidence], ...]:
    """Return the intakes that a clock or an event starts, each with what starts it."""
    found = []
    reached = reached_by_schedule(repo)
    for intake in intakes(repo):
        at = {(intake.site.path, intake.site.scope), (intake.site.path, "")}
        start = next((item for item, nodes in reached.items() if nodes & at), None)
        if start and intake.site.counts:
            found.append((intake, Evidence(start.entry.place, start.what)))
    return tuple(found)


@fact
def lateness_checks(repo: Repo) -> tuple[Evidence, ...]:
    """Return where late data stops something or is told: code that raises, and freshness of dbt sources and Soda."""
    found = []
    for program in own_code(repo):
        for item in program.file.comparisons:
            words = f"{item.left.text or item.left.name} {item.right.text or item.right.name} {item.scope}".lower()
            if _LATE.search(words) and any(word in lead for lead in item.leads_to for word in _STOPS):
                found.append(Evidence(program.site(item.line).place, "late data stops the run or is told"))
    files = own_paths(repo, is_yaml)
    found += [Evidence(Place(path), "the age of the data is checked") for path in files if _may_say(repo, path)]
    return tuple(sorted(dict.fromkeys(found)))


def _may_say(repo: Repo, path: str) -> bool:
    name = path.lower()
    if not any(word in name for word in ("source", "dbt", "soda", "checks", "models/")):
        return False
    for _, root in documents_of(repo, (path,)):
        sources = root.at("sources").elements
        if any(source.at("freshness").pairs or _tables(source) for source in sources):
            return True
        checks = [check for key, value in root.pairs if key.startswith("checks for") for check in value.elements]
        if any((check.text or " ".join(check.keys)).startswith("freshness(") for check in checks):
            return True
    return False


def _tables(source: Node) -> bool:
    return any(table.at("freshness").pairs for table in source.at("tables").elements)
