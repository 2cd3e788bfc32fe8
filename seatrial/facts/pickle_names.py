"""What would the names that a pickle imports do to whoever loads it?"""

import re
from enum import StrEnum

from seatrial.facts.ml_libraries import is_ml
from seatrial.read.pickle_opcodes import PickleName


class Harm(StrEnum):
    """What a name in a pickle stands for, the harmless first."""

    DATA = "plain data"  #: containers, numbers, arrays
    LIBRARY = "an object of a known library"
    OWN = "an object of other code"  #: what it does when it is loaded is not known
    CODE = "code"  #: brings functions of its own, or puts names together while loading
    DANGEROUS = "dangerous"  #: runs commands, opens files or sockets, loads code: no model needs it

    @property
    def rank(self) -> int:
        """Return the position in the list, 0 for the harmless."""
        return list(Harm).index(self)


#: Modules of which no model needs anything.
_MODULES = frozenset(
    {"os", "posix", "nt", "subprocess", "pty", "popen2", "importlib", "imp", "runpy", "ctypes", "_ctypes", "codeop",
     "timeit", "cProfile", "pdb", "bdb", "doctest", "pip", "distutils", "setuptools", "idlelib", "lib2to3",
     "webbrowser", "socket", "_socket", "shutil", "multiprocessing", "asyncio", "signal", "zipimport", "pkgutil", "sys",
     "gc", "inspect", "http", "urllib", "urllib2", "httplib", "ftplib", "smtplib", "telnetlib", "poplib", "imaplib",
     "ssl", "requests", "httpx", "xmlrpc", "tempfile", "pickle", "_pickle", "cPickle", "marshal", "shelve",
     "jsonpickle", "sqlite3", "_io", "io", "fileinput", "linecache", "nturl2path", "unittest", "ensurepip", "IPython",
     "paramiko", "pexpect", "logging.config", "numpy.testing", "numpy.f2py", "numpy.ctypeslib", "numpy.distutils",
     "torch.hub", "torch.utils.cpp_extension", "torch.ops", "torch.utils._config_module", "nltk.data", "pandas.io",
     "pandas.core.computation", "tensorflow.python.ops.script_ops", "concurrent.futures"}
)  # fmt: skip
#: Names of modules whose other names may as well be somebody's own file: code.py, trace.py, platform.py.
_FUNCTIONS = frozenset(
    {"code.InteractiveInterpreter", "code.InteractiveConsole", "code.interact", "site.addpackage", "site.main",
     "site.execsitecustomize", "profile.run", "profile.runctx", "profile.Profile", "trace.Trace", "platform.popen",
     "commands.getoutput", "commands.getstatusoutput"}
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
_DOES = re.compile(
    r"(?:eval|exec|execfile|system|popen\w*|spawn\w*|fork\w*|call|check_call|check_output|getoutput|run\w*|compile"
    r"|load|loads|load_\w+|unsafe_load|read_pickle|from_pretrained|import_module|__import__|unpickle|urlopen|urlretrieve"
    r"|open|py_func\w*|locate|find_and_load\w*|runstring|getlincoef|myeval|addpackage|exec_command|breakpoint)"
)
_OWN_CODE = re.compile(
    r"(?:_?make_(?:function|skel_func|cell)|_?create_(?:function|code|type)|_fill_function|_builtin_type)"
)
_PLAIN = re.compile(
    r"(?:collections|_collections|collections\.abc|datetime|decimal|_decimal|fractions|uuid|copyreg|copy_reg|enum|array"
    r"|_codecs|codecs|types\.SimpleNamespace|ipaddress|pathlib\w*(?:\.\w+)*|zoneinfo|re|_operator|operator)\.\w+"
    r"|numpy\.(?:ndarray|dtype|\w+\d+|bool_?|str_|bytes_|object_|void|generic|recarray|record)"
    r"|numpy\.(?:_?core|random|ma|matrixlib)(?:\.\w+)*\.\w+"
    r"|joblib\.numpy_pickle\w*\.\w*(?:NumpyArrayWrapper|NDArrayWrapper|ZNDArrayWrapper)"
    r"|sklearn\.externals\.joblib\.numpy_pickle\.\w*ArrayWrapper"
)
_OPERATORS = frozenset({"attrgetter", "methodcaller", "itemgetter", "call"})


def harm(found: PickleName) -> Harm:
    """Tell what loading one name would do; names that are not known are never called harmless."""
    if not found.module:
        return Harm.CODE
    if found.module in ("builtins", "__builtin__"):
        return _of_builtin(found.name)
    parts, dotted = found.name.split("."), f"{found.module}.{found.name}"
    if _in_dangerous_module(dotted) or any(part in _REACHED_THROUGH or _DOES.fullmatch(part) for part in parts):
        return Harm.DANGEROUS
    if _OWN_CODE.fullmatch(parts[-1]) or found.name.startswith("extension ") or dotted.startswith("types.FunctionType"):
        return Harm.CODE
    if found.module in ("operator", "_operator") and found.name in _OPERATORS:
        return Harm.CODE
    if _PLAIN.fullmatch(dotted):
        return Harm.DATA
    return Harm.LIBRARY if is_ml(found.module) or found.module.partition(".")[0] in _LIBRARIES else Harm.OWN


def _in_dangerous_module(dotted: str) -> bool:
    parts = dotted.split(".")
    return dotted in _FUNCTIONS or any(".".join(parts[:depth]) in _MODULES for depth in range(1, len(parts)))


def _of_builtin(name: str) -> Harm:
    if name in _BUILTINS or name.endswith(("Error", "Exception", "Warning")):
        return Harm.DATA
    return Harm.CODE if name in _REFERENCES else Harm.DANGEROUS
