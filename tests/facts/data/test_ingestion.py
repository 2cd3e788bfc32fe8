"""What fetches fresh data, and who notices when it is late."""

import pytest

from seatrial.facts.data.bulk_data import bulk
from seatrial.facts.data.ingestion import intakes, lateness_checks, scheduled_intakes
from seatrial.facts.data.privacy_design import erasures, inventories, minimisations
from tests.repositories import component_of, repo_of


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("import pandas as pd\npd.read_sql('select 1', engine)\n", 1),
        ("import pandas as pd\npd.read_parquet('s3://lake/a.parquet')\n", 1),
        ("import pandas as pd\npd.read_csv('a.csv')\n", 0),
        ("from kafka import KafkaConsumer\nKafkaConsumer('a')\n", 1),
        ("import ray\nray.data.read_csv('a').materialize()\n", 0),
        ("from queueing import Consumer\nConsumer()\n", 0),
        ("from sqlalchemy import create_engine\ncreate_engine('a').execute('b')\n", 0),
        ("import requests\nURL = 'https://host.test/k49.npz'\nrequests.get(URL)\n", 1),
        ("import requests\nrequests.get('https://host.test/api')\n", 0),
        ("import httpx\nhttpx.get(f'{base}/health')\nSCHEMA = 'https://host.test/config.json'\n", 0),
        ("import wget\nwget.download('https://host.test/weights.zip')\n", 0),
        ("import wget\nwget.download('https://host.test/dataset.zip')\n", 1),
        ("from roboflow import Roboflow\nRoboflow(k).workspace('a').project('b').version(3).download('coco')\n", 1),
        ("from app import Release\nRelease(k).version(3).download('app')\n", 0),
    ],
)
def test_a_source_is_where_data_arrives(text: str, count: int) -> None:
    assert len(intakes(repo_of({"load.py": text}))) == count


def test_a_clock_must_reach_the_call() -> None:
    load = "import pandas as pd\ndef rows():\n    return pd.read_sql('select 1', engine)\n"
    head = "from airflow.decorators import dag\nfrom load import rows\n"
    dag = head + "@dag(schedule={})\ndef daily():\n    rows()\ndaily()\n"

    assert scheduled_intakes(repo_of({"load.py": load, "dags/a.py": dag.format("'@daily'")}))
    assert not scheduled_intakes(repo_of({"load.py": load, "dags/a.py": dag.format("None")}))


def test_lateness_stops_something_or_is_a_rule_of_a_tool() -> None:
    raises = "def check(data_age):\n    if data_age > LIMIT:\n        raise ValueError\n"
    dbt = "sources:\n  - name: shop\n    freshness:\n      error_after: {count: 1, period: day}\n"

    assert lateness_checks(repo_of({"load.py": raises}))
    assert not lateness_checks(repo_of({"load.py": raises.replace("raise ValueError", "print('old')")}))
    assert lateness_checks(repo_of({"dbt/sources.yml": dbt}))


def test_files_of_data_are_weighed_and_the_largest_comes_first() -> None:
    found = bulk(repo_of({"a.csv": b"1", "b.pt": b"123", "c.py": b"1" * 9}))

    assert [(item.path, item.size) for item in found] == [("b.pt", 3), ("a.csv", 1)]


def test_samples_and_foreign_files_weigh_nothing() -> None:
    assert bulk(repo_of({"tests/a.csv": b"1", "examples/b.csv": b"1", "vendor/c.csv": b"1"})) == ()


def test_many_pictures_of_one_folder_are_data_unless_a_page_shows_them() -> None:
    pictures: dict[str, str | bytes] = {f"cats/{number}.jpg": b"12" for number in range(120)}
    page: dict[str, str | bytes] = {f"static/{number}.jpg": b"12" for number in range(120)}

    (item,) = bulk(repo_of({**pictures, **page}))

    assert (item.count, item.size) == (120, 240)


@pytest.mark.parametrize("mark", ["meta: {pii: true}", "tags: [pii]", "data_classification: personal"])
def test_a_schema_marks_what_is_personal(mark: str) -> None:
    text = f"columns:\n  - name: email\n    {mark}\n"

    (found,) = inventories(component_of({"schema.yml": text}))

    assert found.place.line == 3


def test_a_mark_that_says_no_marks_nothing() -> None:
    assert inventories(component_of({"schema.yml": "columns:\n  - name: price\n    pii: false\n"})) == ()


def test_dropping_or_hashing_a_name_makes_less_and_dropping_a_price_does_not() -> None:
    text = (
        "import hashlib\nimport pandas as pd\nif __name__ == '__main__':\n    rows = pd.read_csv('a.csv')\n"
        "    rows = rows.drop(columns=['price'])\n    rows = rows.drop(columns=['email'])\n"
        "    key = hashlib.sha256(salt + phone)\n"
    )

    assert [item.what for item in minimisations(component_of({"a.py": text}))] == [
        "drops the column email",
        "hashes phone",
    ]


@pytest.mark.parametrize(
    ("given", "less"),
    [
        ('"customerID", axis=1', True),
        ('columns=["patient_id"]', True),
        ('"order_id", axis=1', False),
        ("number", False),
    ],
)
def test_dropping_the_number_of_a_person_makes_less(given: str, less: bool) -> None:
    text = f"import pandas as pd\nif __name__ == '__main__':\n    rows = pd.read_csv('a.csv').drop({given})\n"

    assert bool(minimisations(component_of({"train.py": text}))) is less


def test_deleting_a_file_erases_nobody() -> None:
    text = (
        "def delete_model(path):\n    path.unlink()\n\n\ndef delete_user_data(store, number):\n    del store[number]\n"
    )

    assert [item.what for item in erasures(component_of({"a.py": text}))] == [
        "delete_user_data takes a person's data out"
    ]
