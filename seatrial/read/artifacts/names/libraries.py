"""Which names of other packages run something, and which packages are known to make models?"""

#: Packages of which no model needs anything.
PACKAGES = frozenset({
    # installing and building
    "pip", "setuptools", "pkg_resources", "easy_install", "wheel", "conda", "virtualenv", "pyximport", "cython",
    "Cython", "cffi", "pybind11", "weave", "numexpr", "py2exe", "PyInstaller", "pythonwin", "win32com", "win32api",
    "win32process", "pywintypes", "pythoncom", "comtypes", "clr",
    # shells, processes, remote machines
    "IPython", "ipykernel", "jupyter_client", "notebook", "ptyprocess", "pexpect", "winpty", "paramiko", "fabric",
    "invoke", "plumbum", "sh", "psutil", "sarge", "delegator", "envoy", "execnet", "rpyc", "Pyro4", "Pyro5", "zmq",
    "billiard", "celery", "loky", "docker", "kubernetes", "ansible", "saltstack", "twisted", "gevent", "eventlet",
    "pwn", "pwnlib", "code_exec", "runpod", "ptpython", "bpython", "pudb", "ipdb", "debugpy", "pydevd",
    # the network
    "requests", "httpx", "aiohttp", "urllib3", "httplib2", "pycurl", "websocket", "websockets", "boto3", "botocore",
    "s3fs", "gcsfs", "fsspec", "smart_open", "ftputil", "tornado", "scrapy", "selenium", "wget", "gdown", "dns",
    "metagpt", "g4f", "revChatGPT", "tritonclient", "azure.ai", "azure.cognitiveservices", "google.cloud",
    # unpicklers, templates and databases
    "jsonpickle", "cloudpickle.loads", "cloudpickle.load", "dill.load", "dill.loads", "dill.session", "dill.source",
    "dill.temp", "dill._dill._import_module", "dill._dill._eval_repr", "dill._dill.loads", "dill._dill.load",
    "dill._dill.find_class", "dill._dill.exec", "kombu", "shelve2", "klepto", "zodbpickle", "hickle", "compress_pickle",
    "yaml", "ruamel", "mako", "jinja2", "chameleon", "genshi", "simpleeval", "asteval", "RestrictedPython", "js2py",
    "sqlalchemy", "pymysql", "psycopg2", "django", "werkzeug", "flask", "uvicorn", "gunicorn", "click", "fire",
})  # fmt: skip

