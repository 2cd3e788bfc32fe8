import json
from datetime import date

import pytest

from seatrial.audit import audit
from seatrial.blueprint.project import project_of
from seatrial.facts.project.licences import licence_files
from seatrial.model import Archetype, Report
from seatrial.repo import Memory, Repo, Snapshot

TRAIN = (
    "import pickle\n{% if cookiecutter.kind == 'svm' %}\nfrom sklearn.svm import SVC as Model\n{% else %}\n"
    "from xgboost import XGBClassifier as Model\n{% endif %}\n\n\ndef train(rows, answers):\n"
    "    model = Model()\n    model.fit(rows, answers)\n    return model\n\n\ndef load(path):\n"
    "    return pickle.load(open(path, 'rb'))\n"
)
API = (
    "from fastapi import FastAPI\nfrom {{ cookiecutter.package }}.train import load\n\napp = FastAPI()\n"
    "model = load('model.pkl')\n\n\n@app.post('/predict')\ndef predict(rows: list[list[float]]):\n"
    "    return model.predict(rows).tolist()\n"
)
COOKIECUTTER = {
    "cookiecutter.json": json.dumps({
        "name": "My Churn", "package": "{{ cookiecutter.name.lower().replace(' ', '_') }}", "kind": ["svm", "boost"],
        "_copy_without_render": ["*.html"],
    }),
    "hooks/post_gen_project.py": "import os\nos.remove('{{ cookiecutter.package }}')\n",
    "tests/test_bake.py": "def test_bakes(cookies):\n    assert cookies.bake().exit_code == 0\n",
    "{{cookiecutter.name}}/{{cookiecutter.package}}/__init__.py": "",
    "{{cookiecutter.name}}/{{cookiecutter.package}}/train.py": TRAIN,
    "{{cookiecutter.name}}/{{cookiecutter.package}}/api.py": API,
    "{{cookiecutter.name}}/page.html": "{{ kept }}",
    "{{cookiecutter.name}}/Dockerfile": "FROM python:3.12\nCOPY . .\nCMD uvicorn {{cookiecutter.package}}.api:app\n",
}  # fmt: skip


def made(files: dict[str, str]) -> dict[str, str]:
    snapshot = project_of(Memory(files))
    return {entry.path: snapshot.read(entry.path).decode() for entry in snapshot.entries()}


def places(report: Report) -> set[str]:
    return {item.place.path for line in report.ledger for item in line.evidence}


def test_a_cookiecutter_makes_the_project_of_its_own_answers() -> None:
    project = made(COOKIECUTTER)

    assert set(project) == {
        "Dockerfile", "page.html", "my_churn/__init__.py", "my_churn/api.py", "my_churn/train.py",
    }  # fmt: skip
    assert "from my_churn.train import load" in project["my_churn/api.py"]
    assert "xgboost" not in project["my_churn/train.py"]
    assert project["page.html"] == "{{ kept }}"


def test_a_template_is_judged_as_what_it_makes_and_named_by_its_own_files_and_lines() -> None:
    report = audit(Memory(COOKIECUTTER))
    taken = report.headline.taken
    own = "{{cookiecutter.name}}/{{cookiecutter.package}}"

    assert (taken.archetype, taken.template) == (Archetype.ONLINE_SERVICE, True)
    assert taken.evidence[0].place.path == "cookiecutter.json"
    assert any("a template" in note and "3 files beside it" in note for note in report.subject.notes)
    assert places(report) - {""} <= set(COOKIECUTTER)
    loads = next(one for one in report.findings if one.check == "SEC-03")
    assert [(place.path, place.line) for place in loads.places] == [(f"{own}/train.py", 16)]


def test_what_a_template_makes_is_under_its_licence_where_it_brings_none() -> None:
    granted = "MIT License\n\nPermission is hereby granted, free of charge, to any person\n"
    brought = {"{{cookiecutter.name}}/LICENSE": "Apache License\nVersion 2.0, January 2004\n"}

    def found(files: dict[str, str]) -> list[tuple[str, str]]:
        return [(one.path, one.spdx) for one in licence_files(Repo(project_of(Memory({**COOKIECUTTER, **files}))))]

    assert found({}) == []
    assert found({"LICENSE": granted}) == [("LICENSE", "MIT")]
    assert found({"LICENSE": granted, **brought}) == [("LICENSE", "Apache-2.0")]


