"""Where can a person step in between the model and what follows: by review, by override, by switching it off?"""

import re
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache

from seatrial.facts import fact
from seatrial.facts.code.programs import InCode, Program, Site, called, programs
from seatrial.facts.web.routes import routes
from seatrial.model import Confidence
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Value
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role, role


class Hand(StrEnum):
    """How a person steps in."""

    REVIEW = "hands the case to a person"
    OVERRIDE = "lets a person change what was decided"
    STOP = "lets a person switch the model off"


@dataclass(frozen=True, slots=True)
class Intervention(InCode):
    """One place in the code where a person can step in."""

    site: Site
    hand: Hand
    by: str  #: the name that says so
    confidence: Confidence = Confidence.VERIFIED

    @property
    def what(self) -> str:
        return f"{self.by} {self.hand}"


_REVIEW = caseless(
    r"(?:^|_)(?:human|manual|clinician|analyst|expert)_(?:review\w*|approval|check|decision|in_the_loop|queue|oversight)|"
    r"(?:^|_)(?:needs?|requires?|require|flag_for|pending)_(?:human|manual|review|approval)(?:_|$)|"
    r"(?:^|_)(?:send|queue|hold|flag)_for_(?:\w+_)?review(?:_|$)|"
    r"(?:^|_)(?:send|route|refer|escalate)_to_(?:human|manual|review\w*|analyst|agent|expert|clinician|queue)(?:_|$)|"
    r"(?:^|_)(?:review_queue|human_in_the_loop|hitl|abstain|abstention|reject_option)(?:_|$)"
)
#: Objects that hold cases for people, by name: ``review_queue.put(case)``.
_QUEUE = regex(r"(?:^|_)(?:human_|manual_)?review_(?:queue|topic)$|(?:^|_)queue_(?:for|of)_review\w*$")
#: What is worked out about reviews, and sends nothing to one: ``pending_review_time``.
_ENVIRONMENT = ("os.", "environ", "decouple")
_MEASURED = caseless(r"_(?:times?|counts?|days|hours|seconds|dates?|rate|stats|duration|url)$")
_SAID = caseless(
    r"\b(?:manual|human|needs|pending|send to|refer to)[ _-](?:human |manual )?(?:review|approval|analyst)\b|"
    r"human_review|refer_to_human|escalated?_to_human"
)
_OVERRIDE = caseless(
    r"(?:^|[/_{-])(?:overrides?|overrule|overturn)(?:$|[/_}-])|"
    r"(?:^|[/_-])(?:approve|reject|confirm|correct)[_-](?:prediction|decision|recommendation|alert|score|case)s?(?:$|[/_-])"
)
_STOP = caseless(
    r"kill_?switch|(?:^|_)(?:disable|pause|stop|halt)_(?:model|scoring|predictions?|inference|automation|trading)"
    r"$|(?:^|_)(?:model|scoring|predictions?|inference|automation|trading)_(?:enabled|disabled|paused|switch)(?:_|$)"
)
#: What a line is about in which people look at changes of the code, and not at answers of the model.
OF_CHANGES = caseless(
    r"\b(?:pull|merge)[- ]requests?\b|\bPRs?\b|\bauto-?merg\w+|\bdependabot\b|\brenovate\b|\bdependency updates?\b"
)
#: Lines of documents in which a person is said to decide.
SPOKEN = caseless(
    r"(?<!no )(?<!without )(?<!without a )human[- ]in[- ]the[- ]loop|human oversight|"
    r"(?:requires?|needs?|subject to) (?:a )?(?:human|manual) review(?! of (?:all )?(?:\w+ )?(?:code|changes))|"
    r"(?:analysts?|underwriters?|clinicians?|moderators?) (?:manually )?(?:review|investigate)s? (?:the |each |all )?"
    r"(?:flagged|suspicious|uncertain|alerts?|cases|claims|transactions)|"
    r"reviewed by (?:a |an )?(?:human|analyst|clinician|underwriter|expert|physician)|final decision (?:is|lies|rests)|"
    r"as (?:an? )?\*{0,2}(?:\w+ )?decision[- ]support|decision[- ]support (?:only|, not)|human[- ]reviewed|"
    r"(?:no|not an?) autonomous (?:decision|shutdown|control|action)|"
    r"(?:not|never) (?:intended to |meant to |a )?(?:replace(?:ment for)?|substitutes? for) (?:the |an? )?(?:\w+ ){0,3}"
    r"(?:judge?ment|advice|clinicians?|physicians?|doctors?|radiologists?|experts?|diagnosis)|"
    r"(?:validaci[oó]n|supervisi[oó]n|revisi[oó]n) humana|menschliche (?:aufsicht|prüfung|kontrolle)|"
    r"aide à la (?:décision|priorisation)|(?:pas|jamais|non) (?:\w+ ){0,5}décisions? automatiques?|"
    r"apoyo a la (?:decisi[oó]n|toma de decisiones)|apoio à decisão|supporto alle decisioni|entscheidungshilfe|"
    r"(?:ne remplace pas|no (?:sustituye|reemplaza)|não substitui|non sostituisce|ersetzt (?:nicht|keine?n?)) "
    r"(?:\w+ ){0,3}(?:jugement|avis|médecins?|juicio|médicos?|julgamento|giudizio|ärzt\w*|arzt|urteil|beurteilung)|"
    r"(?:supervision|validation|contrôle) humaine?|(?:supervisão|revisão|validação) humana|人工(?:审核|监督|复核)"
)
#: What a decision by a score is called, and what it is called where a person is to decide.
_DECIDED = caseless(
    r"(?:auto_)?(?:approved?|accept(?:ed)?|allow(?:ed)?|den(?:y|ied)|declined?|reject(?:ed)?|block(?:ed)?)"
)
_LEFT_OPEN = caseless(r"(?:manual_)?review|refer(?:red|ral)?|manual|escalate[d]?|step_up")
_A_VALUE = 4  #: words; a longer text is a sentence that somebody reads, and no answer of the code
#: Parts of the names of calls that write down what happened.
KEEPS = caseless(r"log|audit|record|insert|append|save|commit|publish|send|put|add|info|warning|write|emit|to_sql")
#: Tools for labels, rows that are made up, settings of programs, pages that were read badly and the approval of models
#: stand with the same words for something else.
_LABELS = caseless(
    r"label|annotat|retrain|deploy|promot|(?:^|[/_])(?:config|cdk)|\bget_pending|settings_override|dependency_overrides|"
    r"(?:generate|gen|fake|synth\w{0,8}|simulat\w{1,5}|mock|seed)_(?:\w+_)?(?:data|rows|transactions?|events?|records)|"
    r"(?:^|/)(?:extract|ingest|pars|preprocess|chunk)\w*/|_(?:parser|loader|extractor|chunker)\.py"
)
#: Calls and arguments by which frameworks of agents wait for a person.
_WAITS = ("interrupt", "HumanInTheLoopMiddleware", "HumanApprovalCallbackHandler", "HumanInputRun",
                 "wait_for_approval", "UserProxyAgent")  # fmt: skip
