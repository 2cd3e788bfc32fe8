"""Who may call an endpoint is found by following what stands before its handler."""

import pytest

from seatrial.facts.serving.authentication import Access, accesses
from seatrial.facts.web.guard_strength import Proof
from tests.repositories import repo_of

HEAD = (
    "import os, hmac, joblib, jwt\nfrom fastapi import Depends, FastAPI, Header, HTTPException, Security\n"
    "from fastapi.security import APIKeyHeader, HTTPBearer\nmodel = joblib.load('m.joblib')\n"
)


def access(code: str) -> Access:
    (found,) = accesses(repo_of({"app.py": HEAD + code}))
    return found


def handler(extra: str = "", route: str = "'/predict'") -> str:
    return f"@app.post({route})\ndef predict(x: float{extra}):\n    return model.predict([[x]])\n"


JWT = "def user(token: str = Header()):\n    return jwt.decode(token, 'key', algorithms=['RS256'])\n"
KEY = "def check_key(key: str = Header()):\n    if key != KEYS['one']:\n        raise HTTPException(status_code=401)\n"
CHAIN = "def claims(token: str = Header()):\n    return jwt.decode(token, 'key', algorithms=['RS256'])\n"


@pytest.mark.parametrize(
    ("code", "proof"),
    [
        ("app = FastAPI()\n" + handler(), Proof.NONE),
        (JWT + "app = FastAPI()\n" + handler(", who: dict = Depends(user)"), Proof.IDENTITY),
        (JWT + "app = FastAPI(dependencies=[Depends(user)])\n" + handler(), Proof.IDENTITY),
        (JWT + "app = FastAPI()\n" + handler(route="'/predict', dependencies=[Depends(user)]"), Proof.IDENTITY),
        (KEY + "app = FastAPI()\n" + handler(", key: str = Depends(check_key)"), Proof.SHARED),
        (KEY.replace("key != KEYS['one']", "not hmac.compare_digest(key, KEYS['one'])") + "app = FastAPI()\n"
         + handler(", key: str = Depends(check_key)"), Proof.IDENTITY),
        (JWT.replace("algorithms=['RS256']", "options={'verify_signature': False}") + "app = FastAPI()\n"
         + handler(", who: dict = Depends(user)"), Proof.FORGED),
        (CHAIN + "def user(found: dict = Depends(claims)):\n    return found['sub']\napp = FastAPI()\n"
         + handler(", who: str = Depends(user)"), Proof.IDENTITY),
        ("def get_db(): ...\napp = FastAPI()\n" + handler(", db: object = Depends(get_db)"), Proof.NONE),
    ],
)  # fmt: skip
def test_a_guard_is_as_strong_as_what_it_calls(code: str, proof: Proof) -> None:
    assert access(code).proof is proof


TENANT = (
    "def known(tenant):\n    return 3 <= len(tenant) and tenant.replace('-', '').isalnum()\n"
    "def get_tenant_id(tenant: str = Header()):\n    if not {}:\n        raise HTTPException(status_code=401)\n"
    "    return tenant\napp = FastAPI()\n"
) + handler(", tenant: str = Depends(get_tenant_id)")


@pytest.mark.parametrize(
    ("asks", "proof"),
    [("known(tenant)", Proof.NONE), ("tenant == KEYS['one']", Proof.SHARED), ("keys.find(tenant)", Proof.SHARED)],
)
def test_a_name_that_callers_give_themselves_proves_nothing(asks: str, proof: Proof) -> None:
    assert access(TENANT.format(asks)).proof is proof


SOCKET = (
    "from fastapi import WebSocket\napp = FastAPI()\nasync def {1}(socket):\n    try:\n"
    "        jwt.decode(socket.query_params['token'], 'key', algorithms=['RS256'])\n        return True\n"
    "    except Exception:\n        await socket.close(code={0})\n@app.websocket('/live')\n"
    "async def live(socket: WebSocket):\n    if await {1}(socket):\n        await socket.send(model.predict([[1]]))\n"
)


@pytest.mark.parametrize(
    ("code", "name", "proof"),
    [("1008", "verify_token", Proof.IDENTITY), ("1000", "verify_token", Proof.NONE), ("1008", "limit", Proof.NONE)],
)
def test_a_websocket_that_is_closed_on_strangers_asks_who_calls(code: str, name: str, proof: Proof) -> None:
    assert access(SOCKET.format(code, name)).proof is proof


