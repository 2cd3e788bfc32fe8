"""Which names only make data: containers, numbers, dates, arrays?"""

from seatrial.read.regex import regex

#: What ``builtins`` makes data of, or works out without touching anything else.
BUILTINS = frozenset({
    "Ellipsis", "False", "None", "NoneType", "NotImplemented", "True", "abs", "all", "any", "ascii", "bin", "bool",
    "bytearray", "bytes", "callable", "chr", "classmethod", "complex", "dict", "divmod", "enumerate", "float",
    "frozenset", "hash", "hex", "id", "int", "isinstance", "issubclass", "len", "list", "long", "max", "memoryview",
    "min", "object", "oct", "ord", "pow", "property", "range", "repr", "reversed", "round", "set", "slice",
    "staticmethod", "str", "sum", "super", "tuple", "type", "unichr", "unicode", "xrange", "zip",
})  # fmt: skip
#: What ``builtins`` reaches attributes or calls functions with: enumerations and bound methods need ``getattr``.
BUILTIN_REFERENCES = frozenset({"filter", "getattr", "hasattr", "iter", "map", "next", "print", "sorted"})

_STANDARD = (
    r"(?:collections|_collections)\.(?:OrderedDict|defaultdict|deque|Counter|ChainMap|UserDict|UserList|UserString)"
    r"|collections\.abc\.[A-Z]\w*"
    r"|_?datetime\.(?:datetime|date|time|timedelta|timezone|tzinfo)"
    r"|zoneinfo\.ZoneInfo(?:\._unpickle)?"
    r"|_?decimal\.(?:Decimal|Context|DecimalTuple|[A-Z]\w*)|fractions\.Fraction|numbers\.[A-Z]\w*"
    r"|copyreg\.(?:_reconstructor|__newobj__|__newobj_ex__)"
    r"|enum\.(?:Enum|IntEnum|Flag|IntFlag|StrEnum|EnumMeta|EnumType|auto|_make_class_unpicklable)"
    r"|array\.(?:array|_array_reconstructor)"
    r"|re\.(?:_compile|compile|RegexFlag|Pattern)|_sre\.compile"
    r"|_?codecs\.(?:encode|latin_1_encode|utf_8_encode)"
    r"|sphinx\.addnodes\.download_reference"  # a node of a page that Sphinx keeps: it downloads nothing
    r"|ipaddress\.IPv[46]\w+|uuid\.(?:UUID|SafeUUID)"
    r"|pathlib(?:\._local)?\.(?:Pure)?(?:Posix|Windows)?Path"
    r"|functools\.(?:partial|partialmethod|cached_property|cmp_to_key)"
    r"|itertools\.(?:count|cycle|repeat|chain|product|islice|permutations|combinations|zip_longest|tee|pairwise|batched)"
    r"|_?operator\.(?:itemgetter|add|sub|mul|truediv|floordiv|mod|neg|pos|lt|le|eq|ne|gt|ge|and_|or_|xor|not_|getitem"
    r"|contains|concat|index|matmul|pow)"
    r"|c?math\.\w+|statistics\.\w+|heapq\.\w+|bisect\.\w+|time\.(?:struct_time|time|monotonic|perf_counter)"
    r"|_?random\.(?:Random|SystemRandom)|random\.(?:random|uniform|randint|choice|gauss)"
    r"|types\.(?:SimpleNamespace|MappingProxyType|NoneType|EllipsisType|GenericAlias|UnionType)"
    r"|typing\.[A-Z]\w*|typing\._[A-Z]\w*|abc\.(?:ABC|ABCMeta)"
    r"|string\.(?:Template|Formatter)|argparse\.Namespace|calendar\.[A-Z]\w*"
    r"|dataclasses\.(?:_MISSING_TYPE|_HAS_DEFAULT_FACTORY_CLASS|Field|_FIELD_BASE)"
    r"|inspect\.(?:_empty|Signature|Parameter|_ParameterKind)"
    r"|logging\.(?:getLogger|Logger|LoggerAdapter|Formatter|NullHandler)"
    r"|weakref\.(?:WeakKeyDictionary|WeakValueDictionary|WeakSet)|_weakrefset\.WeakSet"
    r"|__future__\.[a-z]\w*"
    r"|copy\.(?:copy|deepcopy)|_?io\.(?:BytesIO|StringIO)"
)
_ARRAYS = (
    r"numpy\.(?:ndarray|dtype|generic|recarray|record|ufunc|matrix|void|bool_?|str_|bytes_|object_|number|integer|floating"
    r"|u?int\w*|float\w*|complex\w*|datetime64|timedelta64|longlong|ulonglong|longdouble|clongdouble|half|single|double|array|asarray|zeros|ones|empty|arange)"
    r"|numpy\.dtypes\.\w+DType"
    r"|numpy\._?core\.(?:_?multiarray|_multiarray_umath|numeric|umath|records|fromnumeric|_internal|memmap|_ufunc_config)"
    r"\.(?:_reconstruct|scalar|_frombuffer|ndarray|dtype|_ufunc_reconstruct|_convert_to_stringdtype_kwargs|recarray"
    r"|record|_rebuild_from_type_v2)"
    r"|numpy\._?core\.(?:_ufunc_reconstruct|_DType_reconstruct|_convert_to_stringdtype_kwargs)"
    r"|numpy\.random(?:\.\w+)*\.(?:__?\w*_ctor|RandomState|Generator|BitGenerator|MT19937|PCG64|PCG64DXSM|Philox|SFC64"
    r"|SeedSequence|ISeedSequence|ISpawnableSeedSequence|__pyx_unpickle_\w+)"
    r"|numpy\.ma\.core\.(?:_mareconstruct|MaskedArray|MaskedConstant|mvoid)"
    r"|numpy\.matrixlib\.defmatrix\.matrix"
    r"|dill\._dill\._create_(?:array|dtypemeta)"
    r"|(?:sklearn\.externals\.)?joblib\.numpy_pickle\w*\.(?:Numpy|ND|ZND)ArrayWrapper"
)
_WEIGHTS = (
    r"torch\.(?:device|Size|dtype|memory_format|layout|storage\._load_from_bytes|storage\.\w+Storage|\w+Storage"
    r"|u?int\d+|float\d+|bfloat16|complex\d+|bool|half|double|float|long|short|int|qu?int\d+|Tensor|Generator)"
    r"|torch\._utils\._(?:re)?build_\w+|torch\.nn\.parameter\.(?:Parameter|Buffer)|torch\.nn\.Parameter"
    r"|torch\._tensor\._rebuild_from_type_v2|torch\.serialization\._get_layout|torch\.jit\._pickle\.\w+"
    r"|keras\.(?:src\.)?saving\.(?:pickle_utils\.deserialize_model_from_bytecode"
    r"|keras_saveable\.KerasSaveable\._unpickle_model)"  # their bytes are read as a part of their own
    r"|torch\._C\._(?:nn\.\w+|VariableFunctions\.(?!from_file)\w+)"
)
PLAIN = regex(f"(?:{_STANDARD}|{_ARRAYS})")
#: What libraries put weights and whole models together with, called though their names are those of functions.
WEIGHTS = regex(_WEIGHTS)
