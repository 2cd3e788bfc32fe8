"""What is seen of each request that a program in TypeScript, JavaScript or Go sends to a language model?"""

import re
from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.foreign.programs import followed
from seatrial.model import Confidence, Evidence, Place
from seatrial.read.code.python_record import Call, Value
from seatrial.read.foreign.foreign_record import ForeignFile
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

#: Libraries that trace what a language model is asked, by the beginnings of the names of their modules.
_TRACERS = regex(
    r"langfuse|@langfuse/|langsmith|@traceloop/|@arizeai/|braintrust|helicone|@helicone/|@langwatch/|langwatch|@posthog/ai"
    r"|opik|@opentelemetry/|@vercel/otel|dd-trace|@sentry/\w+|newrelic|github\.com/langfuse|go\.opentelemetry\.io/otel|laminar|@lmnr-ai/"
)
#: Of those the ones that see only that something was called, unless they are told more.
_GENERAL = regex(r"@opentelemetry/|@vercel/otel|dd-trace|@sentry/|newrelic|go\.opentelemetry")
_GATEWAYS = regex(
    r"helicone|hconeai\.com|api\.portkey\.ai|x-portkey",
)
#: Entries by which a client is told whom to ask, and how.
_ADDRESSED = frozenset({"baseURL", "baseUrl", "basePath", "defaultHeaders", "BaseURL"})
_TOKENS = regex(
    r"(?:^|\.)usage\.\w*[tT]okens?\w*$|\.Usage\.\w*Tokens$|(?:^|\.)usageMetadata\b|totalUsage\b|TokenUsage\b"
)
_PERSON = caseless(
    r"^(?:langfuse)?(?:user|session|thread|conversation|chat|distinct)_?id$|^(?:user|session)$",
)
_PROMPT = caseless(
    r"prompt_?(?:version|name|id|hash|label)|langfusePrompt",
)
_FETCHED = regex(r"(?:^|\.)(?:getPrompt|pullPrompt|prompt\.get|prompts\.get)$")
_SCORES = regex(r"(?:^|\.)(?:score|createFeedback|logFeedback|scoreTrace|createScore|score\.create)$")


@fact
def foreign_traces(repo: Repo) -> tuple[Evidence, ...]:
    """Return where requests to language models are traced, by place: a library for it, or the switch of an own one."""
    return tuple(found for file in followed(repo) for found in _traces(file))


def _traces(file: ForeignFile) -> Iterator[Evidence]:
    for one in file.imports:
        if _TRACERS.match(one.module) and not _GENERAL.match(one.module):
            yield Evidence(
                Place(file.path, one.line), f"imports {one.module}, which traces requests", Confidence.LIKELY
            )
            return
    for call in file.calls:
        telemetry = call.keyword("experimental_telemetry") or call.keyword("experimental_Telemetry")
        if telemetry and not _is_off(telemetry):
            yield Evidence(Place(file.path, call.line), f"{call.written} sends its telemetry", Confidence.LIKELY)
            return
    for call in file.calls:
        if any(key in _ADDRESSED and _through(value) for key, value in call.keywords):
            told_by = f"{call.written} goes through a gateway that keeps tokens and cost"
            yield Evidence(Place(file.path, call.line), told_by, Confidence.LIKELY)
            return


def _through(value: Value) -> bool:
    """Tell whether an address or the headers of a client name a gateway."""
    inner = [word for key, one in value.keywords for word in (key, one.string)]
    return any(map(_GATEWAYS.search, (value.string, value.text, *inner)))


def _is_off(value: Value) -> bool:
    enabled = value.keyword("isEnabled")
    return enabled is not None and enabled.literal is False


@fact
def foreign_tokens(repo: Repo) -> tuple[Evidence, ...]:
    """Return where it is read how many tokens a request took, the first of each file."""
    return tuple(found for file in followed(repo) for found in _tokens(file))


def _tokens(file: ForeignFile) -> Iterator[Evidence]:
    for mention in file.mentions:
        if _TOKENS.search(mention.written):
            what = f"{mention.scope or 'the module'} reads {'.'.join(mention.written.split('.')[-2:])}"
            yield Evidence(Place(file.path, mention.line), what, Confidence.LIKELY)
            return


@fact
def foreign_people(repo: Repo) -> tuple[Evidence, ...]:
    """Return where a trace is told who asks, or in which session."""
    return tuple(
        found
        for file in _tracing(repo)
        for call in file.calls
        for found in _keyed(file, call, _PERSON, "says who asks")
    )


@fact
def foreign_prompts(repo: Repo) -> tuple[Evidence, ...]:
    """Return where a trace is told which version of a prompt was used."""
    named = [
        found
        for file in _tracing(repo)
        for call in file.calls
        for found in _keyed(file, call, _PROMPT, "names the prompt")
    ]
    fetched = [
        Evidence(
            Place(file.path, call.line), f"{call.written} ties the prompt's version to the trace", Confidence.LIKELY
        )
        for file in _tracing(repo)
        for call in file.calls
        if _FETCHED.search(call.written)
    ]
    return (*named, *fetched)


@fact
def foreign_scores(repo: Repo) -> tuple[Evidence, ...]:
    """Return where answers of the running system are scored."""
    return tuple(
        Evidence(Place(file.path, call.line), f"{call.written} scores a live answer", Confidence.LIKELY)
        for file in _tracing(repo)
        for call in file.calls
        if _SCORES.search(call.written)
    )


def _tracing(repo: Repo) -> Iterator[ForeignFile]:
    for file in followed(repo):
        if any(_TRACERS.match(one.module) for one in file.imports) or any(_traces(file)):
            yield file


def _keyed(file: ForeignFile, call: Call, named: re.Pattern[str], what: str) -> Iterator[Evidence]:
    names = [key for key, _ in call.keywords]
    for _, value in call.keywords:
        names += [key for key, _ in value.keywords]
        names += [key for _, inner in value.keywords for key, _ in inner.keywords]
    if name := next((name for name in names if named.search(name)), ""):
        yield Evidence(Place(file.path, call.line), f"{name} {what}", Confidence.LIKELY)
