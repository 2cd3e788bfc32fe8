"""A unit is sound when a clone could be built and its container would start the owner's code."""

import pytest

from seatrial.facts.deployment.releases.deploy_commands import command_autoscalers, deploy_commands
from seatrial.facts.images.containers import images
from seatrial.facts.images.deliverables import Unit, UnitKind, units
from seatrial.facts.images.foreign_packages import foreign_packages
from seatrial.facts.images.image_faults import faults
from tests.repositories import component_of, repo_of
from tests.workflows import workflow

APP = {
    "app/main.py": "from fastapi import FastAPI\napp = FastAPI()\n",
    "requirements.txt": "fastapi\n",
    "make.sh": "#!/bin/sh\nset -e\nmake-buckets --all\n",
}


def image(dockerfile: str, **files: str) -> Unit:
    found = [unit for unit in units(repo_of({**APP, "Dockerfile": dockerfile, **files})) if unit.kind is UnitKind.IMAGE]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("start", "told", "word"),
    [
        ('ENTRYPOINT ["python3"]', "docker run -v /data:/data acme -m app.main --all", ""),
        ('ENTRYPOINT ["python3"]', "docker run acme app/main.py", ""),
        ("", 'docker run -p 80:80 \\\n  -it "$IMAGE" \\\n  sh -c "gunicorn app.main:app -b :80"', ""),
        ('ENTRYPOINT ["python3"]', "docker run -it acme", "no program of the owner's"),
        ('ENTRYPOINT ["python3"]', "docker run acme -m http.server", "no program of the owner's"),
        ("", "docker run acme python other.py", "neither CMD nor ENTRYPOINT"),
        ('CMD ["uvicorn", "app.server:app"]', "docker run acme python app/main.py", "no file here"),
    ],
)
def test_a_container_may_be_handed_its_program_by_whoever_runs_it(start: str, told: str, word: str) -> None:
    found = image(f"FROM python:3.11\nCOPY . /w\n{start}\n", **{"README.md": f"# Start\n\n```\n{told}\n```\n"})
    assert word in (found.faults[0].what if found.faults else "")
    assert bool(found.faults) is bool(word)


@pytest.mark.parametrize(
    ("service", "sound"),
    [
        ("image: ${IMAGE}\n    command: python app/main.py", True),
        ("image: ${IMAGE}", False),
        ("image: redis:7\n    command: python app/main.py", False),
    ],
)
def test_an_image_that_a_variable_names_is_the_one_that_is_built_here(service: str, sound: bool) -> None:
    compose = f"services:\n  server:\n    {service}\n"
    found = image("FROM python:3.11\nWORKDIR /w\nCOPY . /w\n", **{"compose.yaml": compose})
    assert (found.faults == ()) is sound


TOOL = "class: CommandLineTool\n%s: {DockerRequirement: {dockerPull: acme}}\n"
LISTED = TOOL.replace("{DockerRequirement: {dockerPull: acme}}", "[{class: DockerRequirement, dockerPull: acme}]")
BROUGHT = {"main.py": "print(1)\n", "go.sh": "python /w/main.py\n", "pkg/__init__.py": "", "pkg/run.py": "print(1)\n"}


@pytest.mark.parametrize(
    ("path", "tool", "sound"),
    [
        ("run.cwl", f"{TOOL % 'requirements'}baseCommand: /w/main.py\n", True),
        ("run.cwl", f"{TOOL % 'hints'}baseCommand: [bash, /w/go.sh]\n", True),
        ("run.cwl", f"{LISTED % 'hints'}baseCommand: python\narguments: [-u, valueFrom: /w/main.py]\n", True),
        ("run.cwl", f"{LISTED % 'requirements'}baseCommand: [python, -m, pkg.run]\n", True),
        ("run.cwl", f"{TOOL % 'requirements'}baseCommand: acme-run\n", True),
        ("run.cwl", TOOL % "requirements", False),
        ("run.cwl", "class: CommandLineTool\nbaseCommand: /w/main.py\n", False),
        ("tests/run.cwl", f"{TOOL % 'requirements'}baseCommand: /w/main.py\n", False),
        ("sort.cwl", f"{TOOL % 'requirements'}baseCommand: [samtools, sort]\n", False),
        ("run.cwl", f"{TOOL % 'requirements'}baseCommand: /elsewhere/main.sh\n", False),
    ],
)
def test_tools_of_a_workflow_hand_their_commands_to_images_that_bring_them(path: str, tool: str, sound: bool) -> None:
    project = "[project]\nname = 'acme'\nversion = '1'\n[project.scripts]\nacme-run = 'pkg.run:main'\n"
    found = image("FROM python:3.11\nWORKDIR /w\nCOPY . /w\n", **BROUGHT, **{"pyproject.toml": project, path: tool})

    assert [fault.what for fault in found.faults] == ([] if sound else ["Dockerfile has neither CMD nor ENTRYPOINT"])


