"""What do model servers and inference engines answer and count by themselves, beside what the model answers?"""

import re
from collections.abc import Iterable, Mapping

from seatrial.facts.web.health_paths import says_health
from seatrial.read.regex import regex

_OPEN_INFERENCE = r"/v2/health/(?:live|ready)|/v2/models/[^/]+(?:/versions/[^/]+)?/ready"
_OPENAI = r"/v1/models"
#: Servers that say how they are without any code of the owner's, and where: None where any path may be.
_HEALTH: Mapping[str, re.Pattern[str] | None] = {
    "BentoML": regex(r"/healthz|/livez|/readyz"),
    "KServe": regex(rf"/|/healthz|/v1/models/[^/]+|{_OPEN_INFERENCE}"),
    "MLServer": regex(rf"/healthz|{_OPEN_INFERENCE}"),
    "Triton": regex(_OPEN_INFERENCE),
    "OpenVINO Model Server": regex(rf"/v1/config|/v1/models/.+|{_OPEN_INFERENCE}"),
    "TorchServe": regex(r"/ping|/models(?:/.*)?|/v1/models/.+|/v2/health/ready"),
    "TensorFlow Serving": regex(r"/v1/models/.+"),
    "MLflow": regex(r"/ping|/health|/version"),
    "Ray Serve": regex(r"/-/healthz|/-/routes|/api/.+"),
    "vLLM": regex(rf"/health|/ping|{_OPENAI}"),
    "SGLang": regex(rf"/health|/health_generate|{_OPENAI}"),
    "Text Generation Inference": regex(r"/|/health|/info|/v1/models"),
    "Text Embeddings Inference": regex(r"/|/health|/info"),
    "llama.cpp": regex(rf"/health|/v1/health|{_OPENAI}"),
    "Ollama": regex(r"/|/api/(?:tags|version|ps)"),
    "LitServe": None, "Cog": None, "Seldon": None, "SageMaker": None, "Azure ML": None, "Vertex AI": None,
    "Truss": None, "Jina": None, "Hugging Face endpoint": None, "TensorRT-LLM": None, "LangGraph": None,
    "Bedrock AgentCore": None,
}  # fmt: skip
#: Servers around code of the owner's that count requests, failures and time, and let them be fetched.
_COUNT = frozenset({"BentoML", "KServe", "Ray Serve", "MLServer", "TorchServe", "Seldon", "Triton"})
#: Engines that count nothing, or only when their command line tells them to: the words that do.
_COUNT_WHEN_TOLD: Mapping[str, tuple[str, ...]] = {
    "Ollama": (), "Transformers": (), "MLflow": ("--enable-mlserver",), "SGLang": ("--enable-metrics",),
    "llama.cpp": ("--metrics",), "OpenVINO Model Server": ("--metrics_enable",),
    "TensorFlow Serving": ("--monitoring_config_file",),
}  # fmt: skip


def tells_health(framework: str) -> bool:
    """Tell whether a server says by itself how it is."""
    return framework in _HEALTH


def answers_at(framework: str, path: str) -> bool:
    """Tell whether a server says at this path how it is; of a server whose paths are set, any that is named for it."""
    if framework not in _HEALTH:
        return False
    paths, bare = _HEALTH[framework], path.partition("?")[0].rstrip("/") or "/"
    return bool(paths.fullmatch(bare)) if paths else says_health(bare) or bare == "/"


def counts_requests(framework: str) -> bool:
    """Tell whether a server around own code counts requests, failures and time by itself."""
    return framework in _COUNT


def engine_counts(framework: str, words: Iterable[str]) -> bool:
    """Tell whether an engine that is started by these words counts requests, failures and time."""
    if framework not in _COUNT_WHEN_TOLD:
        return True
    given = {word.partition("=")[0] for word in words}
    return not given.isdisjoint(_COUNT_WHEN_TOLD[framework])
