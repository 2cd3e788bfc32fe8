"""What may a language model do, and what may it read, on behalf of whoever asks?"""

from collections.abc import Sequence

from seatrial.api import Component, Effort, Evidence, Grade, Graded, Severity, Stage, Surface, security
from seatrial.facts.ci.ci_coverage import guarding_runs
from seatrial.facts.code.programs import why_absence_proves_nothing
from seatrial.facts.inference.agents import AgentLine, Part, agent_lines
from seatrial.facts.inference.asked_limits import asked_limits
from seatrial.facts.product.parts import by_part
from seatrial.facts.product.standing_beside import stands_beside
from seatrial.facts.reach.reach import reach
from seatrial.facts.reach.running import runs
from seatrial.facts.security.hostile_tests import refusal_tests, tenant_tests
from seatrial.facts.security.open_texts import kept_public, open_texts
from seatrial.facts.security.retrieval_rights import Narrowed, Search, kept_origins, searches
from seatrial.facts.serving.authentication import access_of
from seatrial.facts.serving.language_models.main_llm_call import agents_made
from seatrial.facts.serving.serving import network_endpoints, served
from seatrial.facts.surfaces import surfaces
from seatrial.facts.web.endpoints import Door
from seatrial.facts.web.guard_strength import Proof

TOOLS = (
    "functions that are given as tools, shell, Python, file and request tools, recursion_limit, max_iterations, "
    "max_turns, interrupt, HumanInTheLoopMiddleware, needs_approval, versions of MCP servers"
)
SEARCHES = (
    "filter=, where=, namespace and tenants of searches in stores of embeddings, MetadataFilters, where their values "
    "come from, sources kept with texts, tests across tenants; a document that says that everybody may read all of it"
)
_WIDE = "where a tool reaches a shell, files or any address"
_FOR_ALL = "where the service does not tell people apart"


def _shown(component: Component, surface: Surface) -> tuple[Evidence, ...]:
    return tuple(
        sign
        for item in surfaces(component)
        if item.surface is surface and item.present
        for sign in (item.evidence or (Evidence(component.repo.settings.place("surfaces"), "it is declared"),))
    )


def gives_tools(component: Component) -> bool:
    """Tell whether a language model of the component is given tools."""
    return bool(_shown(component, Surface.AGENT_TOOLS))


@security.practice(
    "SEC-23",
    question="Are tools least-privilege, capped, and risky actions approved by a person?",
    severity=Severity.HIGH,
    effort=Effort.MEDIUM,
    stage=Stage.CANDIDATE,
    why="An agent does what the last text it read tells it to; its tools decide how much harm that can do.",
    fix=(
        "Put a person before each tool in {tools:the agent} that changes something: an interrupt or needs_approval.",
        "Bound {agent:the agent} by a recursion limit and a budget of calls.",
        "Test that a forbidden action is refused, and log each call of a tool with who asked.",
    ),
    fix_when={
        _WIDE: (
            "Make {tools:the tools} narrow: listed commands, one folder, known addresses; a person agrees to each use.",
            "Bound {agent:the agent} by a recursion limit and a budget of calls.",
            "Test that a forbidden action is refused, and log each call of a tool with who asked.",
        )
    },
    missing="nothing was found that bounds what the model may do",
    references=("LLM06", "AML.T0053", "AML.T0086", "AML.M0028", "AML.M0029", "GV 3.2", "AIA 14", "MP 3.5"),
    raised_by=("finance", "healthcare"),
    gated_by=("finance", "healthcare"),
    when=gives_tools,
    when_not="no language model is given tools",
)
def agent_permissions_bounded(component: Component) -> Graded:
    lines = [line for line in component.of(agent_lines(component.repo)) if runs(component, line.site)]
    tools, caps, consent = _of_part(lines, Part.TOOL), _of_part(lines, Part.CAP), _of_part(lines, Part.CONSENT)
    floating = _of_part(lines, Part.FLOATING)
    wide = [*_of_part(lines, Part.WIDE), *([] if caps else _of_part(lines, Part.ENDLESS))]
    acting = [line for line in tools if line.acts]
    asked = () if caps else component.of(asked_limits(component.repo))
    safe = bool(tools and caps) and (not acting or bool(consent)) and not floating
    graded = Graded.best(
        (Grade.IN_USE, _refusals(component) if safe else []),
        (Grade.SUBSTANTIVE, [*caps[:3], *consent[:3], *tools[:4]] if safe else []),
        (Grade.PRESENT, [*floating[:2], *asked[:1], *acting[:4], *caps[:2], *consent[:2], *tools[:3],
                         *_shown(component, Surface.AGENT_TOOLS)[:2]]),
        looked_for=TOOLS,
        message=_unbounded(tools, caps or asked, consent, floating) if not safe else "",
    )  # fmt: skip
    if wide:
        graded = Graded.best((Grade.ABSENT, wide[:8]), looked_for=TOOLS, message=wide[0].what)
    if not lines and (reason := why_absence_proves_nothing(component.repo)):
        return Graded.unknown(reason, looked_for=TOOLS)
    named: list[AgentLine | Evidence] = [*wide, *acting, *tools, *_shown(component, Surface.AGENT_TOOLS)]
    given = next(iter(named), None)
    if any(line.part is Part.WIDE for line in wide):
        graded = graded.in_case(_WIDE)
    listed = tools and (consent or not acting) and not wide
    return graded.naming(tools=given, agent=next(iter(agents_made(component)), given)).having_done_if(
        listed, caps and not wide
    )


