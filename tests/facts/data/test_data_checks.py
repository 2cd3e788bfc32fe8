"""Where data is judged by rules."""

import pytest

from seatrial.facts.data.data_checks import data_checks
from seatrial.facts.data.data_rules import Rule
from tests.repositories import repo_of

OWN = """
import pandas as pd

def validate(rows):
    problems = []
    if not {"age"} <= set(rows.columns):
        problems.append("columns")
    if rows["age"].isna().any():
        problems.append("missing")
    if (rows["age"] > 120).any():
        problems.append("age")
    return problems
"""


def test_a_model_of_patito_refuses_other_columns_types_and_missing_values() -> None:
    text = (
        "from typing import ClassVar\nimport patito as pt\n\nclass Power(pt.Model):\n    KEY: ClassVar[str] = 'time'\n"
        "    power: float = pt.Field(ge=-1000, le=1000)\n    note: str | None = None\n\n"
        "class Empty(pt.Model):\n    pass\n"
    )
    (found,) = data_checks(repo_of({"schemas.py": text}))

    assert (found.tool, found.stops, found.site.scope) == ("patito", True, "Power")
    assert set(found.rules) == {Rule.COLUMNS, Rule.TYPE, Rule.MISSING, Rule.RANGE}
    assert found.rules.count(Rule.MISSING) == 1


@pytest.mark.parametrize(
    "made",
    [
        "great_expectations.core.ExpectationConfiguration(expectation_type='expect_column_values_to_not_be_null')",
        "great_expectations.expectations.ExpectColumnValuesToNotBeNull(column='age')",
    ],
)
def test_expectations_that_are_made_for_a_suite_judge_rows(made: str) -> None:
    (found,) = data_checks(repo_of({"suite.py": f"import great_expectations\n\ndef suite(s):\n    s.add({made})\n"}))

    assert (found.tool, found.rules, found.stops) == ("Great Expectations", (Rule.MISSING,), False)


def test_a_setting_that_only_sounds_like_an_expectation_judges_none() -> None:
    other = "from plans import ExpectationConfiguration, ExpectColumnWidth\nExpectColumnWidth(4)\n"
    empty = "from great_expectations.core import ExpectationConfiguration\nExpectationConfiguration(kind)\n"

    assert not data_checks(repo_of({"a.py": other, "b.py": empty}))


def test_a_schema_of_pandera_holds_the_rules_of_its_fields() -> None:
    text = (
        "import pandera.pandas as pa\nfrom pandera.typing import Series\n\n"
        "class Rows(pa.DataFrameModel):\n    age: Series[int] = pa.Field(ge=0, nullable=True)\n"
        "    kind: Series[str] = pa.Field(isin=['a'], unique=True)\n"
    )
    (found,) = data_checks(repo_of({"schema.py": text}))

    assert (found.tool, found.stops, found.site.scope) == ("pandera", True, "Rows")
    assert found.kinds == {Rule.TYPE, Rule.RANGE, Rule.MISSING, Rule.ALLOWED, Rule.UNIQUE}


def test_a_schema_object_counts_like_a_class() -> None:
    text = "import pandera as pa\nS = pa.DataFrameSchema({'age': pa.Column(int, pa.Check.ge(0))})\n"
    (found,) = data_checks(repo_of({"schema.py": text}))

    assert found.kinds == {Rule.TYPE, Rule.RANGE, Rule.MISSING}


STEP = "from sagemaker.workflow.quality_check_step import QualityCheckStep\nQualityCheckStep('check', {})\n"


@pytest.mark.parametrize(
    ("given", "stops"), [("", [True]), ("fail_on_violation=False", [False]), ("skip_check=True", [])]
)
def test_a_quality_check_of_a_managed_pipeline_stops_it_unless_it_is_told_not_to(given: str, stops: list[bool]) -> None:
    assert [item.stops for item in data_checks(repo_of({"pipeline.py": STEP.format(given)}))] == stops


def test_own_rules_stop_when_the_caller_reads_the_answer_and_raises() -> None:
    caller = (
        "from rules import validate\n\ndef main(rows):\n    if validate(rows):\n        raise ValueError('bad rows')\n"
    )
    alone, used = data_checks(repo_of({"rules.py": OWN})), data_checks(repo_of({"rules.py": OWN, "main.py": caller}))

    assert [item.what for item in alone] == [
        "checks columns, missing values, ranges by its own code, and goes on in any case"
    ]
    assert [item.stops for item in used] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "import pandas as pd\ndef load(p):\n    return pd.read_csv(p).dropna()\n",
        "import pandas as pd\ndef valid_split(rows):\n    return rows[rows['age'].isna()]\n",
        "from pydantic import BaseModel, Field\nclass Request(BaseModel):\n    age: int = Field(ge=0)\n",
        "import torch\ndef check_inputs(x):\n    if x.dtype != torch.float32:\n        raise ValueError\n",
    ],
    ids=["dropping rows", "a validation split", "a request schema", "types of tensors"],
)
def test_what_judges_no_rows_is_no_check(text: str) -> None:
    assert data_checks(repo_of({"job.py": text})) == ()


