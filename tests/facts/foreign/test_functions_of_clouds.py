"""A function that a cloud calls is a door, and what builds it for the cloud starts it."""
# ruff: noqa: E501 -- a program is easiest to read as one literal

import pytest

from seatrial.facts.archetype import archetype
from seatrial.facts.code.configuration import Source
from seatrial.facts.deployment.manifests import autoscalers, resource_limits, workloads
from seatrial.facts.foreign.access import foreign_accesses
from seatrial.facts.foreign.routes import foreign_routes
from seatrial.facts.foreign.starts import foreign_starts
from seatrial.facts.serving.answering import all_answering, all_settings
from seatrial.facts.web.guard_strength import Proof
from seatrial.model import Archetype
from tests.repositories import component_of, repo_of

ANSWER = "{ jsonBody: await llm.invoke(await request.text()) }"
AZURE = (
    "import { app } from '@azure/functions';\nimport { AzureChatOpenAI } from '@langchain/openai';\n"
    "const llm = new AzureChatOpenAI({ model: process.env.MODEL });\nexport async function ask(request) { return ANSWER; }\n"
    "app.http('ask-post', { LEVELroute: 'ask/now', methods: ['POST'], handler: ask });\n"
    "app.timer('tick', { schedule: '0 0 * * * *', handler: ask });\n"
).replace("ANSWER", ANSWER)
FIREBASE = (
    "import { onRequest, onCall } from 'firebase-functions/v2/https';\nimport OpenAI from 'openai';\nconst llm = new OpenAI();\n"
    "export const chat = onRequest({ cors: true }, async (req, res) => {\n"
    "  res.json(await llm.chat.completions.create({ model: 'm', messages: req.body.messages }));\n});\n"
    "exports.older = onCall(async (request) => { return 1; });\n"
)
FRAMEWORK = (
    "import * as functions from '@google-cloud/functions-framework';\nimport OpenAI from 'openai';\nconst llm = new OpenAI();\n"
    "functions.http('ask', async (req, res) => {\n"
    "  res.json(await llm.chat.completions.create({ model: 'm', messages: req.body.messages }));\n});\n"
)
AZD = "services:\n  api:\n    project: ./packages/api\n    language: ts\n    host: function\n"


def azure(level: str = "") -> dict[str, str]:
    return {"packages/api/src/functions/ask.ts": AZURE.replace("LEVEL", level)}


@pytest.mark.parametrize(
    ("code", "doors"),
    [
        (AZURE.replace("LEVEL", ""), [("/api/ask/now", ("POST",), True)]),
        (FIREBASE, [("/chat", (), True), ("/older", ("POST",), False)]),
        (FRAMEWORK, [("/ask", (), True)]),
    ],
)
def test_a_function_of_a_cloud_is_a_door_at_its_path(code: str, doors: list[tuple[str, tuple[str, ...], bool]]) -> None:
    files = {"functions/index.ts": code}
    asking = {item.endpoint.url for item in all_answering(component_of(files)) if item.way is not None}

    found = [(one.endpoint.url, one.endpoint.methods) for one in foreign_routes(repo_of(files))]
    assert [(url, methods, url in asking) for url, methods in found] == doors


def test_what_answers_by_a_function_around_a_language_model_is_an_application_of_it() -> None:
    assert archetype(component_of(azure())).archetype is Archetype.LLM_APP


@pytest.mark.parametrize(
    ("level", "proof"),
    [
        ("", Proof.NONE),
        ("authLevel: 'anonymous', ", Proof.NONE),
        ("authLevel: 'function', ", Proof.SHARED),
    ],
)
def test_azure_asks_for_a_key_of_its_own_at_the_level_of_a_function(level: str, proof: Proof) -> None:
    assert [one.proof for one in foreign_accesses(repo_of(azure(level)))] == [proof]


def test_the_project_that_is_built_for_azure_starts_the_functions_in_its_folder() -> None:
    started = foreign_starts(component_of({**azure(), "azure.yaml": AZD}))
    elsewhere = foreign_starts(component_of({**azure(), "azure.yaml": AZD.replace("packages/api", "packages/other")}))

    assert [one.what for one in started] == ["Azure Functions runs api, which azd builds from packages/api"]
    assert elsewhere == ()
    assert [work.kind for work in workloads(repo_of({"azure.yaml": AZD}))] == ["function"]


def test_a_module_of_azures_registry_bounds_instances_and_their_memory() -> None:
    module = (
        "module api 'br/public:avm/res/web/site:0.16.1' = {\n  name: 'api'\n  params: {\n    functionAppConfig: {\n"
        "      scaleAndConcurrency: {\n        maximumInstanceCount: 100\n        instanceMemoryMB: 2048\n      }\n    }\n  }\n}\n"
    )
    repo = repo_of({"infra/main.bicep": module})

    assert [(one.lowest, one.highest) for one in autoscalers(repo)] == [(0, 100)]
    assert [one.what for one in resource_limits(repo)] == ["bicep avm/res/web/site api: memory at 2048"]


def test_what_programs_in_other_languages_read_of_the_environment_comes_from_outside() -> None:
    held = "const env = z.object({ KEY: z.string() }).parse(process.env);\n"
    files = {"packages/api/src/functions/ask.ts": AZURE.replace("LEVEL", "") + held}

    assert [(one.source, one.names) for one in all_settings(component_of(files))] == [
        (Source.ENVIRONMENT, ("MODEL",)),
        (Source.OBJECT, ()),
    ]