def test_a_tool_of_a_workflow_hands_nothing_to_the_image_beside_its_own() -> None:
    files = {
        "run.cwl": f"{TOOL % 'requirements'}baseCommand: /w/main.py\n",
        "a/x.py": "print(1)\n", "b/main.py": "print(1)\n",
        "a.Dockerfile": "FROM python:3.11\nCOPY a /w\n", "b.Dockerfile": "FROM python:3.11\nCOPY b /w\n",
    }  # fmt: skip
    found = {unit.place.path: bool(unit.faults) for unit in units(repo_of(files)) if unit.kind is UnitKind.IMAGE}

    assert found == {"a.Dockerfile": True, "b.Dockerfile": False}


def test_an_image_is_handed_only_what_it_brings() -> None:
    two = {
        "README.md": "# Start\n\n```\ndocker run acme-b b/main.py\n```\n",
        "a/x.py": "print(1)\n", "b/main.py": "print(1)\n",
        "a.Dockerfile": 'FROM python:3.11\nCOPY a /w\nENTRYPOINT ["python3"]\n',
        "b.Dockerfile": 'FROM python:3.11\nCOPY b /w\nENTRYPOINT ["python3"]\n',
    }  # fmt: skip
    found = {unit.place.path: bool(unit.faults) for unit in units(repo_of(two)) if unit.kind is UnitKind.IMAGE}

    assert found == {"a.Dockerfile": True, "b.Dockerfile": False}


@pytest.mark.parametrize(
    ("dockerfile", "word"),
    [
        ('FROM a\nCOPY . /w\nCMD ["uvicorn", "app.main:app"]\n', ""),
        ('FROM a\nCOPY app /w/app\nCMD ["gunicorn", "-k", "uvicorn.workers.UvicornWorker", "app.main:app"]\n', ""),
        ('FROM a\nCOPY . /w\nCMD ["uvicorn", "app.main:api"]\n', "has no api"),
        ('FROM a\nCOPY . /w\nCMD ["uvicorn", "app.server:app"]\n', "no file here"),
        ("FROM a\nCOPY . /w\nCMD python serve.py\n", "no file here"),
        ("FROM python:3.11\nCOPY . /w\n", "neither CMD nor ENTRYPOINT"),
        ("FROM registry.corp.test/serving/base:7\nCOPY . /w\n", ""),  # it may start what it finds
        ('FROM a\nCOPY . /w\nCMD ["bash"]\n', "no program of the owner's"),
        ('FROM a\nCOPY . /w\nCMD ["jupyter", "lab"]\n', "no program of the owner's"),
        ('FROM a\nCOPY requirements.txt /\nCMD ["uvicorn", "app.main:app"]\n', "none of the owner's Python"),
        ('FROM a\nCOPY models /m\nCOPY . /w\nCMD ["uvicorn", "app.main:app"]\n', "not among the files"),
        ('FROM a\nCOPY requirements.txt /\nCMD ["java", "-jar", "app.jar"]\n', "none of the owner's code"),
        ('FROM minio/mc\nCOPY make.sh /\nENTRYPOINT ["/make.sh"]\n', "none of the owner's code"),
        ('FROM alpine:3.20\nCOPY make.sh /\nENTRYPOINT ["/make.sh"]\n', ""),
        ("FROM python:3.12\nRUN pip install mlflow\nCMD mlflow server --port 5000\n", "none of the owner's"),
        ("FROM python:3.12\nRUN pip install mlflow\nCMD mlflow models serve -m models:/churn/3\n", ""),
        ('FROM vllm/vllm-openai:v0.6.3\nCMD ["vllm", "serve", "x/y"]\n', ""),
        ('FROM a AS b\nCOPY app /app\nFROM a\nCOPY --from=b /app /app\nCMD ["uvicorn", "app.main:app"]\n', ""),
        ('FROM a\nCOPY . /w\nARG APP\nCMD ["sh", "-c", "uvicorn $APP"]\n', ""),
    ],
)  # fmt: skip
def test_faults_of_an_image(dockerfile: str, word: str) -> None:
    found = image(dockerfile).faults

    assert any(word in fault.what for fault in found) if word else found == ()


