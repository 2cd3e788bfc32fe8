"""By which words do services in C++, Swift, Ruby, PHP and Elixir open doors, ask models, check, measure and log?"""

from seatrial.facts.inference.foreign_runtimes import IN_CPP, IN_ELIXIR, IN_PHP, IN_RUBY, IN_SWIFT
from seatrial.facts.serving.foreign_words import FIRST, language

#: Hosts of language models, and the paths at which these are asked, whatever sends the request.
_ASKED = (
    r"\bapi\.(?:openai|anthropic|groq|mistral|deepseek)\.(?:com|ai)\b|\bopenrouter\.ai\b"
    r"|\bgenerativelanguage\.googleapis\b|/v1/chat/completions\b|\banthropic-version\b|:11434\b"
)
_CPP = language(
    "C++",
    r".*\.(?:cc|cpp|cxx|hh|hpp|h)",
    r"conan\.lock",
    server=r"\bcrow::(?:SimpleApp|App)\b|\bCROW_ROUTE\(|\bdrogon::(?:app\(|HttpController|HttpSimpleController)"
    r"|\bhttplib::(?:SSL)?Server\b|\buWS::(?:SSL)?App\b|\bPistache::(?:Http|Rest)::|\boatpp::(?:network|web)::"
    r"|\bhttp_listener\b|\bbeast::http\b|\bgrpc::ServerBuilder\b|\bServerBuilder builder\b|\brestinio::\w"
    r"|\bmg_http_listen\(|\bPoco::Net::HTTPServer\b|\bHTTPRequestHandler\b|\bwebsocketpp::server\b|\bevhttp_new\("
    r"|\bseasocks::Server\b|\bmg_start\(",
    route=r"\bCROW_(?:\w{1,20}_)?ROUTE\(\s*\w+\s*,\s*\"(/[^\"\n]{0,200})\""
    r"|\.(?:Get|Post|Put|Patch|Delete|get|post|put|ws)(?:<[^>\n]{0,80}>)?\(\s*\"(/[^\"\n]{0,200})\""
    r"|\b(?:ADD_METHOD_TO|PATH_ADD|METHOD_ADD|ADD_METHOD_VIA_REGEX"
    r"|registerHandler)\((?:\s*[\w:]{1,120}\s*,)?\s*\"(/[^\"\n]{0,200})\""
    r"|\bENDPOINT(?:_ASYNC)?\(\s*\"(?:GET|POST|PUT|PATCH|DELETE)\"\s*,\s*\"(/?[^\"\n]{0,200})\""
    r"|\bRoutes::(?:Get|Post|Put)\(\s*[\w.]{1,60}\s*,\s*\"(/[^\"\n]{0,200})\""
    r"|\b\w{0,30}(?:[tT]arget|[pP]ath|[uU]r[il])(?:\(\))?\s*==\s*\"(/[^\"\n]{1,200})\""
    r"|\b(?:http_get|http_post|router)->?\.?(?:http_get|http_post)\(\s*R?\"(?:\w{0,16}\()?(/[^\"\n]{0,200})\""
    r"|\bpublic\s+(?:\w+::){0,4}(\w{1,80})::(?:Async)?Service\b"
    r"|\bmg_(?:http_)?match\w*\([^\"\n]{0,80}\"(/[^\"\n]{0,200})\""
    r"|\b(?:evhttp_set_cb|mg_set_request_handler)\(\s*\w+\s*,\s*\"(/[^\"\n]{0,200})\"",
    model=IN_CPP,
    llm=_ASKED,
    schema=r"\bjson_validator\b|\bSchemaValidator\b|\bjsonschema::"
    r"|\bpublic\s+(?:\w+::){0,4}\w{1,80}::(?:Async)?Service\b",
    metrics=r"\bprometheus::(?:Build\w+|Registry|Exposer)\b|\bopentelemetry::",
    logs=r"\bjson_formatter\b|\bJsonFormatter\b",
    plain=r"\bstd::c(?:out|err)\b|\bspdlog::|\bPLOGD?\b|\bLOG\(|\bf?printf\(",
    measured=r"(?i:prometheus|opentelemetry|statsd|metrics)",
    logged=r"(?i:spdlog|glog|\blog(?:ger)?\b|\bplog\b|json_formatter)",
)
_SWIFT = language(
    "Swift",
    r".*\.swift",
    r"Package\.resolved",
    server=r"^(?:@preconcurrency )?import (?:Vapor|Hummingbird\w*|Kitura|PerfectHTTPServer|Swifter|FlyingFox"
    r"|GRPC\w*)\b",
    route=r"\b(?:app|routes?|router|group|grouped|protected|api|builder|server)\.(?:get|post|put|patch|delete|on)"
    r"\(\s*(?:\.\w+\s*,\s*)?\"(/?[^\"\n]{0,200})\"",
    model=IN_SWIFT,
    llm=rf"\bimport (?:OpenAI(?:Kit)?|SwiftOpenAI|AnthropicSwiftSDK|GoogleGenerativeAI|OllamaKit)\b|{_ASKED}",
    schema=r"\bcontent\.decode\(|\bValidatable\b|\brequest\.decode\(",
    metrics=r"\bimport (?:Metrics|Prometheus|OTel)\b",
    logs=r"\bJSONLogHandler\b",
    plain=r"\bprint\(|\.logger\.\w+\(|\bos_log\(",
)
_RUBY = language(
    "Ruby",
    r".*\.(?:rb|ru)",
    r"Gemfile\.lock",
    server=r"\bRails\.application\.routes\.draw\b|\bSinatra::(?:Base|Application)\b|\brequire [\"']sinatra[\"']"
    r"|<\s*(?:Grape::API|ApplicationController|ActionController::\w+|Roda|Hanami::Action)\b",
    route=r"^[ \t]*(?:get|post|put|patch|delete)[ (]\s*[\"'](/?[^\"'\n]{1,200})[\"']|^[ \t]*resources? :(\w{1,80})",
    model=IN_RUBY,
    llm=r"\b(?:OpenAI|Anthropic|MistralAI|Cohere|Ollama)(?:::Client|\.new)\b|\bGemini\.new\(\s{0,40}credentials\b|\bLangchain(?:rb)?::"
    r"|\bRubyLLM\b|\bRaix::"
    rf"|\bacts_as_chat\b|\bBoxcars\b|\bActiveAgent\b|{_ASKED}",
    schema=r"\bparams\.(?:require|expect)\(|\.permit\(|\brequires :\w|\bDry::(?:Validation|Schema)\b",
    metrics=r"\bPrometheus::|\bYabeda\b|\bStatsD\b|\bOpenTelemetry\b",
    logs=r"\b[lL]ograge\b|\bSemanticLogger\b|\bRailsSemanticLogger\b",
    plain=r"\bRails\.logger\b|\bputs\b|\blogger\.\w+",
)
_PHP = language(
    "PHP",
    r"(?!(?:.*/)?vendor/).*\.php",
    r"composer\.lock",
    server=r"\bRoute::\w+\(|\bAppFactory::create\(|#\[Route\(|@Route\(|\bIlluminate\\+Routing\b"
    r"|\bextends (?:Abstract)?Controller\b|\bnew \\?(?:Slim|FrameworkX)\\App\(|\bregister_rest_route\(",
    route=r"\bRoute::(?:get|post|put|patch|delete|any|match|apiResource|resource)\(\s*[\"']([^\"'\n]{1,200})[\"']"
    r"|[#@]\[?Route\(\s*[\"']([^\"'\n]{0,200})[\"']|\$(?:app|router|group)->(?:get|post|put|patch"
    r"|delete)\(\s*[\"']([^\"'\n]{0,200})[\"']"
    r"|\bregister_rest_route\(\s*[^,\n]{1,80},\s*[\"']([^\"'\n]{1,200})[\"']",
    model=IN_PHP,
    llm=r"\bOpenAI::\w+\(|\bOpenAI\\+(?:Laravel|Client)\b|\bOrhanerday\\+OpenAi\b|\bAnthropic\\+|\bLLPhant\\+"
    r"|\bNeuronAI\\+"
    rf"|\b(?:Prism\\+Prism|EchoLabs\\+Prism)\b|\bLarAgent\\+|\bGemini(?:API)?\\+|\bSymfony\\+AI\\+|{_ASKED}",
    schema=r"->validate\(|\bFormRequest\b|\bValidator::make\(|#\[Assert\\",
    metrics=r"\bPrometheus\\+|\bOpenTelemetry\\+|\bStatsD\b",
    logs=r"\bJsonFormatter\b",
    plain=r"\bLog::\w+\(|\berror_log\(|\bMonolog\\+|->logger->",
)
_ELIXIR = language(
    "Elixir",
    r".*\.exs?",
    r"mix\.lock",
    server=r"\buse Phoenix\.(?:Endpoint|Router)\b|\buse \w+Web, :router\b|\buse Plug\.Router\b|\bPlug\.Cowboy\b"
    r"|\bBandit\b",
    route=r"^[ \t]*(?:get|post|put|patch|delete|live|resources|forward)[ (]\s*\"(/[^\"\n]{0,200})\"",
    model=IN_ELIXIR,
    llm=rf"\bOpenAI\.\w|\bOpenaiEx\b|\bLangChain\.\w|\bInstructor\.(?:chat_completion|Adapters?)\b"
    rf"|\buse Instructor\b|\bOllama\.\w|\bAnthropix\b|\bReqLLM\b|{_ASKED}",
    schema=r"\bcast\(\s*\w+,|\bvalidate_\w+\(|\bOpenApiSpex\b",
    metrics=r"\bPromEx\b|\bTelemetryMetrics\w*\b|\bPrometheus\.|\bOpentelemetry\b",
    logs=r"\bLoggerJSON\b|\blogger_json\b",
    plain=r"\bLogger\.\w+|\bIO\.(?:puts|inspect)\b",
)
LANGUAGES = (*FIRST, _CPP, _SWIFT, _RUBY, _PHP, _ELIXIR)