_AGENTS = regex(r"langgraph|langchain|autogen|crewai|agents|pydantic_ai|llama_index|smolagents")
_WAITING = frozenset({"interrupt_before", "interrupt_after", "interrupt_on", "needs_approval", "human_input",
                             "requires_approval"})  # fmt: skip


@fact
def interventions(repo: Repo) -> tuple[Intervention, ...]:
    """Return where own code lets a person step in, tests and tools for labels apart, one for each function."""
    seen: dict[tuple[str, str, Hand], Intervention] = {}
    found = (*_routes(repo), *_waits(repo), *repo.each(_in_program, programs(repo)))
    for item in sorted(found, key=lambda item: (item.confidence is not Confidence.VERIFIED, item.site)):
        if not _LABELS.search(f"{item.site.path} {item.site.scope} {item.by}"):
            seen.setdefault((item.site.path, item.site.scope, item.hand), item)
    return tuple(seen.values())


def _routes(repo: Repo) -> Iterator[Intervention]:
    for route in routes(repo):
        if role(repo, route.handler_path) is Role.OWN and set(route.methods) & {"POST", "PUT", "PATCH", "DELETE"}:
            site = Site(route.place.path, route.place.line, route.handler, role(repo, route.place.path))
            by = f"{'/'.join(route.methods)} {route.url}"
            said = f"{route.url} {route.handler}".lower()
            parts = [part for part in re.split(r"[/ ]", said) if part]
            if any(_OVERRIDE.search(part) for part in parts):
                yield Intervention(site, Hand.OVERRIDE, by)
            elif any(_STOP.search(part) for part in parts):
                yield Intervention(site, Hand.STOP, by)
            elif any(_REVIEW.search(part) for part in parts):
                yield Intervention(site, Hand.REVIEW, by)