def test_an_allow_list_of_addresses_is_no_key() -> None:
    asks = "def require_allowed_ip(r):\n    if r.client.host not in ALLOWED:\n        raise HTTPException(403)\n"
    found = access(asks + "app = FastAPI()\n" + handler(", ip: str = Depends(require_allowed_ip)"))

    assert found.what.endswith("asks require_allowed_ip, which only looks at where it comes from")


KEEPER = (
    "class KeyAuth(APIKeyHeader):\n    def __init__(self, key):\n        self.key = key\n"
    "    async def __call__(self, request):\n        {asks}\n"
)


@pytest.mark.parametrize(
    ("asks", "proof"),
    [
        ("if request.headers['X-Key'] != self.key:\n            raise HTTPException(status_code=401)", Proof.SHARED),
        ("return jwt.decode(request.headers['X'], self.key, algorithms=['RS256'])", Proof.IDENTITY),
    ],
)
def test_a_guard_that_a_factory_makes_beside_its_handlers_is_followed(asks: str, proof: Proof) -> None:
    inner = handler(", who: str = Depends(require_auth)").replace("\n", "\n    ").rstrip(" ")
    made = f"def create_app():\n    app = FastAPI()\n    require_auth = KeyAuth(KEY)\n    {inner}    return app\n"

    assert access(f"{KEEPER.format(asks=asks)}{made}app = create_app()\n").proof is proof


DEPS = (
    "from typing import Annotated\nfrom fastapi import Depends\n"
    + HEAD
    + JWT
    + ("Who = Annotated[dict, Depends(user)]\nEverybody = Depends(user)\nALL = [Depends(user)]\n")
)


@pytest.mark.parametrize(
    ("made", "asked", "optional"),
    [
        ("app = FastAPI()\n", ", who: Who", False),
        ("app = FastAPI(dependencies=[Everybody])\n", "", False),
        ("app = FastAPI(dependencies=ALL)\n", "", False),
        ("found = []\nfound.append(Everybody)\napp = FastAPI(dependencies=found)\n", "", False),
        ("found = []\nif config.key:\n    found.append(Everybody)\napp = FastAPI(dependencies=found)\n", "", True),
    ],
)
def test_a_dependency_may_have_a_name_of_its_own(made: str, asked: str, optional: bool) -> None:
    app = HEAD + "from deps import ALL, Everybody, Who\n" + made + handler(asked)
    (found,) = accesses(repo_of({"deps.py": DEPS, "app.py": app}))

    assert (found.proof, found.optional) == (Proof.SHARED if optional else Proof.IDENTITY, optional)


def test_a_factory_may_define_and_gather_its_dependencies() -> None:
    body = (
        "def make(key):\n    deps = []\n    app = FastAPI()\n    if key:\n"
        "        def check_key(given: str = Header()):\n            if given != key:\n"
        "                raise HTTPException(401)\n        deps.append(Depends(check_key))\n"
    )
    route = handler(route="'/predict', dependencies=deps").replace("\n", "\n    ")
    found = access(f"{body}    {route}\n    return app\n")

    assert (found.proof, found.optional) == (Proof.SHARED, True)


KEYS = "KEYS = set(os.environ['KEYS'].split(','))\ndef check(key: str = Header()):\n    {}\n"
REFUSED = "if key not in KEYS:\n        raise HTTPException(status_code=401)"


@pytest.mark.parametrize(
    ("body", "proof", "optional"),
    [
        (REFUSED, Proof.IDENTITY, False),
        (f"if not KEYS:\n        # open while none is set\n        return key\n    {REFUSED}", Proof.SHARED, True),
        (f"if not KEYS:\n        return False\n    {REFUSED}", Proof.IDENTITY, False),
        (f"if not KEYS:\n        raise HTTPException(status_code=503)\n    {REFUSED}", Proof.IDENTITY, False),
        (f"if not key:\n        raise HTTPException(status_code=401)\n    {REFUSED}", Proof.IDENTITY, False),
        ("if KEYS and key != KEYS:\n        raise HTTPException(status_code=401)", Proof.SHARED, True),
        ("if key not in request.headers.keys():\n        raise HTTPException(status_code=401)", Proof.SHARED, False),
        ("if 'key' not in KEYS:\n        raise HTTPException(status_code=401)", Proof.SHARED, False),
    ],
)
def test_a_key_among_several_knows_its_caller_and_none_at_all_opens_the_door(
    body: str, proof: Proof, optional: bool
) -> None:
    found = access(KEYS.format(body) + "app = FastAPI(dependencies=[Depends(check)])\n" + handler())

    assert (found.proof, found.optional) == (proof, optional)


