"""Which inference engine does a command, the name of an image or a kind of Kubernetes start?"""

import re

from seatrial.read.infrastructure.shell_command import Command

#: Engines for language models and embeddings, which run what others published.
FOR_LANGUAGE = frozenset({
    "vLLM", "Text Generation Inference", "Text Embeddings Inference", "llama.cpp", "Ollama", "SGLang", "LocalAI",
    "TensorRT-LLM", "LMDeploy", "Infinity",
})  # fmt: skip
#: Names of container images that hold an engine.
_IMAGES = (
    ("vLLM", r"vllm/vllm-openai|vllm-openai|public\.ecr\.aws/.*vllm"),
    ("Text Generation Inference", r"text-generation-inference"),
    ("Text Embeddings Inference", r"text-embeddings-inference"),
    ("llama.cpp", r"llama\.cpp|llama-cpp-server"),
    ("Triton", r"tritonserver"),
    ("TorchServe", r"pytorch/torchserve|torchserve"),
    ("TensorFlow Serving", r"tensorflow/serving"),
    ("Ollama", r"ollama/ollama"),
    ("SGLang", r"lmsysorg/sglang"),
    ("LocalAI", r"localai/localai"),
    ("MLflow", r"mlflow-pyfunc"),
    ("OpenVINO Model Server", r"openvino/model_server"),
)

#: Programs that are an engine, with the words that make them serve.
_PROGRAMS = (
    ("vLLM", "vllm", ("serve",)), ("vLLM", "vllm.entrypoints.openai.api_server", ()),
    ("vLLM", "vllm.entrypoints.api_server", ()), ("SGLang", "sglang.launch_server", ()),
    ("Text Generation Inference", "text-generation-launcher", ()), ("TensorRT-LLM", "trtllm-serve", ()),
    ("Text Embeddings Inference", "text-embeddings-router", ()), ("llama.cpp", "llama-server", ()),
    ("llama.cpp", "llama_cpp.server", ()), ("Triton", "tritonserver", ()), ("TorchServe", "torchserve", ()),
    ("TensorFlow Serving", "tensorflow_model_server", ()), ("Ollama", "ollama", ("serve",)),
    ("MLflow", "mlflow", ("models", "serve")), ("MLServer", "mlserver", ("start",)),
    ("LMDeploy", "lmdeploy", ("serve",)),
    ("Transformers", "transformers", ("serve",)), ("OpenVINO Model Server", "ovms", ()),
    ("Seldon", "seldon-core-microservice", ()),
    ("Infinity", "infinity_emb", ()),
)  # fmt: skip


def engine_of_command(item: Command) -> str:
    for name, program, words in _PROGRAMS:
        if item.program == program and item.starts(program, *words):
            return name
    return ""


def engine_of_image(image: str) -> str:
    return next((name for name, pattern in _IMAGES if re.search(pattern, image)), "")