@pytest.mark.parametrize(
    ("start", "word"),
    [
        ('["java", "-jar", "/app/app.jar"]', ""),
        ('["node", "dist/main.js"]', ""),
        ('["/app/server"]', ""),
        ('["python", "main.py"]', "none of the owner's Python"),  # no Python comes with the folder
        ('["uvicorn", "app.main:app"]', "none of the owner's Python"),
    ],
)
def test_an_image_of_another_language_brings_the_code_of_that_language(start: str, word: str) -> None:
    files = {"api/src/Main.java": "class Main {}\n", "api/web/main.ts": "start()\n", "api/main.go": "package main\n"}
    found = image(f"FROM a AS b\nCOPY api /src\nFROM a\nCOPY --from=b /src /app\nCMD {start}\n", **files).faults

    assert any(word in fault.what for fault in found) if word else found == ()


@pytest.mark.parametrize(
    ("workflow", "builds"),
    [
        (workflow("docker build ."), True),
        (workflow("docker compose build"), True),
        (workflow("docker build . || true"), False),
        (workflow("docker build .", on="workflow_dispatch"), False),
        (workflow("uses: docker/build-push-action@v6"), True),
    ],
)
def test_ci_builds_an_image_when_nobody_asks_and_a_failure_counts(workflow: str, builds: bool) -> None:
    files = {".github/workflows/a.yml": workflow, "compose.yaml": "services: {api: {build: .}}\n"}

    assert bool(image('FROM a\nCOPY . /w\nCMD ["uvicorn", "app.main:app"]\n', **files).builds) is builds


def test_a_package_without_a_command_is_for_import() -> None:
    text = (
        '[build-system]\nbuild-backend = "hatchling.build"\n[project]\nname = "p"\nversion = "1"\ndescription = "d"\n'
    )
    (unit,) = units(repo_of({"pyproject.toml": text, "p/__init__.py": ""}))

    assert (unit.kind, unit.faults) == (UnitKind.PACKAGE, ())


def test_a_deploying_command_sets_limits_and_bounds() -> None:
    text = "deploy:\n\tgcloud run deploy api --source . --memory=2Gi --cpu 2 --max-instances 5\n"
    repo = repo_of({"Makefile": text})
    given = deploy_commands(repo)[0].containers[0].resources

    assert given is not None
    assert (given.memory_limit, given.cpu_limit) == ("2Gi", "2")
    assert [(one.lowest, one.highest) for one in command_autoscalers(repo)] == [(None, 5)]


@pytest.mark.parametrize(
    "text",
    ["gcloud run services update mlflow-server --memory 4Gi --max 1", "az containerapp update -n grafana --memory 2Gi"],
)
def test_what_is_called_after_a_program_that_everybody_knows_is_not_the_owners(text: str) -> None:
    repo = repo_of({"Makefile": f"demo:\n\t{text}\n"})

    assert not deploy_commands(repo)
    assert not command_autoscalers(repo)