def _of_part(lines: list[AgentLine], part: Part) -> list[AgentLine]:
    return [line for line in lines if line.part is part]


def _refusals(component: Component) -> list[Evidence]:
    tests = component.of(refusal_tests(component.repo))
    return [test for test in tests if guarding_runs(component, test.place.path)][:5]


def _unbounded(
    tools: list[AgentLine], caps: Sequence[AgentLine | Evidence], consent: list[AgentLine], floating: list[AgentLine]
) -> str:
    acting = [line for line in tools if line.acts]
    if floating:
        return floating[0].what
    if acting and not consent:
        return f"{acting[0].what}, and nobody is asked before it does"
    if isinstance(next(iter(caps), None), Evidence):
        return caps[0].what
    if not caps:
        return "steps are bounded by nothing but what the library does by itself"
    return "" if tools else "steps are bounded, and which tools the model is given cannot be seen here"


def retrieves(component: Component) -> bool:
    """Tell whether answers of a language model rest on texts that are searched for."""
    return bool(_shown(component, Surface.RAG))


@security.practice(
    "SEC-24",
    question="Does retrieval respect the asker's rights and keep poisoned text out?",
    severity=Severity.HIGH,
    effort=Effort.MEDIUM,
    stage=Stage.CANDIDATE,
    why="A language model tells whoever asks what is in the index, and believes whatever got in there.",
    fix=(
        "Unless all may read all, as {doc:README.md} then says, filter {search:the search} by the user of the token.",
        "Keep source and hash of each text when it is stored, and let only listed sources in.",
        "Test that one tenant finds nothing of another's.",
    ),
    fix_when={
        _FOR_ALL: (
            "Write down in {doc:README.md} whether everybody who gets to {search:the search} may read all it finds.",
            "If not: ask who is calling, store with each chunk who may read it, and filter the search by that user.",
            "Keep source and hash of each text when it is stored, and let only listed sources in.",
        )
    },
    missing="nothing was found that narrows a search to what the asker may read",
    references=("LLM08", "LLM04", "LLM02", "AML.T0070", "HIPAA (a)(1)", "GDPR 25"),
    raised_by=("finance", "healthcare"),
    gated_by=("finance", "healthcare"),
    when=retrieves,
    when_not="no texts are searched for",
)
def rag_access_and_integrity(component: Component) -> Graded:
    repo = component.repo
    found = by_part(repo, _asked_by_others(component))
    claimed, open_to_all = _by(found, Narrowed.CALLER), _by(found, Narrowed.NOT)
    proved = _by(found, Narrowed.IDENTITY)
    for_all = [] if claimed or proved else [*component.of(open_texts(repo)), *_public_only(component, found)]
    leaks = [*claimed, *(open_to_all if not proved and not for_all and _tells_users_apart(component) else [])]
    safe = bool(proved) and not claimed
    lines = {(search.place.path, search.place.line) for search in component.of(searches(repo))}
    shown = [item for item in _shown(component, Surface.RAG) if (item.place.path, item.place.line) not in lines]
    beside = [item for item in shown if not stands_beside(item.place.path)] or shown
    graded = Graded.best(
        (Grade.IN_USE, _tried_by_strangers(component) if safe else []),
        (Grade.SUBSTANTIVE, proved[:5] if safe else for_all[:2]),
        (Grade.PRESENT, [*_by(found, Narrowed.VALUE)[:4], *open_to_all[:4], *beside[:2]]),
        looked_for=SEARCHES,
        message="" if safe or for_all else _told_of_searches(found),
    )
    if leaks:
        graded = Graded.best((Grade.ABSENT, leaks[:8]), looked_for=SEARCHES, message=leaks[0].what)
    if not (leaks or found or for_all or shown):
        return Graded.unknown("what is searched, and for whom, cannot be seen here", looked_for=SEARCHES)
    named = graded.naming(search=next(iter([*leaks, *found]), None))
    kept = bool(component.of(kept_origins(repo)))
    if leaks or proved or _tells_users_apart(component):
        return named.having_done(*([2] if kept else []))
    return named.in_case(_FOR_ALL).having_done(*([3] if kept else []))


