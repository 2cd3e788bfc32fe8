"""Which credentials must be found, and which look-alikes must not? The list was fixed before any rule was tuned on it.

The kinds are those of the rule lists of kingfisher (K) and detect-secrets (D), and the places where projects keep
them (P). Each is planted in a file of its own; ``@@`` in the text is the value, which is joined here from pieces.
"""

from typing import NamedTuple

from benchmarks.planted_values import (
    BASE64,
    HEX,
    UPPER,
    WORDS,
    checked,
    drawn,
    encoded,
    password,
    pem_body,
    web_token,
)


class Planted(NamedTuple):
    """One credential in one file."""

    kind: str
    source: str  #: K: kingfisher, D: detect-secrets, P: a place where projects keep credentials
    path: str
    text: str  #: the file; ``@@`` stands for the value
    value: str

    @property
    def content(self) -> str:
        """Return the file with the value in it."""
        return self.text.replace("@@", self.value)


def _notebook(source: str, output: str = "") -> str:
    """Return a notebook with one cell, as JSON writes it."""
    outputs = f'[{{"name": "stdout", "output_type": "stream", "text": ["{output}\\n"]}}]' if output else "[]"
    cell = f'"cell_type": "code", "execution_count": 1, "metadata": {{}}, "outputs": {outputs}, "source": ["{source}"]'
    return f'{{"cells": [{{{cell}}}], "metadata": {{}}, "nbformat": 4, "nbformat_minor": 5}}\n'


def _pem(name: str, seed: str) -> str:
    return f"-----BEGIN {name}PRIVATE" + f" KEY-----\n{pem_body(seed)}\n-----END {name}PRIVATE" + " KEY-----"


_OPENAI = "sk" + "-proj-" + drawn("openai", 40) + "T3Blbk" + "FJ" + drawn("openai2", 40)
_HUGGING = "hf" + "_" + drawn("hugging", 34)
_B32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

