"""What starts a service in TypeScript or Go is an image that holds it, or its own script, as hosts of Node run it."""

import json

import pytest

from seatrial.audit import audit
from seatrial.facts.foreign.starts import foreign_starts, hosted_builds
from seatrial.model import Grade
from seatrial.repo import Memory
from tests.repositories import component_of

ROUTE = (
    "import OpenAI from 'openai';\nconst llm = new OpenAI();\nexport async function POST(req: Request) {\n"
    "  return Response.json(await llm.chat.completions.create({ model: 'm', messages: [] }));\n}\n"
)
GO = (
    'package main\n\nimport (\n\t"github.com/gin-gonic/gin"\n\topenai "github.com/sashabaranov/go-openai"\n)\n\n'
    "func ask(c *gin.Context) {\n\tclient.CreateChatCompletion(c, openai.ChatCompletionRequest{Model: m})\n}\n\n"
    'func main() {\n\tr := gin.Default()\n\tr.POST("/ask", ask)\n}\n'
)
IMAGE = (
    "FROM golang:1.23 AS build\nCOPY {from_} .\nRUN go build -o /a .\nFROM scratch\nCOPY --from=build /a /a\n{start}\n"
)


def package(**scripts: str) -> str:
    return json.dumps({"name": "a", "private": True, "scripts": scripts})


def next_app(**scripts: str) -> dict[str, str]:
    return {"web/app/api/chat/route.ts": ROUTE, "web/package.json": package(**scripts)}


@pytest.mark.parametrize(
    ("files", "started", "built"),
    [
        (next_app(build="prisma generate && next build", start="next start"), True, True),
        (next_app(build="next build"), False, False),
        (next_app(start="node server.js"), True, False),
        (next_app(dev="next dev"), False, False),
        ({"web/app/api/chat/route.ts": ROUTE, "page/package.json": package(start="next start")}, False, False),
        ({"main.go": GO, "build/Dockerfile": IMAGE.format(from_=".", start='ENTRYPOINT ["/a"]')}, True, False),
        ({"main.go": GO, "build/Dockerfile": IMAGE.format(from_="other", start='CMD ["/a"]')}, False, False),
        ({"main.go": GO, "build/Dockerfile": IMAGE.format(from_=".", start="")}, False, False),
        ({"main.go": GO, "package.json": package(start="node a.js", build="tsc")}, False, False),
        ({"api/main.go": GO, "dev/Dockerfile": IMAGE.format(from_="api", start='CMD ["/a"]')}, True, False),
        ({"api/main.go": GO, "dev/Dockerfile": IMAGE.format(from_="admin", start='CMD ["/a"]')}, False, False),
    ],
)
def test_a_server_is_started_by_an_image_or_by_its_own_script(
    files: dict[str, str], started: bool, built: bool
) -> None:
    component = component_of(files)

    assert bool(foreign_starts(component)) is started
    assert bool(hosted_builds(component)) is built


def test_an_application_for_hosts_of_node_lacks_no_image() -> None:
    files = next_app(build="next build", start="next start")
    grades = {line.id: line.grade for line in audit(Memory(files)).ledger}
    bare = {line.id: line.grade for line in audit(Memory(next_app(dev="next dev"))).ledger}

    assert (grades["ARC-01"], grades["OPS-05"]) == (Grade.IN_USE, Grade.SUBSTANTIVE)
    assert (bare["ARC-01"], bare["OPS-05"]) == (Grade.SUBSTANTIVE, Grade.ABSENT)


def test_a_gateway_that_is_cited_is_no_research() -> None:
    taken = audit(Memory({"main.go": GO, "go.mod": "module a\n", "CITATION.cff": "cff-version: 1.2.0\ntitle: a\n"}))

    assert taken.headline.taken.archetype == "llm-app"


def test_an_image_that_copies_what_was_built_before_holds_the_server_on_the_jvm() -> None:
    server = 'import dev.langchain4j.model.chat.ChatModel;\n@RestController\nclass Ask {\n  @PostMapping("/ask")\n}\n'
    image = (
        'FROM eclipse-temurin:21-jre\nARG JAR=build/libs/*.jar\nCOPY ${JAR} app.jar\nCMD ["java", "-jar", "app.jar"]\n'
    )
    files = {"src/main/java/Ask.java": server, "docker/Dockerfile": image}

    assert [one.place.path for one in foreign_starts(component_of(files))] == ["docker/Dockerfile"]
    assert foreign_starts(component_of(files | {"docker/Dockerfile": image.replace("*.jar", "*.txt")})) == ()
    driver = 'FROM python:3.12\nCOPY jars/postgresql.jar /opt/jars/\nCMD ["spark-submit", "job.py"]\n'
    assert foreign_starts(component_of(files | {"docker/Dockerfile": driver})) == ()
