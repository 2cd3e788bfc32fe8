"""By which words do services in JavaScript, TypeScript and Go open doors, ask models, check, measure and log?"""

import re
from enum import StrEnum
from typing import Final

from seatrial.model.record import dataclass
from seatrial.read.regex import regex


class Sign(StrEnum):
    """What a line of a service tells."""

    SERVER = "server"
    ROUTE = "route"
    MODEL = "model"
    SCHEMA = "schema"
    METRICS = "metrics"
    LOGS = "logs"


@dataclass(frozen=True, slots=True)
class Language:
    """How the files of one language are named, and how each sign looks in them."""

    name: str
    files: re.Pattern[str]
    lock: re.Pattern[str]  #: names of lock files
    signs: tuple[tuple[Sign, re.Pattern[str]], ...]


def _language(name: str, files: str, lock: str, **signs: str) -> Language:
    read = tuple((Sign[key.upper()], regex(pattern, re.MULTILINE)) for key, pattern in signs.items())
    return Language(name, regex(files), regex(lock), read)


#: A route's last group is its path.
_JAVASCRIPT: Final = _language(
    "JavaScript",
    r".*(?<!\.d)\.[cm]?[jt]s",
    r"package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?",
    server=r"\b(?:express|[fF]astify)\(|\bnew (?:Koa|Hono|Elysia|OpenAPIHono)\b|\bNestFactory\.create\w*\("
    r"|\bBun\.serve\(",
    route=r"\b(?:app|api|server|fastify|\w*[rR]outer|\w*[aA]pp)\.(?:get|post|put|patch|delete|all)(?:<[^>(]{0,80}>)?"
    r"\(\s*[\"'`](/[^\"'`\n]{0,200})[\"'`]"
    r"|^\s*@(?:Get|Post|Put|Patch|Delete)\(\s*[\"'`]([^\"'`\n]{0,200})[\"'`]",
    model=r"\b(?:InvokeModel(?:WithResponseStream)?|Converse(?:Stream)?)Command\b"
    r"|\bnew (?:(?:Azure)?OpenAI|Anthropic|GoogleGenerativeAI|GoogleGenAI|Mistral|CohereClient|Groq|Ollama|HfInference"
    r"|InferenceClient|(?:Azure)?ChatOpenAI|ChatAnthropic|ChatBedrockConverse|ChatOllama)\("
    r"|\bInferenceSession\.create\(|\btf\.(?:loadLayersModel|loadGraphModel|node\.loadSavedModel)\("
    r"|\b(?:generateText|streamText|generateObject|streamObject)\(",
    schema=r"\.safeParse(?:Async)?\(|\b[vV]alidat\w+\(req\b|\.parse(?:Async)?\(\s*req(?:uest)?\.(?:body|query)"
    r"|\bnew ValidationPipe\(|\bvalidationResult\(|\bzValidator\("
    r"|\.validate(?:Async)?\(\s*req(?:uest)?\.(?:body|query)",
    metrics=r"\bPutMetricData(?:Command)?\b|\bnew (?:\w+\.)?(?:Counter|Gauge|Histogram|Summary)\(\s*\{"
    r"|[\"']@opentelemetry/sdk-|\bcollectDefaultMetrics\(|[\"'](?:dd-trace|hot-shots|node-statsd)[\"']",
    logs=r"\bpino\(|\bbunyan\.createLogger\(|\bformat\.json\(|\bjson\b[^\n]{0,60}=\s*winston\.format\b"
    r"|[\"']@aws-lambda-powertools/logger[\"']",
)
_GO: Final = _language(
    "Go",
    r".*(?<!_test)\.go",
    r"go\.sum",
    server=r"\bgin\.(?:Default|New)\(|\becho\.New\(|\bfiber\.New\(|\bchi\.New(?:Router|Mux)\(|\bmux\.NewRouter\("
    r"|\bhttp\.(?:ListenAndServe\w*|NewServeMux)\(|\bhttp\.Server\{",
    route=r"\.(?:GET|POST|PUT|PATCH|DELETE|Get|Post|Put|Patch|Delete|HandleFunc|Handle)"
    r"\(\s*\"(?:(?:GET|POST|PUT|PATCH) )?(/[^\"\n]{0,200})\"",
    model=r"\b(?:openai|anthropic|genai|cohere|ollama)\.New\w*\(|\bbedrockruntime\.|\bonnxruntime_go\b"
    r"|\bort\.New\w*Session\w*\(|/v1(?:beta)?/(?:chat/completions|messages|models/)"
    r"|api\.(?:openai|anthropic|cohere)\.(?:com|ai)|\btmc/langchaingo\b",
    schema=r"\.(?:ShouldBind\w*|BindJSON|BodyParser|MustBindWith)\(|\bvalidator\.New\(",
    metrics=r"\bprometheus\.New(?:Counter|Gauge|Histogram|Summary)\w*\(|\bpromauto\.New|\bpromhttp\."
    r"|\botel\.(?:Tracer|Meter)\(|\bstatsd\.New",
    logs=r"\bslog\.NewJSONHandler\(|\bzap\.NewProduction\w*\(|\bzerolog\.(?:New|SetGlobalLevel)|\blogrus\.JSONFormatter\b",
)
LANGUAGES: Final = (_JAVASCRIPT, _GO)
#: Folders of what runs in a browser, on a telephone, or only when the software is built.
ASIDE: Final = regex(
    r"(?:.*/)?(?:front-?end|client|web-?ui|ui|www|site|docs?|public|static|assets|mobile|extension|scripts?|tools?|"
    r"bench\w*|cdk|infra\w*|dist|build)/.*",
    re.IGNORECASE,
)
