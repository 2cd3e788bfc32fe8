"""What would the names that a pickle imports do to whoever loads it?"""

import sys
from enum import StrEnum

from seatrial.facts.code.ml_libraries import is_ml
from seatrial.read.models.pickle_opcodes import PickleName
from seatrial.read.regex import regex


class Harm(StrEnum):
    """What a name in a pickle stands for, the harmless first."""

    DATA = "plain data"  #: containers, numbers, arrays
    LIBRARY = "an object of a known library"
    OWN = "an object of other code"  #: what it does when it is loaded is not known
    CODE = "code"  #: brings functions of its own, or reaches attributes by their names
    DANGEROUS = "dangerous"  #: runs commands, opens files or sockets, loads code: no model needs it

    @property
    def rank(self) -> int:
        """Return the position in the list, 0 for the harmless."""
        return list(Harm).index(self)


#: Modules of which no model needs anything. Functions of the standard library are dangerous without being listed.
_MODULES = frozenset(
    {"os", "posix", "nt", "subprocess", "importlib", "imp", "runpy", "ctypes", "_ctypes", "cProfile", "pdb", "bdb",
     "doctest", "pip", "distutils", "setuptools", "idlelib", "lib2to3", "socket", "_socket", "shutil",
     "multiprocessing", "asyncio", "zipimport", "pkgutil", "sys", "http", "urllib", "urllib2", "httplib", "ftplib",
     "smtplib", "telnetlib", "poplib", "imaplib", "ssl", "xmlrpc", "tempfile", "pickle", "_pickle", "cPickle",
     "marshal", "shelve", "jsonpickle", "sqlite3", "_io", "io", "unittest", "ensurepip", "venv", "pydoc", "_pyrepl",
     "_aix_support", "_osx_support", "IPython", "paramiko", "pexpect", "requests", "httpx", "aiohttp", "urllib3",
     "boto3", "botocore", "test.support", "logging.config", "logging.FileHandler", "logging.handlers", "numpy.testing",
     "numpy.f2py", "numpy.ctypeslib", "numpy.distutils", "torch.hub", "torch.utils.cpp_extension", "torch.ops",
     "torch.utils._config_module", "torch.utils.bottleneck", "torch.utils.collect_env", "torch.utils.data.datapipes",
     "torch._inductor", "torch._dynamo", "torch.fx.experimental", "torch.jit.unsupported_tensor_ops", "nltk.data",
     "pandas.io", "pandas.core.computation", "tensorflow.python.ops.script_ops", "concurrent.futures"}
)  # fmt: skip
#: Modules of the standard library whose functions only make, order and count things.
_PURE = frozenset(
    {"collections", "datetime", "decimal", "fractions", "copyreg", "enum", "array", "_codecs", "codecs", "ipaddress",
     "pathlib", "zoneinfo", "itertools", "functools", "math", "cmath", "time", "string", "statistics", "random", "abc",
     "dataclasses", "typing", "weakref", "numbers", "calendar", "heapq", "bisect", "copy", "operator", "_operator",
     "re", "json", "struct", "locale", "unicodedata", "textwrap", "difflib", "hashlib", "base64", "binascii", "_random"}
)  # fmt: skip
#: Names of modules whose other names may as well be somebody's own file: code.py, trace.py, platform.py.
_FUNCTIONS = frozenset(
    {"code.InteractiveInterpreter", "code.InteractiveConsole", "code.interact", "site.addpackage", "site.main",
     "site.execsitecustomize", "profile.run", "profile.runctx", "profile.Profile", "trace.Trace", "platform.popen",
     "commands.getoutput", "commands.getstatusoutput", "types.CodeType", "types.FunctionType"}
)  # fmt: skip
_AMBIGUOUS = frozenset(
    {"code", "test", "trace", "platform", "profile", "site", "queue", "select", "token", "symbol", "signal", "this",
     "types", "parser", "formatter", "cmd", "commands", "dis", "turtle", "crypt", "chunk", "stat", "logging",
     "optparse", "sched", "keyword", "resource", "warnings", "threading"}
)  # fmt: skip
_REACHED_THROUGH = frozenset({"os", "posix", "nt", "subprocess", "sys", "importlib", "ctypes", "socket", "builtins"})
#: What builtins make data of; everything else in there does something.
_BUILTINS = frozenset(
    {"set", "frozenset", "list", "dict", "tuple", "int", "long", "float", "complex", "bool", "str", "unicode", "bytes",
     "bytearray", "slice", "range", "xrange", "object", "type", "NoneType", "Ellipsis", "NotImplemented", "property",
     "zip", "enumerate", "reversed", "super", "staticmethod", "classmethod", "memoryview"}
)  # fmt: skip
_LIBRARIES = frozenset(
    {"numpy", "pandas", "scipy", "joblib", "category_encoders", "feature_engine", "networkx", "polars", "pyarrow"}
)
_REFERENCES = frozenset({"getattr", "map", "filter"})  # enumerations and bound methods are pickled by getattr
#: Functions that run or load something, whatever library offers them.
_DOES = regex(
    r"(?:eval|exec|execfile|system|popen\w*|spawn\w*|fork\w*|call|check_call|check_output|getoutput|run\w*|compile"
    r"|load|loads|load_\w+|unsafe_load|read_pickle|from_pretrained|import_module|__import__|unpickle|urlopen|urlretrieve"
    r"|open|py_func\w*|locate|find_and_load\w*|runstring|getlincoef|myeval|addpackage|exec_command|breakpoint)"
)
_OWN_CODE = regex(
    r"(?:_?make_(?:function|skel_func|cell)|_?create_(?:function|code|type)|_fill_function|_builtin_type)"
)
_PLAIN = regex(
    r"(?:collections|_collections|collections\.abc|datetime|decimal|_decimal|fractions|copyreg|copy_reg|enum|array|re"
    r"|_codecs|codecs|ipaddress|pathlib\w*(?:\.\w+)*|zoneinfo|functools|itertools|random|_operator|operator)\.\w+"
    r"|uuid\.(?:UUID|SafeUUID)|types\.(?:SimpleNamespace|MappingProxyType)|logging\.(?:getLogger|Logger)"
    r"|numpy\.(?:ndarray|dtype|\w+\d+|bool_?|str_|bytes_|object_|void|generic|recarray|record)"
    r"|numpy\.(?:_?core|random|ma|matrixlib)(?:\.\w+)*\.\w+"
    r"|joblib\.numpy_pickle\w*\.\w*(?:NumpyArrayWrapper|NDArrayWrapper|ZNDArrayWrapper)"
    r"|sklearn\.externals\.joblib\.numpy_pickle\.\w*ArrayWrapper"
)
_OPERATORS = frozenset({"attrgetter", "methodcaller", "itemgetter", "call"})


