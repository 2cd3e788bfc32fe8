"""Which modules and functions of the standard library does no model need?

Whatever of the standard library ``plain`` does not allow is not trusted; the modules here are dangerous whatever is
taken from them: they run commands or code, open files or sockets, load libraries, or change the running program.
"""

import sys

#: Of Python 2 too, whose pickles are still there.
MODULES = frozenset({
    # commands and processes
    "os", "posix", "nt", "ntpath", "posixpath", "subprocess", "_posixsubprocess", "popen2", "commands", "pty", "pipes",
    "multiprocessing", "_multiprocessing", "concurrent.futures", "asyncio", "_winapi", "_aix_support", "_osx_support",
    "nturl2path", "webbrowser", "antigravity", "turtledemo", "crypt", "spwd",
    # code from texts, files and bytes
    "importlib", "_frozen_importlib", "_frozen_importlib_external", "imp", "_imp", "runpy", "zipimport", "pkgutil",
    "zipapp", "marshal", "pickle", "_pickle", "cPickle", "pickletools", "shelve", "dbm", "codeop", "py_compile",
    "compileall", "symtable", "pydoc", "pydoc_data", "doctest", "timeit", "cProfile", "_lsprof", "pdb", "bdb",
    "idlelib", "lib2to3", "ensurepip", "venv", "distutils", "unittest", "rlcompleter", "_pyrepl", "ctypes", "_ctypes",
    "cffi", "tkinter", "_tkinter", "test.support", "modulefinder", "tabnanny", "trace.Trace", "tracemalloc",
    "_testcapi", "_testinternalcapi", "_xxsubinterpreters", "_interpreters", "_interpchannels", "xxsubtype",
    # files and sockets
    "io", "_io", "_pyio", "shutil", "tempfile", "glob", "fileinput", "linecache", "mmap", "sqlite3", "_sqlite3",
    "zipfile", "tarfile", "gzip", "bz2", "lzma", "zlib", "mailbox", "mailcap", "netrc", "plistlib", "socket", "_socket",
    "socketserver", "SocketServer", "ssl", "_ssl", "select.select", "selectors", "http", "httplib", "urllib", "urllib2",
    "urlparse", "BaseHTTPServer", "CGIHTTPServer", "SimpleHTTPServer", "xmlrpc", "xmlrpclib", "ftplib", "smtplib",
    "smtpd", "telnetlib", "poplib", "imaplib", "nntplib", "wsgiref", "cgi", "cgitb", "asyncore", "asynchat", "dircache",
    "xml", "logging.config", "logging.handlers", "logging.FileHandler", "logging.basicConfig", "logging.os",
    # the running program
    "sys", "gc", "faulthandler", "atexit", "readline", "winreg", "_winreg", "msvcrt", "fcntl", "termios", "ptrace",
    "sysconfig", "_sysconfigdata", "__builtins__", "_thread", "thread", "dummy_threading",
})  # fmt: skip

#: Of modules whose names may as well be somebody's own file: code.py, trace.py, platform.py.
FUNCTIONS = frozenset({
    "code.InteractiveInterpreter", "code.InteractiveConsole", "code.interact", "code.compile_command",
    "site.addpackage", "site.addsitedir", "site.main", "site.execsitecustomize", "site.execusercustomize",
    "profile.run", "profile.runctx", "profile.Profile", "trace.Trace", "trace.main", "platform.popen",
    "platform._syscmd_ver", "platform._syscmd_file", "test.support", "uuid._get_command_stdout", "uuid._popen",
    "types.CodeType", "types.FunctionType", "types.LambdaType", "types.ModuleType", "types.MethodType",
    "signal.signal", "signal.pthread_kill", "threading.Thread", "threading.Timer", "threading.settrace",
    "threading.setprofile", "sched.scheduler", "cmd.Cmd", "inspect.getsource", "inspect.getmodule",
    "inspect.currentframe", "inspect.stack", "functools.singledispatch", "functools.reduce", "collections._sys",
    "copyreg.add_extension", "copyreg.pickle", "copyreg.constructor", "operator.call", "_operator.call",
    "operator.setitem", "operator.delitem", "codecs.open", "codecs.register", "codecs.lookup", "codecs.EncodedFile",
    "weakref.finalize", "contextlib.ExitStack", "random._os", "random._urandom", "dis.dis", "dis.disassemble",
    "dataclasses._create_fn", "dataclasses.make_dataclass", "typing.get_type_hints", "typing._eval_type",
    "optparse.os", "string._re", "enum.sys", "gettext.translation", "gettext.GNUTranslations", "gettext.c2py",
    "getpass.getpass", "locale.bindtextdomain", "ast.literal_eval", "warnings._getaction",
    "reprlib.os", "statistics.sys", "pprint.sys", "turtle.Screen", "turtle.config_dict", "turtle.read_docstrings",
})  # fmt: skip

#: What another module gives access to by importing it: ``sklearn.utils.logging.FileHandler``.
LISTED = MODULES | FUNCTIONS

#: Modules as others import them: ``numpy.os`` is ``os``. A leading underscore changes nothing.
REACHED = frozenset({
    "os", "posix", "nt", "subprocess", "sys", "importlib", "ctypes", "socket", "builtins", "shutil", "runpy", "pickle",
    "marshal", "pty", "imp", "multiprocessing", "asyncio", "urllib", "requests", "tempfile", "modules", "environ",
})  # fmt: skip

#: Own files are called like these, so that a class of theirs is not known instead of dangerous.
AMBIGUOUS = frozenset({
    "chunk", "cmd", "code", "config", "dis", "formatter", "keyword", "optparse", "parser", "platform", "profile",
    "queue", "resource", "sched", "select", "signal", "site", "stat", "symbol", "test", "this", "threading", "token",
    "trace", "turtle", "types", "warnings",
})  # fmt: skip


def is_standard(module: str) -> bool:
    """Tell whether a module is one of the standard library, and its name nobody's own file's as well."""
    top = module.partition(".")[0]
    return top in sys.stdlib_module_names and top not in AMBIGUOUS
