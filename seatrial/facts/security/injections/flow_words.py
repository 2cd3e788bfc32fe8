"""Which calls carry a value on, which make it harmless, and which decide whether it may pass?"""

from seatrial.read.regex import caseless

#: Calls whose result cannot carry an attack on: numbers, names without folders, quoted and hashed texts.
CLEANERS = frozenset(
    {"int", "float", "bool", "len", "hash", "ord", "round", "abs", "sum", "isinstance", "type", "UUID", "basename",
     "secure_filename", "quote", "escape", "hexdigest", "digest", "sha256", "md5", "literal_eval", "safe_join", "uuid4",
     "quote_identifier", "literal", "bindparam", "Identifier", "parse_obj", "model_validate", "validate", "sanitize",
     "sanitize_filename", "Literal", "to_thread", "run_in_executor", "perf_counter", "time", "now"}
)  # fmt: skip
#: Calls whose result is what they are given, in another form. What other functions make of a value is not known.
CARRIERS = frozenset(
    {"join", "Path", "PurePath", "PurePosixPath", "str", "bytes", "format", "abspath", "normpath", "realpath", "dict",
     "dirname", "expanduser", "joinpath", "loads", "load", "urljoin", "unquote", "b64decode", "list", "tuple", "set",
     "sorted", "reversed", "next", "iter", "cast", "copy", "deepcopy", "BytesIO", "StringIO", "text", "Template",
     "from_string", "getattr", "dumps", "concat", "TextIOWrapper", "DataFrame", "vars", "asdict", "open"}
)  # fmt: skip
#: Calls that write the same path in another form: a check of one is a check of all.
FORMS = frozenset({"abspath", "normpath", "realpath", "expanduser", "expandvars", "fspath", "resolve", "absolute",
                   "as_posix", "str", "Path", "PurePath", "PosixPath"})  # fmt: skip
#: Calls that decide on a value: what follows them has passed.
GATES = frozenset({
    "is_relative_to", "commonpath", "fullmatch", "match", "isalnum", "isdigit", "isidentifier", "isnumeric",
    "startswith",
})  # fmt: skip
#: Functions of the owner that say by their name that they decide on a value or make it harmless.
CHECKS = caseless(r"check|valid|safe|sanit|verif|ensure|require|allow|secure|traversal|clean|escape")
