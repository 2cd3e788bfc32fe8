"""Where data comes from, by the code and by what is written."""

import pytest

from seatrial.facts.data.data_declarations import Aspect, data_declarations
from seatrial.facts.data.data_loads import data_loads
from seatrial.facts.data.data_pages import without_tools
from tests.repositories import repo_of


def locations(code: str) -> list[tuple[str, bool]]:
    return [(load.location, load.named) for load in data_loads(repo_of({"train.py": code}))]


def test_files_addresses_tables_and_public_sets_are_told_apart() -> None:
    code = (
        "import pandas as pd\nfrom datasets import load_dataset\nfrom sklearn.datasets import fetch_openml\n"
        "pd.read_csv('data/train.csv')\n"
        "pd.read_parquet('s3://bucket/train.parquet')\n"
        "pd.read_sql('select * from mart.payments', engine)\n"
        "load_dataset('imdb')\nfetch_openml()\n"
        "prepare('bigquery-public-data.taxi_trips.trips')\n"
    )

    assert locations(code) == [
        ("data/train.csv", False),
        ("s3://bucket/train.parquet", True),
        ("mart.payments", True),
        ("imdb", True),
        ("fetch_openml", True),
        ("bigquery-public-data.taxi_trips.trips", True),
    ]


def test_a_constant_is_followed_and_options_are_no_location() -> None:
    code = "import pandas as pd\nPATH = 'data/train.csv'\npd.read_csv(PATH, encoding='cp1252')\npd.read_csv(other)\n"

    assert locations(code) == [("data/train.csv", False), ("", False)]


def test_what_is_shown_of_an_address_holds_no_credential() -> None:
    (load,) = data_loads(
        repo_of({"a.py": "import pandas as pd\npd.read_csv('https://u:pw@host.test/a.csv?token=x')\n"})
    )

    assert "pw" not in load.what
    assert "token" not in load.what


def test_tests_and_examples_load_nothing_for_the_repository() -> None:
    code = "import pandas as pd\npd.read_csv('https://host.test/a.csv')\n"

    assert not data_loads(repo_of({"tests/test_a.py": code, "examples/a.py": code}))


def test_a_section_is_about_data_by_its_whole_heading() -> None:
    text = "# X\n\n## {}\n\nTaken from the warehouse of the bank by us.\n"

    def told(heading: str) -> bool:
        return bool(data_declarations(repo_of({"README.md": text.format(heading)})))

    assert all(map(told, ["Data", "📊 Dataset", "2. Data sources", "Training data", "Datos"]))
    assert all(map(told, ["Fashion-MNIST dataset", "The Amazon Reviews Corpus", "Dataset information"]))
    assert all(map(told, ["Dataset And Models", "Models & data"]))
    assert all(map(told, ["Training & evaluation data", "Training, test and evaluation data", "Jeu de données"]))
    assert not any(map(told, ["Training & evaluation", "Base de données"]))
    assert not any(map(told, ["Data pipeline", "Database", "Data formats", "Metadata"]))
    assert not any(map(told, ["Creating a dataset", "Load dataset", "Custom datasets", "Files within the dataset"]))


def test_a_link_to_the_page_of_a_public_data_set_is_an_origin_and_one_to_its_host_is_none() -> None:
    page, host = "https://registry.opendata.aws/taxi-trips/", "https://www.kaggle.com/"

    (link,) = data_declarations(repo_of({"README.md": f"# X\n\nTrained on [trips]({page}).\n"}))
    assert (link.what, link.place.line) == ("a link on data that gives origin", 3)
    assert data_declarations(repo_of({"README.md": f"# X\n\nWe are on [Kaggle]({host}).\n"})) == ()
    assert data_declarations(repo_of({"docs/tools.md": f"# X\n\nSee [trips]({page}).\n"})) == ()
    contest = "https://www.kaggle.com/c/market-prediction"
    assert data_declarations(repo_of({"README.md": f"# X\n\n[Market prediction]({contest})\n"}))
    assert data_declarations(repo_of({"README.md": f"# X\n\n[Market prediction]({contest}/discussion/199313)\n"})) == ()


def test_a_data_card_tells_what_it_answers() -> None:
    text = "# Data card\n\nSource: warehouse, export of 2026-05-01. Licence: internal. Collected by terminals.\n"
    (card,) = data_declarations(repo_of({"DATA_CARD.md": text}))

    assert card.aspects == (Aspect.ORIGIN, Aspect.DATE, Aspect.TERMS, Aspect.COLLECTION)


