"""By which words do services in other languages than Python open doors, ask models, check, measure and log?"""

import re
from enum import StrEnum

from seatrial.facts.inference.foreign_runtimes import OF_BURN
from seatrial.model.record import dataclass
from seatrial.read.regex import caseless, regex


class Sign(StrEnum):
    """What a line of a service tells."""

    SERVER = "server"
    ROUTE = "route"
    MODEL = "model"  #: that the service runs itself
    LLM = "language model"  #: or embeddings, asked from whoever runs them
    SCHEMA = "schema"
    METRICS = "metrics"
    LOGS = "logs"
    PLAIN = "plain text"  #: what is printed, or logged as a line of text
    ALIVE = "alive"  #: any word for a health route or probe, wherever it stands
    MEASURED = "measured"  #: any word for metrics and traces, wherever it stands
    LOGGED = "logged"  #: any word for logs, wherever it stands


@dataclass(frozen=True, slots=True)
class Language:
    """How the files of one language are named, and how each sign looks in them."""

    name: str
    files: re.Pattern[str]
    lock: re.Pattern[str]  #: names of lock files
    aside: re.Pattern[str]  #: folders of what is no service
    signs: tuple[tuple[Sign, re.Pattern[str]], ...]


#: Words that mean other things too, as the package ``grpc/status`` and a field or a column "status" do, count only
#: where a text is a path of them, or where what is answered says that all is well.
_ALIVE = (
    r"(?i:health|livez|liveness|readyz|readiness|heartbeat"
    r"|[\"'`](?:/[\w/-]{0,40})?/(?:ping|alive|live|ready|status)/?[\"'`]|[\"'`](?:ping|alive)/?[\"'`]"
    r"|(?:get|controller|route|mapping)\(\s{0,9}[\"'`](?:live|ready|status)/?[\"'`]"
    r"|[\"'`]?status[\"'`]?\s{0,9}(?::|=>|,)\s{0,9}[\"'`](?:ok|up|alive)[\"'`])"
)
_MEASURED = (
    r"(?i:prometheus|opentelemetry|\botel|statsd|datadog|micrometer|telemetry|newrelic|new_relic|sentry|appinsights"
    r"|metrics|tracing|tracer)"
)
_LOGGED = r"(?i:\blog(?:ger|ging|s|4\w+)?\b|winston|\bpino\b|bunyan|serilog|tracing)"


#: Folders of what runs in a browser, on a telephone, or only when the software is built.
ASIDE = caseless(
    r"(?:.*/)?(?:front-?end|client|web-?ui|ui|www|site|docs?|public|static|assets|mobile|extension|scripts?|tools?|"
    r"bench\w*|cdk|infra\w*|dist|build)/.*"
)
#: The same of a language in which nothing runs in a browser: a page and the program that hands it out share a folder.
_NEVER_SERVED = caseless(r"(?:.*/)?(?:docs?|scripts?|tools?|bench\w*|cdk|infra\w*|dist|build)/.*")


def language(name: str, files: str, lock: str, **signs: str) -> Language:
    patterns = {"alive": _ALIVE, "measured": _MEASURED, "logged": _LOGGED, **signs}
    read = tuple((Sign[key.upper()], regex(pattern, re.MULTILINE)) for key, pattern in patterns.items())
    return Language(name, regex(files), regex(lock), _NEVER_SERVED if name == "Go" else ASIDE, read)


