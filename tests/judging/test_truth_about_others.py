"""What a finding says of copies, papers, owners, caches and files of one's own is true."""

import pytest

from seatrial.audit import audit
from seatrial.facts.ci.foreign_parts import foreign_parts
from seatrial.model import Grade, Level
from seatrial.repo import Memory, Repo
from tests.repositories import repo_of
from tests.workflows import workflow

from .asked import API, FIT, NET, RESEARCH, SERVED, advice, judge, message

LIBRARY = {
    "seatrial.yaml": "schema: 1\narchetype: library\n",
    "pyproject.toml": '[project]\nname = "nets"\nversion = "1"\nauthors = [{name = "Ada", email = "ada@bank.test"}]\n',
    "nets/__init__.py": "import torch\n",
}


def test_a_copy_without_a_history_is_not_blamed_for_the_changes_it_cannot_show() -> None:
    old = LIBRARY | {"{{history}}": "2020-06-20 | Max Planck | Start\n"}

    assert "this copy has no history" in message("GOV-01", LIBRARY)
    assert "neither a recent change" in message("GOV-01", old)


@pytest.mark.parametrize(
    ("kind", "grade"),
    [
        ("@misc{course, title={A course}, howpublished={\\url{https://forge.test/a}}, year={2024}}", Grade.ABSENT),
        ("@misc{nets, title={Nets}, eprint={2106.10270}, archivePrefix={arXiv}}", Grade.PRESENT),
        ("@article{nets, title={Nets}, journal={Nature}}", Grade.PRESENT),
    ],
)
def test_software_that_asks_to_be_cited_is_no_paper_about_a_model(kind: str, grade: Grade) -> None:
    assert judge("GOV-11", RESEARCH | {"README.md": f"# Nets\n\n```bibtex\n{kind}\n```\n"}).grade is grade


def test_the_parts_of_the_owner_are_known_by_the_metadata_where_no_remote_is() -> None:
    metadata = '[project]\nname = "nets"\n[project.urls]\nSource = "https://github.com/acme/nets"\n'
    flow = {".github/workflows/ci.yml": workflow("uses: Acme/tool@main", "uses: else/tool@main")}

    assert [part.name for part in foreign_parts(repo_of(flow))] == ["Acme/tool", "else/tool"]
    assert [part.name for part in foreign_parts(repo_of(flow | {"pyproject.toml": metadata}))] == ["else/tool"]
    forked = Repo(Memory(flow | {"pyproject.toml": metadata}, name="else/nets"))
    assert [part.name for part in foreign_parts(forked)] == ["Acme/tool"]


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("Please contact us directly at nets-dev@bank.test.", Grade.SUBSTANTIVE),
        ("Nets are as secure as any other software is today.", Grade.ABSENT),
    ],
)
def test_a_section_that_says_where_weaknesses_go_is_a_policy(text: str, grade: Grade) -> None:
    readme = f"# Nets\n\nNets for all.\n\n## Security Vulnerabilities\n\n{text}\n"

    assert judge("MON-08", LIBRARY | {"README.md": readme}).grade is grade


@pytest.mark.parametrize(
    ("method", "applies"), [("generate(self, x, max_new_tokens)", False), ("generate(self, x, seed)", True)]
)
def test_a_net_that_writes_token_by_token_has_no_score_to_calibrate(method: str, applies: bool) -> None:
    assert judge("GOV-17", RESEARCH | {"train.py": NET.format(method)}).applies is applies


def test_a_proper_score_of_whole_distributions_says_how_far_they_can_be_trusted() -> None:
    crps = "\n\ndef average_crps(cdf, truth):\n    gaps = (cdf - truth) ** 2\n    mean = gaps.mean()\n    return mean\n"

    assert judge("GOV-17", RESEARCH | {"train.py": FIT + crps}).grade is Grade.SUBSTANTIVE
    assert judge("GOV-17", RESEARCH | {"train.py": FIT}).grade is Grade.ABSENT


