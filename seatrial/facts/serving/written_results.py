"""Which calls put rows or files where other systems find them?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.code import PlacedCall, calls_named, python_file
from seatrial.facts.inference.inference_words import SENDERS
from seatrial.facts.serving.session_rows import answer_rows
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

#: Last parts of calls that put rows or files where other systems find them.
_SINKS = (
    "to_sql", "to_parquet", "to_csv", "to_json", "to_gbq", "to_feather", "to_delta", "to_excel", "to_hdf",
    "write_parquet", "write_csv", "write_delta", "write_database", "write_deltalake", "write_table", "saveAsTable",
    "insertInto", "insert_many", "insert_rows_json", "insert_rows", "load_table_from_dataframe", "put_object",
    "upload_file", "upload_fileobj", "upload_blob", "upload_from_filename", "upload_from_string", "put_item",
    "batch_writer", "bulk_write", "executemany", "bulk_insert_mappings", "bulk_save_objects", "produce", "copy_expert",
    "write_to_online_store", "push", "log_table", "send_and_wait", "upsert", "sink_parquet", "savetxt",
    "write_json", "write_ndjson", "write_ipc", "write_tfrecords", "write_mongo", "write_bigquery",
    "upload_points", "upload_collection", "async_bulk", "streaming_bulk", "parallel_bulk",
    "insert_one", "setex", "hset", "lpush", "rpush", "xadd", "publish", "basic_publish", "publish_data",
    "publish_message", "publish_result", "publish_results", "publish_prediction", "publish_predictions", "put_record",
    "put_records",
)  # fmt: skip
#: Packages of search engines, whose function for many rows is called as briefly as can be.
_ENGINES = ("elasticsearch", "opensearchpy")
#: Libraries that write to the store of a cloud as if it were a disk, and their functions that do.
_BUCKETS = ("s3fs.", "gcsfs.", "adlfs.", "cloudpathlib.", "fsspec.filesystem.")
_IN_BUCKETS = ("write_text", "write_bytes", "pipe", "pipe_file", "put", "put_file")
#: Libraries whose writing functions are called by their bare names.
_WRITERS = ("deltalake.", "awswrangler.", "pandas_gbq.", "numpy.")
#: Where workers hand in what they worked out, and the address that whoever asked left for it.
_FOR_RESULTS = regex(r"/(?:complete|completed|results?|answers?|predictions?|callbacks?|finish|done)(?:[/?]|$)")
_ASKED_BY = caseless(r"callback|webhook|result_url")
#: Calls that are handed a statement of SQL.
_STATEMENTS = ("execute", "execute_values", "execute_batch", "run_query", "query")
_INSERT = caseless(r"\s*(?:insert|merge)\s+into\b|\s*create\s+or\s+replace\s+table\b|\s*copy\s+[\w.{}\"]+")


@fact
def written_results(repo: Repo) -> tuple[PlacedCall, ...]:
    """Return the calls that write: methods and functions of those names, and statements of SQL that put rows in."""
    return tuple(_written(repo))


def _written(repo: Repo) -> Iterator[PlacedCall]:
    for found in calls_named(repo, *_SINKS):
        if "." in found.call.written or found.call.name.startswith(_WRITERS):
            yield found
    yield from (found for found in calls_named(repo, *_IN_BUCKETS) if found.call.name.startswith(_BUCKETS))
    yield from (found for found in calls_named(repo, "bulk") if found.call.name.startswith(_ENGINES))
    # Spark: ``df.write.mode("append").save()``
    yield from (found for found in calls_named(repo, "save") if "write" in _steps(found))
    yield from (found for found in calls_named(repo, "start", "toTable") if ".writeStream." in found.call.written)
    yield from (found for found in calls_named(repo, *_STATEMENTS) if _inserts(repo, found))
    yield from (found for found in calls_named(repo, "post", "put", "patch") if _reports(repo, found))
    yield from answer_rows(repo)
    # to whoever is connected: ``conn.sendall(audio)``
    yield from (found for found in calls_named(repo, "sendall") if "socket" in _packages(repo, found))


def _reports(repo: Repo, found: PlacedCall) -> bool:
    """Tell whether a request hands in results: its file names an address for them, or whoever asked left one."""
    if not found.call.name.startswith(SENDERS):
        return False
    names = {value.text for value in found.call.values}
    file = python_file(repo, found.place.path)
    texts = file.texts if file else ()
    return any(map(_ASKED_BY.search, names)) or any(_FOR_RESULTS.search(text.value) for text in texts)


def _packages(repo: Repo, found: PlacedCall) -> frozenset[str]:
    file = python_file(repo, found.place.path)
    return frozenset(file.packages) if file else frozenset()


def _steps(found: PlacedCall) -> set[str]:
    return {step.partition("(")[0] for step in found.call.written.split(".")[1:-1]}


def _inserts(repo: Repo, found: PlacedCall) -> bool:
    """Tell whether a statement that puts rows into a table stands in the function that executes one."""
    file = python_file(repo, found.place.path)
    texts = file.texts if file else ()
    return any(text.scope == found.call.scope and _INSERT.match(text.value) for text in texts)
