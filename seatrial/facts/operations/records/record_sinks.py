"""Which calls put a record where it lasts: a table, a stream, an object store, a file, a log line?"""

from enum import StrEnum
from functools import lru_cache

from seatrial.facts.code.code_index import Defined, calls_in, defined
from seatrial.facts.code.folders import judges
from seatrial.facts.operations.log_calls import is_log_call
from seatrial.read.code.python_record import Attribute, Call, Class
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo


class Sink(StrEnum):
    """How long what is written lasts."""

    STORE = "store"  #: a table, a stream, an object store
    FILE = "file"  #: a file beside the program, which goes with the container
    LINE = "line"  #: a log line


#: Last parts of calls that put one record or several where they last.
WRITES = frozenset({
    "add", "add_all", "bulk_save_objects", "bulk_insert_mappings", "insert", "insert_one", "insert_many", "execute",
    "executemany", "produce", "send", "send_and_wait", "put_record", "put_records", "put_item", "put_object", "xadd",
    "publish", "to_sql", "insert_rows_json", "insert_rows", "create", "save", "write_points", "index", "upload_blob",
    "upload_from_string", "lpush", "rpush", "append_row", "write_deltalake", "saveAsTable", "upsert", "put",
    "fetchval", "upload_file", "append_rows", "batch_write_item", "upsert_item", "create_item", "replace_item",
    "execute_values", "execute_batch",
})  # fmt: skip
#: Of those the ones that nothing but a store has.
_ONLY_STORES = frozenset({
    "insert_one", "insert_many", "insert_rows", "insert_rows_json", "append_rows", "put_item", "batch_write_item",
    "put_record", "put_records", "put_object", "bulk_save_objects", "bulk_insert_mappings", "executemany", "xadd",
    "execute_values",
})  # fmt: skip
_STORE = caseless(
    r"session|\bdb\b|database|conn|cursor|\bcur\b|engine|collection|table|producer|kafka|kinesis|firehose|dynamo|s3|bucket|blob"
    r"|redis|stream|influx|elastic|bigquery|\bbq|mongo|topic|repo(sitory)?|store|crud|objects|supabase|queue|pool"
    r"|pubsub|publisher|data_object|predictions|_col\b|container|cosmos"
)
#: Functions that say by their name that they write to a database: ``update_task_status_in_db``.
_STORES = regex(r"^(?:add|save|store|insert|update|write|record)_\w*_(?:in|to|into)_(?:the_)?(?:db|database|table)$")
#: Packages whose objects are stores, whatever they are called here.
_PACKAGES = regex(
    r"^(?:sqlalchemy|sqlmodel|psycopg\w*|asyncpg|aiosqlite|sqlite3|pymongo|motor|boto3|aioboto3|kafka|aiokafka|"
    r"confluent_kafka|redis|supabase|elasticsearch|opensearchpy|influxdb_client|cassandra|clickhouse_\w+|databases|pika|"
    r"aio_pika|nats|google\.cloud\.(?:bigquery|firestore|pubsub\w*|storage|datastore|spanner)|"
    r"azure\.(?:cosmos|storage|eventhub|data))\."
)
_SESSION = caseless(r"session|(?<![a-z])db(?![a-z])")
#: Bases of classes whose instances are rows, and the methods by which a row stores itself.
_ROWS = ("django.db.models.", "beanie.", "mongoengine.", "peewee.", "tortoise.", "odmantic.", "ormar.")
_ITSELF = frozenset({
    "insert", "save", "create", "asave", "acreate", "insert_one", "insert_many", "bulk_create", "abulk_create",
    "get_or_create", "update_or_create",
})  # fmt: skip
#: Own functions that are handed a class and its rows: ``batch_insert(Prediction, rows)``.
_HANDED = regex(r"(?:^|_)(?:insert|bulk|upsert)(?:_|$)")
#: What a column is made by; a field of pydantic describes a message, and not a row.
_COLUMN = regex(r"^(?!pydantic\b)(?:.*\.)?(?:\w*Field|Column|mapped_column|ForeignKey)$")
_MAPPED = regex(r"(?:^|\.)Mapped(?:\[|$)")
_FEWEST = 3  #: columns of a class by which it is told for a table, whatever it stands on
#: Statements, and the functions that look rows up by them.
_STATES = frozenset({"execute", "executemany", "fetchval"})
_READS = regex(r"^_?a?(?:get|list|fetch|find|read|load|count|query|search|show|select|has|is)_")
#: Calls over HTTP by which a function whose name says that it keeps an answer hands it to whatever keeps it.
_SENT = frozenset({"post", "put", "request"})
#: Calls of a store of keys and values, and what tells that it holds a copy for a while, or a lock, and no record.
_LASTING = {"set": 2, "hset": 3}  #: with how many arguments at most: behind them stands when the key ends
UNDER_KEYS = frozenset(_LASTING)
_EXPIRE = frozenset({"expire", "pexpire", "expireat", "pexpireat"})
_OF_KEYS = caseless(r"redis|valkey|(?:^|[._])r\.h?set$")
_FOR_A_WHILE = caseless(r"cache|session|lock|limit|state|status|heartbeat")
_ENDS = frozenset({"ex", "px", "exat", "pxat", "nx", "xx", "ttl", "keepttl"})
#: Brokers of messages, to which what failed is handed once more.
_BROKERS = caseless(r"publish|(?:^|\.)send(?:_|$)|produce|basic_publish|put_record|xadd")
_MAY_STORE = WRITES | _ONLY_STORES | _SENT | UNDER_KEYS | {"merge"}  #: nearly all calls are none of these
#: A queue between tasks of one process: ``asyncio.Queue.put``; what goes through it is kept nowhere by that.
_WITHIN = caseless(r"(?:^|[._])q(?:ueues?)?(?:\[.*\])?\.put$")
_KEEPS = caseless(
    r"(^|_)(log|save|store|record|persist|write|append|track|audit)_?(the_)?\w*"
    r"(predict|inference|request|scor|forecast|decision|completion)"
)
#: Functions that hand an event to whatever keeps events: ``send_event``, ``emit_prediction_event``.
_EMITS = caseless(r"(?:^|[._])(?:send|emit|publish|produce|forward)_(?:\w+_)?events?$")
_TOLD = frozenset({"info", "log", "success", "msg"})  #: lines for who mends the program are off where it runs


