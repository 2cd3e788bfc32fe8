"""Which libraries send requests to other systems, and how long do they wait when nobody says so?"""

from enum import StrEnum

from seatrial.model.record import dataclass
from seatrial.read.regex import regex


class Wait(StrEnum):
    """How long a call waits for an answer."""

    BOUNDED = "with a timeout"
    DEFAULT = "with the timeout that its library sets by itself"
    FOREVER = "without a timeout"
    HANDED = "as long as whoever calls it lets it"  #: by a context of Go that was not followed to a deadline


@dataclass(frozen=True, slots=True)
class Client:
    """A library's way of asking another system."""

    name: str  #: as people write it
    starts: tuple[str, ...]  #: dotted beginnings of its calls and clients
    verbs: frozenset[str]  #: last parts of the calls that send something
    bounds: tuple[str, ...]  #: keywords, of the call or of the client, that bound the wait
    wait: Wait = Wait.FOREVER  #: when none of them is given
    retries: bool = False  #: it tries again by itself


_HTTP = frozenset({"get", "post", "put", "patch", "delete", "head", "options", "request", "stream", "send", "fetch"})
_CONNECTS = frozenset({"connect", "create_pool", "Connection", "ConnectionPool", "SimpleConnectionPool"})
CLIENTS = (
    Client("requests", ("requests.", "requests_toolbelt."), _HTTP, ("timeout",)),
    Client("httpx", ("httpx.",), _HTTP, ("timeout",), Wait.DEFAULT),
    Client("aiohttp", ("aiohttp.ClientSession.", "aiohttp.request", "aiohttp.client."), _HTTP | {"ws_connect"},
           ("timeout",), Wait.DEFAULT),
    Client("urllib", ("urllib.request.",), frozenset({"urlopen"}), ("timeout",)),
    Client("urllib3", ("urllib3.",), frozenset({"request", "urlopen"}), ("timeout",)),
    Client("gRPC", ("grpc.",), frozenset(), ("timeout",)),
    Client("psycopg", ("psycopg2.", "psycopg.", "psycopg_pool."), _CONNECTS, ("connect_timeout", "timeout")),
    Client("MySQL", ("pymysql.", "MySQLdb.", "mysql.connector."), _CONNECTS, ("connect_timeout", "connection_timeout"),
           Wait.DEFAULT),
    Client("asyncpg", ("asyncpg.",), _CONNECTS, ("timeout", "command_timeout"), Wait.DEFAULT),
    Client("redis", ("redis.", "aioredis."), frozenset({"Redis", "StrictRedis", "from_url", "ConnectionPool"}),
           ("socket_timeout", "socket_connect_timeout")),
    Client("MongoDB", ("pymongo.", "motor."), frozenset({"MongoClient", "AsyncIOMotorClient"}),
           ("serverSelectionTimeoutMS", "timeoutMS", "socketTimeoutMS"), Wait.DEFAULT),
    Client("boto3", ("boto3.",), frozenset({"client", "resource"}), ("config",), Wait.DEFAULT, retries=True),
    Client("Elasticsearch", ("elasticsearch.", "opensearchpy."), frozenset({"Elasticsearch", "OpenSearch"}),
           ("timeout", "request_timeout"), Wait.DEFAULT, retries=True),
)  # fmt: skip
#: Keywords by which clients of language models and of model servers bound the wait.
LLM_BOUNDS = ("timeout", "request_timeout", "timeout_ms", "http_options", "timeout_s", "timeout_seconds",
                     "default_request_timeout", "http_client", "client_timeout", "config")  # fmt: skip
#: Clients of language models that try again by themselves, twice unless told otherwise.
LLM_RETRIES = ("openai.", "anthropic.", "langchain", "litellm.", "llama_index.", "groq.", "cohere.")
#: Decorators and constructors that try again, or stop asking for a while.
RETRIES = regex(
    r"(^|\.)(tenacity(\.\w+)*|backoff\.on_(exception|predicate)|stamina\.(retry|retry_context)|retrying\.retry"
    r"|retry\.retry|retry_async|AsyncRetrying|Retrying|with_retry|urllib3(\.util)?(\.retry)?\.Retry|HTTPTransport"
    r"|RetryClient|ExponentialRetry|autoretry_for|retry_with_\w*backoff|with_exponential_backoff|retry_on_\w+"
    r"|pybreaker\.CircuitBreaker|circuitbreaker\.(circuit|CircuitBreaker)|circuit|aiobreaker\.CircuitBreaker"
    r"|purgatory\.\w+|requests\.adapters\.Retry)$"
)


def client_of(name: str) -> Client | None:
    """Return the library whose call a resolved name is."""
    *way, last = name.split(".")
    for client in CLIENTS:
        if name.startswith(client.starts) and last in client.verbs:
            answered = not client.verbs.isdisjoint(way)  # ``requests.get(url).json().get("x")`` asks a dictionary
            return None if answered else client
    return None