def test_own_assertions_of_tests_are_about_code_and_expectations_there_about_data() -> None:
    own = data_checks(repo_of({"tests/test_rules.py": OWN}))
    expected = data_checks(
        repo_of(
            {
                "tests/test_rows.py": (
                    "def test_rows(df):\n    df.expect_column_values_to_not_be_null('a')\n    assert df.validate()\n"
                )
            }
        )
    )

    assert own == ()
    assert [(item.tool, item.rules) for item in expected] == [("Great Expectations", (Rule.MISSING,))]


@pytest.mark.parametrize(
    ("path", "text", "tool", "rules"),
    [
        (
            "gx/expectations/rows.json",
            '{"expectations": [{"expectation_type": "expect_column_values_to_be_unique"}]}',
            "Great Expectations",
            (Rule.UNIQUE,),
        ),
        (
            "soda/checks.yml",
            "checks for rows:\n  - missing_count(age) = 0\n  - row_count > 0\n",
            "Soda",
            (Rule.MISSING, Rule.SIZE),
        ),
        (
            "models/schema.yml",
            "models:\n- name: a\n  columns:\n  - {name: b, tests: [not_null, unique]}\n",
            "dbt",
            (Rule.UNIQUE, Rule.MISSING),
        ),
    ],
)
def test_suites_in_files_are_read(path: str, text: str, tool: str, rules: tuple[Rule, ...]) -> None:
    assert [(item.tool, set(item.rules)) for item in data_checks(repo_of({path: text}))] == [(tool, set(rules))]


def test_what_a_package_offers_to_tests_judges_code() -> None:
    assert [item.site.path for item in data_checks(repo_of({"lib/testing/checks.py": OWN, "lib/checks.py": OWN}))] == [
        "lib/checks.py"
    ]


def test_rules_by_assert_alone_say_so() -> None:
    text = (
        "import pandas as pd\ndef check_rows(rows):\n"
        "    assert not rows.isna().any().any()\n    assert rows['a'].is_unique()\n"
    )

    assert [item.by_assert for item in data_checks(repo_of({"rules.py": text}))] == [True]


def test_tests_of_a_file_of_data_judge_data_and_those_of_made_up_rows_judge_code() -> None:
    text = "import pandas as pd\ndef test_schema():\n    rows = pd.read_csv({})\n    assert len(rows.columns) == 3\n"
    real, made = text.format("'data/rows.csv'"), text.format("tmp_path / 'rows.csv'")

    assert [item.rules for item in data_checks(repo_of({"data/data_test.py": real}))] == [(Rule.COLUMNS,)]
    assert data_checks(repo_of({"data/data_test.py": made})) == ()
    assert data_checks(repo_of({"data/data_test.py": text.format("'tests/unit/rows.csv'")})) == ()


def test_what_one_test_reads_is_no_data_of_another() -> None:
    reads = "import pandas as pd\n{}\ndef {}():\n    return pd.read_csv('data/rows.csv')\n"
    judges = "def test_split_column({}):\n    assert split(frame).equals(other)\n"
    alone = reads.format("", "test_shape") + judges.format("")
    handed = reads.format("import pytest\n@pytest.fixture", "frame") + judges.format("frame")

    assert data_checks(repo_of({"tests/data/test_make.py": alone})) == ()
    assert len(data_checks(repo_of({"tests/data/test_make.py": handed}))) == 1


def test_a_validator_of_one_request_in_its_handler_judges_no_rows() -> None:
    rule = "    if not Validator({'id': {'required': True}}).validate(item):\n        raise ValueError\n"
    head = "from cerberus import Validator\n"
    handler = f"from flask import Flask\napp = Flask(__name__)\n@app.post('/x')\ndef x(item):\n{rule}"

    assert not data_checks(repo_of({"app.py": head + handler}))
    assert [check.tool for check in data_checks(repo_of({"rows.py": f"{head}def check(item):\n{rule}"}))] == [
        "Cerberus"
    ]