#: Modules, classes and functions of machine-learning libraries that read files, fetch, or run code.
GADGETS = frozenset({
    # numpy
    "numpy.testing", "numpy.f2py", "numpy.ctypeslib", "numpy.distutils", "numpy.compat", "numpy.lib._datasource",
    "numpy.lib.npyio", "numpy.lib._npyio_impl", "numpy.lib.format", "numpy.DataSource", "numpy.memmap",
    "numpy.fromfile", "numpy.loadtxt", "numpy.genfromtxt", "numpy.fromregex", "numpy.save", "numpy.savez",
    "numpy.savetxt", "numpy.savez_compressed", "numpy.lookfor", "numpy.source", "numpy.core.multiarray.fromfile",
    "numpy._core.multiarray.fromfile", "numpy.core.records.fromfile", "numpy._core.records.fromfile",
    "numpy.rec.fromfile", "numpy.core.memmap.memmap", "numpy._core.memmap.memmap", "numpy.vectorize",
    "numpy.apply_along_axis", "numpy.apply_over_axes", "numpy.frompyfunc", "numpy.piecewise", "numpy.fromfunction",
    "numpy.seterrcall", "numpy.setbufsize", "numpy.core._internal.ctypes", "numpy.ndarray.tofile",
    "numpy.core.function_base.add_newdoc", "numpy.lib.utils", "numpy.lib._utils_impl", "numpy.lib.introspect",
    "numpy._core._add_newdocs", "numpy.random._examples", "numpy.show_config", "numpy.lib.scimath.sys",
    # pandas, scipy, sklearn, joblib
    "pandas.io", "pandas.core.computation", "pandas.eval", "pandas.util._tester", "pandas.HDFStore",
    "pandas.ExcelFile", "pandas.ExcelWriter", "scipy.io", "scipy.weave", "scipy.datasets",
    "scipy.misc", "scipy._lib._testutils", "scipy.LowLevelCallable", "sklearn.datasets", "sklearn.utils._testing",
    "sklearn.utils.testing", "sklearn.utils._joblib", "sklearn.externals._packaging", "joblib.load", "joblib.externals",
    "joblib.numpy_pickle.load", "joblib.numpy_pickle.dump", "joblib.numpy_pickle_compat.load_compatibility",
    "joblib.memory", "joblib.Memory", "joblib.Parallel", "joblib.parallel", "joblib._store_backends", "joblib.dump",
    "joblib.delayed", "joblib._parallel_backends", "joblib.pool", "joblib.executor", "joblib.func_inspect",
    # torch
    "torch.load", "torch.save", "torch.hub", "torch.package", "torch.ops", "torch.classes", "torch.from_file",
    "torch.serialization.load", "torch.serialization._load", "torch.serialization._legacy_load",
    "torch.utils.cpp_extension", "torch.utils._config_module", "torch.utils.bottleneck", "torch.utils.collect_env",
    "torch.utils.data.datapipes", "torch.utils.model_zoo", "torch.utils.tensorboard", "torch.utils.benchmark",
    "torch.utils.file_baton", "torch.utils.hipify", "torch.utils._cpp_extension_versioner", "torch._inductor",
    "torch._dynamo", "torch._export", "torch._functorch", "torch.export", "torch.fx.experimental",
    "torch.fx.graph_module", "torch.fx._symbolic_trace", "torch.jit.unsupported_tensor_ops", "torch.jit.load",
    "torch.jit.frontend", "torch.jit._script", "torch.jit.script", "torch.jit.CompilationUnit", "torch._jit_internal",
    "torch._sources", "torch.multiprocessing", "torch.distributed", "torch.testing", "torch.onnx", "torch.compile",
    "torch._C._jit_compile", "torch._C.import_ir_module", "torch._C._import_ir_module_from_package",
    "torch._weights_only_unpickler", "torch.ao.ns", "torch.monitor", "torch.profiler", "torch.autograd.profiler",
    "torch.library", "torch._library", "torch._ops", "torch._classes", "torch.storage.UntypedStorage.from_file",
    "torchvision.datasets", "torchvision.io", "torchaudio.load", "torch.utils.dlpack", "torch._lobpcg.sys",
    # tensorflow and keras
    "tensorflow.py_function", "tensorflow.numpy_function", "tensorflow.python.ops.script_ops", "tensorflow.io",
    "tensorflow.python.lib.io", "tensorflow.python.platform", "tensorflow.raw_ops", "tensorflow.python.util",
    "tensorflow.python.framework.load_library", "tensorflow.load_op_library", "tensorflow.load_library",
    "tensorflow.saved_model", "tensorflow.python.saved_model", "tensorflow.python.ops.gen_io_ops",
    "tensorflow.python.debug", "tensorflow.python.tools", "tensorflow.keras.utils.get_file", "keras.utils.get_file",
    "keras.models.load_model", "keras.src.models.cloning", "keras.src.utils.python_utils", "keras.layers.Lambda",
    "keras.src.layers.core.lambda_layer", "keras.src.saving", "keras.saving", "keras.src.utils.file_utils",
    "keras.src.utils.io_utils", "keras.layers.deserialize", "keras.src.layers.serialization",
    "keras.utils.deserialize_keras_object", "keras.models.model_from_json", "keras.models.model_from_config",
    "tensorflow.python.keras.utils.generic_utils.func_load",
    "keras.utils.generic_utils.func_load", "tensorflow_hub.load", "tensorflow_hub.resolve",
    # others
    "nltk.data", "nltk.app", "nltk.downloader", "nltk.internals", "nltk.util", "spacy.util", "spacy.cli",
    "thinc.util", "transformers.dynamic_module_utils", "transformers.pipeline", "transformers.utils.import_utils",
    "transformers.testing_utils", "transformers.commands", "datasets.load", "huggingface_hub", "diffusers.utils",
    "mlflow.pyfunc", "mlflow.projects", "mlflow.utils", "mlflow.models", "ray", "dask.distributed", "distributed",
    "gensim.utils", "statsmodels.iolib", "statsmodels.datasets", "patsy.eval", "sympy.parsing", "sympy.utilities",
    "sympy.sympify", "sympy.core.sympify", "sympy.lambdify", "theano.compile", "theano.gof", "theano.misc", "numba",
    "onnxruntime.SessionOptions", "onnxruntime.InferenceSession", "fastai.learner.load_learner", "jax.experimental",
    "jax.tools", "jax.debug", "jax.pure_callback", "flax.serialization", "xgboost.tracker", "xgboost.testing",
    "lightgbm.dask", "catboost.utils", "cupy.RawKernel", "cupy.RawModule", "pyspark.cloudpickle.loads",
    "pyspark.serializers", "pyspark.shell", "pyspark.java_gateway", "bentoml", "langchain", "langchain_experimental",
    "langchain_community", "llama_index", "autogen", "smolagents", "haystack", "gradio", "streamlit", "wandb",
    "comet_ml", "clearml", "ultralytics.utils", "modelscope", "deepspeed", "horovod", "accelerate.commands",
})  # fmt: skip

#: Libraries besides those of ``read.ml_packages`` whose classes models are made of.
KNOWN = frozenset({
    "numpy", "pandas", "scipy", "joblib", "category_encoders", "feature_engine", "networkx", "polars", "pyarrow",
    "sklearn2pmml", "skops", "quantile_forest", "econml", "causalml", "dowhy", "mlxtend", "optuna", "hyperopt",
    "skopt", "ngboost", "rgf", "pyearth", "umap", "pynndescent", "cupy", "cudf", "patsy", "tslearn",
    "tsfresh", "sksurv", "lifetimes", "arch", "pygam", "gplearn", "tpot", "stumpy", "dask_ml", "faiss", "annoy",
    "hnswlib", "safetensors", "einops", "kornia", "albumentations", "pytz", "dateutil", "packaging", "xarray",
    "sentencepiece", "tiktoken", "fasttext", "nmslib", "lightfm", "gymnasium", "gym", "stable_baselines",
    "PIL", "datasets", "fastcore", "fasttransform", "torchmetrics", "torchtext",
})  # fmt: skip

#: What reads attributes, brings functions, or makes classes: cloudpickle, dill and what copies them.
CODE_PACKAGES = ("cloudpickle", "dill", "pyspark.cloudpickle", "joblib.externals.cloudpickle", "ray.cloudpickle")