def test_a_waiver_names_the_templates_own_file() -> None:
    waived = (
        "waivers:\n  - check: SEC-03\n    reason: accepted-risk\n    because: only our own files are loaded\n"
        "    owner: Ann\n    expires: 2027-01-15\n    paths: ['*/*package}}/train.py']\n"
    )
    report = audit(Memory(COOKIECUTTER | {"seatrial.yaml": waived}), as_of=date(2026, 12, 1))

    assert [one.check for one in report.findings if one.waived] == ["SEC-03"]
    assert report.notices == ()


COPIER = {
    "copier.yml": (
        "package: {type: str, default: churn}\nwith_tests:\n  type: bool\n  default: true\nwatch: {type: bool}\n"
        "_subdirectory: project\n_exclude: [notes.md]\n"
    ),
    "project/{{ package }}/train.py.jinja": "import sklearn.svm\n{% if watch %}import evidently\n{% endif %}\n",
    "project/{{ package }}/as_is.py": "x = '{{ package }}'\n",
    "project/{% if with_tests %}tests{% endif %}/test_train.py.jinja": "import {{ package }}\n",
    "project/{% if watch %}monitoring{% endif %}/drift.py": "import evidently\n",
    "project/notes.md": "",
}


def test_a_copier_template_leaves_out_what_its_answers_leave_out() -> None:
    assert made(COPIER) == {
        "churn/as_is.py": "x = '{{ package }}'\n",
        "churn/train.py": "import sklearn.svm\n\n\n",
        "tests/test_train.py": "import churn\n",
    }


def test_a_copier_template_may_have_marks_of_its_own() -> None:
    marks = "_envops: {variable_start_string: '[[', variable_end_string: ']]'}\n_templates_suffix: ''\n"
    files = {"copier.yaml": f"package: churn\n{marks}", "[[ package ]]/train.py": "import [[ package ]]  # {{ x }}\n"}

    assert made(files) == {"churn/train.py": "import churn  # {{ x }}\n"}


BUNDLE = {
    "databricks_template_schema.json": json.dumps({
        "properties": {
            "project": {"type": "string", "default": "churn"},
            "cloud": {"type": "string", "enum": ["azure", "aws"]},
        }
    }),
    "library/variables.tmpl": "{{ define `model` -}}\n  {{ .project }}-model\n{{- end }}",
    "template/update_layout.tmpl": (
        "{{ $root := .project }}{{ if (eq .cloud `azure`) }}{{ skip (printf `%s/%s` $root `aws`) }}{{ end }}"
        "{{ if (eq .cloud `aws`) }}{{ skip `train.py` }}{{ end }}{{ skip `update_layout` }}"
    ),
    "template/{{.project}}/train.py.tmpl": "import sklearn.svm\nname = '{{template `model` .}}'\n",
    "template/{{.project}}/aws/deploy.py.tmpl": "import boto3\n",
    "template/{{.project}}/README.md": "{{ .project }}",
}  # fmt: skip


def test_a_template_for_bundles_makes_what_its_schema_answers_and_skips_what_it_says() -> None:
    assert made(BUNDLE) == {"README.md": "{{ .project }}", "train.py": "import sklearn.svm\nname = 'churn-model'\n"}


def test_programs_that_are_templates_tell_it_where_nothing_else_does() -> None:
    text = "import sklearn.svm\n{{ if .more }}x = '{{ .name }}'\n{{ end }}"
    files = {f"steps/step_{number}.py.tmpl": text for number in range(3)}
    report = audit(Memory(files))

    assert made(files)["steps/step_0.py"] == "import sklearn.svm\nx = 'name'\n"
    assert report.headline.taken.archetype is Archetype.RESEARCH_CODE
    assert places(report) - {""} <= set(files)


@pytest.mark.parametrize(
    "files",
    [
        {"a.py": "import torch\n"},
        {"a.py": "import torch\n", "chart/templates/{{x}}.yaml": "a: 1\n"},
        COOKIECUTTER | {"service/app.py": "import torch\n"},  # a product beside its template
        COPIER | {"train.py": "from sklearn.svm import SVC\n"},
        {f"kit/templates/step_{n}.py.j2": "import torch\n" for n in range(5)} | {"pyproject.toml": "[project]\n"},
        {f"step_{n}.py.j2": "import torch\n" for n in range(2)},
        {"{{cookiecutter.name}}/train.py": "import torch\n"},  # nothing says how it is filled in
    ],
    ids=["plain", "chart", "cookiecutter beside", "copier beside", "generator", "two", "no answers"],
)
def test_a_repository_that_only_holds_templates_stays_itself(files: dict[str, str]) -> None:
    snapshot: Snapshot = Memory(files)

    assert project_of(snapshot) is snapshot