@pytest.mark.parametrize(("version", "sound"), [("3.13.7", False), ("3.12.4", True)])
def test_packages_are_copied_for_the_python_of_the_image(version: str, sound: bool) -> None:
    packages = "/usr/local/lib/python3.12/site-packages"
    built = image(
        f"FROM python:3.12 AS b\nRUN pip install fastapi\n"
        f"FROM python:{version}-slim\nWORKDIR /w\nCOPY --from=b {packages} {packages}\n"
        'COPY . /w\nCMD ["uvicorn", "app.main:app"]\n'
    )

    assert bool(built.faults) is not sound


def test_a_script_that_chooses_is_blamed_for_no_branch_and_no_line_of_its_own() -> None:
    script = "#!/bin/sh\npython -c 'from sqlalchemy import text'\npython \"$@\"\nuvicorn app.main:app\n"
    built = image('FROM a\nCOPY . /w\nENTRYPOINT ["/w/start.sh"]\nCMD ["health"]\n', **{"start.sh": script})

    assert not built.faults


def test_an_image_that_manifests_start_needs_no_command_of_its_own() -> None:
    files = {"api/Dockerfile": "FROM python:3.12.4\nCOPY . .\n", "api/app.py": "print(1)\n"}
    compose = "services:\n  api:\n    build: ./api\n    command: python app.py\n"
    bare = f"{compose}  worker:\n    build: ./api\n"
    pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - {name: a, image: acme/api:1}\n"

    assert not image_faults({**files, "compose.yaml": compose})
    assert image_faults({**files, "compose.yaml": bare})
    assert image_faults({**files, "compose.yaml": compose, "k8s/pod.yaml": pod})


@pytest.mark.parametrize(
    ("step", "sound"),
    [
        ("--mount=type=bind,target=/w,rw cd /w && uv sync --locked --no-dev --no-editable", True),
        ("--mount=target=/w pip install --no-cache-dir /w", True),
        ("--mount=type=bind,source=app,target=/src cp -r /src /srv/app", True),
        ("--mount=type=bind,target=/w cd /w && uv sync --frozen --no-install-workspace", False),
        ("--mount=type=bind,source=requirements.txt,target=/r.txt pip install -r /r.txt", False),
        ("--mount=type=bind,target=/w python /w/app/main.py --check", False),
        ("--mount=type=bind,from=other,target=/w pip install /w", False),
        ("--mount=type=cache,target=/var/cache/pip pip install fastapi", False),
    ],
)
def test_what_a_step_mounts_is_in_the_image_when_the_step_installs_or_copies_it(step: str, *, sound: bool) -> None:
    built = image(
        f'FROM python:3.12.4\nRUN {step}\nCMD ["uvicorn", "app.main:app"]\n', **{"requirements.txt": "a==1\n"}
    )

    assert bool(built.faults) is not sound


@pytest.mark.parametrize(("mount", "told"), [("./app:/w/app", "mounts it"), ("app:/w/app", "into the image")])
def test_code_that_compose_mounts_is_not_in_the_image_and_lets_it_run(mount: str, told: str) -> None:
    dockerfile = 'FROM a\nCOPY requirements.txt /\nCMD ["uvicorn", "app.main:app"]\n'
    compose = f"services:\n  api:\n    build: .\n    volumes: ['{mount}']\n"
    repo = repo_of({**APP, "Dockerfile": dockerfile, "compose.yaml": compose})
    (found,) = images(repo)

    assert [fault.what.endswith(told) for fault in faults(repo, found)] == [True]
    assert bool(faults(repo, found, mounted=True)) is (told != "mounts it")


def image_faults(files: dict[str, str]) -> list[str]:
    return [fault.what for unit in units(repo_of(files)) if unit.kind is UnitKind.IMAGE for fault in unit.faults]


@pytest.mark.parametrize(("step", "kinds"), [("uv publish", [UnitKind.PACKAGE]), ("uv run pytest", [])])
def test_a_package_that_ci_uploads_is_delivered_though_it_names_no_builder(step: str, kinds: list[UnitKind]) -> None:
    workflow = f"on: {{push: {{tags: ['v*']}}}}\njobs: {{a: {{steps: [{{run: uv build}}, {{run: {step}}}]}}}}\n"
    project = "[project]\nname = 'factors'\nversion = '1.2'\ndescription = 'd'\n"
    repo = repo_of({"pyproject.toml": project, "factors.py": "", ".github/workflows/p.yml": workflow})

    assert [unit.kind for unit in units(repo)] == kinds
    assert all(unit.builds and not unit.faults for unit in units(repo))


