"""How rows come to be kept apart is read from what divides them, and not from the name of what comes out."""

import pytest

from seatrial.facts.training.splits.holdouts import Kind, holdouts
from tests.judging.asked import judge, steps
from tests.repositories import repo_of

HEAD = "import pandas as pd\nfrom sklearn.model_selection import train_test_split\nfrom sklearn.svm import SVC\n"
FIT = "SVC().fit(x_train, y)\n"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("n = int(0.8 * len(x))\nx_train = x[:n]\nx_val = x[n:]\n", Kind.PLACED),
        ("n = 5\nx_train = x.iloc[:n]\nx_val = x.iloc[n:]\n", Kind.PLACED),
        ("x_val = x[n:]\n", Kind.NAMED),
        ("train_ids, test_ids = train_test_split(rows['client_id'])\n", Kind.AWARE),
        ("train_ids, test_ids = train_test_split(rows['client'].unique())\n", Kind.AWARE),
        ("x_train, x_test = train_test_split(rows['text'])\n", Kind.RANDOM),
        ("name = 'val.txt'\nnames = open(name).read()\n", Kind.GIVEN),
        ("import keras\n(x_train, y), (x_test, z) = keras.datasets.boston_housing.load_data()\n", Kind.GIVEN),
    ],
)
def test_what_divides_the_rows_says_how_they_are_divided(code: str, kind: Kind) -> None:
    found = holdouts(repo_of({"train.py": HEAD + code + FIT}))

    assert min(found, key=lambda item: list(Kind).index(item.kind)).kind is kind


def test_rows_that_are_sound_are_no_set_that_is_kept_apart() -> None:
    sound = "valid_df, {} = check(pd.read_csv('rows.csv'))\n"

    assert holdouts(repo_of({"train.py": HEAD + sound.format("invalid_df") + FIT})) == ()
    assert holdouts(repo_of({"train.py": HEAD + sound.format("train_df") + FIT})) != ()


def test_a_share_of_rows_among_the_settings_names_no_set() -> None:
    share = "from pydantic import Field\n\nval_split: float = Field(default=0.15)\n"
    kept = "val_split = parts['val']\n"

    assert holdouts(repo_of({"train.py": HEAD + share + FIT})) == ()
    assert holdouts(repo_of({"train.py": HEAD + kept + FIT})) != ()


def test_who_names_a_set_is_asked_how_it_came_about() -> None:
    files = {
        "train.py": "from sklearn.svm import SVC\nfrom sets import sets\nx, val_set = sets()\nm = SVC().fit(x, x)\n",
        "sets.py": "def sets():\n    rows = read()\n    test_set = rows.part\n    return rows, test_set\n",
    }

    assert steps("DAT-06", files)[0].startswith("Say beside sets.py who divided the sets")


TOPICS = (
    "import streamlit as st\nfrom sklearn.decomposition import NMF, LatentDirichletAllocation\n\n"
    "MODELS = {'lda': {'class': LatentDirichletAllocation}}\n"
    "model = MODELS[st.text_input('which')]['class'](n_components=3)\n"
    "topics = model.fit(rows)\n"
)


def test_topics_have_no_test_set_and_are_found_anew_each_time() -> None:
    files = {"app.py": TOPICS, "run.sh": "streamlit run app.py\n"}

    assert not judge("DAT-06", files).applies
    assert not judge("DAT-09", files).applies
    assert judge(
        "DAT-09", {**files, "app.py": TOPICS + "import joblib\njoblib.dump(topics, 'topics.joblib')\n"}
    ).applies