@pytest.mark.parametrize(
    ("asks", "said"), [("key != KEYS", "only compares a shared key"), ("not key", "nothing was found")]
)
def test_a_guard_that_compares_nothing_is_not_said_to_compare_a_key(asks: str, said: str) -> None:
    body = f"if {asks}:\n        raise HTTPException(status_code=401)"

    assert said in access(KEYS.format(body) + "app = FastAPI(dependencies=[Depends(check)])\n" + handler()).what


def test_a_switch_makes_a_guard_optional() -> None:
    code = JWT.replace("    return jwt", "    if not settings.auth_enabled:\n        return None\n    return jwt")
    found = access(code + "app = FastAPI()\n" + handler(", who: dict = Depends(user)"))

    assert (found.proof, found.optional) == (Proof.SHARED, True)


def test_the_router_of_a_router_guards_what_hangs_below() -> None:
    files = {
        "shop/__init__.py": "",
        "shop/access.py": "import jwt\ndef verify_token(t):\n    return jwt.decode(t, 'k', algorithms=['RS256'])\n",
        "shop/prices.py": "from fastapi import APIRouter\nrouter = APIRouter()\n"
        "@router.post('/p')\ndef p():\n    return 1\n",
        "shop/app.py": "from fastapi import Depends, FastAPI\nfrom shop.access import verify_token\n"
        "from shop.prices import router\napp = FastAPI()\n"
        "app.include_router(router, dependencies=[Depends(verify_token)])\n",
    }

    assert [found.proof for found in accesses(repo_of(files))] == [Proof.IDENTITY]


SESSION = """
from functools import wraps
from flask import Flask, redirect, request, session
import joblib
app, model = Flask("a"), joblib.load("m.joblib")
def login_required(f):
    @wraps(f)
    def inner(*args):
        return f(*args) if ASKED else redirect("/login")
    return inner
@app.post("/predict")
@login_required
def predict():
    return str(model.predict(request.json))
"""


@pytest.mark.parametrize(
    ("asked", "proof"), [('"email" in session', Proof.IDENTITY), ('request.args["k"] == KEY', Proof.SHARED)]
)
def test_a_session_proves_who_calls_and_a_shared_word_does_not(asked: str, proof: Proof) -> None:
    (found,) = accesses(repo_of({"app.py": SESSION.replace("ASKED", asked)}))

    assert found.proof is proof


def test_a_guard_that_is_made_elsewhere_is_not_said_to_compare_a_key() -> None:
    code = (
        "import joblib\nimport state\nfrom fastapi import Depends, FastAPI\napp = FastAPI()\n"
        "model = joblib.load('m.joblib')\n"
        "@app.post('/predict', dependencies=[Depends(state.props.current_user)])\n"
        "def f(body: dict):\n    return model.predict([body])\n"
    )
    (found,) = accesses(repo_of({"app.py": code, "state.py": "props = None\n"}))

    assert found.what.endswith(", and it could not be followed to what proves who calls")


REST = (
    "import joblib\nfrom rest_framework.decorators import api_view, permission_classes\n"
    "model = joblib.load('m.joblib')\n"
)
ASKS = "REST_FRAMEWORK = {'DEFAULT_PERMISSION_CLASSES': ['rest_framework.permissions.%s']}\n"


@pytest.mark.parametrize(
    ("marks", "asks", "proof"),
    [
        ("", "IsAuthenticated", Proof.IDENTITY),
        ("", "AllowAny", Proof.NONE),
        ("@permission_classes([])\n", "IsAuthenticated", Proof.NONE),
        ("@permission_classes([IsAdminUser, IsAuthenticated])\n", "AllowAny", Proof.IDENTITY),
    ],
)
def test_the_settings_of_django_rest_framework_ask_for_every_view_that_says_nothing_itself(
    marks: str, asks: str, proof: Proof
) -> None:
    view = f"{REST}@api_view(['POST'])\n{marks}def predict(request):\n    return model.predict([request.data])\n"
    (found,) = accesses(repo_of({"app/views.py": view, "app/settings.py": ASKS % asks}))

    assert found.proof is proof
    assert found.place.path == ("app/settings.py" if proof is Proof.IDENTITY and not marks else "app/views.py")