KINDS = (
    Planted(
        "AWS access key beside its secret",
        "KD",
        "src/store.py",
        "session = boto3.Session(\n    aws_access_key_id='AKIA"
        + drawn("aws", 16, _B32)
        + "',\n    aws_secret_access_key='@@',\n)\n",
        drawn("aws-secret", 40, BASE64),
    ),
    Planted(
        "AWS secret key in Terraform",
        "KD",
        "infra/main.tf",
        'provider "aws" {\n  region     = "eu-west-1"\n  secret_key = "@@"\n}\n',
        drawn("aws-tf", 40, BASE64),
    ),
    Planted("GitHub token", "KD", "scripts/release.py", "TOKEN = '@@'\n", "gh" + "p_" + checked("github")),
    Planted(
        "GitHub fine-grained token",
        "K",
        "scripts/issues.sh",
        "curl -H 'Authorization: token @@' $URL\n",
        "github" + "_pat_" + drawn("pat", 22) + "_" + drawn("pat2", 59),
    ),
    Planted(
        "GitLab token",
        "KD",
        "scripts/mirror.sh",
        "git clone https://oauth2:@@@gitlab.com/acme/churn.git\n",
        "glpat" + "-" + drawn("gitlab", 20),
    ),
    Planted("npm token", "KD", "web/.npmrc", "//registry/:_authToken=@@\n", "npm" + "_" + checked("npm")),
    Planted(
        "PyPI token",
        "KD",
        ".pypirc",
        "[pypi]\nusername = __token__\npassword = @@\n",
        "pypi" + "-AgEIcHlwaS5vcmc" + drawn("pypi", 120, WORDS[:-1]),
    ),
    Planted(
        "Slack bot token",
        "KD",
        "src/notify.py",
        "client = WebClient(token='@@')\n",
        "xox" + "b-209384756102-564738291047-" + drawn("slack", 24),
    ),
    Planted(
        "Slack webhook",
        "KD",
        "src/alerts.py",
        "URL = '@@'\n",
        "https://hooks.slack" + ".com/services/T0A1B2C3D/B0A1B2C3D/" + drawn("hook", 24),
    ),
    Planted("Stripe key", "KD", "src/billing.py", "stripe.api_key = '@@'\n", "sk" + "_live_" + drawn("stripe", 24)),
    Planted("Twilio key", "KD", "src/sms.py", "TWILIO_API_KEY = '@@'\n", "SK" + drawn("twilio", 32, HEX)),
    Planted(
        "SendGrid key",
        "KD",
        "src/mail.py",
        "sg = SendGridAPIClient('@@')\n",
        "SG" + "." + drawn("sg", 22, WORDS[:-1]) + "." + drawn("sg2", 43, WORDS[:-1]),
    ),
    Planted(
        "Mailchimp key",
        "KD",
        "src/news.py",
        "client.set_config({'api_key': '@@', 'server': 'us14'})\n",
        drawn("mailchimp", 32, HEX) + "-us14",
    ),
    Planted("Square secret", "KD", "src/pay.py", "SECRET = '@@'\n", "sq0" + "csp-" + drawn("square", 43, WORDS[:-1])),
    Planted(
        "Discord bot token",
        "KD",
        "src/bot.py",
        "bot.run('@@')\n",
        "M" + drawn("discord", 23) + "." + drawn("discord2", 6) + "." + drawn("discord3", 27, WORDS[:-1]),
    ),
    Planted(
        "Telegram bot token",
        "KD",
        "src/chat.py",
        "TELEGRAM_BOT_TOKEN = '@@'\n",
        drawn("telegram", 10, "123456789") + ":AA" + drawn("telegram2", 33, WORDS[:-1]),
    ),
    Planted("OpenAI project key", "KD", "src/llm.py", "client = OpenAI(api_key='@@')\n", _OPENAI),
    Planted(
        "Anthropic key",
        "K",
        "src/claude.py",
        "client = Anthropic(api_key='@@')\n",
        "sk" + "-ant-api03-" + drawn("anthropic", 93, WORDS[:-1]) + "AA",
    ),
    Planted("Hugging Face token", "K", "src/train.py", "login('@@')\n", _HUGGING),
    Planted("Google API key", "K", "web/map.js", "const key = '@@';\n", "AI" + "za" + drawn("google", 35, WORDS[:-1])),
    Planted(
        "Google OAuth client secret",
        "K",
        "client_secret.json",
        '{"installed": {"client_id": "81.apps.googleusercontent.com", "client_secret": "@@"}}\n',
        "GOCSPX" + "-" + drawn("goauth", 28, WORDS[:-1]),
    ),
    Planted(
        "Google service account",
        "K",
        "keys/account.json",
        '{"type": "service_account", "project_id": "churn", "private_key": "@@"}\n',
        _pem("", "gcp").replace("\n", "\\n"),
    ),
    Planted(
        "Azure storage connection string",
        "KD",
        "src/blob.py",
        "CONN = 'DefaultEndpointsProtocol=https;AccountName=churn;AccountKey=@@;EndpointSuffix=core.windows.net'\n",
        drawn("azure", 86, BASE64) + "==",
    ),
    Planted(
        "Azure client secret",
        "K",
        ".env.production",
        "AZURE_CLIENT_SECRET=@@\n",
        drawn("az", 3) + "8Q~" + drawn("az2", 34, WORDS[:-1]),
    ),
    Planted(
        "Databricks token",
        "K",
        "databricks.cfg",
        "[DEFAULT]\nhost = https://acme.cloud.databricks.com\ntoken = @@\n",
        "dapi" + drawn("databricks", 32, HEX),
    ),
    Planted(
        "DigitalOcean token",
        "K",
        "infra/do.tf",
        'provider "digitalocean" {\n  token = "@@"\n}\n',
        "dop" + "_v1_" + drawn("do", 64, HEX),
    ),
    Planted(
        "Datadog key", "K", "deploy/agent.yaml", "env:\n  - name: DD_API_KEY\n    value: @@\n", drawn("dd", 32, HEX)
    ),
    Planted(
        "New Relic key", "K", "deploy/relic.yaml", "newrelic:\n  user: @@\n", "NRAK" + "-" + drawn("nr", 27, UPPER)
    ),
    Planted("Mailgun key", "K", "src/gun.py", "auth = ('api', '@@')\n", "key" + "-" + drawn("mailgun", 32, HEX)),
    Planted(
        "Artifactory key", "KD", "pip.conf.py", "headers = {'X-JFrog-Art-Api': '@@'}\n", "AKC" + "p8" + drawn("jf", 68)
    ),
    Planted(
        "Cloudant password",
        "KD",
        "src/couch.py",
        "URL = 'https://churn:@@@churn.cloudant.com'\n",
        drawn("cloudant", 64, HEX),
    ),
    Planted("IBM Cloud key", "D", "src/ibm.py", "ibm_cloud_api_key = '@@'\n", drawn("ibm", 44, WORDS[:-1])),
    Planted(
        "IBM COS secret", "D", "src/cos.py", 'cos_hmac_keys = {"secret_access_key": "@@"}\n', drawn("cos", 48, HEX)
    ),
    Planted("SoftLayer key", "D", "src/sl.py", "softlayer_api_key = '@@'\n", drawn("sl", 64, HEX)),
    Planted(
        "Vault token", "K", "scripts/vault.sh", "export VAULT_TOKEN=@@\n", "hvs" + "." + drawn("vault", 92, WORDS[:-1])
    ),
    Planted(
        "Terraform Cloud token",
        "K",
        ".terraformrc",
        'credentials "app.terraform.io" {\n  token = "@@"\n}\n',
        drawn("tfc", 14) + ".atlasv1." + drawn("tfc2", 66),
    ),
    Planted(
        "Grafana token",
        "K",
        "scripts/dash.py",
        "GRAFANA = '@@'\n",
        "glsa" + "_" + drawn("grafana", 32) + "_" + drawn("grafana2", 8, HEX),
    ),
    Planted(
        "Okta token",
        "K",
        "src/okta.py",
        "okta = {'orgUrl': 'https://acme.okta.com', 'token': '@@'}\n",
        "00" + drawn("okta", 40, WORDS[:-1]),
    ),
    Planted("Shopify token", "K", "src/shop.py", "SHOP = '@@'\n", "shp" + "at_" + drawn("shopify", 32, HEX)),
    Planted(
        "Postman key",
        "K",
        "tools/post.json",
        '{"key": "@@"}\n',
        "PMAK" + "-" + drawn("pm", 24, HEX) + "-" + drawn("pm2", 34, HEX),
    ),
    Planted(
        "Airtable token",
        "K",
        "src/air.py",
        "table = Table('@@', BASE)\n",
        "pat" + drawn("air", 14) + "." + drawn("air2", 64, HEX),
    ),
    Planted("Cohere key", "K", "src/cohere.py", "co = cohere.Client('@@')\n", drawn("cohere", 40)),
    Planted(
        "Weights & Biases key",
        "K",
        ".netrc",
        "machine api.wandb.ai\n  login user\n  password @@\n",
        drawn("wandb", 40, HEX),
    ),
    Planted("Kaggle key", "P", "kaggle.json", '{"username": "kim", "key": "@@"}\n', drawn("kaggle", 32, HEX)),
    Planted(
        "signed web token",
        "KD",
        "src/call.py",
        "headers = {'Authorization': 'Bearer @@'}\n",
        web_token("jwt", sub="kim", scope="admin"),
    ),
    Planted("RSA private key", "KD", "deploy/id.pem", "@@\n", _pem("RSA ", "rsa")),
    Planted("OpenSSH private key", "KD", "deploy/id_ed25519", "@@\n", _pem("OPENSSH ", "ssh")),
    Planted(
        "PostgreSQL address",
        "KD",
        "config/prod.yaml",
        "database:\n  url: postgresql://churn:@@@db.acme.io:5432/churn\n",
        drawn("pg", 16),
    ),
    Planted(
        "MongoDB address",
        "KD",
        "src/mongo.py",
        "c = MongoClient('mongodb+srv://churn:@@@cluster0.ab1cd.mongodb.net')\n",
        drawn("mongo", 14),
    ),
    Planted(
        "Redis address without a user",
        "P",
        "src/cache.py",
        "r = from_url('redis://:@@@cache.acme.io:6379/0')\n",
        drawn("redis", 24),
    ),
    Planted(
        "SQL Server connection string",
        "KD",
        "appsettings.json",
        '{"Churn": "Server=tcp:acme.database.windows.net;User ID=svc;Password=@@;Encrypt=True"}\n',
        password("mssql"),
    ),
    Planted(
        "password of Kafka",
        "P",
        "kafka.properties",
        'sasl.jaas.config=ScramLoginModule required username="svc" password="@@";\n',
        password("kafka", "%"),
    ),
    Planted(
        "token in a notebook's cell", "P", "notebooks/explore.ipynb", _notebook("token = '@@'"), _HUGGING[:-1] + "q"
    ),
    Planted(
        "key in a notebook's output",
        "P",
        "notebooks/out.ipynb",
        _notebook("print(os.environ)", "OPENAI_API_KEY=@@"),
        _OPENAI[:-1] + "q",
    ),
    Planted(
        "key in base64 in a Kubernetes Secret",
        "P",
        "k8s/secret.yaml",
        "apiVersion: v1\nkind: Secret\ndata:\n  openai: @@\n",
        encoded(_OPENAI[:-1] + "w"),
    ),
    Planted(
        "token in base64 in code",
        "KP",
        "src/hidden.py",
        "T = base64.b64decode('@@')\n",
        encoded("gh" + "p_" + checked("hidden")),
    ),
    Planted("password in .env", "DP", ".env", "DB_USER=churn\nDB_PASSWORD=@@\n", password("env")),
    Planted("password with # in .env", "P", ".env.staging", 'SMTP_PASSWORD="@@"\n', password("hash", "#")),
    Planted("password in YAML", "DP", "charts/values.yaml", "auth:\n  password: @@\n", password("yaml", "*")),
    Planted(
        "password in Terraform",
        "DP",
        "infra/db.tf",
        'resource "aws_db_instance" "churn" {\n  username = "churn"\n  password = "@@"\n}\n',
        password("tf", "?"),
    ),
    Planted(
        "secret in JSON",
        "DP",
        "config/oauth.json",
        '{"client_id": "churn", "client_secret": "@@"}\n',
        drawn("json", 32),
    ),
    Planted(
        "registry login in base64",
        "P",
        "docker/config.json",
        '{"auths": {"ghcr.io": {"auth": "@@"}}}\n',
        encoded("kim:" + password("docker")),
    ),
    Planted(
        "basic authorization header",
        "DP",
        "src/basic.py",
        "headers = {'Authorization': 'Basic @@'}\n",
        encoded("kim:" + password("basic")),
    ),
    Planted(
        "password on a command line",
        "KP",
        "scripts/fetch.sh",
        "curl -u kim:@@ https://reports.acme.io/q3\n",
        password("curl", "."),
    ),
)