FACTORY = "from flask import Flask\ndef create_app():\n    app = Flask('x')\n    add(app)\n    return app\n"


@pytest.mark.parametrize(
    ("code", "more", "word"),
    [
        ("from app.model import load\n", {}, "imports app.model, which is not here"),
        ("from .model import load\n", {"app/__init__.py": ""}, "imports app.model, which is not here"),
        ("from app.paths import P\n", {"app/paths.py": "from app.gone.deep import P\n"}, "imports app.gone.deep"),
        (
            "from app.sums import P\n",
            {"app/sums.py": "P = (1,\n"},
            "app/sums.py is no Python: line 1: '(' was never closed",
        ),
        ("from app.sums import P\n", {"app/sums.py": "print 'of an older Python'\nP = 1\n"}, ""),
        ("def late():\n    from app.model import load\n", {}, ""),
        ("def late():\n    from app.model import load\nlate()\n", {}, "imports app.model, which is not here"),
        ("def late():\n    from app.model import load\ntry:\n    late()\nexcept Exception:\n    pass\n", {}, ""),
        (f"{FACTORY}def add(app):\n    from app.model import load\n", {}, "imports app.model, which is not here"),
        (f"{FACTORY}def add(app):\n    def asked():\n        from app.model import load\n", {}, ""),
        ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from app.model import load\n", {}, ""),
        ("from app.model import load\n", {".gitignore": "model.py\n"}, ""),  # whoever works on it has it
        ("from app.models.net import load\n", {".gitignore": "models/\n"}, "imports app.models.net, which is not here"),
        ("from app.nets.deep import load\n", {"app/nets/__init__.py": "", ".gitignore": "nets/\n"}, "app.nets.deep"),
        ("from app.model import load\n", {"app/model.pyx": "x"}, ""),  # compiled
        ("from app.model import load\n", {"app/__init__.py": "from . import other as model\n"}, ""),
        ("from datasets.model import load\n", {"datasets/make.py": "x = 1\n"}, ""),  # a library, beside a folder
        (
            "from airflow.operators.python import load\n",
            {"airflow/config/urls.py": "x = 1\n", "tests/test_urls.py": "from airflow.config.urls import x\n"},
            "",
        ),  # the same, though tests take the folder for a package
        (
            "from app.transformers.more import x\n",
            {
                "app/__init__.py": "",
                "app/transformers/__init__.py": "",
                "app/transformers/more.py": "from transformers.pipelines import x\nfrom transformers.again import x\n",
                "app/transformers/again.py": "x = 1\n",
            },
            "",
        ),  # a package inside of another one is none of that name alone
        ("from app.sums import P\n", {"app/sums.py": 'P = ", ".join(f"{"#" * i}" for i in (1, 2))\n'}, ""),
    ],
)
def test_an_image_whose_program_cannot_be_imported_does_not_start(code: str, more: dict[str, str], word: str) -> None:
    known = {"app/other.py": "x = 1\n", "use.py": "from app.other import x\n"}
    main = {"app/main.py": code + APP["app/main.py"]}
    found = image('FROM a\nCOPY . /w\nCMD ["uvicorn", "app.main:app"]\n', **known, **main, **more).faults

    assert any(word in fault.what for fault in found) if word else found == ()


@pytest.mark.parametrize(("source", "sound"), [(".git/", True), (".git/HEAD", True), (".gita", False)])
def test_the_folder_of_git_is_in_every_clone(source: str, sound: bool) -> None:
    found = image(f'FROM a\nCOPY {source} /w/\nCOPY . /w\nCMD ["uvicorn", "app.main:app"]\n').faults

    assert (found == ()) is sound