@pytest.mark.parametrize(
    ("written", "grade", "says"),
    [
        ("{'configuration': c, 'losses_valid': v}", Grade.PRESENT, "settings and metrics of a run are only written"),
        ("metrics", Grade.ABSENT, "train.py writes its metrics to a file"),
        ("rows", Grade.ABSENT, ""),
    ],
)
def test_results_that_training_pickles_are_named(written: str, grade: Grade, says: str) -> None:
    dumps = f"settings = {{'configuration': c, 'losses_valid': v}}\npickle.dump({written}, open('run.pkl', 'wb'))\n"
    graded = judge("DAT-07", {"train.py": f"import pickle\n{FIT}{dumps}"})

    assert (graded.grade, says in graded.message) == (grade, True)
    assert bool(graded.message) is bool(says)


@pytest.mark.parametrize(
    ("before", "after", "grade"),
    [
        ("hit = answer_cache.hit(x)", "answer_cache.cache(x, y)", Grade.SUBSTANTIVE),
        ("hit = keys.get(x)", "answer_cache.cache(x, y)", Grade.ABSENT),
        ("torch.cuda.empty_cache()", "pass", Grade.ABSENT),
    ],
)
def test_answers_that_own_code_keeps_are_kept(before: str, after: str, grade: Grade) -> None:
    assert judge("PRF-06", {"app.py": SERVED.format(before, after)}).grade is grade


def test_a_load_while_the_image_is_built_is_not_how_the_service_loads() -> None:
    files = {
        "app.py": f"{API}def predict(x):\n    return ask(x)\n",
        "fetch.py": "from transformers import AutoModel\n\nmodel = AutoModel.from_pretrained('acme/nets')\n",
        "Dockerfile": "FROM python:3.12\nCOPY . .\nRUN python fetch.py\nCMD uvicorn app:app\n",
    }
    run = {**files, "Dockerfile": files["Dockerfile"].replace("RUN python", "ENTRYPOINT python")}

    assert "fetch.py" not in judge("ARC-04", files).reason
    assert "fetch.py" in judge("ARC-04", run).reason


def test_code_that_is_read_and_builds_nothing_has_no_release_to_list() -> None:
    built = {"pyproject.toml": '[project]\nname = "nets"\nversion = "1"\n[build-system]\nrequires = ["hatchling"]\n'}

    assert not judge("SEC-17", RESEARCH | {"train.py": FIT}).applies
    assert judge("SEC-17", RESEARCH | {"train.py": FIT, "nets/__init__.py": "", **built}).applies


@pytest.mark.parametrize(
    ("title", "grade"),
    [("Free machine translation", Grade.PRESENT), ("Free translation of poems by people", Grade.ABSENT)],
)
def test_a_page_that_offers_machine_translation_says_that_a_machine_answers(title: str, grade: Grade) -> None:
    page = f"<html><head><title>{title}</title></head><body></body></html>\n"

    assert judge("GOV-12", {"app.py": SERVED.format("pass", "pass"), "templates/index.html": page}).grade is grade


def test_the_load_that_is_nearest_to_the_request_is_told_first() -> None:
    helps = (
        "import os\nimport joblib\nimport mlflow\n\n\ndef ask_far(x):\n"
        "    if not os.path.exists('m'):\n        fetched()\n    return x\n\n\n"
        "def fetched():\n    joblib.dump(mlflow.sklearn.load_model('runs:/1/m'), 'm')\n\n\n"
        "def ask(x):\n    model = joblib.load('m')\n    return model.predict([x])\n"
    )
    app = (
        "from fastapi import FastAPI\nfrom asking import ask, ask_far\n\napp = FastAPI()\n\n\n"
        "@app.post('/predict/far')\ndef far(x: float):\n    return ask(ask_far(x))\n\n\n"
        "@app.post('/predict')\ndef near(x: float):\n    return ask(x)\n"
    )

    assert "mlflow" not in judge("ARC-04", {"app.py": app, "asking.py": helps}).evidence[0].what


