"""What do TensorFlow's operators do besides computing? Names of its registry, and patterns for those of others.

The files and processes that a graph can reach are listed in TensorFlow's own SECURITY.md as "models are programs".
"""

from seatrial.model.artifacts import Verdict
from seatrial.model.record import dataclass
from seatrial.read.regex import caseless


@dataclass(frozen=True, slots=True)
class Effect:
    """What an operator does."""

    level: Verdict
    what: str  #: "runs a Python function"


_PYTHON = Effect(Verdict.DANGEROUS, "runs a Python function of the process that loads it")
_READS = Effect(Verdict.DANGEROUS, "reads any file that it is told")
_WRITES = Effect(Verdict.DANGEROUS, "writes to any file that it is told")
_NETWORK = Effect(Verdict.DANGEROUS, "talks to other machines")
_RECORDS = Effect(Verdict.SUSPICIOUS, "reads records from files")
_NATIVE = Effect(Verdict.SUSPICIOUS, "is an operator of another library, with native code of its own")

_BY_EFFECT: tuple[tuple[Effect, str], ...] = (
    (_PYTHON, ("PyFunc PyFuncStateless EagerPyFunc NumpyFunction HostPyFunc")),
    (
        _READS,
        (
            "ReadFile WholeFileReader WholeFileReaderV2 ImmutableConst MatchingFiles MatchingFilesDataset LMDBReader "
            "SqlDataset LMDBDataset BigtableDataset"
        ),
    ),
    (
        _WRITES,
        (
            "WriteFile SaveDataset SaveDatasetV2 SnapshotDataset SnapshotDatasetV2 DatasetToTFRecord "
            "CreateSummaryFileWriter CreateSummaryDbWriter WriteGraphSummary WriteRawProtoSummary DeleteFile "
            "FileSystemSetConfiguration DistributedSave"
        ),
    ),
    (
        _NETWORK,
        (
            "RpcClient RpcServer RpcServerStart RpcServerRegister RpcCall Rpc TryRpc DataServiceDataset "
            "DataServiceDatasetV2 DataServiceDatasetV3 DataServiceDatasetV4 RegisterDataset RegisterDatasetV2 "
            "BigQueryReader GcsConfigureCredentials GcsConfigureBlockCache"
        ),
    ),
    (
        _RECORDS,
        (
            "TextLineDataset TFRecordDataset TFRecordDatasetV2 FixedLengthRecordDataset TextLineReader "
            "FixedLengthRecordDatasetV2 TextLineReaderV2 TFRecordReader TFRecordReaderV2 FixedLengthRecordReader "
            "FixedLengthRecordReaderV2 LoadDataset CSVDataset CSVDatasetV2 ListSnapshotChunksDataset RemoteCall"
        ),
    ),
)
_EFFECTS = {name: found for found, names in _BY_EFFECT for name in names.split()} | {
    "TRTEngineOp": Effect(Verdict.SUSPICIOUS, "runs a compiled TensorRT engine, which is native code"),
}
#: Operators with such names are of nobody's registry that is known here.
_TELLING = caseless(
    r"py_?func|library|shell|exec(?:ute)?(?:cmd|command|process)|system(?:call)?$|subprocess|socket|http"
)
#: Texts by which harmless operators are told to write, read or send.
_TARGETS = frozenset({"output_stream", "debug_urls", "descriptor_source", "memory_region_name"})
_HARMLESS = frozenset({"", "stdout", "stderr", "log(info)", "log(warning)", "log(error)", "local://"})


def effect(operator: str) -> Effect | None:
    """Return what an operator does besides computing; None when that is nothing."""
    known = _EFFECTS.get(operator)
    if known is None and ">" in operator and not operator.startswith(("Addons>", "SentencepieceOp>")):
        return _NATIVE
    if known is None and _TELLING.search(operator):
        return Effect(Verdict.SUSPICIOUS, "is no operator of TensorFlow's that is known, by a name that tells of more")
    return known


def takes_target(name: str) -> bool:
    """Tell whether an attribute of that name can make an operator print, send or read elsewhere."""
    return name in _TARGETS


def target_effect(name: str, value: str) -> Effect | None:
    """Return what an attribute makes of an operator that only prints, debugs or decodes."""
    if name not in _TARGETS or value in _HARMLESS:
        return None
    return Effect(Verdict.DANGEROUS, f"is told by {name} to use {value[:100]}")