ARRAYS = (
    "import torch\nfrom pathlib import Path\n\ndef main():\n    issues = []\n"
    "    for file in Path('data').glob('*.pt'):\n        image = torch.load(file, weights_only=True)\n"
    "        if len(image.shape) != 3:\n            issues.append('shape')\n"
    "        if torch.isnan(image).any():\n            issues.append('nan')\n    print(issues)\n"
)


def test_a_program_named_for_it_that_reads_stored_tensors_judges_them() -> None:
    (found,) = data_checks(repo_of({"validate.py": ARRAYS}))

    assert found.kinds == {Rule.SHAPE, Rule.MISSING}


@pytest.mark.parametrize(
    "files",
    [
        {"train.py": ARRAYS},  # its name promises no judgement
        {"validate.py": ARRAYS.replace("issues.append", "print")},  # nothing comes of it
        {
            "check.py": "import numpy as np\n\ndef check(x):\n    if np.isnan(x).any() or x.ndim != 2:\n"
            "        raise ValueError\n"
        },
    ],
)
def test_arrays_that_a_function_is_handed_are_arguments(files: dict[str, str]) -> None:
    assert data_checks(repo_of(files)) == ()


OF_RECORDS = """class DataValidationStep:
    def __call__(self, data):
        self._enough(data)
        self._balanced(data)
    def _enough(self, data):
        if len(data) < self.fewest:
            raise TooFewRecords()
    def _balanced(self, data):
        for entry in data:
            if len(entry["bought"]) != len(entry["seen"]):
                raise Imbalanced()
"""
PIPELINE = (
    "from steps.data_validation import DataValidationStep\nfrom fit import fit\nfit(DataValidationStep()(load()))\n"
)
FITS = "from sklearn.svm import SVC\ndef fit(rows):\n    SVC().fit(rows, rows)\n"


def test_a_step_of_a_pipeline_that_is_named_for_it_judges_records_of_any_kind() -> None:
    repo = repo_of({"steps/data_validation.py": OF_RECORDS, "pipeline.py": PIPELINE, "fit.py": FITS})

    assert [(item.site.scope, item.rules) for item in data_checks(repo)] == [
        ("DataValidationStep._enough", (Rule.OWN,)),
        ("DataValidationStep._balanced", (Rule.OWN,)),
    ]


@pytest.mark.parametrize(
    "files",
    [
        {"steps/data_validation.py": OF_RECORDS, "app.py": "from steps.data_validation import DataValidationStep\n"},
        {"steps/loading.py": OF_RECORDS.replace("DataValidationStep", "Load"),
         "pipeline.py": PIPELINE.replace("data_validation", "loading").replace("DataValidationStep", "Load")},
        {"steps/data_validation.py": OF_RECORDS.replace("raise Imbalanced()", "pass"), "pipeline.py": PIPELINE},
        {"steps/model_validation.py": OF_RECORDS.replace("DataValidationStep", "ModelValidationStep"),
         "pipeline.py": PIPELINE.replace("data_validation", "model_validation").replace("DataV", "ModelV")},
    ],
    ids=["far from training", "another name", "one guard", "of the model"],
)  # fmt: skip
def test_guards_that_no_name_calls_checks_of_data_are_none(files: dict[str, str]) -> None:
    assert data_checks(repo_of({**files, "fit.py": FITS})) == ()


@pytest.mark.parametrize(
    ("name", "told", "judges"),
    [
        ("data_validation", "error = f'lacks {missing}' if missing else None", True),
        ("check_columns", "reason = f'lacks {missing}'", True),
        ("check_columns", "print(f'lacks {missing}')", False),
        ("read_rows", "error = f'lacks {missing}'", False),
        ("check_columns", "error = f'lacks {wanted}'", False),
    ],
)
def test_missing_columns_that_are_put_into_an_error_are_judged(name: str, told: str, judges: bool) -> None:
    text = (
        f"import pandas as pd\ndef {name}(path):\n    df = pd.read_csv(path)\n    wanted = ['a', 'b']\n"
        f"    missing = [col for col in wanted if col not in df.columns]\n    {told}\n    return error\n"
    )

    assert bool(data_checks(repo_of({"start.py": text}))) is judges


ROW = (
    "from pydantic import BaseModel, Field\n\n\n"
    "class Row(BaseModel):\n    km: float = Field(gt=0, lt=200)\n    hour: int\n"
)
HELD = (
    "from rows import Row\n\n\ndef validated(frame):\n    kept = []\n    for _, row in frame.iterrows():\n"
    "        try:\n            kept.append(Row(**row.to_dict()))\n        except ValueError:\n            continue\n"
    "    return kept\n"
)


