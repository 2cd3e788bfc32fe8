"""Of several stores, settings and pages, which belong to the program that answers?"""

from seatrial.facts.security.encryption import data_stores
from seatrial.facts.serving.main_page import main_page
from tests.judging.asked import IMAGE, LOAD, PREDICT, advice
from tests.repositories import component_of

READS = "import os\n\nurl = os.environ['STORE_TOKEN']\n"
KEEPS = "import psycopg2\n\nstore = psycopg2.connect('dbname=shop')\n"
SCRIPT = "\nif __name__ == '__main__':\n    print(1)\n"
SERVICE = {
    "Dockerfile": 'FROM python:3.12\nCOPY . .\nCMD ["uvicorn", "service.app:app"]\n',
    "service/__init__.py": "",
    "service/app.py": "from service import settings\n" + LOAD + PREDICT,
}
PAGE = "import streamlit as st\n\nst.title('Churn')\nst.write('it')\n"


def test_settings_of_what_answers_are_named_before_those_of_a_script_beside_it() -> None:
    files = {**SERVICE, "admin/load.py": READS + SCRIPT, "service/settings.py": READS}

    assert "service/settings.py" in advice("SEC-11", files)
    assert "admin/load.py" not in advice("SEC-11", files)


def test_a_place_that_is_written_out_is_named_where_the_answers_are_given() -> None:
    reads = "import pandas as pd\n\nrows = pd.read_csv('/home/ada/rows.csv')\n"
    started = {"Procfile": "worker: python admin/load.py\n", "admin/load.py": reads + SCRIPT}

    assert "service/settings.py" in advice("ARC-07", {**SERVICE, **started, "service/settings.py": reads})
    assert "admin/load.py" in advice("ARC-07", {**SERVICE, **started, "service/settings.py": ""})


def test_the_store_of_what_answers_is_named_before_that_of_a_script_beside_it() -> None:
    files = {**SERVICE, "admin/load.py": KEEPS + SCRIPT, "service/settings.py": KEEPS}

    assert data_stores(component_of(files))[0].place.path == "service/settings.py"


def test_a_connection_that_only_asks_whether_a_store_lives_is_named_last() -> None:
    files = {**SERVICE, "service/app.py": "from service import health, rows\n" + SERVICE["service/app.py"]}
    both = {**files, "service/health.py": KEEPS, "service/rows.py": KEEPS}

    assert data_stores(component_of(both))[0].place.path == "service/rows.py"
    assert data_stores(component_of({**files, "service/health.py": KEEPS}))[0].place.path == "service/health.py"


def test_where_only_a_script_reads_settings_it_is_named() -> None:
    files = {**SERVICE, "admin/load.py": READS + SCRIPT, "service/settings.py": ""}

    assert "admin/load.py" in advice("SEC-11", files)


def test_of_pages_that_is_named_which_is_started_and_leads_to_the_model() -> None:
    start = IMAGE["Dockerfile"].replace('"uvicorn", "app:app"', '"streamlit", "run", "main.py"').replace("app.py", ".")
    asks = PAGE + "import joblib\n\nmodel = joblib.load('m.joblib')\nst.write(model.predict([[1]]))\n"
    files = {"Dockerfile": start, "about.py": PAGE, "main.py": PAGE + "import parts.ask\n", "parts/ask.py": asks}

    page = main_page(component_of(files))

    assert page is not None
    assert page.place.path == "main.py"
    assert "main.py" in advice("GOV-12", {**files, "parts/ask.py": asks})
    assert "about.py" not in advice("GOV-12", files)


def test_a_page_that_draws_while_it_trains_is_named_last() -> None:
    fits = PAGE + "from sklearn.svm import SVC\n\nmodel = SVC().fit(x, y)\nst.write(model.predict(x))\n"

    page = main_page(component_of({"a_fit.py": fits, "show/page.py": PAGE}))

    assert page is not None
    assert page.place.path == "show/page.py"


def test_a_page_among_examples_is_nobodys_page() -> None:
    assert main_page(component_of({**SERVICE, "examples/page.py": PAGE})) is None


def test_a_method_of_a_net_by_its_class_is_no_program_that_runs_the_net() -> None:
    net = (
        "import torch\n\n\nclass Net(torch.nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.encoder = torch.hub.load('pytorch/vision', 'resnet18')\n\n"
        "    def encode(self, x):\n        return self.encoder(x)\n\n"
        "    def forward(self, x):\n        return self.encode(x)\n"
    )

    asks = PREDICT.replace("    return float", "    net.forward(size)\n    return float")
    program = "from service.net import Net\n" + LOAD + "net = Net()\n" + asks
    told = advice("PRF-06", {**SERVICE, "service/app.py": program, "service/net.py": net})

    assert "service/app.py" in told
    assert "service/net.py" not in told
