"""A record of an archive keeps its files for good: who takes data or own weights from one names a version of them."""

import pytest

from seatrial.facts.data.data_tools import Hold
from seatrial.facts.data.data_versions import data_versions
from seatrial.facts.data.published_records import Holds, published_records
from seatrial.facts.training.origins.published_models import Way, published_models
from tests.repositories import repo_of

DOI = "https://doi.org/10.5281/zenodo.13937606"
BADGE = "[![Zenodo](https://img.shields.io/badge/Zenodo-10.5281/zenodo.13937606-blue)]"


def kinds(page: str, name: str = "README.md") -> list[Holds]:
    return [one.holds for one in published_records(repo_of({name: page}))]


@pytest.mark.parametrize(
    ("page", "held"),
    [
        (f"The dataset is available at [Zenodo]({DOI}).\n", [Holds.DATA]),
        (f"The dataset is available\nat {DOI}\n", [Holds.DATA]),
        (f"All datasets are hosted on {BADGE}({DOI}).\n", [Holds.DATA]),
        ("Download our data from https://figshare.com/articles/dataset/rows/30787127\n", [Holds.DATA]),
        (f"Download the checkpoints from {BADGE}({DOI})\n", [Holds.WEIGHTS]),
        (f"Our pre-trained weights can be found at {DOI}\n", [Holds.WEIGHTS]),
        ("```bash\ncurl -L https://zenodo.org/record/42/files/rows.zip -o rows.zip\n```\n", [Holds.DATA]),
        ("The paper: https://zenodo.org/record/42/files/paper.pdf tells more.\n", []),
        ("The paper: https://zenodo.org/api/records/42/files/paper.pdf/content?download=1 tells more.\n", []),
        ("Slides: https://zenodo.org/record/42/files/talk.pptx?download=1\n", []),
        ("Rows: https://zenodo.org/record/42/files/rows.zip?download=1\n", [Holds.DATA]),
        (f"{BADGE}({DOI})\n\n# Title\n", []),
        (f"Download the pre-trained weights of the backbone from {DOI}\n", []),
        (f"This software is available at {DOI}\n", []),
        (f"The dataset was studied in {DOI}\n", []),
        (f"# References\n\nThe dataset is available at {DOI}\n", []),
        ("The dataset is available at https://zenodo.org\n", []),
    ],
)
def test_a_page_names_a_record_where_it_says_what_is_to_be_had_there(page: str, held: list[Holds]) -> None:
    assert kinds(page) == held


def test_a_study_of_other_work_names_its_records_and_holds_nothing() -> None:
    assert kinds(f"The dataset is available at {DOI}\n", "docs/research/replication.md") == []


def test_what_a_program_fetches_by_the_number_of_a_record_is_recorded() -> None:
    fit = "from sklearn.svm import SVC\nSVC().fit(x, y)\n"
    get = 'import requests\nrequests.get("https://zenodo.org/record/42/files/{}")\n'
    rows = data_versions(repo_of({"train.py": get.format("rows.zip") + fit}))
    assert [(one.hold, one.used) for one in rows] == [(Hold.RECORDED, True)]
    for other in ("net.pt", "unet.zip", "unet_pretrained.pth.tar", "price_model.zip", "tools-1.0.whl", "look.ipynb"):
        assert data_versions(repo_of({"train.py": get.format(other) + fit})) == ()


def test_weights_on_a_record_are_a_version_that_is_named() -> None:
    (found,) = published_models(repo_of({"checkpoints/README.md": f"Download the checkpoints from {DOI}\n"}))
    assert found.way is Way.FETCHED