def sink_of(repo: Repo, path: str, call: Call) -> Sink | None:
    """Return where a call of a file puts what it is given, None where it keeps nothing."""
    if is_log_call(call):
        return Sink.LINE if call.last in _TOLD and "except" not in call.inside else None
    if call.last in {"writerow", "writerows", "to_csv", "to_parquet", "to_json", "write_parquet", "write"}:
        return Sink.FILE if _KEEPS.search(call.scope.rpartition(".")[2]) else None
    if call.last in UNDER_KEYS:
        return Sink.STORE if _is_kept_under_a_key(repo, path, call) else None
    if is_sent_again(call):
        return None
    return Sink.STORE if _stores(call) or row_of(repo, path, call) else None


def is_sent_again(call: Call) -> bool:
    """Tell a message that failed and goes back to its queue, or to one for what failed, from a record of an answer."""
    return "except" in call.inside and bool(_BROKERS.search(call.written))


def _is_kept_under_a_key(repo: Repo, path: str, call: Call) -> bool:
    """Tell a value that stays in Redis under its key from a copy that is held for a while, a lock and a state."""
    of_keys = _OF_KEYS.search(f"{path} {call.scope} {call.written}") or call.name.startswith(("redis.", "valkey."))
    if not of_keys or _FOR_A_WHILE.search(f"{path} {call.scope} {call.written}"):
        return False
    ends = any(name in _ENDS for name, _ in call.keywords) or len(call.args) > _LASTING[call.last]
    return not (ends or any(other.last in _EXPIRE for other in calls_in(repo, path, call.scope)))


def _stores(call: Call) -> bool:
    if call.last not in _MAY_STORE and not _is_store(call.last):
        return False
    if _WITHIN.search(call.written) or (call.last in _STATES and _READS.match(call.scope.rpartition(".")[2])):
        return False
    if call.last in _SENT and "." in call.written and (_KEEPS.search(call.scope) or _EMITS.search(call.scope)):
        return True
    if call.last in _ONLY_STORES or _is_store(call.last):
        return True
    # what sends may be a connection of any kind: there only its own name and its package tell
    made = "" if call.last == "send" else ".".join(call.name.split(".")[-3:-1])
    owner = f"{call.written.rpartition('.')[0]} {made}"
    if call.last == "merge":
        return bool(_SESSION.search(owner))  # tables are merged as well
    return call.last in WRITES and bool(_STORE.search(owner) or _PACKAGES.search(call.name))


@lru_cache(maxsize=10_000)  # the same few thousand names are called a hundred thousand times
def _is_store(name: str) -> bool:
    return bool(_STORES.search(name))


@lru_cache(maxsize=10_000)
def _takes_rows(name: str) -> bool:
    return bool(_HANDED.search(name))


def row_of(repo: Repo, path: str, call: Call) -> Defined | None:
    """Return the class of the rows that a call stores: ``Row(...).save()``, ``Row.objects.create(...)``."""
    if call.last in _ITSELF and call.name:
        name, written = (text.rpartition(".")[0].removesuffix(".objects") for text in (call.name, call.written))
        return table_of(repo, path, name, written) or _made_by(repo, path, name, written)
    if _takes_rows(call.last) and call.args and call.args[0].kind == "name":
        return table_of(repo, path, call.args[0].name, call.args[0].text)
    return None


def _made_by(repo: Repo, path: str, name: str, written: str) -> Defined | None:
    """Return the class of the row that a function makes and gives back to be stored: ``make_row(body).save()``."""
    found = defined(repo, path, name, written.partition("(")[0]) if "(" in written else None
    if found is None or found.function is None:
        return None
    made = (call for call in calls_in(repo, found.path, found.name) if call.target and call.last[:1].isupper())
    rows = [row for call in made if (row := table_of(repo, found.path, call.name, call.written))]
    return rows[-1] if rows else None


def table_of(repo: Repo, path: str, name: str, written: str) -> Defined | None:
    """Return the class of the repository that a name in a file stands for, where its instances are rows of a table."""
    found = defined(repo, path, name, written)
    if found is None or found.cls is None:
        return None
    columns = sum(map(_is_column, found.cls.attributes))
    rows = columns >= _FEWEST or any(base.startswith(_ROWS) for base in found.cls.bases)
    return found if rows else None


def _is_column(one: Attribute) -> bool:
    """Tell a column by what makes it, and by its type alone: ``answer: Mapped[str]``."""
    return bool(_MAPPED.search(one.annotation) or (one.value is not None and _COLUMN.match(one.value.name)))


def numbers_itself(row: Class) -> bool:
    """Tell a row that is given an id when it is stored."""
    made = (one.value.name for one in row.attributes if one.value is not None)
    return any(name.startswith(_ROWS) for name in (*row.bases, *made))


def tells_worth(sink: Sink, path: str) -> bool:
    """Tell a file that a program writes which judges the model: what the model is worth, and no answer of it."""
    return sink is Sink.FILE and judges(path)
