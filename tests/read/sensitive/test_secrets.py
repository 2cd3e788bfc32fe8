"""Credentials are found by shape and place, stand-ins are not, and no value leaves the reader."""

import base64
import hashlib
import json
import random
import string
import time
import uuid
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.read.sensitive.secrets import Secret, parse_secrets

LETTERS = string.ascii_letters + string.digits
DJANGO = string.ascii_lowercase + string.digits + "!@#$%^&*(-_=+)"
HEX = "0123456789abcdef"


def drawn(count: int, alphabet: str = LETTERS, seed: int = 1) -> str:
    """Return random characters, the same in every run, so that no credential stands in this file."""
    return "".join(random.Random(seed).choices(alphabet, k=count))


def github() -> str:
    body = drawn(30)
    number, check = zlib.crc32(body.encode()), ""
    while number:
        number, digit = divmod(number, 62)
        check = (string.digits + string.ascii_uppercase + string.ascii_lowercase)[digit] + check
    return "ghp" + "_" + body + check.rjust(6, "0")


def web_token(subject: str, **more: object) -> str:
    parts = ({"alg": "HS256", "typ": "JWT"}, {"sub": subject, "exp": 1999999999, **more})
    encoded = (base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts)
    return ".".join([*encoded, drawn(43)])


def found(text: str, path: str = "app/settings.py") -> list[Secret]:
    return list(parse_secrets(path, text.encode()).secrets)