def test_a_view_of_rest_framework_that_django_binds_is_asked_by_the_same_settings() -> None:
    view = f"{REST}@api_view(['POST'])\ndef predict(request):\n    return model.predict([request.data])\n"
    urls = "from django.urls import path\nfrom app.views import predict\nurlpatterns = [path('predict', predict)]\n"
    files = {"app/views.py": view, "app/urls.py": urls, "app/settings.py": ASKS % "IsAuthenticated"}

    assert {item.proof for item in accesses(repo_of(files))} == {Proof.IDENTITY}


def test_who_asks_a_client_of_the_identity_provider_about_a_token_proves_who_calls() -> None:
    guard = (
        "def user(token: str = Header()):\n    found = {}.get_user_info(token)\n"
        "    if not found.allowed:\n        raise HTTPException(status_code=401)\n    return found\n"
    )
    app = "app = FastAPI()\n" + handler(", who: dict = Depends(user)")

    assert access(guard.format("auth_client") + app).proof is Proof.IDENTITY
    assert access(guard.format("http_pool") + app).proof is Proof.SHARED


SCORE = "from azureml.core.model import Model\ndef init(): ...\ndef run(raw_data):\n    return 1\n"
DEPLOYS = "from azureml.core.webservice import AciWebservice, AksWebservice\n"


@pytest.mark.parametrize(
    ("calls", "proof", "optional"),
    [
        (["AciWebservice.deploy_configuration(cpu_cores=1, auth_enabled=True)"], Proof.IDENTITY, False),
        (["AksWebservice.deploy_configuration(cpu_cores=1)"], Proof.IDENTITY, False),
        (["AciWebservice.deploy_configuration(cpu_cores=1)"], Proof.NONE, False),
        (["AciWebservice.deploy_configuration(auth_enabled=False)"], Proof.NONE, False),
        (["AciWebservice.deploy_configuration(auth_enabled=True)", "AciWebservice.deploy_configuration()"],
         Proof.SHARED, True),
    ],
)  # fmt: skip
def test_a_container_instance_asks_for_a_key_only_where_it_is_told_to(
    calls: list[str], proof: Proof, optional: bool
) -> None:
    deploys = DEPLOYS + "".join(f"{call}\n" for call in calls)
    (found,) = accesses(repo_of({"score.py": SCORE, "deploy.py": deploys}))

    assert (found.proof, found.optional) == (proof, optional)


BEARER = (
    "from fastapi.security import HTTPAuthorizationCredentials\nclass Gate:\n    def __call__(self, "
    "given: HTTPAuthorizationCredentials = Depends(HTTPBearer())):\n"
)
_BY_KEY = ", dependencies=[Security(dependency=Gate())]"


@pytest.mark.parametrize(
    ("gate", "route", "proof"),
    [
        (BEARER + "        identity_manager.check_token(given.credentials)\n", _BY_KEY, Proof.IDENTITY),
        (BEARER + "        if given.credentials != KEY:\n            raise Refused()\n", _BY_KEY, Proof.SHARED),
        (BEARER + "        users.check_token(given.credentials)\n", "", Proof.NONE),
        ("class Gate:\n    def __call__(self, page: int = 0): ...\n", _BY_KEY, Proof.NONE),
    ],
)
def test_an_object_that_is_handed_credentials_asks_who_calls(gate: str, route: str, proof: Proof) -> None:
    assert access(f"{gate}app = FastAPI()\n" + handler(route="'/predict'" + route)).proof is proof


FACTORY = (
    JWT
    + "def require_user(*roles):\n"
    + "    async def dependency(request, api_key: str = Header(None)):\n"
    + "        if token := read(request):\n            return user(token)\n"
    + "        await allowed(*roles)(request, api_key)\n"
    + "        if not api_key:\n            return None\n"
    + "    return dependency\n"
)
ROLES = (
    "def require_staff():\n    async def check(request):\n        if request.state.role != 'staff':\n"
    "            raise HTTPException(403)\n    return check\n"
)


def test_what_a_caller_left_out_further_down_in_a_guard_is_no_key_that_is_unset() -> None:
    found = access(FACTORY + "app = FastAPI()\n" + handler(", who: dict = Depends(require_user('a'))"))
    assert (found.proof, found.optional) == (Proof.IDENTITY, False)


