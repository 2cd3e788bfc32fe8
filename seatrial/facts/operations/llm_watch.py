"""What is seen of each request to a language model: tokens, who asked, which prompt, how good the answer was?"""

import re
from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.dict_keys import dict_keys
from seatrial.facts.code.programs import Program, own_code
from seatrial.facts.operations.alert_rules import alert_rules
from seatrial.facts.operations.named_askers import named_askers
from seatrial.facts.reach.reach import reach
from seatrial.facts.serving.foreign_services import answers_elsewhere
from seatrial.facts.serving.watch.measurement import Sort
from seatrial.facts.serving.watch.metrics import measurements
from seatrial.model import Evidence, Place, as_evidence
from seatrial.read.line_number import line_number
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_TOKENS = caseless(
    r"usage\.(prompt|completion|total|input|output)_tokens|usage_metadata|token_usage|prompt_token_count|"
    r"\.(?:run|run_sync|create|invoke|generate)\.usage$|\.total_cost_usd$"
)
#: Keys under which providers say it, where nobody else uses them.
_KEYS = frozenset({"prompt_tokens", "completion_tokens", "prompt_token_count", "prompt_eval_count", "eval_count"})
#: What counts tokens before a request, so that there are not too many.
_LIMITS = caseless(r"limit|throttl|quota")
#: Gateways on the way to a provider that keep tokens and cost of each request: their addresses and headers.
_GATEWAYS = caseless(r"helicone|hconeai\.com|api\.portkey\.ai|x-portkey")
_PERSON = caseless(r"^(langfuse_)?(user|session|thread|conversation|trace_user)_?id$|^(user|session)$")
_PROMPT = caseless(r"prompt_?(version|name|id|hash|label|template_id|commit|sha)|langfuse_prompt")
_FETCHED = frozenset({"get_prompt", "pull_prompt", "pull", "load_prompt", "update_current_generation"})
#: Calls that tell a trace of Langfuse more about itself, its version among it.
_TOLD = frozenset({
    "update_current_trace", "update_current_span", "update_trace", "propagate_attributes", "trace", "generation",
})  # fmt: skip
_SCORES = frozenset({
    "create_score", "score_current_trace", "score_trace", "create_feedback", "log_feedback", "log_assessment",
    "log_traces_feedback_scores", "evaluate_existing", "score_current_span", "log_evaluations", "online_eval",
})  # fmt: skip
_COST = caseless(r"cost|token|budget|spend|refus|inject|jailbreak|moderat|toxic|halluc|grounded")
#: Beginnings of the names of libraries whose calls may be told more about a request.
_TRACERS = (
    "langfuse", "langsmith", "phoenix", "openinference", "opik", "traceloop", "opentelemetry", "weave", "mlflow",
    "logfire", "helicone", "agentops", "langchain", "langgraph", "lunary", "arize",
)  # fmt: skip
_SWITCH = regex(
    r"^[^\S\n]*(?:export\s+)?(LANGSMITH_TRACING\w*|LANGCHAIN_TRACING_V2|LANGFUSE_PUBLIC_KEY)\s*=", re.MULTILINE
)


@fact
def token_counts(repo: Repo) -> tuple[Evidence, ...]:
    """Return where the owner's code that runs reads how many tokens a request took, or measures them; by place."""
    found = [
        Evidence(item.place, f"{item.what}: tokens are measured")
        for item in measurements(repo)
        if item.sort is Sort.METRIC and item.updated and "token" in item.name.lower()
    ]
    for program in own_code(repo):
        for mention in program.file.mentions:
            read = next((name for name in mention.names if _TOKENS.search(name)), "")
            if read and not _LIMITS.search(mention.scope) and reach(repo).is_run(program.path, mention.scope):
                line = _line(program, mention.scope)
                found.append(
                    Evidence(Place(program.path, line), f"{mention.scope or 'the module'} reads {_short(read)}")
                )
    found += [item for program in own_code(repo) for item in _through_gateways(program)]
    found += [item for program in own_code(repo) for item in _by_keys(repo, program)]
    if answers_elsewhere(repo):
        from seatrial.facts.foreign.watch import foreign_tokens  # where nothing in Python answers alone

        found += foreign_tokens(repo)
    return tuple(sorted(dict.fromkeys(found)))


def _by_keys(repo: Repo, program: Program) -> Iterator[Evidence]:
    """Yield where an answer that came as JSON is asked for its tokens: ``usage.get("total_tokens")``."""
    for call in program.file.calls:
        key = call.args[0].literal if call.last == "get" and call.args else None
        if key in _KEYS and not _LIMITS.search(call.scope) and reach(repo).is_run(program.path, call.scope):
            yield Evidence(Place(program.path, call.line), f"{call.scope or 'the module'} reads {key}")
            return