def test_the_image_that_compose_builds_is_listed_before_a_helper_without_a_command() -> None:
    files = {
        "Dockerfile-a": "FROM python:3.12\nCOPY a.py .\n",
        "Dockerfile-b": "FROM python:3.12\nCOPY b.py .\n",
        "compose.yml": "services:\n  api:\n    build: {context: ., dockerfile: Dockerfile-b}\n    command: python b.py",
        "a.py": "print(1)\n",
        "b.py": "print(1)\n",
    }

    assert [unit.place.path for unit in units(repo_of(files))] == ["Dockerfile-b", "Dockerfile-a"]


@pytest.mark.parametrize(("last", "delivers"), [("", False), ('CMD ["/speak"]\n', True)])
def test_an_image_that_only_hands_files_out_delivers_nothing(last: str, *, delivers: bool) -> None:
    text = f"FROM debian:12 AS build\nRUN make\nFROM scratch\nCOPY --from=build /out/speak /speak\n{last}"
    (found,) = images(repo_of({"Dockerfile": text}))

    assert bool(found.helper) is not delivers


def test_a_graph_in_another_language_is_an_object_of_the_repository() -> None:
    graphs = '{"node_version": "20", "graphs": {"a": "./src/a.ts:graph", "b": "./src/b.py:graph"}}'
    repo = repo_of({"langgraph.json": graphs, "src/a.ts": "export const graph = build();\n"})
    assert not any("a.ts" in told for told in {item.what for unit in units(repo) for item in unit.faults})


def packages(files: dict[str, str]) -> list[tuple[str, int]]:
    return [(unit.place.path, len(unit.builds)) for unit in foreign_packages(component_of(files))]


@pytest.mark.parametrize(
    ("files", "build"),
    [
        ({"src/a.cpp": "int a;\n" * 300, "conanfile.py": "from conan import ConanFile\nclass A(ConanFile): ...\n"},
         "conan build ."),
        ({"src/a.rs": "fn a() {}\n" * 90, "Cargo.toml": '[package]\nname = "a"\n'}, "cargo build --release"),
        ({"src/a.ts": "let a = 1;\n" * 90, "package.json": '{"name": "a", "bin": {"a": "a.js"}}'}, "npm pack"),
        ({"R/a.R": "a <- 1\n" * 90, "DESCRIPTION": "Package: a\nVersion: 0.1\n"}, "R CMD build ."),
    ],
)  # fmt: skip
def test_a_manifest_of_the_components_language_makes_a_unit(files: dict[str, str], build: str) -> None:
    manifest = list(files)[1]

    assert packages(files) == [(manifest, 0)]
    assert packages({**files, ".github/workflows/a.yml": workflow(build)}) == [(manifest, 1)]
    assert packages({**files, ".github/workflows/a.yml": workflow("echo " + build)}) == [(manifest, 0)]


def test_a_page_beside_python_and_the_root_of_a_workspace_are_no_unit() -> None:
    page = {
        "ui/package.json": '{"name": "ui", "main": "a.js"}',
        "ui/a.js": "let a = 1;\n",
        "a.py": "import torch\n" * 90,
    }

    assert packages(page) == []
    assert packages({"src/a.ts": "let a = 1;\n" * 90, "package.json": '{"private": true, "main": "a.js"}'}) == []


@pytest.mark.parametrize("path", ["score.py", "gone.py"])
def test_a_bundle_of_databricks_is_delivered_as_a_whole_where_its_jobs_start_what_is_here(path: str) -> None:
    job = f"tasks: [{{task_key: score, spark_python_task: {{python_file: {path}}}}}]"
    bundle = f"bundle: {{name: churn}}\nresources:\n  jobs:\n    nightly:\n      {job}\n"
    deploys = workflow("databricks bundle deploy -t prod")
    files = {"databricks.yml": bundle, "score.py": "print(1)\n", ".github/workflows/cd.yml": deploys}

    (unit,) = units(repo_of(files))

    assert (unit.kind, unit.what, bool(unit.builds)) == (UnitKind.BUNDLE, "Databricks job nightly", True)
    assert bool(unit.faults) is (path == "gone.py")