def test_of_two_guards_that_which_can_prove_who_calls_is_told_and_not_that_of_roles() -> None:
    switched = FACTORY.replace(
        "        if token", "        if not settings.auth_enabled:\n            return None\n        if token"
    )
    asked = ", who: dict = Depends(require_user('a')), role: None = Depends(require_staff())"
    found = access(switched + ROLES + "app = FastAPI()\n" + handler(asked))
    assert found.what.endswith("asks require_user, only where a setting says so")


def test_headers_for_browsers_ask_nobody_who_calls() -> None:
    middleware = (
        "class SecurityHeadersMiddleware(BaseHTTPMiddleware):\n    async def dispatch(self, request, go): ...\n"
    )
    code = f"{middleware}app = FastAPI()\napp.add_middleware(SecurityHeadersMiddleware)\n"

    assert access("from starlette.middleware.base import BaseHTTPMiddleware\n" + code + handler()).guard is None


SIGNED = (
    "app = FastAPI()\ndef signed(raw, given):\n    return hmac.compare_digest(hmac.new(KEY, raw).hexdigest(), given)\n"
    "@app.post('/webhook')\nasync def receive(request):\n    raw = await request.body()\n    {}\n"
    "    return model.predict([raw])\n"
)


@pytest.mark.parametrize(
    ("line", "proof"),
    [
        (
            "if not signed(raw, request.headers['X-Hub-Signature-256']): return JSONResponse(status_code=REJECT)",
            Proof.IDENTITY,
        ),
        ("event = stripe.Webhook.construct_event(raw, request.headers['stripe-signature'], KEY)", Proof.IDENTITY),
        ("event = parsed(raw, request.headers['X-Hub-Signature-256'])", Proof.NONE),
    ],
)
def test_a_receiver_of_webhooks_asks_who_sent_them_by_a_signature(line: str, proof: Proof) -> None:
    assert access(SIGNED.format(line)).proof is proof


def test_what_a_dependency_depends_on_asks_who_is_calling() -> None:
    rows = "def rows(who: dict = Depends({})):\n    return Rows(who)\n"
    body = "def checked(body: dict, rows: Rows = Depends(rows)):\n    return rows.add(body)\n"
    code = "app = FastAPI()\n" + handler(", body: dict = Depends(checked)")

    assert access(JWT + rows.format("user") + body + code).proof is Proof.IDENTITY
    assert access(JWT + rows.format("settings") + body + code).proof is Proof.NONE


def test_a_function_of_the_same_name_further_down_takes_no_guard_off_a_route() -> None:
    guarded = JWT + "app = FastAPI()\n" + handler(route="'/predict', dependencies=[Depends(user)]")
    later = "def predict(x: float):\n    return model.predict([[x]])\n"
    second = handler(route="'/v2/predict'")

    assert access(guarded + later).proof is Proof.IDENTITY
    found = accesses(repo_of({"app.py": HEAD + guarded + second}))
    assert {one.endpoint.url: one.proof for one in found} == {
        "/predict": Proof.IDENTITY,
        "/v2/predict": Proof.NONE,
    }


AROUND = """
def signed(route):
    def decorator(made):
        def wrapper():
            sent = request.headers.get("Authorization", "")
            if sent.startswith("Signature "):
                if not hmac.compare_digest(sent[10:], sign(request.get_data())):
                    raise Unauthorized("no such signature")
{other}            return made(request.get_json())
        blueprint.add_url_rule(route, view_func=wrapper, methods=["POST"])
        return made
    return decorator

@signed("/predict")
def predict(x):
    return model.predict([[x]])
"""


@pytest.mark.parametrize(
    ("other", "proof", "told"),
    [
        ("            else:\n                log('not signed')\n", Proof.SHARED, "lets in whoever sends nothing"),
        (
            "            else:\n                raise Unauthorized('sign it')\n",
            Proof.IDENTITY,
            "a decorator asks signed",
        ),
    ],
)
def test_what_a_decorator_puts_around_a_handler_asks_who_calls_unless_it_goes_on_without(
    other: str, proof: Proof, told: str
) -> None:
    head = (
        "import hmac, joblib\nfrom flask import Blueprint, request\nfrom werkzeug.exceptions import Unauthorized\n"
        "model = joblib.load('m.joblib')\nblueprint = Blueprint('app', __name__)\n"
    )
    (found,) = accesses(repo_of({"app.py": head + AROUND.format(other=other)}))

    assert found.proof is proof
    assert told in found.what
