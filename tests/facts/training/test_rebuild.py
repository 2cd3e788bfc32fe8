"""By which command or pipeline a model is made again, and what starts it without a person."""

import pytest

from seatrial.facts.training.rebuilds.making_parts import Part
from seatrial.facts.training.rebuilds.making_starts import documented_programs
from seatrial.facts.training.rebuilds.rebuild import rebuilds, unattended_rebuilds
from seatrial.facts.training.training_path import training_path
from seatrial.repo import Repo
from tests.repositories import repo_of
from tests.workflows import workflow

WHOLE = (
    "import pandas as pd\nfrom sklearn.metrics import f1_score\nfrom sklearn.svm import SVC\n"
    "rows = pd.read_csv('raw.csv')\nSVC().fit(rows, y)\nf1_score(y, p)\n"
)


def test_a_task_covers_what_its_programs_and_their_imports_do() -> None:
    train = "from reading import rows\nfrom sklearn.svm import SVC\nSVC().fit(rows(), y)\n"
    reading = "import pandas as pd\ndef rows():\n    return pd.read_csv('a.csv')\n"
    (task, *_) = rebuilds(
        repo_of({"Makefile": "train:\n\tpython train.py\n", "train.py": train, "reading.py": reading})
    )

    assert task.how == "make train"
    assert set(task.parts) == {Part.DATA, Part.TRAIN}
    assert not task.whole


TFX = (
    "from tfx.components import Evaluator, ImportExampleGen, Trainer\nfrom tfx.orchestration import pipeline\n"
    "def made(root):\n    rows = ImportExampleGen(input_base=root)\n"
    "    trainer = Trainer(run_fn='models.train.run_fn')\n"
    "    judged = Evaluator(model=trainer.outputs['model'])\n"
    "    return pipeline.Pipeline(components=[rows, trainer, judged])\n"
)
RUNNER = (
    "from tfx.orchestration.kubeflow.v2 import kubeflow_v2_dag_runner as runner\nfrom steps import made\n"
    "def run():\n    runner.KubeflowV2DagRunner(config=None).run(made('gs://rows'))\n"
)


def test_a_pipeline_of_tfx_makes_the_model_by_what_its_components_are_for() -> None:
    repo = repo_of(
        {"steps.py": TFX, "runner.py": RUNNER, "models/__init__.py": "", "models/train.py": "def run_fn(a): ...\n"}
    )
    unjudged = repo_of({"steps.py": TFX.replace("judged = Evaluator", "judged = Pusher")})

    assert {item.how for item in rebuilds(repo) if item.whole} == {
        "the pipeline in runner.py",
        "the pipeline in steps.py",
    }
    assert [set(item.parts) for item in rebuilds(unjudged)] == [{Part.DATA, Part.TRAIN}]
    assert rebuilds(repo_of({"loop.py": "from mine import Trainer, Evaluator\nTrainer().go()\nEvaluator()\n"})) == ()


def test_a_trainer_that_is_handed_what_to_evaluate_on_evaluates() -> None:
    tune = "import datasets\nfrom transformers import Trainer\nrows = datasets.load_dataset('a')\n"
    tune += "Trainer(model=m, train_dataset=rows{}).train()\n"

    def parts(more: str) -> list[set[Part]]:
        return [set(item.parts) for item in rebuilds(repo_of({"tune.py": tune.format(more)}))]

    assert parts(", eval_dataset=held") == [set(Part)]
    assert parts("") == [{Part.DATA, Part.TRAIN}]


def test_a_program_alone_is_whole_only_when_something_says_how_it_is_started() -> None:
    assert not any(item.whole for item in rebuilds(repo_of({"train.py": WHOLE})))
    assert any(
        item.whole for item in rebuilds(repo_of({"train.py": WHOLE, "README.md": "# A\n\n```\npython train.py\n```\n"}))
    )


def test_a_run_of_ci_that_only_asks_for_help_makes_nothing() -> None:
    files = {"train.py": WHOLE, "README.md": "# A\n\n```\npython train.py\n```\n"}

    assert unattended_rebuilds(repo_of({**files, ".github/workflows/a.yml": workflow("python train.py")}))
    assert not unattended_rebuilds(repo_of({**files, ".github/workflows/a.yml": workflow("python train.py --help")}))


def test_a_command_in_which_the_reader_puts_the_name_starts_each_program_that_it_fits() -> None:
    page = "# A\n\n```sh\npython train/{model_name}.py\n```\n"
    files = {"README.md": page, "train/net.py": "1\n", "train/sub/net.py": "1\n", "other/net.py": "1\n"}

    assert documented_programs(repo_of(files)) == {"train/net.py"}


READ = "import pandas as pd\nif __name__ == '__main__':\n    pd.read_csv('raw.csv').to_parquet('rows.parquet')\n"
FIT = "from sklearn.svm import SVC\nif __name__ == '__main__':\n    SVC().fit(x, y)\n"
JUDGE = "from sklearn.metrics import f1_score\nif __name__ == '__main__':\n    print(f1_score(y, model.predict(x)))\n"


