"""Where a model sees something of the rows it is judged on, and how rows are kept apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.facts.training.splits.holdouts import Kind, holdouts
from seatrial.facts.training.splits.leakage import leaks
from seatrial.facts.training.splits.split_grounds import split_proofs, tying_keys
from seatrial.model import Confidence
from tests.repositories import repo_of

HEAD = (
    "from sklearn.preprocessing import StandardScaler, OneHotEncoder\nfrom sklearn.svm import SVC\n"
    "from sklearn.model_selection import train_test_split, KFold, cross_val_score\n"
)
FIT = "SVC().fit(x, y)\n"


def leaking(text: str) -> list[int]:
    return [leak.place.line - HEAD.count("\n") for leak in leaks(repo_of({"train.py": HEAD + text}))]


@pytest.mark.parametrize(
    "text",
    [
        "x = StandardScaler().fit_transform(x)\na, b = train_test_split(x)",
        "s = StandardScaler()\nrows['a'] = s.fit_transform(rows[['a']])\na, b = train_test_split(rows)",
        "s = StandardScaler()\ns.fit(x)\nz = s.transform(x)\na, b = train_test_split(z)",
        "s = StandardScaler()\ns.fit(x)\na, b = train_test_split(x)\na = s.transform(a)",
        "a, b = train_test_split(StandardScaler().fit_transform(x), y)",
        "z = StandardScaler().fit_transform(x)\ncross_val_score(m, z, y)",
        "z = StandardScaler().fit_transform(x)\nfor a, b in KFold(5).split(z):\n    pass",
    ],
)
def test_rows_that_come_out_of_what_was_fitted_on_them_are_certain(text: str) -> None:
    assert leaking(text)
    assert all(leak.confidence is Confidence.VERIFIED for leak in leaks(repo_of({"train.py": HEAD + text})))


@pytest.mark.parametrize(
    "text",
    [
        "a, b = train_test_split(x)\ns = StandardScaler()\na = s.fit_transform(a)\nb = s.transform(b)",
        "a, b = train_test_split(x)\nx = StandardScaler().fit_transform(a)\nc, d = train_test_split(x)",
        "z = StandardScaler().fit_transform(x_train)\nc, d = train_test_split(z)",
        "z = StandardScaler().fit_transform(x)\nplot(z)\na, b = train_test_split(x)",
        "z = StandardScaler().fit_transform(x)\nz = load()\na, b = train_test_split(z)",
        "s = StandardScaler()\ns.fit(x)\nprint(s.mean_)\na, b = train_test_split(x)",
        "def f(x):\n    return StandardScaler().fit_transform(x)\ndef g(x):\n    a, b = train_test_split(x)",
    ],
)
def test_what_does_not_reach_the_rows_that_are_divided_is_no_leak(text: str) -> None:
    assert leaking(text) == []


def test_a_function_that_hands_back_what_it_fitted_is_likely() -> None:
    text = "def clean(x):\n    return StandardScaler().fit_transform(x)\nx = clean(x)\na, b = train_test_split(x)\n"
    (leak,) = leaks(repo_of({"train.py": HEAD + text}))

    assert leak.confidence is Confidence.LIKELY
    assert leaking(text.replace("clean(x)\na", "clean(x_train)\na")) == []


def test_learning_which_values_there_are_is_mild() -> None:
    (leak,) = leaks(repo_of({"train.py": HEAD + "x = OneHotEncoder().fit_transform(x)\na, b = train_test_split(x)\n"}))

    assert leak.mild


@given(st.lists(st.sampled_from(["x", "=", "(", ")", "s.fit_transform", "train_test_split", "\n", "[", "]", ",", "."])))
def test_no_text_makes_it_raise(words: list[str]) -> None:
    leaks(repo_of({"train.py": HEAD + "".join(words)}))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("a, b = train_test_split(x)", Kind.RANDOM),
        ("a, b = train_test_split(x, shuffle=False)", Kind.AWARE),
        ("from sklearn.model_selection import TimeSeriesSplit as T\nfor a in T(3).split(x):\n    pass", Kind.AWARE),
        ("from iterstrat.ml_stratifiers import MultilabelStratifiedShuffleSplit as M\na, b = next(M(1).split(x, y))",
         Kind.RANDOM),
        ("train = rows[rows['day'] < test_start]", Kind.AWARE),
        ("import pandas as pd\nheld = pd.read_csv('data/test.csv')", Kind.GIVEN),
        ("trainer(eval_dataset=z)", Kind.NAMED),
        ("import numpy as np\na, b = np.split(rows.sample(frac=1), [8])", Kind.RANDOM),
        ("import numpy as np\nrandom.shuffle(rows)\na, b = np.split(rows, [8])", Kind.RANDOM),
    ],
)  # fmt: skip
def test_rows_are_kept_apart_in_many_ways(text: str, kind: Kind) -> None:
    assert kind in {item.kind for item in holdouts(repo_of({"train.py": HEAD + text + "\n" + FIT}))}


def test_groups_of_a_layer_and_words_of_a_text_keep_nothing_apart() -> None:
    text = "layer = Conv2d(3, groups=2)\nwords = text.split(' ')\nprint('test')\n"
    text += "import numpy as np\nleft, right = np.split(image, [8])\nself.valid_ids = valid_ids\n"

    assert holdouts(repo_of({"train.py": HEAD + text + FIT})) == ()


def test_a_key_ties_rows_only_where_it_is_a_column() -> None:
    assert tying_keys(repo_of({"train.py": HEAD + "a, b = train_test_split(rows)\nx = rows['patient_id']\n" + FIT}))
    assert not tying_keys(
        repo_of({"train.py": HEAD + "a, b = train_test_split(rows)\nrecord = {'timestamp': now()}\n" + FIT})
    )


@pytest.mark.parametrize(
    "line",
    [
        "metadata['timestamp'] = now()",
        "day = context['date']",
        "self.metadata['date'] = 1",
        "def mail(**context):\n    return f'of {context[\"ds\"]}'",
    ],
)
def test_words_about_a_run_are_no_columns(line: str) -> None:
    assert not tying_keys(repo_of({"train.py": f"{HEAD}a, b = train_test_split(rows)\n{line}\n{FIT}"}))


def test_a_proof_compares_both_sides() -> None:
    test = "def test_split_is_disjoint():\n    assert not set(a) & set(b)\n"

    assert split_proofs(repo_of({"tests/test_a.py": test, "train.py": FIT}))
    assert not split_proofs(repo_of({"tests/test_a.py": test.replace("assert not set(a) & set(b)", "pass")}))


@pytest.mark.parametrize(
    "text",
    [
        "train, test = rows[rows['day'] < cut], rows[rows['day'] >= cut]",
        "train = rows[rows.sold_at < '2024-01-01']\ntest = rows[rows.sold_at >= '2024-01-01']",
        "train = df.filter(pl.col('date') < date(2024, 1, 1))\ntest = df.filter(date(2024, 1, 1) <= pl.col('date'))",
        "train = rows.query('date < @cut')\ntest = rows.query('date >= @cut')",
        "train = con.execute(\"FROM s WHERE ds < '2024'\")\ntest = con.sql(\"FROM s WHERE ds >= '2024'\")",
        "early = rows['date'] < cut\ntrain, test = rows[early], rows[~early]",
        "cut = pd.to_datetime(day)\ntrain = rows.loc[rows.index < cut]\ntest = rows.loc[rows.index >= cut]",
        "train = rows[rows.index < '2024-01-01']\ntest = rows[rows.index >= '2024-01-01']",
        "train = rows[rows['year'] <= 2022]\ntest = rows[rows['year'] > 2023]",
        "rows = rows.sort('date')\ntrain, test = rows.head(n), rows.tail(m)",
        "train_data = df.filter(pl.col('prompt_id').is_in(a))\ntest_data = df.filter(pl.col('prompt_id').is_in(b))",
        "train = rows[~rows['patient_id'].isin(held)]\ntest = rows[rows['patient_id'].isin(held)]",
        "train = rows[~rows.user_id.isin(held)]\ntest = rows[rows.user_id.isin(held)]",
        "rows = rows.sort_values(by=['date'])\ntrain, test = rows.iloc[:n], rows.iloc[n:]",
    ],
)
def test_rows_before_and_after_a_moment_are_kept_apart(text: str) -> None:
    assert Kind.AWARE in {item.kind for item in holdouts(repo_of({"train.py": HEAD + text + "\n" + FIT}))}


@pytest.mark.parametrize(
    "text",
    [
        "rows = rows[(rows['day'] >= start) & (rows['day'] < end)]",  # which rows are studied
        "rows = rows.query('date >= @start')",
        (
            "from datetime import datetime\nA: datetime = a()\nB: datetime = b()\n"
            "def split(c):\n    return (pl.col(c) < A) | (pl.col(c) > B)"
        ),  # types of bounds are no columns
        "month = rows[rows['day'] >= since]\nbefore = rows[rows['day'] < since]",  # features of two windows
        "train = rows[rows.index < size]\ntest = rows[rows.index >= size]",  # by a number, in whatever order
        "train = rows[rows['age'] < 40]\ntest = rows[rows['age'] >= 40]",
        "def f(rows):\n    return rows[rows['day'] < cut]\ndef g(rows):\n    return rows[rows['day'] >= cut]",
        "test = rows[rows['patient_id'].isin(known)]",
        "train = rows[~rows['id'].isin(held)]\ntest = rows[rows['id'].isin(held)]",  # rows by themselves
        "old = rows[~rows['patient_id'].isin(held)]\nnew = rows[rows['patient_id'].isin(held)]",
        "late = rows['age'] > 3\na, b = rows[late], rows[~late]",
        "rows = rows.sort_values('price')\ntop = rows.tail(5)",
        "rows = rows.sort_values('date')\nlast = rows.tail(5)",
    ],
)
def test_other_conditions_keep_no_rows_apart(text: str) -> None:
    assert Kind.AWARE not in {item.kind for item in holdouts(repo_of({"train.py": HEAD + text + "\n" + FIT}))}


def test_a_part_of_a_date_leads_to_the_column_that_it_is_made_of() -> None:
    split = f"{HEAD}a, b = train_test_split(rows)\n{FIT}"
    made = 'rows["month"] = rows["picked_up_at"].dt.month\n'

    def said(text: str) -> list[str]:
        return [item.what.rpartition(" ")[2] for item in tying_keys(repo_of({"train.py": text}))]

    assert said(split + made) == ["picked_up_at"]
    assert said(split + made.replace(".dt.month", "")) == ["month"]


DRAWS = "import numpy as np\nimport random\n\n\ndef {name}(rows):\n    {draw}\n    {cut}\n"


@pytest.mark.parametrize(
    ("path", "name", "draw", "cut", "kind"),
    [
        (
            "scripts/split_data.py",
            "main",
            "to = np.random.choice(['val', 'test'], p=[0.5, 0.5])",
            "move(to)",
            Kind.RANDOM,
        ),
        ("train.py", "load", "random.shuffle(rows)", "eval_rows = rows[:10]", Kind.RANDOM),
        ("train.py", "load", "random.shuffle(rows)", "first = rows[:10]", None),
        ("train.py", "load", "eval_rows = rows[:10]", "random.shuffle(rows)", None),
        ("scripts/draw_data.py", "main", "to = np.random.choice(['val', 'test'])", "move(to)", None),
        ("train.py", "load", "p.add_argument('--phase', default='test')", "", Kind.GIVEN),
        ("train.py", "load", "p.add_argument('--phase', default='fast')", "", None),
        ("train.py", "load", "root = os.path.join(root, 'val')", "return ImageFolder(root)", Kind.GIVEN),
        ("train.py", "load", "root = os.path.join(root, 'val')", "return open(root)", None),
        ("train.py", "run_test", "pass", "", Kind.NAMED),
        ("train.py", "load", "validation_ids = rows", "", Kind.NAMED),
        ("api.py", "load", "validation_ids = rows", "", None),
    ],
)
def test_own_draws_folders_and_options_keep_rows_apart(
    path: str, name: str, draw: str, cut: str, kind: Kind | None
) -> None:
    text = DRAWS.format(name=name, draw=draw, cut=cut)
    files = {"train.py": HEAD + FIT} | {path: text + (HEAD + FIT if path == "train.py" else "")}

    assert {item.kind for item in holdouts(repo_of(files))} == ({kind} if kind else set())