def harm(found: PickleName) -> Harm:
    """Tell what loading one name would do; names that are not known are never called harmless."""
    if not found.module:
        return Harm.DANGEROUS  # no pickler puts a name together: somebody hides it
    if found.module in ("builtins", "__builtin__", "__builtins__"):
        return _of_builtin(found.name)
    parts, dotted = found.name.split("."), f"{found.module}.{found.name}"
    if _in_dangerous_module(dotted) or any(part in _REACHED_THROUGH or _DOES.fullmatch(part) for part in parts):
        return Harm.DANGEROUS
    if _is_library_function(found.module, parts[-1]):
        return Harm.DANGEROUS
    if _OWN_CODE.fullmatch(parts[-1]) or found.name.startswith("extension "):
        return Harm.CODE
    if found.module in ("operator", "_operator") and found.name in _OPERATORS:
        return Harm.CODE
    if _PLAIN.fullmatch(dotted):
        return Harm.DATA
    return Harm.LIBRARY if is_ml(found.module) or found.module.partition(".")[0] in _LIBRARIES else Harm.OWN


def _in_dangerous_module(dotted: str) -> bool:
    """Tell whether a name stands in a module, or in a class, that no model needs."""
    parts = dotted.split(".")
    starts = {".".join(parts[:depth]) for depth in range(1, len(parts) + 1)}
    return bool(starts & _FUNCTIONS or starts & _MODULES)


def _is_library_function(module: str, name: str) -> bool:
    """Tell whether a function of the standard library is imported that does more than make or count things."""
    top = module.partition(".")[0]
    known = top in sys.stdlib_module_names and top not in _PURE and top not in _AMBIGUOUS
    return known and not name[:1].isupper()


def _of_builtin(name: str) -> Harm:
    if name in _BUILTINS or name.endswith(("Error", "Exception", "Warning")):
        return Harm.DATA
    return Harm.CODE if name in _REFERENCES else Harm.DANGEROUS