@pytest.mark.parametrize("answer", ["../../etc", "a/../../b", "..", "x\\y", "", "a\nb", "n" * 300])
def test_no_answer_leads_out_of_the_project(answer: str) -> None:
    files = {
        "cookiecutter.json": json.dumps({"name": answer}),
        "{{cookiecutter.x}}/{{cookiecutter.name}}/train.py": "import torch\n",
        "{{cookiecutter.x}}/train.py": "import torch\n",
    }

    assert all(".." not in path.split("/") and len(path) < 300 for path in made(files))
    assert "train.py" in made(files)


@pytest.mark.parametrize("answers", ["", "[1]", "{", '{"name": {"a": {"b": {"c": {"d": {}}}}}}', "[" * 100_000])
def test_broken_answers_make_a_project_of_names(answers: str) -> None:
    files = {"cookiecutter.json": answers, "{{cookiecutter.x}}/{{cookiecutter.owner}}.py": "import torch\n"}

    assert list(made(files)) == ["owner.py"]


def test_a_template_that_makes_too_much_is_not_read() -> None:
    known = {"cookiecutter.json": json.dumps({"a": "a" * 500})}
    files = known | {"{{cookiecutter.x}}/train.py": "import torch\n" + "{{ cookiecutter.a }}" * 9000}
    assert [path for path, _ in audit(Memory(files)).unread] == ["{{cookiecutter.x}}/train.py"]


TRAINS = "from sklearn.svm import SVC\n\n\ndef train(rows, answers):\n    return SVC().fit(rows, answers)\n"
GENERATOR = {
    "manager/cli.py": "import jinja2\n",
    "manager/app/__APP_NAME__/setup.py": "from setuptools import setup\nsetup(name='{{ app_name }}')\n",
    "manager/app/__APP_NAME__/__APP_NAME__/__init__.py": "",
    "manager/task/none/__APP_NAME__/__APP_NAME__/__TASK_NAME__.py": "def train(): ...\n",
    "manager/task/svm/__APP_NAME__/__APP_NAME__/__TASK_NAME__.py": TRAINS,
    "manager/task/svm/__APP_NAME__/cloudbuild.yaml": "steps:\n- name: python\n  args: [__APP_NAME__, {{ app_name }}]\n",
}


def test_folders_that_stand_for_a_name_make_one_project_of_all_that_lies_in_them() -> None:
    project = made(GENERATOR)

    assert set(project) == {"setup.py", "app_name/__init__.py", "app_name/task_name.py", "cloudbuild.yaml"}
    assert project["app_name/task_name.py"] == TRAINS  # of two variants the one with more in it
    assert "name='app_name'" in project["setup.py"]
    assert "[app_name, app_name]" in project["cloudbuild.yaml"]


@pytest.mark.parametrize("word", ["{project}", "<project>", "${project}", "__PROJECT__", "%PROJECT%", "<the project>"])
def test_each_way_to_write_such_a_word_is_known(word: str) -> None:
    project = made(
        {f"{word}/{word}/train.py": TRAINS, f"{word}/Dockerfile": f"CMD python -m {word}.train\n", "a.py": ""}
    )
    name = "the_project" if "the" in word else "project"

    assert project == {f"{name}/train.py": TRAINS, "Dockerfile": f"CMD python -m {name}.train\n"}


@pytest.mark.parametrize(
    "files",
    [
        {"app/__pycache__/a.py": "", "app/__tests__/b.py": ""},  # what Python and others call their own folders
        {"web/[id]/page.tsx": "", "web/{id}/page.html": "", "train.py": TRAINS},  # a route, no program of Python
        {
            "{project}/setup.py": "",
            "{project}/train.py": TRAINS,
            "core/train.py": TRAINS,
        },  # a product of its own beside it
        {"tests/cases/<name>/setup.py": TRAINS, "run.py": ""},  # a case of a test
        {"setup.py": "", "src/{project}/train.py": TRAINS},  # a package that whoever copies it calls as he likes
        {"train.py": TRAINS, "__NAME__.py": ""},  # a file alone
    ],
)
def test_a_folder_that_is_called_so_for_something_else_makes_no_template(files: dict[str, str]) -> None:
    assert set(made(files)) == set(files)
