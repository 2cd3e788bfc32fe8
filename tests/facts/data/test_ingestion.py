"""What fetches fresh data, and who notices when it is late."""

import pytest

from seatrial.facts.data.ingestion import intakes, lateness_checks, scheduled_intakes
from tests.repositories import repo_of


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