def test_rows_that_are_each_made_a_model_are_held_to_its_types_and_bounds() -> None:
    (check,) = data_checks(repo_of({"rows.py": ROW, "prepare.py": HELD}))

    assert check.rules == (Rule.MISSING, Rule.RANGE, Rule.TYPE)


@pytest.mark.parametrize(
    ("row", "held"),
    [
        (ROW.replace("(BaseModel)", ""), HELD),  # a class of one's own refuses nothing
        (ROW, HELD.replace("frame.iterrows()", "frame")),  # one request is no table
        (ROW, HELD.replace("**row.to_dict()", "km=1, hour=2")),  # what is made here was right before
    ],
)
def test_a_class_that_refuses_nothing_and_a_single_record_are_no_check_of_rows(row: str, held: str) -> None:
    assert data_checks(repo_of({"rows.py": row, "prepare.py": held})) == ()


@pytest.mark.parametrize(
    ("stop", "rules"),
    [
        ("    if missing:\n        raise ValueError(missing)\n", [(Rule.COLUMNS,)]),
        ("    print(missing)\n", []),
    ],
    ids=["raises", "only tells"],
)
def test_a_training_that_stops_where_columns_lack_judges_them(stop: str, rules: list[tuple[Rule, ...]]) -> None:
    text = (
        "import pandas as pd\nfrom sklearn.linear_model import Ridge\n\n\n"
        "def inputs(rows, wanted):\n    missing = [name for name in wanted if name not in rows.columns]\n"
        f"{stop}    return rows[wanted]\n\n\n"
        "rows = pd.read_csv('rows.csv')\nRidge().fit(inputs(rows, ['size']), rows['price'])\n"
    )

    assert [one.rules for one in data_checks(repo_of({"train.py": text}))] == rules
    assert data_checks(repo_of({"report.py": text.replace("Ridge().fit", "print")})) == ()


@pytest.mark.parametrize(
    ("name", "judges"),
    [
        ("verify_image_label", True),
        ("validate_data", True),
        ("_validate_output_data", False),
        ("check_response_data", False),
        ("validate_request_row", False),
    ],
)
def test_what_a_model_is_asked_or_answers_is_no_data_that_it_learns_from(name: str, judges: bool) -> None:
    text = (
        "from sklearn.svm import SVC\n\n"
        f"def {name}(name, value):\n    assert name\n    assert value.ndim == 2\n"
        "    if value.dtype.kind not in 'biuf':\n        raise ValueError(name)\n\n"
        f"def train(x, y):\n    {name}('x', x)\n    SVC().fit(x, y)\n\ntrain(read(), read())\n"
    )

    assert bool(data_checks(repo_of({"train.py": text}))) is judges


@pytest.mark.parametrize(
    ("names", "judges"),
    [
        ("ds.schema().names", True),
        ("table.schema.names", True),
        ("frame.schema.fieldNames()", True),
        ("frame.collect_schema().names()", True),
        ("dataset.column_names", False),
        ("cluster.resources.names", False),
    ],
)
def test_columns_that_lack_are_told_by_the_schema_of_a_data_set_too(names: str, judges: bool) -> None:
    text = (
        f"import ray\ndef validate_schema(ds, wanted):\n    known = set({names})\n    missing = wanted - known\n"
        "    if missing:\n        raise ValueError(missing)\n"
    )

    assert [item.rules for item in data_checks(repo_of({"train.py": text}))] == [(Rule.COLUMNS,)] * judges


@pytest.mark.parametrize(
    ("given", "extra", "found"),
    [
        ("with path.open() as lines:\n        rows = [line.split() for line in lines]", {}, True),
        ("rows = path", {}, False),
        (
            "with path.open() as lines:\n        rows = [line.split() for line in lines]",
            {"app.py": "from fastapi import FastAPI\napp = FastAPI()\n@app.post('/up')\ndef up(name: str): ...\n"},
            False,
        ),
    ],
    ids=["a file", "what a caller hands over", "a file of a request"],
)
def test_a_file_of_labels_is_judged_for_models_that_learn_elsewhere(
    given: str, extra: dict[str, str], found: bool
) -> None:
    code = f"""
def validate_label_file(path):
    {given}
    if not rows:
        raise ValueError('empty')
    if any(len(row) != 5 for row in rows):
        raise ValueError('five numbers')
    if any(not 0 <= float(row[1]) <= 1 for row in rows):
        raise ValueError('outside')
"""
    assert bool(data_checks(repo_of({"load/labels.py": code, **extra}))) is found