def _through_gateways(program: Program) -> Iterator[Evidence]:
    """Yield where requests are sent through a gateway that keeps what each of them took."""
    named = [(text.line, text.value) for text in program.file.texts]
    named += [(key.line, key.name) for key in dict_keys(program.file)]
    line = next((line for line, name in named if _GATEWAYS.search(name)), 0)
    if line:
        yield Evidence(Place(program.path, line), "requests go through a gateway that keeps tokens and cost")


@fact
def told_people(repo: Repo) -> tuple[Evidence, ...]:
    """Return where a trace is told who asks, or in which session; by place."""
    found = {item for program in _traced(repo) for item in _keys(program, _PERSON, "says who asks")}
    found |= {*named_askers(repo)}
    if answers_elsewhere(repo):
        from seatrial.facts.foreign.watch import foreign_people

        found |= {*foreign_people(repo)}
    return tuple(sorted(found))


@fact
def told_prompts(repo: Repo) -> tuple[Evidence, ...]:
    """Return where a trace is told which version of a prompt was used; by place."""
    found = {item for program in _traced(repo) for item in _keys(program, _PROMPT, "names the prompt")}
    for program in _traced(repo):
        for call in program.file.calls:
            versions = (value.text for key, value in call.keywords if key == "version")
            fetched = call.last in _FETCHED and "prompt" in f"{call.written} {call.name}".lower()
            if fetched or (call.last in _TOLD and any("prompt" in text.lower() for text in versions)):
                found.add(program.evidence(call, f"{call.written} ties the prompt's version to the trace"))
    if answers_elsewhere(repo):
        from seatrial.facts.foreign.watch import foreign_prompts

        found |= {*foreign_prompts(repo)}
    return tuple(sorted(found))


def untold(component: Component) -> tuple[str, ...]:
    """Return what no trace of the component says yet: who asked, by which prompt, and on what the answer rests."""
    people, prompts = component.of(told_people(component.repo)), component.of(told_prompts(component.repo))
    asked = (("who asked", people), ("the prompt's version", prompts), ("the passages used", ()))
    return tuple(what for what, found in asked if not found)


@fact
def live_scores(repo: Repo) -> tuple[Evidence, ...]:
    """Return where answers of the running system are scored; by place."""
    found = [
        program.evidence(call, f"{call.written} scores a live answer")
        for program in own_code(repo)
        for call in program.file.calls
        if call.last in _SCORES and reach(repo).is_run(program.path, call.scope)
    ]
    if answers_elsewhere(repo):
        from seatrial.facts.foreign.watch import foreign_scores

        found += foreign_scores(repo)
    return tuple(found)


@fact
def cost_alerts(repo: Repo) -> tuple[Evidence, ...]:
    """Return the alerts on cost, refusals and abuse."""
    rules = (rule for rule in alert_rules(repo) if _COST.search(f"{rule.name} {rule.expression}") and not rule.lost)
    return tuple(map(as_evidence, rules))


@fact
def example_switches(repo: Repo) -> tuple[Evidence, ...]:
    """Return where only a file of sample variables switches tracing on."""
    return tuple(repo.texts(_switched, repo.matching(_are_variables), 50_000))


def _are_variables(path: str) -> bool:
    name = path.rpartition("/")[2].lower()
    return name.startswith(".env") or name.endswith((".env", "env.example", "env.sample"))


def _switched(path: str, text: str) -> Iterator[Evidence]:
    if switch := _SWITCH.search(text):
        line = line_number(text, switch.start(1))
        yield Evidence(Place(path, line), f"{switch[1]} is set in sample variables")


def _traced(repo: Repo) -> Iterator[Program]:
    """Yield the programs that import a library of traces."""
    for program in own_code(repo):
        if any(item.module.split(".")[0].startswith(_TRACERS) for item in program.file.imports):
            yield program


def _keys(program: Program, named: re.Pattern[str], what: str) -> Iterator[Evidence]:
    for call in program.file.calls:
        names = [name for name, _ in call.keywords]
        names += [name for value in call.values for name, _ in value.keywords]
        if name := next((name for name in names if named.search(name)), ""):
            yield program.evidence(call, f"{name} {what}")


def _short(name: str) -> str:
    return ".".join(name.split(".")[-2:])


def _line(program: Program, scope: str) -> int:
    return next((item.line for item in program.file.functions if item.name == scope), 0)
