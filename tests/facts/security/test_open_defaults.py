"""What is open by default is told from what only development opens."""

from hypothesis import given
from hypothesis import strategies as st

from seatrial.facts.security.open_defaults import open_defaults
from seatrial.facts.security.open_starts import open_starts
from tests.repositories import repo_of

CORS = "from fastapi import FastAPI\nfrom fastapi.middleware.cors import CORSMiddleware\napp = FastAPI()\n"


def opened(code: str, path: str = "app.py") -> list[bool]:
    """Return for each open default of a file whether it is mild."""
    return [item.mild for item in open_defaults(repo_of({path: code.encode()}))]


def test_any_site_with_cookies_is_serious_and_without_is_mild() -> None:
    asked = f'{CORS}app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=%s)\n'

    assert opened(asked % "True") == [False]
    assert opened(asked % "False") == [True]


def test_what_somebody_must_switch_on_first_is_mild() -> None:
    every = 'app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)'
    asked = f"{CORS}def make(%s):\n    if permissive_cors:\n        {every}\n"
    settings = f"{CORS}class Settings:\n    any_origin: bool = %s\nif Settings().any_origin:\n    {every}\n"

    assert [opened(asked % given) for given in ("permissive_cors=False", "permissive_cors=True", "verbose=False")] == [
        [True],
        [False],
        [False],
    ]
    assert [opened(settings % given) for given in ("False", "True")] == [[True], [False]]


def test_origins_of_a_setting_are_closed_unless_its_default_is_any_site() -> None:
    asked = f"{CORS}import os\napp.add_middleware(CORSMiddleware, allow_origins=%s, allow_credentials=True)\n"

    assert opened(asked % 'os.environ["ORIGINS"].split(",")') == []
    assert opened(asked % 'os.environ.get("ORIGINS", "*").split(",")') == [False]


def test_options_in_a_dictionary_are_followed() -> None:
    options = '{"allow_origins": ["*"], "allow_credentials": True}'

    assert opened(f"{CORS}options = {options}\napp.add_middleware(CORSMiddleware, **options)\n") == [False]


def test_settings_of_django_for_development_are_no_shipped_ones() -> None:
    settings = "DEBUG = True\nINSTALLED_APPS = []\n"

    assert opened(settings, "site/settings/base.py") == [False]
    assert opened(settings, "site/settings/local.py") == []


def test_debugging_of_other_things_is_none() -> None:
    assert opened("import flask\n\ndef run(x):\n    return x\n\nrun(debug=True)\nprinter.run(debug=True)\n") == []


def test_a_token_that_is_set_keeps_jupyter_closed() -> None:
    shut = "FROM python:3.12\nCMD jupyter lab --ip=0.0.0.0 --ServerApp.token=$TOKEN\n"
    wide = "FROM python:3.12\nCMD jupyter lab --ip=0.0.0.0 --ServerApp.token='' --allow-root\n"

    assert not open_starts(repo_of({"Dockerfile": shut.encode()}))
    assert open_starts(repo_of({"Dockerfile": wide.encode()}))


@given(st.text(max_size=200))
def test_no_text_makes_it_fail(text: str) -> None:
    files = {"app.py": text.encode(), "Dockerfile": text.encode(), "compose.yml": text.encode()}

    assert open_defaults(repo_of(files)) is not None
    assert open_starts(repo_of(files)) is not None


def test_a_key_that_is_taken_where_a_setting_gives_nothing_is_known_to_every_reader() -> None:
    assert opened("SECRET_KEY = vault.get_secret('SECRET_KEY') or 'for-local-use'\n") == [False]
    assert opened("import os\nJWT_SECRET = os.environ['JWT_SECRET'] or 'secret'\n") == [False]
    assert opened("SECRET_KEY = vault.get_secret('SECRET_KEY') or generate()\n") == []
    assert opened("TITLE = vault.get_secret('TITLE') or 'shop'\n") == []