@pytest.mark.parametrize(
    ("line", "resumes"),
    [("start_epoch = kept['epoch'] + 1", True), ("start_epoch = 0", False), ("epoch = kept['e']", False)],
)
def test_a_training_that_reads_how_far_it_got_goes_on_from_there(line: str, resumes: bool) -> None:
    code = f"import pickle\n{FIT}\nkept = pickle.load(open('state.pkl', 'rb'))\n{line}\n"
    graded = judge("PRF-11", RESEARCH | {"train.py": code})

    assert any("goes on from a checkpoint" in item.what for item in graded.evidence) is resumes


def test_an_academic_title_is_no_part_of_the_name() -> None:
    readme = (
        "# Nets\n\n## Contact\n\n* Associate Professor [Ada Lovelace Byron](https://uni.test/ada), <ada@uni.test>\n"
    )

    assert message("GOV-01", RESEARCH | {"README.md": readme}).startswith("Ada Lovelace Byron is named")


def test_an_entry_of_a_competition_delivers_no_package() -> None:
    entry = RESEARCH | {"README.md": "# Hearts\n\nOur solution of the heart competition on Kaggle.\n", "train.py": FIT}

    assert not judge("OPS-05", entry).applies
    assert judge("OPS-05", entry | {"README.md": "# Hearts\n\nThe code of our paper on hearts.\n"}).applies


@pytest.mark.parametrize(
    ("line", "grade"),
    [
        ("Patches auto-merge when CI passes, while other updates will require manual review.", Grade.ABSENT),
        ("All changes need human review of the pull request.", Grade.ABSENT),
        ("Scores between 0.4 and 0.6 require manual review.", Grade.PRESENT),
        ("The merged list is a decision-support only.", Grade.PRESENT),
    ],
)
def test_who_looks_at_changes_of_the_code_does_not_oversee_the_model(line: str, grade: Grade) -> None:
    service = {"seatrial.yaml": "schema: 1\narchetype: batch-job\n", "score.py": f"{FIT}model.predict(x)\n"}

    assert judge("GOV-06", service | {"docs/plan.md": f"# Plan\n\n{line}\n"}).grade is grade


def test_a_table_whose_content_lies_elsewhere_is_named_with_the_reason() -> None:
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'0' * 64}\nsize 12345\n"

    assert judge("SEC-20", {"people.csv": pointer, **RESEARCH}).reason.startswith("people.csv: ")


@pytest.mark.parametrize("held", [Level.POC, Level.EXPERIMENT])
def test_a_pointer_holds_no_project_back_that_a_file_outside_of_git_would_not(held: Level) -> None:
    by_digest = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'0' * 64}\nsize 12345\n"
    kept: dict[str, bytes | str] = {"rows.csv": by_digest, "models/a.pkl": by_digest}
    if held is Level.EXPERIMENT:  # what stands there in full and cannot be read may be anything
        kept = {"rows.csv": by_digest, "models/a.pkl": b"\x80\x04c"}
    program = {"app.py": f"import joblib\n{FIT}joblib.dump(model, 'models/a.pkl')\njoblib.load('models/a.pkl')\n"}

    level = audit(Memory(program | kept)).level

    assert level is not None
    assert level.engineering is held


def test_a_stored_model_whose_content_is_elsewhere_is_to_be_fetched_and_not_to_be_exported() -> None:
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'0' * 64}\nsize 12345\n"
    load = {"app.py": "import joblib\n\nmodel = joblib.load('models/a.pkl')\n"}
    several = {f"models/{name}.pkl": pointer for name in "abc"}

    found = judge("SEC-02", load | several)
    assert found.grade is None
    assert found.reason.endswith(
        "a.pkl: git-lfs pointer: the content is elsewhere; and 2 more files that could not be judged"
    )
    assert "git lfs pull" in advice("SEC-02", load | several)
    assert "git lfs pull" not in advice("SEC-02", load)