@pytest.mark.parametrize(
    "text",
    [
        f"TOKEN = '{github()}'",
        "key = 'sk" + "-proj-" + drawn(40) + "T3Blbk" + "FJ" + drawn(40) + "'",
        "hf" + "_" + drawn(34),
        "xoxb" + "-209384756102-564738291047-" + drawn(24),
        "AIza" + drawn(35),
        "sk" + "-ant-api03-" + drawn(93),
        "glpat" + "-" + drawn(20),
        f"openai.api_key = '{drawn(40)}'",
        f'client = Client(api_key = "{drawn(32, "0123456789abcdef")}")',
        f"    password='admin',  # '{drawn(64)}'",
        "      - FERNET_KEY=" + drawn(43, seed=5) + "=",
        f"WANDB_API_KEY={drawn(40, '0123456789abcdef')}",
        f"wandb.login(key='{drawn(40, '0123456789abcdef')}')",
        f"headers = {{'Authorization': 'Bearer {drawn(40)}'}}",
        f"    \"api_key = '{drawn(32)}'\\n\",",
        "postgresql://svc:" + drawn(12) + "@db.prod.acme.io:5432/churn",
        "sqlalchemy.url = mysql://root:Admin%%40" + "98765@acme.database.azure.com/db",
        "DefaultEndpointsProtocol=https;AccountKey=" + drawn(86, seed=4) + "==;",
        "https://hooks.slack.com/services/" + "T0A1B2C3D/B0A1B2C3D/" + drawn(24),
        "          - webhook_url: https://discord.com/api/web" + "hooks/1370074172977315851/" + drawn(68),
        "https://discordapp.com/api/web" + "hooks/870074172977315851/" + drawn(68, seed=3),
        "https://acme.webhook.office" + f".com/webhookb2/{uuid.UUID(int=random.Random(1).getrandbits(128))}"
        f"@{uuid.UUID(int=random.Random(2).getrandbits(128))}/IncomingWebhook/{drawn(32, HEX, 4)}/x",
        "https://chat.googleapis" + f".com/v1/spaces/AAAA/messages?key={drawn(39)}&token={drawn(43, seed=6)}",
        "ASTRA_DB_APPLICATION_TOKEN = 'Astra" + f"CS:{drawn(24, string.ascii_letters)}:{drawn(64, HEX)}'",
        f"SERVICE_TOKEN = 'acme-{drawn(8)}:{drawn(40)}'",
        "curl https://api.telegram" + ".org/bot" + "7193759867:AA" + drawn(33) + "/sendMessage",
        "aws_secret_access_key = " + drawn(40, LETTERS + "/+"),
        '{"username": "kim", "key": "' + drawn(32, "0123456789abcdef") + '"}',
        f"SECRET_KEY = '{drawn(50, DJANGO)}'",
        f"SECRET_KEY = env.str('SECRET_KEY', '{drawn(50, DJANGO)}')",
        "-----BEGIN RSA PRIVATE" + " KEY-----\n" + "\n".join(drawn(64, LETTERS + "+/", n) for n in range(9)),
        "client-key-data: " + base64.b64encode(b"-----BEGIN EC PRIVATE" + b" KEY-----" + b"a" * 90).decode(),
    ],
)
def test_a_credential_is_found(text: str) -> None:
    assert [secret.sure for secret in found(text)] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "api_key = 'your-api-key-goes-here-12345678'",
        "OPENAI_API_KEY=sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "aws_access_key_id = AKIAIOSFODNN7EXAMPLE",
        "token = os.environ['HF_TOKEN_FOR_MODEL_2024_RELEASE']",
        f"sha256: {drawn(64, '0123456789abcdef')}",
        f"revision = '{drawn(40, '0123456789abcdef')}'",
        f"token_hash = '{drawn(64, '0123456789abcdef')}'",
        f"token = 'sha256:{drawn(64, HEX)}'",
        f"token_urn = 'urn:acme:tokens:prod:{drawn(40, HEX)}'",
        f'"text": "the Deputy Assistant Secretaries"}}, {{"id": "docs/{drawn(24, HEX)}_Ada-{drawn(10, HEX)}.md"}}',
        f"secretary = '{drawn(40, HEX)}'",
        f"from_pretrained(name, token=token, revision='{drawn(40, '0123456789abcdef')}')",
        "tokenizer = 'distilbert-base-uncased-finetuned-sst-2-english-v1'",
        "postgresql://postgres:postgres@localhost:5432/postgres",
        "postgresql://airflow:airflow@postgres/airflow",
        "https://user:password@example.com/private",
        "postgres://${DB_USER}:${DB_PASSWORD}@prod.acme.io/db",
        "password = 'changeme-please-1'",
        "docker login acme.io -u kim -p [ACCESS_TOKEN]",
        "OPENSEARCH_PASSWORD=" + "1ns3cu4" + "eE!",
        "POSTGRES_PASSWORD=" + "P@55w0" + "rd-Of-7",
        f"SECRET_KEY = 'django-insecure-{drawn(50, DJANGO)}'",
        f"SECRET_KEY = '{'change-me-before-you-go-to-production-with-this-key'[:50]}'",
        "FERNET_KEY=${AIRFLOW_FERNET_KEY_OF_PRODUCTION}",
        "ghp" + "_" + drawn(36),
        web_token("1234567890"),
        web_token("kim", iss="https://local-testing.acme.io/realms/a"),
        web_token("kim", iat="1739895899", exp="1739896199"),
        f'<input name="authenticity_token" value="{drawn(60)}">',
        "kubecostToken: " + base64.b64encode(b"realtime-cost-monitoring").decode(),
        "-----BEGIN PRIVATE" + " KEY-----\n...\n-----END PRIVATE" + " KEY-----",
        '"image/png": "' + "".join(drawn(80, seed=n) + "sk-" for n in range(30)) + '"',
        "https://discord.com/api/web" + "hooks/" + "123456789012345678/your-webhook-token-here-" * 2,
        "https://api.telegram" + ".org/bot<token>/sendMessage",
        "secret_key: 123e4567-e89b-12d3-a456-426614174000",
        "https://b.s3.amazonaws.com/x?X-Amz-Credential=" + "AKIA" + "Q7YZ3KLM2NOP4RST" + "%2F20201101%2Fus-east-1",
    ],
)
def test_a_stand_in_or_a_hash_is_none(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("host", "password", "expected"),
    [
        ("10.41.7.20", "harB" + "our12", [True]),
        ("172.20.7.20", "harB" + "our12", [True]),
        ("10.0.0.5", "harB" + "our12", []),
        ("192.168.1.20", "harB" + "our12", []),
        ("172.99.7.20", "harB" + "our12", [True]),
        ("10.41.7.20", "postgres", []),
        ("10.41.7.20", "changeMe12", []),
        ("10.41.7.20", "harbour", []),
        ("database", "harB" + "our12", []),
    ],
)
def test_a_chosen_password_of_a_machine_in_an_organisation_is_one(
    host: str, password: str, expected: list[bool]
) -> None:
    text = f'url = os.getenv("DB_URL", "postgresql://{"app"}:{password}@{host}:5432/orders")'

    assert [secret.sure for secret in found(text)] == expected


