"""How does code reach the systems that hold records of people?"""

import pytest

from seatrial.facts.data.privacy_design import minimisations
from seatrial.facts.security.access_rules import access_rules
from seatrial.facts.security.plain_text import unprotected
from seatrial.facts.security.source_systems import plain_sources, read_only_sources, selections
from tests.repositories import component_of

HEAD = (
    "import torch\nfrom fastapi import FastAPI\nimport psycopg2, sqlalchemy, ftplib, pyodbc, pandas as pd\n"
    "app = FastAPI()\n"
)
BODY = HEAD + "\n\n@app.post('/predict')\ndef predict(x: float) -> float:\n    {line}\n    return x\n"
FILES = {"requirements.txt": "torch\nfastapi\n", "Dockerfile": "FROM python:3.12\nCMD uvicorn app:app\n"}


def component(line: str):  # type: ignore[no-untyped-def]
    return component_of({**FILES, "app.py": BODY.replace("{line}", line)})


@pytest.mark.parametrize(
    "line",
    [
        "psycopg2.connect(host='h', options='-c default_transaction_read_only=on')",
        "c = psycopg2.connect(host='h'); c.set_session(readonly=True)",
        "sqlalchemy.create_engine(url, execution_options={'postgresql_readonly': True}, read_only=True)",
        "pyodbc.connect('Driver=x;Server=y;ApplicationIntent=ReadOnly')",
        "cursor.execute('SET TRANSACTION READ ONLY')",
    ],
)
def test_what_is_opened_for_reading_only_is_a_rule_of_access(line: str) -> None:
    found = component(line)

    assert read_only_sources(found)
    assert any("for reading only" in rule.what for rule in access_rules(found))


def test_what_may_write_is_none() -> None:
    assert read_only_sources(component("psycopg2.connect(host='h', user='etl')")) == ()


@pytest.mark.parametrize("line", ["ftplib.FTP('drop.bank.example')"])
def test_a_file_drop_without_encryption_is_told(line: str) -> None:
    found = component(line)

    assert [one.what for one in plain_sources(found)] == ["FTP sends names, passwords and data openly"]
    assert plain_sources(found)[0] in unprotected(found)
    assert plain_sources(component("ftplib.FTP_TLS('drop.bank.example')")) == ()


def test_named_columns_that_identify_nobody_are_less_data() -> None:
    found = component("pd.read_sql('SELECT c.tenure, c.plan FROM crm.customers c WHERE c.id = %s', con)")

    assert [one.what for one in selections(found)] == [
        "takes named columns of customers, of which none identifies a person"
    ]
    assert minimisations(found)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("select * from patients", "SELECT * takes every column of patients"),
        ("SELECT id, email FROM [dbo].[Users]", "takes email out of Users"),
    ],
)
def test_more_than_a_model_needs_is_told(query: str, told: str) -> None:
    found = component(f"pd.read_sql('{query}', con)")

    assert [one.what for one in selections(found)] == [told]
    assert minimisations(found) == ()


def test_other_tables_are_not_about_people() -> None:
    assert selections(component("pd.read_sql('select * from prices', con)")) == ()
