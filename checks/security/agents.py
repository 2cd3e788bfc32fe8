"""What may a language model do, and what may it read, on behalf of whoever asks?"""

from seatrial.api import Component, Effort, Evidence, Grade, Graded, Severity, Stage, Surface, security
from seatrial.facts.ci.ci_coverage import guarding_runs
from seatrial.facts.code.programs import why_absence_proves_nothing
from seatrial.facts.reach.running import runs
from seatrial.facts.security.hostile_tests import refusal_tests
from seatrial.facts.serving.agents import AgentLine, Part, agent_lines
from seatrial.facts.surfaces import surfaces

TOOLS = (
    "functions that are given as tools, shell, Python, file and request tools, recursion_limit, max_iterations, "
    "max_turns, interrupt, HumanInTheLoopMiddleware, needs_approval, versions of MCP servers"
)


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
        "Bound {agent:the agent} by a recursion limit and a budget of calls; make shell and request tools narrow ones.",
        "Test that a forbidden action is refused, and log each call of a tool with who asked.",
    ),
    missing="nothing was found that bounds what the model may do",
    references=("LLM06", "AML.T0053", "AML.T0086", "AML.M0028", "AML.M0029", "GV 3.2", "AIA 14", "MP 3.5"),
    raised_by=("finance", "healthcare"),
    gated_by=("finance", "healthcare"),
    when=gives_tools,
    when_not="no language model is given tools",
)
def agent_permissions_bounded(component: Component) -> Graded:
    lines = [line for line in component.of(agent_lines(component.repo)) if runs(component, line.site)]
    tools, caps, consent = _of(lines, Part.TOOL), _of(lines, Part.CAP), _of(lines, Part.CONSENT)
    floating = _of(lines, Part.FLOATING)
    wide = [*_of(lines, Part.WIDE), *([] if caps else _of(lines, Part.ENDLESS))]
    acting = [line for line in tools if line.acts]
    safe = bool(tools and caps) and (not acting or bool(consent)) and not floating
    graded = Graded.best(
        (Grade.IN_USE, _refusals(component) if safe else []),
        (Grade.SUBSTANTIVE, [*caps[:3], *consent[:3], *tools[:4]] if safe else []),
        (Grade.PRESENT, [*floating[:2], *acting[:4], *caps[:2], *consent[:2], *tools[:3],
                         *_shown(component, Surface.AGENT_TOOLS)[:2]]),
        looked_for=TOOLS,
        message=_unbounded(tools, caps, consent, floating) if not safe else "",
    )  # fmt: skip
    if wide:
        graded = Graded.best((Grade.ABSENT, wide[:8]), looked_for=TOOLS, message=wide[0].what)
    if not lines and (reason := why_absence_proves_nothing(component.repo)):
        return Graded.unknown(reason, looked_for=TOOLS)
    given = next(iter([*wide, *acting, *tools]), None)
    return graded.naming(tools=given, agent=given)


def _of(lines: list[AgentLine], part: Part) -> list[AgentLine]:
    return [line for line in lines if line.part is part]


def _refusals(component: Component) -> list[Evidence]:
    tests = component.of(refusal_tests(component.repo))
    return [test for test in tests if guarding_runs(component, test.place.path)][:5]


def _unbounded(
    tools: list[AgentLine], caps: list[AgentLine], consent: list[AgentLine], floating: list[AgentLine]
) -> str:
    acting = [line for line in tools if line.acts]
    if floating:
        return floating[0].what
    if acting and not consent:
        return f"{acting[0].what}, and nobody is asked before it does"
    if not caps:
        return "steps are bounded by nothing but what the library does by itself"
    return "" if tools else "steps are bounded, and which tools the model is given cannot be seen here"