@pytest.mark.parametrize(("password", "count"), [("MyPass%23123", 0), ("my-secret%21", 0), ("MyDog%401984", 1)])
def test_a_password_that_says_it_is_one_shows_how_an_address_is_written(password: str, count: int) -> None:
    told = "postgresql" + f"://postgres.project:{password}@aws-0-eu.pooler.supabase.com:5432/postgres"

    assert (
        len(found(f'# If your password has a mark, encode it.\nexport DATABASE_URL="{told}"\n', "README.md")) == count
    )


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("change-me-to-a-64-char-random-string", False),
        ("generate-with-openssl-rand-hex-32", False),
        ("use-a-32-byte-random-value", False),
        ("harbour-ferry-bank-64-gates", True),
    ],
)
def test_what_tells_how_a_password_is_made_is_none(value: str, *, told: bool) -> None:
    assert bool(found(f"PLATFORM_SECRET_KEY={value}\n", ".env.example")) is told


def test_two_keys_of_one_length_are_two_and_lines_of_base64_are_none() -> None:
    keys = [drawn(64, HEX, seed) for seed in (1, 2)]
    lines = "\n".join(drawn(64, LETTERS + "+/", seed) for seed in (1, 2))

    assert [one.line for one in found(f"SECRET_KEY: {keys[0]}\nJWT_SECRET_KEY: {keys[1]}\n", "compose.yml")] == [1, 2]
    assert found(f"picture of a secret key: |\n{lines}\n", "a.yml") == []


def test_half_a_pair_is_only_likely() -> None:
    half = "AKIA" + drawn(16, string.ascii_uppercase + "234567", seed=3)
    pair = f"key = '{half}'\nsecret = '{drawn(40, LETTERS + '/+', seed=2)}'"

    assert [secret.sure for secret in found(half)] == [False]
    assert found(pair)[0].sure


def test_a_signed_token_and_a_chosen_password_are_only_likely() -> None:
    assert [secret.sure for secret in found(web_token("kim"))] == [False]
    assert [secret.sure for secret in found("DB_PASSWORD=Winter" + "2024!", ".env")] == [False]
    assert [secret.sure for secret in found(f"https://acme.io/report?access_token={drawn(40)}")] == [False]


def test_values_in_a_kubernetes_secret_are_decoded() -> None:
    manifest = "kind: Secret\ndata:\n  db-password: {}\n"

    assert found(manifest.format(base64.b64encode(b"Hunter" + b"2-Summer").decode()), "k8s/secret.yaml")
    assert not found(manifest.format(base64.b64encode(b"changeme1234").decode()), "k8s/secret.yaml")


def test_a_key_is_shown_by_its_first_letters_and_not_by_the_end_of_its_first_line() -> None:
    body = drawn(64, LETTERS + "+/", 1)
    text = "\n".join(["-----BEGIN PRIVATE" + " KEY-----", body, *(drawn(64, LETTERS + "+/", n) for n in range(2, 9))])
    (secret,) = found(f"{text}\n-----END PRIVATE" + " KEY-----\n", "tls.key")

    assert secret.shown == body[:4]


def test_the_place_is_exact_and_the_value_stays_inside() -> None:
    value = github()
    (secret,) = found(f"# settings\n\nTOKEN = '{value}'\n")

    assert (secret.line, secret.column, secret.shown) == (3, 10, value[:4])
    assert secret.digest == hashlib.sha256(value.encode()).hexdigest()[:12]
    assert value not in repr(secret)


def test_names_in_lock_files_prove_nothing_but_shapes_do() -> None:
    assert not found(f'token = "{drawn(40)}"', "uv.lock")
    assert found(github(), "uv.lock")


def test_binary_files_are_not_searched_and_say_so() -> None:
    assert parse_secrets("model.bin", b"\0\1" + github().encode()).binary


@given(st.binary(max_size=300))
def test_no_bytes_make_it_fail(data: bytes) -> None:
    assert parse_secrets(".env", b"api_key=" + data).path == ".env"


HOSTILE = (
    "a", " ", '"', "\n ", "secret", "password: ", 'password = "', "aws secret ", "http://a:", "x@", "A1b2" * 11 + " ",
    'token = "' + "ab1" * 9, '"username": "', "-----BEGIN PRIVATE" + " KEY-----", "AccountKey=", "eyJhbGciOi.",
    "a.", "\0x",
)  # fmt: skip