def test_catalogues_and_the_head_of_a_card_name_the_origin() -> None:
    files = {
        "conf/base/catalog.yml": "payments:\n  type: pandas.CSVDataset\n  filepath: data/payments.csv\n",
        "README.md": "---\nlibrary_name: x\ndatasets: [imdb]\n---\n# Model\n",
    }

    assert [(item.path, item.aspects[0]) for item in data_declarations(repo_of(files))] == [
        ("README.md", Aspect.ORIGIN),
        ("conf/base/catalog.yml", Aspect.ORIGIN),
    ]


def test_a_sentence_or_a_link_of_the_readme_that_names_the_source_of_the_data_is_an_origin() -> None:
    def told(line: str) -> list[tuple[int, str]]:
        return [(item.line, item.kind) for item in data_declarations(repo_of({"README.md": f"# X\n\n{line}\n"}))]

    source = "[Inside Airbnb](https://insideairbnb.test)"
    assert told(f"This project utilizes data from {source}, made available under CC0.") == [(3, "link")]
    assert told("1. [TASS Dataset license](https://tass.test/download) (sentiment in Spanish)") == [(3, "link")]
    assert told(f"Los datos provienen de {source}.") == [(3, "link")]


def test_links_to_tools_to_issues_and_about_the_users_own_data_name_no_source() -> None:
    lines = (
        "It loads your data from [a bucket](https://bucket.test).",
        "Data comes from [pandas](https://pandas.pydata.test/docs) frames; see [docs](https://docs.host.test/data).",
        "Use the [issue tracker](https://forge.test/a/b/issues) to ask for other datasets from us.",
        "Results are shown on [the page](https://page.test).",
    )

    assert not any(data_declarations(repo_of({"README.md": f"# X\n\n{line}\n"})) for line in lines)


def test_a_set_that_is_only_listed_to_be_read_about_is_no_source() -> None:
    listed = "# Chat\n\n## {}\n\n* [High-quality datasets](https://example.org/sets)\n"

    assert data_declarations(repo_of({"README.md": listed.format("Data")}))
    assert not data_declarations(repo_of({"README.md": listed.format("References")}))
    told = "# Chat\n\n## References\n\nIt was trained on the [Court corpus](https://example.org/court) data.\n"
    assert data_declarations(repo_of({"README.md": told}))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("A classifier trained on the Iris dataset.", True),
        ("The model was fitted and evaluated on the Boston Housing data set.", True),
        ("It is fit on scikit-learn's breast cancer dataset, a small one.", True),
        ("The 30 features are those of `sklearn.datasets.load_breast_cancer`.", True),
        ("We use scikit-learn. Your dataset is read by pandas.", False),
        ("It was trained on the training dataset.", False),
        ("It was trained on a dataset of our own.", False),
        ("It was trained on the Azure GPU dataset machine.", False),
    ],
)
def test_a_set_that_is_called_one_by_its_name_is_a_source(line: str, told: bool) -> None:
    assert bool(data_declarations(repo_of({"README.md": f"# X\n\n{line}\n"}))) is told


def test_what_a_load_test_makes_up_is_no_data_of_the_model() -> None:
    made = "from faker import Faker\nfake = Faker()\n"

    assert [load.made for load in data_loads(repo_of({"make.py": made}))] == [True]
    assert data_loads(repo_of({"users.py": f"from locust import FastHttpUser\n{made}"})) == ()


def test_a_table_of_the_sources_that_are_supported_says_where_data_comes_from() -> None:
    head = (
        "# Trading\n\n## {}\n\n|Source|Range|\n|---|---|\n|[Alpaca](https://alpaca.example.org)|2015-now, one minute|\n"
    )

    (told,) = data_declarations(repo_of({"README.md": head.format("Supported Data Sources")}))

    assert (told.kind, told.line, Aspect.ORIGIN in told.aspects) == ("section", 3, True)
    assert all(
        one.kind != "section" for one in data_declarations(repo_of({"README.md": head.format("Supported platforms")}))
    )


