"""Procedures of tRPC and server actions of Next are doors, which anybody reaches who knows their name."""
# ruff: noqa: E501 -- a program is easiest to read as one literal

import pytest

from seatrial.audit import audit
from seatrial.component import components
from seatrial.facts.foreign.access import foreign_accesses
from seatrial.facts.foreign.asks import foreign_asks
from seatrial.facts.foreign.routes import foreign_routes
from seatrial.facts.serving.answering import all_answering, all_schemas
from seatrial.facts.serving.request_schemas import How
from seatrial.facts.web.guard_strength import Proof
from seatrial.model import Archetype
from seatrial.repo import Memory
from tests.repositories import component_of, repo_of

CHAT = (
    "import {{ createTRPCRouter, protectedProcedure, publicProcedure }} from '../trpc';\nimport OpenAI from 'openai';\n"
    "import {{ z }} from 'zod';\nconst llm = new OpenAI();\nexport const chat = createTRPCRouter({{\n"
    "  ask: {procedure}{input}\n    .mutation(async ({{ ctx, input }}) => {{\n"
    "      return await llm.chat.completions.create({{ model: 'm', messages: [] }});\n    }}),\n"
    "  list: publicProcedure.query(() => 3),\n}});\n"
)
INPUT = ".input(z.object({ question: z.string().max(200) }))"
REFUSES = "({ ctx, next }) => { if (!ctx.session) throw new TRPCError({ code: 'UNAUTHORIZED' }); return next(); }"
TRPC = "import {{ initTRPC, TRPCError }} from '@trpc/server';\nconst t = initTRPC.create();\nexport const publicProcedure = t.procedure;\n{made}"
PROTECTED = f"export const protectedProcedure = t.procedure.use({REFUSES});\n"
BY_NAME = f"const isKnown = t.middleware({REFUSES});\nexport const protectedProcedure = t.procedure.use(isKnown);\n"
OPEN = "export const protectedProcedure = t.procedure.use(({ next }) => next());\n"


def files(procedure: str = "protectedProcedure", made: str = PROTECTED, entered: str = INPUT) -> dict[str, str]:
    chat = CHAT.format(procedure=procedure, input=entered)
    return {"server/api/routers/chat.ts": chat, "server/api/trpc.ts": TRPC.format(made=made)}


@pytest.mark.parametrize(
    ("procedure", "made", "proof"),
    [
        ("protectedProcedure", PROTECTED, Proof.IDENTITY),
        ("protectedProcedure", BY_NAME, Proof.IDENTITY),
        ("protectedProcedure", OPEN, Proof.NONE),
        ("publicProcedure", PROTECTED, Proof.NONE),
    ],
)
def test_a_procedure_proves_who_calls_by_what_it_uses(procedure: str, made: str, proof: Proof) -> None:
    found = {one.endpoint.url: one.proof for one in foreign_accesses(repo_of(files(procedure, made)))}

    assert found == {"/ask": proof, "/list": Proof.NONE}


def test_a_router_of_trpc_answers_with_a_model_and_holds_its_input_to_a_schema() -> None:
    component = component_of(files())
    (answering,) = all_answering(component)
    bare = components(repo_of(files(entered="")))[0]

    assert (answering.endpoint.url, answering.endpoint.framework) == ("/ask", "tRPC")
    assert answering.way is not None
    assert all_schemas(component)[answering.endpoint].strict
    assert {one.how for one in all_schemas(bare).values()} == {How.NOBODY}


ACTIONS = (
    "'use server';\nimport { generateText } from 'ai';\nexport async function ask(question: string) {\n"
    "  return generateText({ model, prompt: question });\n}\nexport const count = async () => 3;\nconst own = async () => 4;\n"
)


def test_the_functions_of_a_file_of_actions_are_doors() -> None:
    found = foreign_routes(repo_of({"app/actions.ts": ACTIONS}))
    report = audit(Memory({"app/actions.ts": ACTIONS, "package.json": '{"name": "a"}'}))

    assert [one.endpoint.url for one in found] == ["/ask", "/count"]
    assert report.headline.taken.archetype is Archetype.LLM_APP
    assert any(
        "/ask in Next's server actions, answered by ask, for anybody" in one.message
        for one in report.findings
        if one.check == "SEC-05"
    )


SHOWN = (
    "'use server';\nimport { streamUI } from 'ai/rsc';\nexport async function ask(question: string) {\n"
    "  const said = await streamUI({ model, prompt: question, text: ({ content }) => <b>{content}</b> });\n"
    "  return <p>It's here</p>;\n}\n"
    "export const rows = async () => (\n  <ul>{all.map((one) => <li key={one}>{one}</li>)}</ul>\n);\n"
    "export async function last() {\n  return <i>{a}</i>;\n}\n"
)


def test_actions_that_answer_with_elements_of_a_page_are_doors_too_and_pages_are_none() -> None:
    found = foreign_routes(repo_of({"app/chat/actions.tsx": SHOWN, "app/page.tsx": SHOWN}))

    assert [(one.endpoint.handler_path, one.endpoint.url) for one in found] == [
        ("app/chat/actions.tsx", "/ask"),
        ("app/chat/actions.tsx", "/rows"),
        ("app/chat/actions.tsx", "/last"),
    ]
    assert [one.what for one in foreign_asks(repo_of({"lib/ai.action.tsx": SHOWN}))] == ["ask calls streamUI"]


@pytest.mark.parametrize(
    "text",
    [
        ACTIONS.replace("'use server';\n", ""),
        ACTIONS.replace("'use server'", "const told = 'use server'"),
        "export async function ask() {\n  return 'use server';\n}\n",
    ],
)
def test_without_the_directive_they_are_functions(text: str) -> None:
    assert foreign_routes(repo_of({"app/actions.ts": text})) == ()
