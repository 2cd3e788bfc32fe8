"""How many tokens may one request cost, who counts them, and what saves some?"""

from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.ml_libraries import LLM_CLIENTS, belongs
from seatrial.facts.code.programs import Program, own_code_of
from seatrial.facts.reach.running import runs
from seatrial.facts.serving.foreign_services import answers_elsewhere
from seatrial.model import Evidence
from seatrial.read.code.python_record import Comparison, Value
from seatrial.read.regex import caseless, regex

_LIMITS = {
    "max_tokens", "max_output_tokens", "max_completion_tokens", "max_new_tokens", "num_predict", "maxTokens",
    "max_tokens_to_sample", "maxOutputTokens", "max_length_tokens", "num_ctx",
}  # fmt: skip
_USAGE = regex(
    r"(?:usage|usage_metadata|token_usage|response_metadata)[.\[\"']+\w*tokens|"
    r"(?:^|[.\[\"'])(?:prompt|completion|input|output|total)_tokens\b|"
    r"total_cost$|get_openai_callback|get_usage_metadata_callback|completion_cost|cost_per_token",
)
_SAVES = {
    "trim_messages", "set_llm_cache", "GPTCache", "SemanticCache", "RedisSemanticCache", "SummarizationMiddleware",
    "ConversationSummaryMemory", "ConversationSummaryBufferMemory", "ConversationTokenBufferMemory",
    "encoding_for_model", "CachedContent", "create_batch", "count_tokens", "num_tokens_from_messages",
    "ContextEditingMiddleware", "ConversationBufferWindowMemory", "InMemoryCache", "SQLiteCache",
}  # fmt: skip
#: Functions of the owner's that make what is sent shorter, in code that asks a language model.
_SHORTENS = regex(
    r"^_*(?:trim|truncate|shorten|compact|compress|condense|summari[sz]e)_\w*(?:token|messag|histor|passage|context|chunk|conversation|prompt)"
)
_CACHED = regex(r"cache_control|cachePoint|prompt_cache_key")
_LONGEST_WORD = 60  #: characters of a setting; longer texts are prompts that may speak of anything
_CEILING = caseless(r"cost|budget|spend|token_limit|tokens_used|max_budget")
#: What a budget may be of besides money and tokens, as names around it say.
_OF_OTHER = caseless(r"image|audio|video|media|time|latency|error|retr(?:y|ies)|memory|char|thinking|privacy|epsilon")


@fact
def token_limits(component: Component) -> tuple[Evidence, ...]:
    """Return the calls that bound how many tokens an answer may have."""
    here = (
        program.evidence(call, f"{call.written} with {key}={value.text or str(value.literal)}")
        for program in own_code_of(component)
        for call in program.file.calls
        for key, value in call.keywords
        if key in _LIMITS and _is_bound(value) and runs(component, program.site_of(call))
    )
    return (*here, *_limits_in_other_languages(component))


def _limits_in_other_languages(component: Component) -> tuple[Evidence, ...]:
    if not answers_elsewhere(component.repo):
        return ()
    from seatrial.facts.foreign.limits import foreign_token_limits  # where nothing in Python answers alone

    return component.of(foreign_token_limits(component.repo))


def _is_bound(value: Value) -> bool:
    """Tell a number, or a constant or setting that holds one, from what means no bound."""
    return value.kind != "literal" or value.literal not in (None, -1)


@fact
def recorded_usage(component: Component) -> tuple[Evidence, ...]:
    """Return where the tokens that were used are read and kept."""
    return tuple(found for program in own_code_of(component) for found in _usage(component, program))


def _usage(component: Component, program: Program) -> Iterator[Evidence]:
    for call in program.file.calls:
        given = any(map(_tells_within, call.args)) or any(_tells_within(value) for _, value in call.keywords)
        if (given or _tells(call.written)) and runs(component, program.site_of(call)):
            yield program.evidence(call, f"{call.written} is given the tokens that were used")
            return
    for item in program.file.assignments:
        if _tells_within(item.value) and runs(component, program.site_of(item)):
            yield program.evidence(item, f"{item.target} keeps the tokens that were used")
            return


def _tells(text: str) -> bool:
    """Tell whether a word of a text is such a name; each of them holds one of three parts, and most texts none."""
    likely = "tokens" in text or "cost" in text or "callback" in text
    return likely and any(map(_USAGE.search, text.split()))


def _tells_within(value: Value) -> bool:
    """Tell whether the source of a value, or of what stands in it, holds such a name.

    Most of a million values hold nothing else, so nothing is set up for those.
    """
    _, _, name, items, keywords, text = value
    if (text or name) and _tells(text or name):
        return True
    if items and any(map(_tells_within, items)):
        return True
    return bool(keywords) and any(_tells_within(inner) for _, inner in keywords)


@fact
def token_savings(component: Component) -> tuple[Evidence, ...]:
    """Return what makes requests shorter or answers reusable: trimming, summaries, caches, routing."""
    return tuple(found for program in own_code_of(component) for found in _savings(component, program))


def _savings(component: Component, program: Program) -> Iterator[Evidence]:
    asks = any(belongs(item.module, LLM_CLIENTS) for item in program.file.imports)
    for call in program.file.calls:
        saves = call.last in _SAVES or (asks and _SHORTENS.search(call.last))
        if saves and runs(component, program.site_of(call)):
            yield program.evidence(call, f"{call.written} saves tokens")
    for text in program.file.texts if asks else ():  # elsewhere the same word is that of another cache
        short = len(text.value) < _LONGEST_WORD and _CACHED.search(text.value)
        if short and runs(component, program.site_of(text)):
            yield program.evidence(text, "the prompt is cached by the provider")


@fact
def cost_ceilings(component: Component) -> tuple[Evidence, ...]:
    """Return the comparisons of cost or used tokens with a bound."""
    return tuple(
        program.evidence(item, f"compares {item.left.text or item.left.name} with a bound")
        for program in own_code_of(component)
        for item in program.file.comparisons
        if item.operator in {">", ">=", "<", "<="}
        and item.leads_to
        and _is_ceiling(program, item)
        and runs(component, program.site_of(item))
    )


def _is_ceiling(program: Program, item: Comparison) -> bool:
    said = item.words
    words = {match.lower() for match in _CEILING.findall(said)}
    if words == {"budget"}:
        return not _OF_OTHER.search(f"{program.path} {item.scope} {said}")
    return bool(words)