@pytest.mark.parametrize("path", ["app.py", ".env", "settings.yaml"])
@pytest.mark.parametrize("piece", HOSTILE)
def test_no_text_makes_the_search_run_for_long(piece: str, path: str) -> None:
    text = piece * (200_000 // len(piece))
    start = time.process_time()
    parse_secrets(path, f"kind: Secret\n{text}".encode())

    assert time.process_time() - start < 1


def test_a_file_full_of_credentials_is_told_by_the_first_of_them() -> None:
    assert len(found("\n".join(f"api_key = '{drawn(40, seed=n)}'" for n in range(900)))) == 200


def test_an_example_in_a_sentence_is_only_likely() -> None:
    text = f"KEY = Field(description='the bearer token, e.g. {drawn(40)}')"

    assert [secret.sure for secret in found(text)] == [False]


def test_the_public_key_of_an_error_reporter_is_no_credential_and_other_tokens_in_addresses_are() -> None:
    key = hashlib.sha256(b"project").hexdigest()[:32]

    assert not found(f"dsn = 'https://{key}@o1069899.ingest.us.sentry.io/4510325184462848'")
    assert not found(f"dsn: https://{key}@errors.company.org/7", "settings.yaml")
    assert found(f"git clone https://{key}@git.company.org/team/project")
    assert found(f"dsn = 'https://{key}:{drawn(32)}@o1069899.ingest.sentry.io/451'")  # the old form had a secret too


def test_a_uuid_is_a_credential_behind_the_name_of_a_key_and_a_number_elsewhere() -> None:
    number = str(uuid.UUID(hashlib.md5(b"token", usedforsecurity=False).hexdigest(), version=4))

    assert [one.sure for one in found(f"env:\n  CODECOV_TOKEN: {number}\n", "ci.yml")] == [True]
    assert [one.sure for one in found(f"PINECONE_API_KEY = '{number}'")] == [False]
    assert not found(f"id: {number}\nTOKEN_ID = '{number}'\nrequest_key: {number}")
    assert not found("API_KEY=00000000-0000-0000-0000-000000000000\nAPI_KEY=123e4567-e89b-12d3-a456-426614174000")


@pytest.mark.parametrize(
    "written", ["${{{{ secrets.{} }}}}", "{{{{ .Values.{} }}}}", "${{{}}}", "$({})", "${{{{ secrets.A || vars.{} }}}}"]
)
def test_a_name_in_an_expression_is_no_credential_and_a_text_in_one_is(written: str) -> None:
    name = "AZUREAPPSERVICE_CLIENTID_" + hashlib.md5(b"app", usedforsecurity=False).hexdigest().upper()

    assert not found("client-secret: " + written.format(name), "cd.yml")
    assert found(f"client-secret: {name}", "cd.yml")
    assert found("client-secret: " + written.format(f"'{drawn(40)}'"), "cd.yml")


@pytest.mark.parametrize(
    ("written", "count"),
    [
        ("${{WEATHER_API_KEY:-{}}}", 1),
        ("${{WEATHER_API_KEY:={}}}", 1),
        ("${{WEATHER_API_KEY:?{}}}", 0),  # what is said where it is not set
        ("${{WEATHER_API_KEY:-${{{}}}}}", 0),  # another variable
        ("${{IMAGE_DIGEST:-{}}}", 0),
    ],
)
def test_the_default_of_a_variable_is_a_credential_where_its_name_says_so(written: str, count: int) -> None:
    assert len(found(f"env:\n  VALUE: {written.format(drawn(32, HEX))}\n", "docker-compose.yml")) == count


def test_a_part_of_a_list_is_no_password_beside_a_server_and_a_text_is() -> None:
    server = "url.host = 'files.harbour-bank.com';\n"

    assert not found(f"{server}url.password = instruction[1] || '';\nurl.password = parts.rest[0];\n", "core.js")
    assert found(f"{server}url.password = '{CHOSEN}';\n", "core.js")


@pytest.mark.parametrize("prefix", ["phc" + "_", "pk_" + "live_", "sb_" + "publishable_"])
def test_a_key_that_pages_hand_to_everybody_is_no_credential(prefix: str) -> None:
    assert not found(f'"apiKey": "{prefix}{drawn(40)}"', "docs.json")
    assert found(f'"apiKey": "{drawn(40)}"', "docs.json")


def test_the_number_of_a_client_of_a_sign_in_is_no_credential_and_its_secret_is() -> None:
    number = f"{drawn(12, string.digits)}-{drawn(32, string.ascii_lowercase + string.digits)}"

    assert not found(f'          id_token_audience: "{number}.apps.googleusercontent.com"\n', "ci.yml")
    assert found(f'client_secret: "{drawn(24)}"\n', "ci.yml")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('algolia: {{\n  apiKey: "{}",\n  indexName: "harbour"\n}}', False),
        ('docsearch({{apiKey: "{}", indexName: "harbour", inputSelector: "#search"}})', False),
        ('algolia: {{\n  adminKey: "x", apiKey: "{}"\n}}', True),
        ('weather: {{\n  apiKey: "{}",\n  indexName: "harbour"\n}}', True),
        ('ALGOLIA_ADMIN_API_KEY = "{}"  # indexName: harbour', True),
    ],
)
def test_the_key_of_a_search_box_finds_pages_and_opens_nothing(text: str, told: bool) -> None:
    assert bool(found(text.format(drawn(32, HEX)), "siteConfig.js")) is told


