"""How does a step speak to whoever writes in another language than Python?

Steps are declared once, for Python, where most models are made. A phrase of such a step that names a tool of Python has
its like in other languages here; where none is known, it is said in words that hold in any.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from seatrial.facts.code.language import Language
from seatrial.judging.spoken_tools import TOOLS

_R, _JULIA, _JAVA, _SCALA = Language.R, Language.JULIA, Language.JAVA, Language.SCALA
_CSHARP, _RUST, _GO, _JS, _CPP = Language.CSHARP, Language.RUST, Language.GO, Language.JAVASCRIPT, Language.CPP

#: How programs of a language are called that a step names.
_ENDINGS = {
    _R: "R", _JULIA: "jl", _JAVA: "java", _SCALA: "scala", _CSHARP: "cs", _RUST: "rs", _GO: "go", _JS: "js",
    _CPP: "cpp",
}  # fmt: skip
#: Phrases for which the same words hold in every other language.
_NEUTRAL = MappingProxyType({
    "Import what others may use into {app:the __init__.py of the package}, and list it in `__all__`.":
        "Export what others may use from {app:the package}, and nothing else.",
    "Field(ge=, le=, max_length=), Literal, Enum": "the least, the largest, the longest, or a list of values",
    "in the lifespan or startup function of {app:the service}": "when {app:the service} starts, before it answers",
    "when its lifespan ends, and set --timeout-graceful-shutdown": "on SIGTERM, and let requests end before it stops",
    "mlflow.autolog(), or log_params and log_metrics by hand":
        "its settings and metrics in MLflow, or a file for each run",
    ": `numpy>=1.24`": "",
    "by a matrix in CI: of Python, or of the main dependencies": "by a matrix in CI",
    "by fairlearn's MetricFrame": "one group after the other",
    "mlflow's log_model, into a folder at first": "in MLflow, or in a folder for each version at first",
    "mlflow's log_model": "in MLflow, or in a folder for each version",
    "Name in {bundle:the platform's file} the Python version":
        "Name in {bundle:the platform's file} the version of the language",
    ", without `--exit-zero`, and in pre-commit": ", and let what they find stop the change",
    "Write down the types of the public functions, {bare:those that serve} first.":
        "Write down what the public functions take and return, those that serve first.",
    "Call eval() after the net is loaded, and run it under torch.inference_mode() in":
        "Set the net to answer and not to learn, and work out no gradients, in",
    "a logging.Filter that redacts": "a filter to the log that redacts",
    "and before_send to the error reporter": "and the same one to the error reporter",
    "bandit or semgrep": "semgrep",
    "with a pydantic model": "by a schema",
    "a middleware (asgi-correlation-id)": "a middleware or filter",
})  # fmt: skip


def said(step: str, language: Language) -> str:
    """Return a step as one says it in a language; for Python as it is written."""
    if language is Language.PYTHON:
        return step
    for phrase, like in _phrases(language).items():
        step = step.replace(phrase, like)
    return step


def phrases() -> tuple[str, ...]:
    """Return every phrase that is said otherwise in some language."""
    return (*_NEUTRAL, *TOOLS, *_files(Language.OTHER))


@cache
def _phrases(language: Language) -> Mapping[str, str]:
    """Return the phrases of one language, longer ones before those that stand in them."""
    tools = {phrase: likes.get(language, likes[Language.OTHER]) for phrase, likes in TOOLS.items()}
    found = {**_NEUTRAL, **tools, **_files(language)}
    return MappingProxyType(dict(sorted(found.items(), key=lambda item: -len(item[0]))))


def _files(language: Language) -> Mapping[str, str]:
    ending = _ENDINGS.get(language)
    named = {"train.py": "a program", "replay.py": "a test", "benchmarks/latency.py": "a program under benchmarks/"}
    return {name: name.replace(".py", f".{ending}") if ending else words for name, words in named.items()}
