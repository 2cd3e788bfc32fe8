"""Single assertions over what was read are told, and what is asked of arguments and tensors is no check of data."""

import pytest

from seatrial.facts.data.data_rules import Rule
from seatrial.facts.data.lone_checks import lone_checks
from tests.judging.asked import judge, message
from tests.repositories import repo_of

TRAIN = "import pandas as pd\nfrom sklearn.svm import SVC\nfrom prepare import prepare\n"
TRAIN += "rows = prepare(pd.read_csv('rows.csv'))\nmodel = SVC().fit(rows, rows['y'])\n"
PREPARE = "import numpy as np\n\ndef prepare(rows):\n    {}\n    return np.asarray(rows)\n"


@pytest.mark.parametrize(
    ("code", "rules"),
    [
        ("assert np.ma.count_masked(rows) == 0", (Rule.MISSING,)),
        ("assert rows.shape == (9, 9)", (Rule.SHAPE,)),
        ("if rows['y'].isna().any():\n        raise ValueError('y')", (Rule.MISSING,)),
        ("assert size > 3", ()),
        ("rows = rows[rows['y'].notna()]", ()),
    ],
)
def test_a_single_assertion_over_rows_is_found_where_they_are_prepared(code: str, rules: tuple[Rule, ...]) -> None:
    found = lone_checks(repo_of({"train.py": TRAIN, "prepare.py": PREPARE.format(code)}))

    assert [one.rules for one in found] == ([rules] if rules else [])


def test_what_a_network_asks_of_its_tensors_is_no_check_of_data() -> None:
    net = "import torch\n\nclass Net(torch.nn.Module):\n    def forward(self, x):\n        assert x.shape == (1,)\n"
    files = {"train.py": TRAIN.replace("prepare import prepare", "net import Net"), "net.py": net}

    assert lone_checks(repo_of(files)) == ()


@pytest.mark.parametrize(("opens", "told"), [("try", "a breach is told and stops nothing"), ("if x", "no check of an")])
def test_a_picture_that_does_not_open_is_left_out_where_somebody_tries(opens: str, told: str) -> None:
    train = "import torch\nfrom data import pictures\nfrom PIL import Image\nmodel, optimizer = make()\n"
    train += "loss = model(pictures())\nloss.backward()\noptimizer.step()\noptimizer.zero_grad()\n"
    tried = "    except OSError:\n        return None\n" if opens == "try" else ""
    data = f"from PIL import Image\n\n\ndef pictures(x):\n    {opens}:\n        return Image.open(x)\n{tried}"

    assert message("DAT-03", {"train.py": train, "data.py": data}).startswith(told)


def test_what_is_asserted_is_said_and_is_not_enough() -> None:
    asserted = PREPARE.format("assert np.ma.count_masked(rows) == 0")

    said = "only missing values are judged, and no types or ranges"
    assert message("DAT-03", {"train.py": TRAIN, "prepare.py": asserted}) == said
    assert message("DAT-03", {"train.py": TRAIN, "prepare.py": PREPARE.format("pass")}).startswith("no rule")


@pytest.mark.parametrize(
    ("bounded", "ends"),
    [
        ("(rows['y'] < 0).any()", ", and no single file judges types, values and gaps"),
        ("rows['z'].isna().any()", ", and no types or ranges"),
    ],
)
def test_what_lacks_is_said_and_rules_in_two_files_are_told_as_such(bounded: str, ends: str) -> None:
    judged = PREPARE.format("if 'y' not in rows.columns or rows['y'].isna().any():\n        raise ValueError('y')")
    rules = (
        "import pandas as pd\n\n\ndef bounds(rows):\n    if 'z' not in rows.columns:\n        raise ValueError('z')\n"
    )
    rules += f"    if {bounded}:\n        raise ValueError('y')\n"
    train = TRAIN + "from rules import bounds\nbounds(rows)\n"

    assert message("DAT-03", {"train.py": train, "prepare.py": judged, "rules.py": rules}).endswith(ends)


MAKES = (
    "import numpy as np\nfrom sklearn.svm import SVC\n\ndef generate_synthetic_data(n):\n    return np.ones((n, 2))\n"
)
MAKES += "\nrows = generate_synthetic_data(9)\nmodel = SVC().fit(rows, rows[:, 0])\n"


def test_rows_that_the_training_makes_up_itself_are_not_to_be_judged() -> None:
    assert not judge("DAT-03", {"train.py": MAKES}).applies
    assert judge("DAT-03", {"train.py": MAKES + "\nimport pandas as pd\npd.read_csv('rows.csv')\n"}).applies


MADE = "steps = [Checked()]\n"


def test_a_step_of_a_pipeline_applies_its_rules_wherever_that_is_loaded() -> None:
    step = (
        "import pandas as pd\nfrom sklearn.base import BaseEstimator, TransformerMixin\n\n\n"
        "class Checked({}):\n    def transform(self, rows):\n"
        "        missing = [c for c in self.names if c not in rows.columns]\n"
        "        if missing:\n            raise ValueError(missing)\n"
        "        if rows['y'].isna().any():\n            raise ValueError('y')\n        return rows\n"
    )
    train = TRAIN.replace("from prepare import prepare", "from steps import Checked").replace("prepare(", "(")
    step_of_sklearn = "BaseEstimator, TransformerMixin"
    told = [
        message("DAT-03", {"train.py": train + made, "steps.py": step.format(bases)})
        for bases, made in ((step_of_sklearn, MADE), ("object", ""), (step_of_sklearn, ""))
    ]

    idle = "rules on columns, missing values are written, and no code that runs applies them"
    assert told == ["only columns, missing values are judged, and no types or ranges", idle, idle]