CHOSEN = "Harbour" + "-7t" + "-Pilot"
WORD = "harbour" + "lights"


@pytest.mark.parametrize(
    "text",
    [
        f"Environment=SSH_HOST=185.12.7.33\nEnvironment=SSH_USER=root\nEnvironment=SSH_PASSWORD={CHOSEN}\n",
        f"db_password = '{CHOSEN}'\ndb_host = 'db.harbour-bank.com'\n",
        f"conn = connect(host='34.76.12.9', user='app', password='{CHOSEN}')",
        f"ODOO_URL=https://erp.harbour-bank.com\nODOO_PASS={CHOSEN}\n",
        f"smtp:\n  server: smtp.gmail.com\n  password: {CHOSEN}\n",
        f"connect(user='app', password='{WORD}', host='orders.{'c1k9' * 3}.eu-west-1.rds.amazonaws.com')",
    ],
)
def test_a_password_beside_the_address_of_its_server_opens_a_door(text: str) -> None:
    assert [(secret.kind, secret.sure) for secret in found(text, "docs/setup.md")] == [
        ("password beside its server", True)
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"SSH_HOST=185.12.7.33\nDB_PASSWORD={CHOSEN}\n",
        f"DB_HOST=10.0.0.3\nDB_PASSWORD={CHOSEN}\n",
        f"DB_HOST=postgres\nDB_PASSWORD={CHOSEN}\n",
        f"DB_HOST=db.mycompany.com\nDB_PASSWORD={CHOSEN}\n",
        f"DB_HOST=db.harbour-bank.com\n{400 * '-'}\nDB_PASSWORD={CHOSEN}\n",
        "DB_HOST=db.harbour-bank.com\nDB_PASSWORD=change_me_123\nDB_PASS=${PASSWORD_1}\nDB_PWD=postgres\n",
        f"connect(password='{WORD}', host='db.harbour-bank.com')",
        f"connect(password={WORD}, host='orders.{'c1k9' * 3}.eu-west-1.rds.amazonaws.com')",
        f"connect(password='yourpassword', host='orders.{'c1k9' * 3}.eu-west-1.rds.amazonaws.com')",
        f"connect(password='{WORD}', host='mydb.abc.eu-west-1.rds.amazonaws.com')",
    ],
    ids=[
        "another server",
        "inside",
        "a service",
        "an example",
        "far",
        "stand-ins",
        "a word",
        "a variable",
        "a stand-in",
        "no number",
    ],
)
def test_a_password_without_a_server_outside_is_not_sure(text: str) -> None:
    assert not [secret for secret in found(text, "docs/setup.md") if secret.sure]


_KEY = "sk" + "-lf-" + str(uuid.UUID(int=random.Random(7).getrandbits(128), version=4))


@pytest.mark.parametrize("path", [".env.example", "settings.py"])
@pytest.mark.parametrize(
    ("host", "found"),
    [
        ('LANGFUSE_HOST="http://localhost:3000"', False),
        ("LANGFUSE_BASE_URL=http://langfuse-web:3000", False),
        ('LANGFUSE_HOST="https://cloud.langfuse.com"', True),
        ("DATABASE_HOST=localhost", True),
        ("", True),
    ],
)
def test_a_key_of_a_server_that_runs_inside_opens_nothing(path: str, host: str, found: bool) -> None:
    text = f'LANGFUSE_SECRET_KEY="{_KEY}"\nLANGFUSE_PUBLIC_KEY=pk-lf-1\n{host}\n'
    assert bool(parse_secrets(path, text.encode()).secrets) is found