def _asked_by_others(component: Component) -> list[Search]:
    """Return the searches that run; of a service those that its callers get to, and not what measures on a desk."""
    known = reach(component.repo)
    found = [search for search in component.of(searches(component.repo)) if runs(component, search.site)]
    doors = [door for door in network_endpoints(component) if door.handler_path]
    if not any(known.is_live(door.handler_path, door.handler) for door in doors):
        return found  # how its callers get anywhere could not be followed
    return [search for search in found if known.is_live(search.site.path, search.site.scope)]


def _public_only(component: Component, found: list[Search]) -> list[Evidence]:
    """Return where what is found is kept only if it is public: beside the searches, where these are known."""
    files = {search.place.path for search in found}
    kept = component.of(kept_public(component.repo))
    return [one for one in kept if not files or one.place.path in files]


def _by(found: list[Search], narrowed: Narrowed) -> list[Search]:
    return [search for search in found if search.narrowed is narrowed]


def _tells_users_apart(component: Component) -> bool:
    """Tell whether the service knows who asks: then not everybody may read everything, unless somebody says so.

    Who looks after it shows a key at other doors than those that answer.
    """
    known = access_of(component.repo)
    answering = {item.endpoint for item in served(component)}
    doors = [door for door in network_endpoints(component) if door in known and (not answering or door in answering)]
    return any(known[door].proof is Proof.IDENTITY and door.door is not Door.FUNCTION for door in doors)


def _tried_by_strangers(component: Component) -> list[Evidence]:
    """Return the tests in CI across tenants, when it is also kept where texts come from."""
    origins = component.of(kept_origins(component.repo))
    tests = component.of(tenant_tests(component.repo)) if origins else ()
    stopping = [test for test in tests if guarding_runs(component, test.place.path)]
    return [*stopping[:4], *origins[:2]] if stopping else []


def _told_of_searches(found: list[Search]) -> str:
    if not found:
        return "what is searched, and for whom, cannot be seen here"
    if narrowed := _by(found, Narrowed.VALUE):
        return narrowed[0].what
    return f"{found[0].what}, and the service does not tell people apart"