def test_the_limits_of_a_card_tell_gaps_of_the_data_where_they_speak_of_it() -> None:
    card = (
        "# Model card\n\n## Intended use\n\nTo price houses of one town, by their size.\n\n"
        "## Limitations\n\n- {}\n\n## Training data\n\nSales of houses, provided by the town of Bern.\n"
    )

    def aspects(limit: str) -> tuple[Aspect, ...]:
        return data_declarations(repo_of({"MODEL_CARD.md": card.format(limit)}))[0].aspects

    assert Aspect.GAPS in aspects("The model was trained mainly on houses of the centre.")
    assert Aspect.GAPS not in aspects("Prices above ten million are off.")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("The code to retrain, which requires data, both extracted out of SIA and dumps of old systems.", True),
        ("Customer records were exported from Salesforce each night.", True),
        ("The dataset is sourced from Statistics Netherlands.", True),
        ("Measurements are collected by the Royal Weather Service.", True),
        ("Text data is extracted from PDF files.", False),
        ("Data is pulled from Postgres.", False),
        ("Your data, exported from Salesforce, is indexed.", False),
        ("The records are taken from the queue.", False),
        ("The dataset was downloaded from Azure Blob Storage.", False),
    ],
)
def test_a_system_that_data_is_taken_out_of_is_its_origin(line: str, told: bool) -> None:
    table = "## Input data\n\nA csv file with at least these columns: Main, Middle, Sub and Text.\n"

    def origins(text: str) -> list[str]:
        return [one.kind for one in data_declarations(repo_of({"README.md": text})) if Aspect.ORIGIN in one.aspects]

    assert origins(f"# X\n\n{line}\n") == ["name"] * told
    assert origins(f"# X\n\n{line}\n\n{table}") == ["name"] * told


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("The project uses the IBM Telecom Customer Churn Dataset.", True),
        ("We analyse prices, using the **Ames Housing Data Set** here.", True),
        ("Built with a Custom Image Dataset class.", False),
        ("It uses the Hugging Face Dataset library.", False),
        ("It uses a Training And Test Dataset of our own.", False),
        ("Batches are made using PyTorch Lightning Dataset objects.", False),
        ("Put Your Own Dataset here.", False),
    ],
)
@pytest.mark.parametrize("heading", ["Dataset Information", "About"])
def test_a_set_that_is_used_by_its_name_is_a_source_though_a_section_tells_its_columns(
    heading: str, line: str, told: bool
) -> None:
    text = f"# Churn\n\n## {heading}\n\n{line}\n\n- customer id\n- monthly charges\n"
    found = data_declarations(repo_of({"README.md": text, "train.py": "import pandas\n"}))

    assert any(one.kind == "name" for one in found) is told


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("```bash\n# train (sample or full OpenML dataset)\npython train.py\n```", True),
        ("- Fetch live and historical data from DhanHQ APIs", True),
        ("BigQuery is the intended source of POS data here.", True),
        ("It predicts new data (just a sample from the Boston housing data).", True),
        ("```\ngenerator/   Phase 1: synthetic event generation\n```", True),
        ("Download the dataset\n\n```bash\nbash ./scripts/shrec/get_data.sh\n```", True),
        ("It ships the public TDC ADMET affinity datasets.", True),
        ("We show how TDC ADMET and datasets differ.", False),
        ("Fetch data from Kafka", False),
        ("Collect the data from S3 and write it to Postgres", False),
        ("Fetch your data from DhanHQ APIs", False),
        ("SMOTE adds synthetic records of the smaller class to these", False),
        ("- [Synthetic Data Generation](https://forge.test/a/b)", False),
        ("Download the dataset\n\n```bash\nbash ./scripts/shrec/train.sh\n```", False),
        ("- [Domains](https://pages.test/usage) extract structured data from 100 languages", False),
        ("| Model | [fine-tuned with QLoRA](https://a.test) on gold pairs, no HuggingFace at run time |", False),
    ],
)
def test_what_a_readme_names_in_passing_is_an_origin(line: str, told: bool) -> None:
    found = data_declarations(repo_of({"README.md": f"# X\n\n{line}\n"}))

    assert [one.aspects[0] for one in found] == [Aspect.ORIGIN] * told


