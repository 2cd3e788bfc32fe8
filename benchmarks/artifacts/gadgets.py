"""Which functions run commands or code, or touch files and sockets, when a pickle calls them?

Those that security advisories and the tests of scanners name, and others of the standard library and of libraries for
machine learning that do the same; ``module:name``.
"""

from typing import Final

EXECUTE: Final = (
    "os:system", "os:popen", "os:execv", "os:spawnl", "os:posix_spawn", "posix:system", "nt:system", "pty:spawn",
    "subprocess:Popen", "subprocess:run", "subprocess:call", "subprocess:check_output", "subprocess:getoutput",
    "commands:getoutput", "popen2:popen3", "builtins:eval", "builtins:exec", "builtins:compile", "builtins:__import__",
    "builtins:breakpoint", "builtins:execfile", "builtins:getattr.__self__", "__builtin__:eval", "__builtin__:execfile",
    "importlib:import_module", "importlib.util:spec_from_file_location", "importlib._bootstrap:_load_unlocked",
    "runpy:run_path", "runpy:_run_code", "types:FunctionType", "types:CodeType", "marshal:loads", "pickle:loads",
    "_pickle:Unpickler", "shelve:open", "code:InteractiveInterpreter", "code:interact", "codeop:compile_command",
    "bdb:Bdb", "pdb:run", "cProfile:run", "profile:run", "profile:Profile.runctx", "trace:Trace.run", "timeit:timeit",
    "timeit:main", "doctest:debug_script", "pydoc:pipepager", "pydoc:locate", "unittest:mock._importer", "venv:create",
    "ensurepip:_run_pip", "pip:main", "pip._internal.cli.main:main", "setuptools:setup", "distutils.spawn:spawn",
    "distutils.core:run_setup", "distutils.file_util:write_file", "lib2to3.pgen2.grammar:Grammar.loads",
    "idlelib.pyshell:ModifiedInterpreter.runcode", "idlelib.run:Executive.runcode", "idlelib.calltip:get_entity",
    "idlelib.autocomplete:AutoComplete.get_entity", "idlelib.debugobj:ObjectTreeItem.SetText", "site:addpackage",
    "site:execsitecustomize", "zipimport:zipimporter", "pkgutil:resolve_name", "multiprocessing.util:spawnv_passfds",
    "multiprocessing:Process", "concurrent.futures:ProcessPoolExecutor", "asyncio:create_subprocess_shell",
    "asyncio.unix_events:_UnixSubprocessTransport._start", "_posixsubprocess:fork_exec", "ctypes:CDLL",
    "_ctypes:dlopen",    "logging.config:dictConfig", "logging.config:listen", "sys:setprofile", "sys:modules", "gc:get_objects",
    "threading:Thread", "threading:Timer", "sched:scheduler", "signal:signal", "atexit:register", "webbrowser:open",
    "uuid:_get_command_stdout", "_aix_support:_read_cmd_output", "_osx_support:_read_output", "platform:popen",
    "_pyrepl.pager:pipe_pager", "test.support.script_helper:assert_python_ok", "functools:reduce",
    "copyreg:add_extension", "weakref:finalize", "contextlib:ExitStack", "ast:literal_eval", "inspect:getsource",
    "collections:_sys", "numpy:os.system", "random:_os.system", "torch.serialization:os.system",
    "numpy.testing._private.utils:runstring", "numpy.f2py.crackfortran:getlincoef", "numpy.f2py.crackfortran:myeval",
    "numpy.f2py:compile", "numpy.distutils.exec_command:exec_command", "numpy.ctypeslib:load_library",
    "numpy.core.multiarray:fromfile", "numpy.core._internal:ctypes", "scipy.weave:inline", "joblib:load",
    "joblib.externals.loky:get_reusable_executor", "joblib.memory:Memory", "sklearn.utils._joblib:load",
    "pandas:read_pickle", "pandas:eval", "pandas.core.computation.eval:eval", "torch:load", "torch.serialization:load",
    "torch.hub:load", "torch.jit:load", "torch.utils.cpp_extension:load_inline", "torch.ops:load_library",
    "torch.utils.bottleneck.__main__:run_cprofile", "torch.utils.collect_env:run", "torch.compile:x",
    "torch.utils._config_module:ConfigModule.load_config", "torch.jit.unsupported_tensor_ops:execWrapper",
    "torch.fx.experimental.symbolic_shapes:ShapeEnv.evaluate_guards_expression", "torch.package:PackageImporter",
    "torch._dynamo.guards:GuardBuilder.get", "torch._inductor.codecache:compile_file", "torch.distributed.rpc:remote",
    "torch.utils.data.datapipes.utils.decoder:basichandlers", "torch.fx.graph_module:_exec_with_source",
    "torch.multiprocessing:spawn", "dill:loads", "dill._dill:_import_module", "dill._dill:_eval_repr",
    "cloudpickle:loads", "cloudpickle.cloudpickle:subimport", "tensorflow:py_function",
    "tensorflow.python.ops.script_ops:py_func", "tensorflow:load_op_library", "keras.models:load_model",
    "keras.src.utils.python_utils:func_load", "yaml:unsafe_load", "yaml:load", "jsonpickle:decode", "nltk.data:load",
    "transformers:AutoModel.from_pretrained", "transformers.dynamic_module_utils:get_class_from_dynamic_module",
    "IPython.core.interactiveshell:InteractiveShell.run_cell", "IPython.utils.process:system", "jinja2:Template",
    "mako.template:Template", "sympy:sympify", "numba:jit", "cffi:FFI", "pyximport:install", "paramiko:SSHClient",
    "pexpect:spawn", "fabric:Connection", "invoke:run", "psutil:Popen", "celery:Celery", "werkzeug.utils:import_string",
    "mlflow.pyfunc:load_model", "langchain:load_chain", "acme.tools:system", "acme.loaders:load_model",
)  # fmt: skip

INPUT_OUTPUT: Final = (
    "builtins:open", "io:open", "io:FileIO", "_io:open_code", "codecs:open", "os:remove", "os:unlink", "shutil:rmtree",
    "shutil:copyfile", "tempfile:mktemp", "pathlib:Path.write_text", "pathlib:PosixPath.unlink", "glob:glob",
    "linecache:getline", "fileinput:input", "socket:create_connection", "ssl:get_server_certificate",
    "urllib.request:urlopen", "urllib:urlretrieve", "http.client:HTTPSConnection", "httplib:HTTPSConnection",
    "ftplib:FTP", "smtplib:SMTP", "telnetlib:Telnet", "imaplib:IMAP4_stream", "poplib:POP3",
    "xmlrpc.client:ServerProxy",    "requests.api:get", "httpx:get", "aiohttp.client:ClientSession", "urllib3:PoolManager", "boto3:client",
    "sqlite3:connect", "zipfile:ZipFile", "tarfile:open", "mmap:mmap", "logging:FileHandler", "logging:basicConfig",
    "logging.handlers:SocketHandler", "numpy:load", "numpy:fromfile", "numpy:save", "numpy:memmap", "numpy:loadtxt",
    "numpy:DataSource.open", "pandas:read_csv", "pandas.io.common:get_handle", "torch:save", "torch:from_file",
    "torch._C._VariableFunctions:from_file", "torch.utils.tensorboard:SummaryWriter",
    "sklearn.datasets:load_svmlight_file",    "scipy.io:loadmat", "keras.utils:get_file", "tensorflow.io:read_file", "huggingface_hub:hf_hub_download",
    "nltk.downloader:download", "sys:exit",
)  # fmt: skip
