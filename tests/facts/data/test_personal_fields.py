"""Names of people are told from settings, firms that are served, and records that no running code gets to."""

from seatrial.facts.data.personal_fields import personal_fields
from seatrial.facts.security.log_contents import logged_contents
from tests.repositories import repo_of

RECORD = "from pydantic import BaseModel\n\n\nclass {}:\n    {}: str\n"


def _fields(files: dict[str, str]) -> list[str]:
    return [field.name for field in personal_fields(repo_of(files))]


def test_a_firm_whose_name_the_environment_sets_is_no_person() -> None:
    record = {"config.py": RECORD.format("Blend(BaseModel)", "client_name")}
    read = "client_name = os.environ['CLIENT_NAME']"
    setting = {"app.py": f"import logging\nimport os\n\n{read}\nlogging.info(client_name)\n"}

    assert _fields(record) == ["client_name"]
    assert not _fields({**record, **setting})
    assert not logged_contents(repo_of(setting))


def test_a_setting_called_like_a_personal_field_hides_no_record() -> None:
    record = {"users.py": RECORD.format("User(BaseModel)", "email")}
    setting = {"app.py": "import os\n\nsender = os.environ['EMAIL']\n"}

    assert _fields({**record, **setting}) == ["email"]
    assert not _fields({"settings.py": RECORD.format("Settings(BaseSettings)", "email")})


def test_a_record_that_only_tests_make_is_none_where_it_is_known_what_is_deployed() -> None:
    record = {"src/roles.py": RECORD.format("User(BaseModel)", "email")}
    test = {"tests/test_roles.py": "from src.roles import User\n\n\ndef test_user() -> None:\n    assert User\n"}
    image = {"Dockerfile": 'FROM python:3.12\nCOPY . .\nCMD ["python", "app.py"]\n'}

    assert not _fields({**record, **test, **image, "app.py": "print(1)\n"})
    assert _fields({**record, **test, **image, "app.py": "from src.roles import User\n"}) == ["email"]
    assert _fields({**record, **test}) == ["email"]