#: Files that hold what a browser shows, and by their name run on the server: actions of Next, and its routes.
SERVED_PAGES = regex(r"(?:.*/)?(?:\w+[-.])?(?:actions?|route)\.[jt]sx")
#: A function that Firebase offers at the name by which it is exported.
_OF_FIREBASE = r"^(?:export const |exports\.)(\w{1,80}) ?= ?(?:\w+(?:\([^()\n]{0,80}\))?\.){0,4}on(?:Request|Call)\("
#: A route's last group is its path.
_JAVASCRIPT = language(
    "JavaScript",
    rf".*(?<!\.d)\.[cm]?[jt]s|{SERVED_PAGES.pattern}",
    r"package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?",
    # a server of tools for agents answers requests whatever carries them, as one in Python does
    server=r"\b(?:express|[fF]astify)\(|\bnew (?:Koa|Hono|Elysia|OpenAPIHono|McpServer|FastMCP)\b"
    r"|\bNestFactory\.create\w*\(|\bBun\.serve\(|\bDeno\.serve\(|\b(?:https?|http2)\.create(?:Secure)?Server\("
    # what a framework finds by the path of its file: Next, SvelteKit, Nuxt
    r"|^export (?:async )?function (?:GET|POST|PUT|PATCH|DELETE)\b|^export const (?:GET|POST|PUT|PATCH|DELETE)\b"
    r"|\bNextApi(?:Request|Handler)\b|\bdefineEventHandler\("
    # what a server loads from a folder
    r"|\bFastifyPlugin(?:Async|Callback)\w*\b"
    # Genkit answers each flow at its name
    r"|\bstartFlowServer\("
    # what a gateway of a cloud hands to a function
    r"|\bAPIGateway(?:Proxy)?(?:Event|Handler)\w*|\bLambdaFunctionURL(?:Event|Handler)\b"
    r"|\bevent\.(?:body|httpMethod|requestContext|rawPath|pathParameters|queryStringParameters)\b"
    rf"|\b(?:app|functions|ff)\.http\(\s*[\"'`]\w|{_OF_FIREBASE}"
    # what callers reach by the name of a function: tRPC, and the server actions of Next
    r"|\binitTRPC\b|\bcreateTRPCRouter\(|\A\s{0,200}[\"']use server[\"']",
    route=r"\b(?:app|api|server|fastify|\w*[rR]outer|\w*[aA]pp)\.(?:get|post|put|patch|delete|all)(?:<[^>(]{0,80}>)?"
    r"\(\s*[\"'`](/[^\"'`\n]{0,200})[\"'`]"
    # what one object declares, as Fastify and Hono let it
    r"|\b(?:\w+\.route|createRoute)\(\s*\{[^{}]{0,200}\b(?:url|path):\s*[\"'`](/[^\"'`\n]{0,200})[\"'`]"
    # in Nest a controller has the path where its methods name none
    r"|^[ \t]*@(?:Controller|Get|Post|Put|Patch|Delete)\(\s*(?:\{\s*path:\s*)?[\"'`]([^\"'`\n]{0,200})[\"'`]"
    r"|^[ \t]*(\w{1,80}):[ \t]*\w{0,80}[pP]rocedure\b"
    r"|\.defineFlow\(\s*(?:\{\s*name:\s*)?[\"'`]([\w./-]{1,100})[\"'`]"
    rf"|\b(?:app|functions|ff)\.http\(\s*[\"'`]([\w./-]{{1,100}})[\"'`]|{_OF_FIREBASE}"
    r"|\b(?:pathname|req(?:uest)?\.url)\s*[!=]==?\s*[\"'`](/[^\"'`\n]{0,200})[\"'`]"
    r"|\b(?:mcp|server|\w*Server)\.(?:registerTool|tool|addTool)\(\s*(?:\{\s*name:\s*)?[\"'`]([\w./-]{1,100})[\"'`]",
    model=r"\bpipeline\(\s*[\"'`](?:feature-extraction|text-\w+|automatic-speech-recognition|zero-shot-\w+"
    r"|image-\w+)[\"'`]"
    r"|\bInferenceSession\.create\(|\btf\.(?:loadLayersModel|loadGraphModel|node\.loadSavedModel)\("
    # an endpoint of a cloud that holds the owner's model
    r"|\bInvokeEndpoint(?:Async|WithResponseStream)?Command\b|\.invokeEndpoint(?:Async)?\("
    r"|\bnew PredictionServiceClient\(",
    llm=r"\b(?:InvokeModel(?:WithResponseStream)?|Converse(?:Stream)?)Command\b"
    r"|\bnew (?:(?:Azure)?OpenAI|Anthropic(?:Bedrock|Vertex)?|GoogleGenerativeAI|GoogleGenAI|VertexAI|Mistral"
    r"|CohereClient(?:V2)?|Groq|Together|Ollama|HfInference|InferenceClient|(?:Azure)?ChatOpenAI"
    r"|Chat(?:Anthropic|Bedrock(?:Converse)?|Cohere|DeepSeek|GoogleGenerativeAI|Groq|MistralAI|Ollama|VertexAI|XAI)"
    r"|(?:(?:Azure)?OpenAI|Ollama|HuggingFace\w{2,20}|Bedrock|Cohere|GoogleGenerativeAI|VertexAI|MistralAI"
    r"|Voyage)Embeddings)\("
    r"|\binitChatModel\(|\bgenkit\(\s*\{|\bcreateReactAgent\("
    r"|\b(?:generateText|streamText|generateObject|streamObject|embedMany)\("
    r"|[\"'`]https?://[^\"'`\n]{1,80}/(?:v1/chat/completions|api/generate)\b|[\"'`](?:/v1)?/?chat/completions[\"'`]"
    r"|[\"'`]https://(?:api\.(?:openai|anthropic|mistral|groq|deepseek)\.(?:com|ai)|openrouter\.ai)/",
    schema=r"\.safeParse(?:Async)?\(|\b[vV]alidat\w+\(req\b|\.parse(?:Async)?\(\s*req(?:uest)?\.(?:body|query)"
    r"|\bnew ValidationPipe\(|\bvalidationResult\(|\bzValidator\(|\bOpenApiValidator\.middleware\(|\bcelebrate\("
    r"|\.validate(?:Async)?\(\s*req(?:uest)?\.(?:body|query)"
    r"|\b(?:registerTool|addTool)\([^()]{0,400}\b(?:inputSchema|parameters)\s*:|\bZodRawShape\b",
    metrics=r"\bPutMetricData(?:Command)?\b|\bnew (?:\w+\.)?(?:Counter|Gauge|Histogram|Summary)\(\s*\{"
    r"|[\"']@opentelemetry/sdk-|\bcollectDefaultMetrics\(|[\"'`]# (?:TYPE|HELP) "
    r"|[\"'](?:dd-trace|hot-shots|node-statsd)[\"']",
    logs=r"\bpino(?:Http)?\(|[\"']nestjs-pino[\"']|\bbunyan\.createLogger\(|\bformat\.json\("
    r"|\bjson\b[^\n]{0,60}=\s*winston\.format\b|\bcombine\([^;]{0,200}?\bjson\(\)"
    # Fastify's own logger is pino
    r"|\b[fF]astify\(\s*\{[^{}]{0,200}\blogger\s*:\s*(?:true\b|\{)"
    r"|[\"']@aws-lambda-powertools/logger[\"']|[\"']@google-cloud/logging-(?:winston|bunyan)[\"']"
    # what own code writes: an object with a level, or one by its name, as one line
    r"|\b(?:console\.(?:log|info|error)|std(?:out|err)\.write)\(\s*`?(?:\$\{)?JSON\.stringify\("
    r"(?:\{[^}]{0,300}\b(?:level|severity)\b|(?:log\w*|\w*(?:Log|log_?)(?:[eE]ntry|[rR]ecord|[lL]ine))\b)"
    r"|\blog(?:ger)?\.(?:info|debug|warn|error|log)\(\s*JSON\.stringify\(",
    plain=r"\bconsole\.(?:log|info|warn|error)\(",
)
_GO = language(
    "Go",
    r".*(?<!_test)\.go",
    r"go\.sum",
    server=r"\bgin\.(?:Default|New)\(|\becho\.New\(|\bfiber\.New\(|\bchi\.New(?:Router|Mux)\(|\bmux\.NewRouter\("
    r"|\bhttp\.(?:ListenAndServe\w*|NewServeMux)\(|\bhttp\.Server\{|\bgrpc\.NewServer\(",
    route=r"\.(?:GET|POST|PUT|PATCH|DELETE|Get|Post|Put|Patch|Delete|HandleFunc|Handle)"
    r"\(\s*(?:[\w.]{1,60}\s*\+\s*)?\"(?:(?:GET|POST|PUT|PATCH) )?(/[^\"\n]{0,200})\""
    r"|\b\w+\.Register(\w{1,80})Server\(\s*\w",
    model=r"\bonnxruntime_go\b|\bort\.New\w*Session\w*\(|\btg\.LoadModel\(|\btensorflow/go\b|/hugot\b"
    r"|\bleaves\.\w+FromFile\(|/go-llama\.cpp\b|\bnlpodyssey/cybertron\b|\bgorgonia\.org/gorgonia\b"
    r"|\bgocv\.ReadNet\w*\("
    r"|\bC\.(?:VW_Predict\w*|XGBoosterPredict\w*|LGBM_BoosterPredict\w*|whisper_full|llama_decode|OrtRun)\b|/go-face\b"
    r"|/whisper\.cpp/bindings/go\b|/go-tflite\b|/vosk-api/go\b|/go-fasttext\b",
    llm=r"\b(?:openai|anthropic|genai|cohere|ollama)\.New\w*\(|\bbedrockruntime\."
    r"|/v1/chat/completions|/v1beta/models/|\banthropic-version\b"
    r"|api\.(?:openai|anthropic|cohere)\.(?:com|ai)|\btmc/langchaingo\b|\bollama/ollama/api\b|/go-openai\b"
    r"|/openai-go\b|/anthropic-sdk-go\b|\bgoogle\.golang\.org/genai\b|/generative-ai-go\b|\bfirebase/genkit/go\b"
    r"|\bcloudwego/eino\b",
    schema=r"\.(?:ShouldBind\w*|BindJSON|BodyParser|MustBindWith)\(|\bvalidator\.New\(|\b(?:jsonpb"
    r"|protojson)\.Unmarshal\("
    r"|\bOapiRequestValidator\w*\(|\bopenapi3filter\.ValidateRequest\(|\bhuma\.Register\(",
    metrics=r"\bprometheus\.New(?:Counter|Gauge|Histogram|Summary)\w*\(|\bpromauto\.New|\bpromhttp\."
    r"|\botel\.(?:Tracer|Meter)\(|\bstatsd\.New",
    logs=r"\bslog\.NewJSONHandler\(|\bzap\.NewProduction\w*\(|\bzerolog\.(?:New|SetGlobalLevel)"
    r"|\blogrus\.JSONFormatter\b"
    r"|\bzapcore\.NewJSONEncoder\(|\bEncoding:\s*\"json\"|\bJSONFormat:\s*true\b|\bSetFormatter\(&?\w+\.JSONFormatter",
    plain=r"\blog\.(?:Print|Fatal|Panic)\w*\(|\bfmt\.F?[pP]rint\w*\(",
)
_JAVA = language(
    "Java",
    r".*\.(?:java|kt|scala)|(?:.*/)?conf/(?:\w+\.)?routes"
    r"|(?:.*/)?(?:(?:logback|log4j2?)[\w-]*\.xml|application[\w-]*\.(?:properties|ya?ml))",
    r"gradle\.lockfile",
    server=r"@(?:RestController|SpringBootApplication|ApplicationPath)\b|\bSpringApplication\.run\(|\bJavalin\.create\("
    r"|\bembeddedServer\(|\bMicronaut\.(?:run|build)\(|\bVertx\.vertx\(|\bHttpServer\.create\(|@Path\(\s*\""
    # Scala: Akka and Pekko, http4s; and gRPC in each of the three
    r"|\bHttp\(\)\.(?:newServerAt|bindAndHandle)\(|\b(?:Ember|Blaze)ServerBuilder\b"
    r"|\b(?:Netty|InProcess)?ServerBuilder\.forPort\(|\bGrpc\.newServerBuilderForPort\("
    # servers that are put together by hand, and servlets in a container
    r"|\bnew HttpServerCodec\(|\bUndertow\.builder\(|\bRatpackServer\.(?:start|of)\(|\bRoutingHandler\(|@WebServlet\b"
    r"|\bextends HttpServlet\b|\bnew ServletContextHandler\("
    r"|\bServer\.builder\(\)\s*\.(?:http|port)\(|\bWebServer\.builder\(|@ServerEndpoint\(|\bplay\.(?:api\.)?mvc\b"
    # tools for agents, as a server of them in Python offers
    r"|@Mcp(?:Tool|Resource)\b|\bMcpServer\.\w*sync\(|@Tool\(\s*(?:name|description)\b",
    # an annotation's paths stand in braces, in Scala in an Array, in Kotlin in brackets
    route=r"@(?:Get|Post|Put|Patch|Delete|Request)Mapping\(\s{0,99}(?:(?:value|path)\s{0,99}=\s{0,99})?(?:\{|\["
    r"|Array\()?\s{0,99}\"(/?[^\"\n]{0,200})\""
    r"|@(?:Path|Get|Post|Put|Delete)\(\s{0,99}\"(/?[^\"\n]{0,200})\""
    r"|^[ \t]*(?:app\.|\.)?(?:get|post|put|patch|delete)\(\s{0,99}\"(/[^\"\n]{0,200})\""
    r"|\bpath(?:Prefix)?\(\s{0,99}\"([\w/-]{1,100})\"[^\n{]{0,60}\)\s{0,99}(?:\{|$)|\b(?:GET|POST"
    r"|PUT)\s+->\s+Root\s{0,99}/\s{0,99}\"([\w/-]{1,100})\""
    r"|\bextends\s+(?:\w+\.)?(\w{1,80})ImplBase\b|\b(\w{1,80})Grpc\.bindService\("
    # by hand: the path is compared, or stands in a table of handlers
    r"|\b\w{0,30}(?:[uU]r[il]|[pP]ath)(?:\(\))?\.(?:equals|startsWith|matches)\(\s{0,99}\"(/[^\"\n]{1,200})\""
    r"|\"(/[^\"\n]{1,200})\"\.equals(?:IgnoreCase)?\(\s{0,99}\w{0,30}(?:[uU]r[il]|[pP]ath)"
    r"|\bcase\s+\"(/?(?:ping|health(?:z|check)?|livez|readyz|invocations|predict(?:ions?)?"
    r"|infer(?:ence)?))\"\s{0,99}(?::|->)"
    r"|\b(?:createContext|add(?:Exact|Prefix)Path|WebServlet|service)\(\s{0,99}(?:(?:value"
    r"|urlPatterns)\s{0,99}=\s{0,99})?\{?\s{0,99}\"(/[^\"\n]{1,200})\""
    r"|\baddServlet\(\s{0,99}[\w.() ]{1,80},\s{0,99}\"(/[^\"\n]{1,200})\""
    r"|@ServerEndpoint\(\s{0,99}(?:value\s{0,99}=\s{0,99})?\"(/[^\"\n]{0,200})\""
    # a mapping without a path answers at that of its controller; Play keeps its routes in a file
    r"|(@(?:Post|Put|Get)Mapping)\b(?!\()|^(?:GET|POST|PUT|PATCH|DELETE)[ \t]+(/\S{0,200})[ \t]+@?\w+\."
    r"|@(?:Mcp)?Tool\(\s{0,99}(?:name|description)\s{0,99}=\s{0,99}\"([^\"\n]{1,200})\"",
    model=r"\bOrt(?:Environment|Session)\b|\bai\.djl\.|\bSavedModelBundle\.load\(|\borg\.deeplearning4j\b|\borg\.tribuo\b"
    r"|\borg\.apache\.spark\.ml(?:lib)?\.(?:classification|clustering|recommendation|regression|tree)\b"
    r"|\bml\.combust\.mleap\.(?:runtime|executor)\b|\borg\.pmml4s\b|\bPipelineModel\.(?:load|read)\b"
    r"|\bloadMleapPipeline\("
    r"|\bweka\.(?:core|classifiers)\b|\borg\.jpmml\b|\bml\.dmlc\.xgboost4j\b|\bhex\.genmodel\b",
    llm=r"\bcom\.(?:openai|theokanning\.openai|anthropic|google\.genai|azure\.ai\.openai|aallam\.openai)\b"
    r"|@RegisterAiService\b|\bio\.github\.(?:ollama4j|sashirestela\.openai)\b|\bai\.koog\b|\bcom\.embabel\.agent\b"
    r"|\bapi\.(?:openai|anthropic|groq|mistral)\.(?:com|ai)\b"
    r"|\bdev\.langchain4j\b|\borg\.springframework\.ai\b|\b(?:OpenAI|Anthropic)OkHttpClient\b|\bInvokeModelRequest\b",
    schema=r"@Valid(?:ated)?\b|\bbodyValidator\(|\bJsonFormat\.parser\(|\.fromJsonString\[\w"
    r"|\bentity\(as\[\w|\b\w{1,80}ImplBase\b|\b\w{1,80}Grpc\.bindService\(",
    metrics=r"\bio\.micrometer\.|\bMeterRegistry\b|\bio\.opentelemetry\.|\bio\.prometheus\.|\bStatsDClient\b",
    logs=r"\bLogstashEncoder\b|\bJson(?:Template)?Layout\b|\bJsonEncoder\b|\bStructuredArguments\b"
    r"|\blogging\.structured\.format\b",
    plain=r"\bSystem\.(?:out|err)\.print\w*\(|\bLoggerFactory\.getLogger\(|@Slf4j\b|\bprintStackTrace\(",
)
_CSHARP = language(
    "C#",
    r".*\.cs",
    r"packages\.lock\.json",
    server=r"\bWebApplication\.Create\w*\(|\bWebHost\.CreateDefaultBuilder\(|\bUseStartup<|\bMapControllers\("
    r"|\bConfigureFunctionsW\w+\(|\[Function(?:Name)?\(|\bAddMcpServer\(",
    route=r"\[Function(?:Name)?\(\s*(?:nameof\()?\"?(\w{1,80})|\[(McpServerTool)\b"
    r"|\.Map(?:Get|Post|Put|Patch|Delete|HealthChecks)\(\s*\"(/?[^\"\n]{0,200})\""
    r"|\[(?:Http(?:Get|Post|Put|Patch|Delete)|Route)\(\s*\"([^\"\n]{0,200})\"",
    model=r"\bPredictionEngine(?:Pool)?\b|\bMLContext\b|\bnew InferenceSession\(",
    llm=r"\b(?:Azure)?OpenAIClient\b|\bIChatClient\b|\bKernel\.CreateBuilder\(|\busing (?:OpenAI|Anthropic|OllamaSharp"
    r"|LangChain|Mscc\.GenerativeAI|Amazon\.BedrockRuntime|Microsoft\.(?:SemanticKernel|Agents\.AI|Extensions\.AI))\b"
    r"|\bapi\.(?:openai|anthropic|groq|mistral)\.(?:com|ai)\b|/v1/chat/completions\b|:11434\b",
    schema=r"\[ApiController\]|\[Required\b|\bAbstractValidator<|\bModelState\.IsValid\b",
    metrics=r"\bAddOpenTelemetry\(|\bUseHttpMetrics\(|\bMetrics\.Create(?:Counter|Gauge|Histogram|Summary)\("
    r"|\bAddApplicationInsightsTelemetry\(",
    logs=r"\bAddJsonConsole\(|\b(?:Compact|Rendered)?Json(?:Value)?Formatter\(",
    plain=r"\bConsole\.Write\w*\(|\bILogger<",
)
_RUST = language(
    "Rust",
    r".*\.rs",
    r"Cargo\.lock",
    server=r"\bHttpServer::new\(|\baxum(?:_server)?::(?:serve\(|bind\w*\(|Server::bind\()|\brocket::build\("
    r"|\bwarp::serve\("
    r"|\bpoem::Server\b|\bsalvo::Server\b|\btide::(?:new|with_state)\(|\bntex::web::server\(|\blambda_http::run\("
    # what is put together by hand on hyper, answers gRPC by tonic, or is a filter of a proxy
    r"|\bhyper(?:_util)?::(?:server\b|service::\{?[\w, ]{0,60}service_fn|Server\b)"
    r"|\btonic::transport::(?:\{[\w, ]{0,60})?Server\b|\bproxy_wasm::main!|\bpingora(?:_core)?::server::Server\b",
    route=r"\.(?:route|at)\(\s*\"(/[^\"\n]{0,200})\"|#\[(?:get|post|put|patch|delete)\(\s*\"(/[^\"\n]{0,200})\""
    r"|\bweb::resource\(\s*\"(/[^\"\n]{0,200})\"|\bwarp::path\(\s*\"([^\"\n]{0,200})\""
    r"|\bRouter::with_path\(\s*\"([^\"\n]{0,200})\"|\.add_service\(\s*(\w{1,80})Server::"
    # by hand: a method and a path are matched
    r"|\(\s*&?(?:\w+::)?Method::(?:GET|POST|PUT|PATCH|DELETE)\s*,\s*\"(/[^\"\n]{0,200})\""
    r"|\bpath(?:\(\))?\s*(?:==|\.starts_with\()\s*\"(/[^\"\n]{1,200})\""
    r"|#\[utoipa::path\([^\]\"]{0,80}\bpath\s*=\s*\"(/[^\"\n]{0,200})\"",
    model=r"\bort::|\btract_onnx\b|\bcandle_(?:core|nn|transformers)\b|\btch::|\bfastembed::"
    rf"|{OF_BURN}",
    llm=r"\b(?:async_openai|openai_api_rs|openai_dive|ollama_rs|genai|langchain_rust|aws_sdk_bedrockruntime|mistralrs"
    r"|kalosm|llama_cpp(?:_2|_rs)?|swiftide|anthropic(?:_sdk)?)::"
    r"|\brig::(?:providers|completion)\b|\bapi\.(?:openai|anthropic|cohere)\.(?:com|ai)\b"
    r"|\"[^\"\n ]{0,80}/v1(?:beta)?/(?:chat/completions|embeddings)\"|\banthropic-version\b",
    schema=r"\b(?:Valid)?Json<[A-Z]\w*>|\bserde_json::from_slice(?:::<[A-Z]\w*)?",
    metrics=r"\bprometheus(?:_client)?::|\bmetrics::(?:counter|histogram|gauge)!|\bopentelemetry\w*::"
    r"|\bPrometheusBuilder\b",
    logs=r"\bfmt(?:::layer)?\(\)(?:\s*\.\w+\([^()\n]*\)){0,6}\s*\.json\(\)",
    plain=r"\be?println!\(|\btracing_subscriber::|\benv_logger::",
)
#: ``vetiver_api`` opens POST /predict, and holds what it is sent to the columns that the model was made with.
_R = language(
    "R",
    r".*\.[rR]",
    r"(?:[\w-]+_)?renv\.lock|packrat\.lock",
    server=r"\b(?:plumb|pr_run|vetiver_api|vetiver_pr_post)\(|^#[*']\s*@(?:plumber|get|post|put)\b"
    r"|\bApplication\$new\(",
    route=r"^#[*']\s*@(?:get|post|put|patch|delete)\s+(/\S{0,200})"
    r"|\bpr_(?:get|post|put)\(\s*(?:\w+,\s*)?(?:path\s*=\s*)?[\"'](/[^\"'\n]{0,200})|\b(vetiver_(?:api|pr_post))\(",
    model=r"\bvetiver_(?:pin_read|model)\(|\bpredict(?:\.\w+)?\(|\breadRDS\(|\bmlflow_load_model\(|\bh2o\.loadModel\("
    r"|\b(?:xgb|lgb)\.load\(|\bload_model_(?:hdf5|tf)\(|\btorch_load\(",
    schema=r"\bvetiver_(?:api|pr_post)\(|\bstopifnot\(|\bcheckmate::|\bres\$status\s*(?:<-|=)\s*4\d\d",
    metrics=r"\bopenmetrics\b|\bregister_plumber_metrics\(|\bcounter_metric\(",
    logs=r"\blayout_json\w*\b|\bLayoutJson\b",
    plain=r"\b(?:message|cat|print)\(",
    measured=r"(?i:prometheus|openmetrics|statsd|datadog|telemetry|\botel|sentry)",  # metrics are those of a model
)
#: How a file of JavaScript says that callers reach each of its functions.
USE_SERVER = regex(r"\s{0,200}[\"']use server[\"']")
ACTION = regex(r"^export (?:async function|const) (\w{1,80})", re.MULTILINE)
#: How a file of JavaScript offers the function that a cloud calls.
HANDLER = regex(
    r"^(?:module\.)?exports\.handler\s*=|^export (?:const|(?:async )?function) handler\b"
    r"|^export \{[^}\n]{0,80}\bhandler\b",
    re.MULTILINE,
)
#: Files of JavaScript that answer at the path where they lie: Next, SvelteKit and Nuxt.
ROUTE_FILE = regex(
    r"(?:.*/)?app/(?P<next>(?:.*/)?)route\.[cm]?[jt]sx?|(?:.*/)?pages/(?P<pages>api/.+)\.[jt]s"
    r"|(?:.*/)?src/routes/(?P<kit>(?:.*/)?)\+server\.[jt]s|(?:.*/)?server/(?P<nuxt>(?:api|routes)/.+)\.[jt]s"
)
#: A route of a service in another language by which a model is asked, whoever runs it behind.
PREDICTS = regex(r"(?:.*[/_-])?(?:predict(?:ions?|or)?|infer(?:ence)?|scor(?:e|ing)|classify|forecast)(?:[/_-].*)?")
FIRST = (_JAVASCRIPT, _GO, _JAVA, _CSHARP, _RUST, _R)
