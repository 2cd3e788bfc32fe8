"""Of several trainings of which nothing proves one to be meant, a step names each."""

from seatrial.facts.training.main_training import main_training, named_trainings
from seatrial.model import Place
from tests.judging.asked import advice
from tests.repositories import component_of

READS = "import pandas\nfrom sklearn.linear_model import Ridge\n\nrows = pandas.read_csv('{}.csv')\n"
KEEPS = READS + "import joblib\n\njoblib.dump(Ridge().fit(rows, rows['y']), '{}.joblib')\n"
BOTH = {f"train_{one}.py": KEEPS.format(one, one) for one in ("cold", "warm")}


def names(files: dict[str, str], but: str = "") -> list[str]:
    component = component_of(files)
    main = main_training(component)
    done = [main] if main and but else []
    return [one.path if isinstance(one, Place) else one.place.path for one in named_trainings(component, done)]


def test_equal_trainings_are_all_named_and_the_main_one_first() -> None:
    assert names(BOTH) == ["train_cold.py", "train_warm.py"]


def test_the_training_that_a_readme_tells_to_start_is_named_alone() -> None:
    assert names({**BOTH, "README.md": "```bash\npython train_warm.py\n```\n"}) == ["train_warm.py"]


def test_a_trial_beside_them_is_not_named() -> None:
    assert names({**BOTH, "bench/train_hot.py": BOTH["train_warm.py"]}) == ["train_cold.py", "train_warm.py"]


def test_the_training_in_which_it_is_done_is_not_named() -> None:
    assert names(BOTH, but="train_cold.py") == ["train_warm.py"]


def test_steps_on_data_runs_and_models_are_told_for_each() -> None:
    each = "each of train_cold.py and train_warm.py"
    assert f"Hold the data of {each} to a version" in advice("DAT-02", BOTH)
    assert f"Start a run in {each}" in advice("DAT-07", BOTH)
    assert f"each model that {each} stores" in advice("DAT-11", BOTH)


def test_a_step_that_is_done_in_one_of_them_is_told_for_the_other() -> None:
    logged = BOTH["train_cold.py"] + "\nimport mlflow\n\nmlflow.log_metric('rmse', 1.0)\n"
    told = advice("DAT-07", {**BOTH, "train_cold.py": logged})
    assert "Log in train_warm.py" in told