def test_tasks_of_a_job_of_databricks_are_the_steps_of_one_pipeline() -> None:
    task = "        - {{task_key: {0}, spark_python_task: {{python_file: ../{0}.py}}}}\n"
    job = "resources:\n  jobs:\n    make:\n      tasks:\n"
    bundle = "bundle: {name: a}\ninclude: [resources/*.yml]\n"
    steps = {"read.py": READ, "fit.py": FIT, "judge.py": JUDGE, "databricks.yml": bundle}
    whole = "".join(map(task.format, ("read", "fit", "judge")))

    (found, *_) = rebuilds(repo_of({**steps, "resources/make.yml": job + whole}))
    (alone, *_) = rebuilds(repo_of({**steps, "resources/make.yml": job + task.format("fit")}))

    assert (found.how, found.whole) == ("the Databricks job make", True)
    assert not alone.whole


def test_jobs_of_one_task_each_are_the_steps_that_their_file_declares() -> None:
    job = "      - {{name: {0}, spark_python_task: {{python_file: 'file://{0}.py'}}}}\n"
    jobs = "environments:\n  dev:\n    jobs:\n" + "".join(map(job.format, ("read", "fit", "judge")))

    (found, *_) = rebuilds(repo_of({"read.py": READ, "fit.py": FIT, "judge.py": JUDGE, "conf/deployment.yml": jobs}))

    assert (found.how, found.whole) == ("the jobs in conf/deployment.yml", True)


BY_SETTINGS = (
    "import hydra\nfrom hydra.utils import instantiate\n\n\ndef main(cfg):\n    instantiate(cfg.trainer).fit()\n"
)
STARTS = "import subprocess, sys\n\ncmd = f'python -m run.{sys.argv[1]} --seed={1}'\nsubprocess.run(cmd, shell=True)\n"
GUARD = "\n\nif __name__ == '__main__':\n    main(None)\n"


def made(target: str = "lib.trainer.Trainer", shown: str = "python schedule.py train --seed=1") -> Repo:
    body = "".join(f"        {line}\n" for line in WHOLE.splitlines())
    trainer = f"class Trainer:\n    def fit(self):\n{body}"
    return repo_of(
        {
            "run/train.py": BY_SETTINGS + GUARD,
            "run/infer.py": BY_SETTINGS + GUARD,
            "run/__init__.py": "",
            "lib/trainer.py": trainer,
            "lib/__init__.py": "",
            "conf/main.yaml": f"trainer:\n  _target_: {target}\n",
            "schedule.py": STARTS,
            "README.md": f"# Train\n\n```bash\n{shown}\n```\n",
        }
    )


def test_what_settings_name_to_be_made_is_a_part_of_the_program_that_makes_it() -> None:
    (found,) = (item for item in rebuilds(made()) if item.how == "run/train.py")

    assert found.whole
    assert "run/train.py" in training_path(made())
    assert "run/infer.py" not in training_path(made())
    assert all(item.how != "run/train.py" for item in rebuilds(made("torch.optim.AdamW")))


def test_a_program_that_is_shown_starts_the_module_that_its_word_names() -> None:
    assert documented_programs(made()) == {"schedule.py", "run/train.py"}
    assert documented_programs(made(shown="python schedule.py --seed=1")) == {"schedule.py"}


def test_a_function_that_a_clock_calls_is_no_pipeline_that_makes_the_model() -> None:
    code = "from train import fit\n\n\ndef handler(event, context):\n    fit()\n"
    train = "import pandas as pd\nfrom sklearn.svm import SVC\n\n\ndef fit():\n    SVC().fit(pd.read_csv('a.csv'), y)\n"

    assert not [one for one in rebuilds(repo_of({"app.py": code, "train.py": train})) if "pipeline" in one.how]


@pytest.mark.parametrize(
    ("made", "judged", "parts"),
    [
        ("generate_data", "EvaluatorBuilder().build()", 3), ("generate_data", "print(model)", 2),
        ("generate_report", "evaluate_model(model)", 2),
    ],
)  # fmt: skip
def test_rows_that_are_made_up_need_no_reading_and_who_evaluates_is_told_by_name(
    made: str, judged: str, parts: int
) -> None:
    code = f"from sklearn.svm import SVC\n\n\ndef {made}():\n    return [[1]]\n\n\n"
    code += f"model = SVC().fit({made}(), y)\n{judged}\n"

    assert [len(one.parts) for one in rebuilds(repo_of({"train.py": code, "run.sh": "python train.py\n"}))][:1] == [
        parts
    ]


def test_what_trains_in_the_folder_of_an_application_is_started_where_a_page_shows_it() -> None:
    code = "import pandas as pd\nfrom sklearn.svm import SVC\nmodel = SVC().fit(pd.read_csv('a.csv'), y)\n"
    code += "print(model.score(x, y))\n"
    page = "# Model\n\nIn `./app/ml`, run\n\n```sh\npython train_spam.py\n```\n"
    shown, alone = (
        [one for one in rebuilds(repo_of({"app/ml/train_spam.py": code, "README.md": text})) if one.whole]
        for text in (page, "# Model\n")
    )

    assert [one.how for one in shown] == ["app/ml/train_spam.py"]
    assert alone == []