def _waits(repo: Repo) -> Iterator[Intervention]:
    """Find agents that wait for a person before they act."""
    for found in called(repo, *_WAITS):
        if _AGENTS.match(found.call.name):
            yield Intervention(found.site, Hand.REVIEW, found.call.last)
    for program in programs(repo):
        agents = not program.is_test and any(_AGENTS.match(item.module) for item in program.file.imports)
        for call in program.file.calls if agents else ():
            key = next((key for key, value in call.keywords if key in _WAITING and value.literal is not False), "")
            if key:
                yield Intervention(program.site_of(call), Hand.REVIEW, f"{call.last} with {key}")


def _in_program(program: Program) -> Iterator[Intervention]:
    if program.role is not Role.OWN:
        return
    for item in program.file.functions:
        name = item.name.rpartition(".")[2]
        if not item.is_stub and item.statements > 1:
            for hand, pattern in ((Hand.REVIEW, _REVIEW), (Hand.STOP, _STOP)):
                if pattern.search(name):
                    yield Intervention(program.site(item.line, item.name), hand, item.name, Confidence.LIKELY)
    yield from _by_values(program)


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def _switches_off(name: str) -> bool:
    """Tell the name of a variable that stops the model: ``KILL_SWITCH``, ``SCORING_OFF``."""
    return bool(_STOP.search(name)) or name.endswith("_OFF")


def _is_queue(value: Value) -> bool:
    """Tell the name of a table or topic that holds cases for people: ``to_sql("review_queue")``."""
    return isinstance(value.literal, str) and bool(_QUEUE.search(value.literal))


@lru_cache(maxsize=10_000)  # the same few thousand names are called a hundred thousand times
def _keeps(name: str) -> bool:
    return bool(KEEPS.search(name))


def _queued(program: Program) -> Iterator[Intervention]:
    """Find calls that put a case where people look: ``review_queue.put(case)``, ``to_sql("review_queue")``."""
    for call in program.file.calls:
        if not call.scope or not _keeps(call.last):
            continue
        owner = _snake(call.written.rpartition(".")[0].rpartition(".")[2])
        table = next((str(value.literal) for value in call.args if _is_queue(value)), "")
        if table or _QUEUE.search(owner):
            by = f"{call.last} to {table}" if table else call.written
            yield Intervention(program.site_of(call), Hand.REVIEW, by, Confidence.LIKELY)


def _bands(program: Program) -> Iterator[Intervention]:
    """Find functions that decide by two limits of a score, and between them leave it to somebody: "review"."""
    ordered = Counter(item.scope for item in program.file.comparisons if item.operator in {"<", "<=", ">", ">="})
    answers = [text for text in program.file.texts if text.scope and ordered[text.scope] > 1]
    decided = {text.scope for text in answers if _DECIDED.fullmatch(text.value)}
    for text in answers:
        if text.scope in decided and _LEFT_OPEN.fullmatch(text.value):
            yield Intervention(program.site_of(text), Hand.REVIEW, f'"{text.value}"', Confidence.LIKELY)


def _by_values(program: Program) -> Iterator[Intervention]:
    """Find decisions that answer "review", and switches that are asked before the model is."""
    for text in program.file.texts:
        if text.scope and _SAID.search(text.value) and len(text.value.split()) <= _A_VALUE:
            yield Intervention(program.site_of(text), Hand.REVIEW, f'"{text.value}"', Confidence.LIKELY)
        elif text.value.isupper() and _switches_off(text.value) and text.into.startswith(_ENVIRONMENT):
            yield Intervention(program.site_of(text), Hand.STOP, text.value)
    yield from _queued(program)
    yield from _bands(program)
    for item in program.file.comparisons:
        name = item.left.text or item.left.name
        if item.scope and _STOP.search(name.rpartition(".")[2]):
            yield Intervention(program.site_of(item), Hand.STOP, name, Confidence.LIKELY)
    for assigned in program.file.assignments:
        name = assigned.target.rpartition(".")[2]
        if (
            assigned.scope
            and _REVIEW.search(name)
            and not _MEASURED.search(name)
            and assigned.value.kind in ("operation", "call")
        ):
            yield Intervention(program.site_of(assigned), Hand.REVIEW, name, Confidence.LIKELY)