DECOYS = (
    Planted("placeholder", "", "a/settings.py", "api_key = '@@'\n", "your-api-key-goes-here-12345678"),
    Planted("row of x", "", "a/example.env", "OPENAI_API_KEY=@@\n", "sk-" + "x" * 40),
    Planted("AWS's own example", "", "a/aws.py", "aws_access_key_id = '@@'\n", "AKIA" + "IOSFODNN7" + "EXAMPLE"),
    Planted(
        "AWS's own example secret",
        "",
        "a/aws2.py",
        "aws_secret_access_key = '@@'\n",
        "wJalrXUtnFEMI/K7MDENG/" + "bPxRfiCY" + "EXAMPLEKEY",
    ),
    Planted("SHA-256 of a file", "", "a/lock.yaml", "model:\n  sha256: @@\n", drawn("sha", 64, HEX)),
    Planted("commit", "", "a/pin.py", "REVISION = '@@'\n", drawn("commit", 40, HEX)),
    Planted("UUID", "", "a/run.json", '{"run_id": "@@"}\n', "3f1c2d7e-5b1a-4c0d-9e8f-7a6b5c4d3e2f"),
    Planted(
        "reference to the environment", "", "a/compose.yaml", "environment:\n  DB_PASSWORD: @@\n", "${DB_PASSWORD}"
    ),
    Planted(
        "reference to a secret of CI",
        "",
        ".github/workflows/ci.yml",
        "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    env:\n      TOKEN: @@\n    steps: [{run: make}]\n",
        "${{ secrets.HF_TOKEN }}",
    ),
    Planted(
        "public key",
        "",
        "a/key.pub",
        "@@\n",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI" + drawn("pub", 43, BASE64) + " kim@acme",
    ),
    Planted(
        "certificate",
        "",
        "a/ca.pem",
        "@@\n",
        f"-----BEGIN CERTIFICATE-----\n{pem_body('cert')}\n-----END CERTIFICATE-----",
    ),
    Planted(
        "textbook web token",
        "",
        "a/README.md",
        "Send `Authorization: Bearer @@`.\n",
        web_token("textbook", sub="1234567890", name="John Doe"),
    ),
    Planted("digest of an image", "", "a/Dockerfile", "FROM python:3.12-slim@sha256:@@\n", drawn("image", 64, HEX)),
    Planted(
        "integrity of a package",
        "",
        "a/package-lock.json",
        '{"packages": {"left": {"integrity": "sha512-@@"}}}\n',
        drawn("integrity", 86, BASE64) + "==",
    ),
    Planted(
        "name of a model",
        "",
        "a/model.py",
        "tokenizer_name = '@@'\n",
        "distilbert-base-uncased-finetuned-sst-2-english-v1",
    ),
    Planted(
        "picture in base64",
        "",
        "a/picture.ipynb",
        '{"cells": [{"cell_type": "code", "metadata": {}, "source": [], "outputs": [{"output_type": "display_data", '
        '"metadata": {}, "data": {"image/png": "@@"}}]}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}\n',
        "iVBORw0KGgo" + drawn("png", 2000, BASE64),
    ),
    Planted("local default", "", "a/local.yaml", "url: postgresql://postgres:@@@localhost:5432/postgres\n", "postgres"),
    Planted(
        "made up in a test",
        "",
        "tests/test_auth.py",
        "def test_login():\n    assert login('kim', password='@@')\n",
        "hunter2-" + "test-1",
    ),
)