@pytest.mark.parametrize(
    ("path", "line", "told"),
    [
        ("envs/dev.tfvars", 'database_password = "tracker_store_password_9"', True),
        ("envs/dev.tfvars", 'database_password = "change_this_password_9"', False),
        ("envs/dev.tfvars", 'database_password = "${var.kept_elsewhere}"', False),
        ("envs/dev.tfvars", 'password_secret_name = "tracker_store_password_9"', False),
        ("envs/dev.tfvars.example", 'database_password = "tracker_store_password_9"', False),
        ("main.py", 'database_password = "tracker_store_password_9"', False),
    ],
)
def test_what_terraform_is_given_as_a_password_is_likely_one(path: str, line: str, told: bool) -> None:
    assert [one.sure for one in parse_secrets(path, f"{line}\n".encode()).secrets] == ([False] if told else [])


_DRAWN = drawn(16, string.ascii_lowercase, seed=5)
_IN_FOURS = " ".join(_DRAWN[at : at + 4] for at in range(0, 16, 4))


@pytest.mark.parametrize(
    "text",
    [
        f"# smtp_server = 'smtp.gmail.com'\n# password = '{_DRAWN}' # for now\n",
        f"session = smtplib.SMTP('smtp.gmail.com', 587)\nsession.login('shop@gmail.com', '{_DRAWN}')\n",
        f'client.Credentials = new NetworkCredential("shop@gmail.com", "{_DRAWN}");\n',
        f"EMAIL_HOST_USER = 'shop@gmail.com'\nEMAIL_HOST_PASSWORD = '{_IN_FOURS}'\n",
        f"MAIL_USERNAME=shop@gmail.com\nMAIL_PASSWORD={_DRAWN}\n",
        f'const auth = {{ user: "shop@gmail.com", pass: "{_IN_FOURS}" }};\n',
    ],
    ids=["in a comment", "of login", "of C#", "of Django", "in a file of variables", "of nodemailer"],
)
def test_sixteen_letters_beside_a_mail_account_are_its_password(text: str) -> None:
    assert [(one.kind, one.sure) for one in found(text)] == [("password of a mailbox", True)]


@pytest.mark.parametrize(
    "text",
    [
        "EMAIL_HOST_USER = 'shop@gmail.com'\nEMAIL_HOST_PASSWORD = 'yourpasswordhere'\n",
        "EMAIL_HOST_USER = 'shop@gmail.com'\nEMAIL_HOST_PASSWORD = 'abcd efgh ijkl mnop'\n",
        "EMAIL_HOST_USER = 'shop@gmail.com'\nEMAIL_HOST_PASSWORD = 'xxxx xxxx xxxx xxxx'\n",
        "MAIL_USERNAME=shop@gmail.com\nMAIL_PASSWORD=accountpassphrase\n",
        "session.login('shop@gmail.com', somepasswordname)\n",
        f"password_hint = '{_DRAWN}'\n",
        f"MAIL_USERNAME=shop@gmail.com\nMAIL_PASSWORD={_DRAWN}wqkx\n",
    ],
    ids=["a stand-in", "the alphabet", "crosses", "words", "a name", "no mail", "longer"],
)
def test_words_and_letters_without_mail_open_no_mailbox(text: str) -> None:
    assert "password of a mailbox" not in [one.kind for one in found(text)]


def test_the_number_of_a_private_key_of_google_opens_nothing_and_other_keys_do() -> None:
    key = drawn(40, HEX)

    assert not found(f'{{"private_key_id": "{key}"}}', "README.md")
    assert found(f'{{"private_key": "{drawn(40)}"}}', "README.md")


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ('model_config = {{"json_schema_extra": {{"example": {{"user": "jane", "password": "{}"}}}}}}', 0),
        ('login: Login = Body(examples=[{{"user": "jane", "password": "{}"}}])', 0),
        (
            'schema_extra = {{"example": {{}}}}\nDATABASE = {{"user": "app", "password": "{}"}}',
            1,
        ),  # the sample has ended
        ('example_users = [{{"user": "jane", "password": "{}"}}]', 1),  # a name that only begins so
    ],
)
def test_a_password_in_the_sample_of_a_request_shows_callers_what_to_send(text: str, kinds: int) -> None:
    assert len(parse_secrets("app.py", text.format(CHOSEN).encode()).secrets) == kinds


@pytest.mark.parametrize(
    ("behind", "told"), [(".fgH1r2... (tokens are long)", False), ("…", False), ("", True), ('" ...', True)]
)
def test_the_beginning_of_a_token_shows_how_one_looks(behind: str, *, told: bool) -> None:
    text = f'# Example:\n#   ACCESS_TOKEN="{drawn(36)}{behind}\n'

    assert bool(found(text, "env.sample")) is told