def test_a_page_on_how_data_is_prepared_names_its_source_by_an_address() -> None:
    page = "# Install\n\n## Dataset Preparation\n\nDownload {} and unpack it as follows, into train and val.\n"

    (told,) = data_declarations(repo_of({"INSTALL.md": page.format("[ImageNet](http://image-net.test/)")}))
    assert (told.line, told.aspects) == (3, (Aspect.ORIGIN,))
    assert data_declarations(repo_of({"INSTALL.md": page.format("the set")})) == ()
    code = "# X\n\n## Dataset\n\n    https://drive.test/file/d/1hA0/view\n"
    assert data_declarations(repo_of({"README.md": code}))[0].aspects == (Aspect.ORIGIN,)
    assert data_declarations(repo_of({"README.md": code.replace("drive.test", "localhost")})) == ()


def test_another_page_names_a_set_where_it_says_that_it_is_data() -> None:
    link = "[NuNER](https://huggingface.co/datasets/numind/NuNER)"

    (told,) = data_declarations(repo_of({"docs/intro.md": f"# X\n\nTraining data is made of {link}.\n"}))
    assert (told.line, told.kind) == (3, "page")
    assert data_declarations(repo_of({"docs/intro.md": f"# X\n\nSee {link}.\n"})) == ()


def test_what_is_made_up_needs_no_licence_and_a_plan_stands_behind_the_page_on_data() -> None:
    made = "# X\n\n## Data\n\nAll data is synthetic, made by generator.py with a seed. Only three towns are covered.\n"
    (told,) = data_declarations(repo_of({"README.md": made}))
    assert Aspect.TERMS in told.aspects
    (other,) = data_declarations(repo_of({"README.md": made.replace("made by", "from https://sets.test and")}))
    assert Aspect.TERMS not in other.aspects
    page = "# Data\n\nSource: the warehouse, exported daily.\n"
    found = data_declarations(repo_of({"BRIEF.md": f"# Plan\n\n{page}", "data/README.md": page}))
    assert [one.path for one in found] == ["data/README.md", "BRIEF.md"]


def test_a_page_about_data_speaks_before_what_is_said_in_passing_and_no_list_of_changes_is_one() -> None:
    page = "# Data\n\nSource: the warehouse, exported daily.\n"
    passing = "# X\n\nRecords were exported from Salesforce each day.\n"
    found = data_declarations(repo_of({"README.md": passing, "data/README.md": page}))
    assert [(one.path, one.kind) for one in found] == [("data/README.md", "section"), ("README.md", "name")]

    changes = "# Changes\n\n## Datasets\n\n- Adds a loader of the sets of 2024, from https://sets.test\n"
    assert data_declarations(repo_of({"CHANGELOG.md": changes})) == ()
    assert data_declarations(repo_of({"docs/exchanges.md": changes}))


def test_an_address_of_a_page_on_tools_is_left_out_alone() -> None:
    rows = "The rows come from https://data.gov/abc, collected in May 2021 under CC-BY 4.0.\nSee "
    text = f"{rows}https://github.com/o/r/wiki/Data for the columns"

    assert without_tools(text) == f"{rows}  for the columns"


def told_by(line: str) -> list[str]:
    return [item.kind for item in data_declarations(repo_of({"README.md": f"# X\n\n{line}\n"}))]


def test_a_set_that_was_not_tried_is_no_source() -> None:
    assert told_by("The model was evaluated on IEMOCAP and RAVDESS.")
    assert not told_by("The model was not yet evaluated on IEMOCAP and RAVDESS.")
    assert not told_by("We haven't been evaluated on IEMOCAP.")


def test_a_register_that_is_linked_by_its_name_is_a_source() -> None:
    link = "[Discharge Abstract Database (DAD)](https://registry.test/dad)"

    assert told_by(f"We predict readmission using the {link}.") == ["link"]
    assert not told_by(f"The {link} has a page of its own.")
    assert not told_by("Rows are stored using the [vector Database](https://tool.test/)!")


def test_whose_a_set_is_tells_where_it_comes_from() -> None:
    assert told_by("It was fitted on a dataset from Imperial College's Brain Bank of slices.") == ["word"]
    assert not told_by("It was fitted on a dataset from Google Cloud Storage of slices.")
    assert not told_by("The service helps with the creation of high-quality Sinhala ASR datasets by volunteers.")


def test_what_was_archived_speaks_last() -> None:
    page = "# X\n\n## Data sources\n\nSource: the warehouse of the bank, as of 2024, collected by the tills.\n"
    found = data_declarations(repo_of({"docs/archive/old.md": page, "docs/sales.md": page.replace("as of 2024, ", "")}))

    assert [item.path for item in found] == ["docs/sales.md", "docs/archive/old.md"]
