"""Images are judged by what their build would give."""

import pytest

from seatrial.component import components
from seatrial.facts.images.containers import Image, Pin, images, main_image, serving_image, unread_dockerfiles
from seatrial.facts.images.image import Copy
from seatrial.facts.images.image_files import missing_sources, repository_path
from seatrial.facts.reach.entry_points import Kind, entry_points
from seatrial.repo import Repo
from tests.repositories import repo_of
from tests.workflows import workflow


def one(text: str, **files: str) -> Image:
    return images(repo_of({"Dockerfile": text, **files}))[0]


@pytest.mark.parametrize(
    ("base", "pin"),
    [
        ("python", Pin.FLOATING),
        ("python:latest", Pin.FLOATING),
        ("python:3", Pin.FLOATING),
        ("node:lts-alpine", Pin.FLOATING),
        ("python:3.11-slim", Pin.MINOR),
        ("ubuntu:24.04", Pin.MINOR),
        ("python:3.11.4-slim-bookworm", Pin.RELEASE),
        ("nvidia/cuda:12.4.1-cudnn-runtime-ubuntu22.04", Pin.RELEASE),
        ("debian:bookworm-20240110-slim", Pin.RELEASE),
        ("nvcr.io/nvidia/pytorch:24.01-py3", Pin.RELEASE),
        ("localhost:5000/app:1.2.3", Pin.RELEASE),
        ("python@sha256:" + "0" * 64, Pin.DIGEST),
        ("python:3.11@sha256:" + "0" * 64, Pin.DIGEST),
    ],
)
def test_a_base_is_as_pinned_as_its_tag(base: str, pin: Pin) -> None:
    assert one(f"FROM {base}\n").bases[0].pin is pin


def test_stages_and_scratch_are_no_bases_and_copied_images_are_told_apart() -> None:
    copied = "COPY --from=ghcr.io/x/uv:1.2.3 /uv /\nCOPY --from=0 /a /b\n"
    image = one(f"FROM a:1.0.0 AS build\nFROM scratch AS none\nFROM build\n{copied}")

    assert [(base.name, base.copied) for base in image.bases] == [("a", False), ("ghcr.io/x/uv", True)]


def test_a_stage_that_nothing_comes_from_is_left_out() -> None:
    assert [base.name for base in one("FROM unused:latest AS test\nFROM python:3.11.4\n").bases] == ["python"]


@pytest.mark.parametrize(
    ("text", "nonroot"),
    [
        ("FROM a\n", False),
        ("FROM a\nUSER app\n", True),
        ("FROM a\nUSER 10001:10001\n", True),
        ("FROM a\nUSER app\nUSER root\n", False),
        ("FROM a\nUSER 0:0\n", False),
        ("FROM a AS b\nUSER app\nFROM b\nRUN x\n", True),
        ("FROM a AS b\nUSER app\nFROM a\n", False),
        ("FROM a\nRUN useradd app\n", False),
        ("FROM a\nARG WHO\nUSER $WHO\n", None),
        ("FROM a\nARG WHO=app\nUSER $WHO\n", True),
        ("FROM a\nUSER root\nRUN x\nUSER $MAMBA_USER\n", True),
        ("FROM a\nUSER root\nUSER ${NB_UID}:${NB_GID}\n", True),
        ("FROM a\nENV NB_USER=root\nUSER $NB_USER\n", False),
        ("FROM a\nUSER $MAMBA_USERS\n", None),
        ("FROM gcr.io/distroless/python3:nonroot\n", True),
        ("FROM cgr.dev/chainguard/python:latest\n", True),
        ("FROM cgr.dev/chainguard/wolfi-base:latest\n", False),
    ],
)
def test_the_last_user_of_the_final_stage_decides(text: str, nonroot: bool | None) -> None:
    assert one(text).nonroot is nonroot


def test_an_empty_dockerfile_is_none_and_one_without_a_base_cannot_be_read() -> None:
    empty, torn = repo_of({"Dockerfile": ""}), repo_of({"Dockerfile": "RUN pip install .\n"})

    assert (images(empty), unread_dockerfiles(empty)) == ((), ())
    assert [one.path for one in unread_dockerfiles(torn)] == ["Dockerfile"]


def test_a_local_base_is_looked_through() -> None:
    repo = repo_of({
        "docker/Dockerfile.base": "FROM python:3.11.4\nUSER app\nCOPY . /app\n",
        "docker/Dockerfile.cpu": "FROM app-base:latest\nCMD [\"x\"]\n",
    })  # fmt: skip
    cpu = images(repo)[1]

    assert [base.name for base in cpu.bases] == ["python"]
    assert cpu.nonroot
    assert cpu.argv == ("x",)


def test_a_base_that_a_dockerfile_beside_is_named_after_is_local_and_a_known_image_is_not() -> None:
    files = {
        "docker/Dockerfile.speech-server": "FROM debian:11\nRUN git clone https://github.com/o/speech /opt/speech\n",
        "docker/Dockerfile.en": 'FROM owner/speech-server:latest\nCMD ["x"]\n',
        "docker/Dockerfile.python": "FROM python:3.12.1\n",
    }
    by_path = {image.path: image for image in images(repo_of(files))}

    assert [base.name for base in by_path["docker/Dockerfile.en"].bases] == ["debian"]
    assert [base.name for base in by_path["docker/Dockerfile.python"].bases] == ["python"]


@pytest.mark.parametrize(
    ("base", "more", "bases"),
    [
        ("ghcr.io/ada/speech-api:main", {}, {"python"}),
        ("ghcr.io/ada/speech-models:main", {}, {"python", "ghcr.io/ada/speech-models"}),
        ("ghcr.io/ada/speech-api:main", {"Dockerfile.gpu": "FROM debian:12.1\n"},
         {"python", "debian", "ghcr.io/ada/speech-api"}),
    ],
    ids=["the published image", "another image of the owner", "either of two"],
)  # fmt: skip
def test_the_image_that_is_published_under_the_name_of_the_package_is_that_of_the_dockerfile_beside(
    base: str, more: dict[str, str], bases: set[str]
) -> None:
    files = {
        "pyproject.toml": "[project]\nname = 'speech-api'\n",
        "Dockerfile.build": 'FROM python:3.12.1\nUSER app\nCMD ["speech"]\n',
        "Dockerfile": f"FROM {base}\nENV PORT=80\n",
    }

    assert {one.name for image in images(repo_of(files | more)) for one in image.bases} == bases


def test_a_base_that_compose_builds_is_local_too() -> None:
    repo = repo_of({
        "base/Dockerfile": "FROM python:3.11.4\n", "app/Dockerfile": "FROM mine:dev\n",
        "compose.yaml": "services:\n  b:\n    image: registry.x/mine:1\n    build: base\n",
    })  # fmt: skip

    assert {base.name for image in images(repo) for base in image.bases} == {"python"}


@pytest.mark.parametrize(
    ("text", "argv", "shell"),
    [
        ('FROM a\nENTRYPOINT ["a"]\nCMD ["b"]\n', ("a", "b"), False),
        ("FROM a\nCMD uvicorn app:app\n", ("uvicorn", "app:app"), True),
        ('FROM a AS b\nENTRYPOINT ["x"]\nCMD ["y"]\nFROM b\nCMD ["z"]\n', ("x", "z"), False),
        ('FROM a AS b\nENTRYPOINT ["x"]\nCMD ["y"]\nFROM b\nENTRYPOINT ["w"]\n', ("w",), False),
        ("FROM a\n", (), False),
    ],
)
def test_entrypoint_and_command_come_together(text: str, argv: tuple[str, ...], shell: bool) -> None:
    image = one(text)

    assert (image.argv, image.shell_form) == (argv, shell)


def test_a_script_of_the_repository_is_looked_into() -> None:
    image = one(
        'FROM a\nWORKDIR /app\nCOPY docker/ /app/\nENTRYPOINT ["/app/run.sh"]\nCMD ["gunicorn", "app:app"]\n',
        **{"docker/run.sh": '#!/bin/sh\nset -e\nalembic upgrade head\nexec "$@"\n'},
    )

    assert [command.program for command in image.start] == ["alembic", "gunicorn"]


@pytest.mark.parametrize("command", ['["bash", "-c", ". run.sh"]', "source run.sh"])
def test_a_script_that_the_shell_reads_itself_is_looked_into(command: str) -> None:
    text = f"FROM a\nWORKDIR /app\nCOPY . .\nCMD {command}\n"

    assert [item.program for item in one(text, **{"run.sh": "set -e\nuvicorn app:app\n"}).start] == ["uvicorn"]
    assert "uvicorn" not in [item.program for item in one(text).start]


SCRIPT = (
    "#!/bin/sh\nif [ -f /app/app/main.py ]; then\n    BY_PLACE=app.main\n"
    "elif [ -f /app/main.py ]; then\n    BY_PLACE=main\nfi\n"
    'MODULE=${MODULE:-$BY_PLACE}\nexport TARGET=${TARGET:-"$MODULE:app"}\nexport WORKERS=${WORKERS}\n'
    'exec gunicorn -w "$WORKERS" "$TARGET"\n'
)


@pytest.mark.parametrize(("folder", "target"), [("app", "main:app"), ("app/app", "app.main:app"), ("other", "$TARGET")])
def test_a_script_starts_what_its_variables_fall_back_to(folder: str, target: str) -> None:
    image = one(
        'FROM a\nCOPY run.sh /run.sh\nCOPY ./app /app\nCMD ["/run.sh"]\n',
        **{"run.sh": SCRIPT, f"{folder}/main.py": "app = 3\n"},
    )

    assert [command.argv for command in image.start] == [("gunicorn", "-w", "$WORKERS", target)]


def test_a_script_is_read_for_its_variables_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def path_of(repo: Repo, context: str, copies: tuple[Copy, ...], path: str) -> str | None:
        asked.append(path)
        return repository_path(repo, context, copies, path)

    monkeypatch.setattr("seatrial.facts.images.script_variables.repository_path", path_of)
    many = SCRIPT + f"{SCRIPT.splitlines()[-1].removeprefix('exec ')}\n" * 90
    image = one(
        'FROM a\nCOPY run.sh /run.sh\nCOPY ./app /app\nCMD ["/run.sh"]\n',
        **{"run.sh": many, "app/main.py": "app = 3\n"},
    )

    assert len(image.start) > 80
    assert len(asked) <= 2  # what two branches ask for


@pytest.mark.parametrize(
    ("writes", "starts"),
    [
        ('RUN echo "python -m $entry \\$@" > /run.sh', ("python", "-m", "churn")),
        ("RUN printf '#!/bin/sh\\nexec python app.py\\n' > /run.sh && chmod +x /run.sh", ("python", "app.py")),
        ("RUN echo 'cd /srv' > /run.sh && echo 'uvicorn app:app' >> /run.sh", ("uvicorn", "app:app")),
        ("RUN cat <<'EOF' > /run.sh\nuvicorn app:app\nEOF", ("uvicorn", "app:app")),
        ("COPY --chmod=755 <<EOF /run.sh\nuvicorn app:app\nEOF", ("uvicorn", "app:app")),
        ('RUN echo "uvicorn app:app" > /other.sh', ("/bin/bash", "/run.sh")),
    ],
)
def test_a_script_that_the_build_writes_is_looked_into(writes: str, starts: tuple[str, ...]) -> None:
    text = f'FROM python:3.12\nARG entry=churn\n{writes}\nCMD ["/bin/bash", "/run.sh"]\n'
    (image,) = images(repo_of({"Dockerfile": text, "app.py": "app = 1\n"}))

    assert image.start[-1].argv == starts


def test_the_stage_that_compose_asks_for_is_what_is_built() -> None:
    repo = repo_of({
        "Dockerfile": "FROM a:1.0.0 AS prod\nUSER app\nFROM prod AS dev\nUSER root\n",
        "docker-compose.yml": "services:\n  app:\n    build: {context: ., target: prod}\n",
    })  # fmt: skip

    assert images(repo)[0].nonroot


def test_sources_must_be_tracked_and_sent_to_the_builder() -> None:
    repo = repo_of({
        "svc/Dockerfile": "FROM a\nCOPY app/ /app/\nCOPY m.pkl d.csv* /app/\nCOPY secret.txt /\nADD https://x/y /z\n",
        "svc/app/main.py": "", "svc/secret.txt": "", "svc/.dockerignore": "*.txt\n",
    })  # fmt: skip
    image = images(repo)[0]
    missing = missing_sources(repo, image.path, image.context, image.copies)

    assert [(one.source, one.place.line) for one in missing] == [("m.pkl", 3), ("secret.txt", 4)]
    assert "not among the files" in missing[0].what
    assert ".dockerignore" in missing[1].what


def test_dockerignore_can_take_back_what_it_ignores() -> None:
    repo = repo_of({"Dockerfile": "FROM a\nCOPY src /s\n", "src/a.py": "", ".dockerignore": "*\n!src\n"})

    assert not missing_sources(repo, "Dockerfile", "", images(repo)[0].copies)


@pytest.mark.parametrize(("source", "missing"), [("../src/app", 0), ("../src/other", 1), ("../../src/app", 0)])
def test_a_path_that_climbs_out_of_the_context_stays_at_its_top(source: str, missing: int) -> None:
    text = f'FROM python:3.12.4\nCOPY {source} ./app\nCMD ["python", "app/main.py"]\n'
    build = workflow("docker build -f docker/Dockerfile.app .")
    repo = repo_of({"docker/Dockerfile.app": text, "src/app/main.py": "", ".github/workflows/a.yml": build})
    (image,) = images(repo)

    assert len(missing_sources(repo, image.path, image.context, image.copies)) == missing


def test_a_path_in_the_image_leads_back_to_the_repository() -> None:
    repo = repo_of({
        "svc/Dockerfile": "FROM a\nWORKDIR /srv\nCOPY . .\nCOPY conf.py settings/\n", "svc/pkg/main.py": "",
        "svc/conf.py": "",
    })  # fmt: skip
    image = images(repo)[0]

    assert image.context == "svc"
    assert repository_path(repo, image.context, image.copies, "/srv/pkg/main.py") == "svc/pkg/main.py"
    assert repository_path(repo, image.context, image.copies, "/srv/settings/conf.py") == "svc/conf.py"
    assert repository_path(repo, image.context, image.copies, "/etc/passwd") is None


def test_the_context_is_where_somebody_builds_it() -> None:
    repo = repo_of({
        "docker/Dockerfile": "FROM a\nCOPY app.py /\n", "app.py": "", "docker/app.py": "",
        "Makefile": "image:\n\tdocker build -f docker/Dockerfile --target x -t y .\n",
    })  # fmt: skip

    assert images(repo)[0].context == ""


@pytest.mark.parametrize(("listed", "context"), [("lists/all.txt", ""), ("examples/all.txt", "examples")])
def test_a_folder_that_is_sent_whole_is_the_one_that_holds_the_lists_which_are_installed(
    listed: str, context: str
) -> None:
    dockerfile = "FROM a\nADD . /app\nRUN pip install -r /app/all.txt\n"
    files = {"examples/docker/Dockerfile": dockerfile, "examples/try.py": "", "setup.py": "", listed: "numpy\n"}

    assert images(repo_of(files))[0].context == context


def test_the_image_that_serves_comes_before_interfaces_and_development() -> None:
    serve = 'FROM a\nCOPY . /\nCMD ["uvicorn", "app:app"]\n'
    repo = repo_of({
        ".devcontainer/Dockerfile": serve, "Dockerfile.dev": serve, "examples/Dockerfile": serve,
        "frontend/Dockerfile": 'FROM node\nCMD ["node", "x"]\n', "Dockerfile": "FROM a\n",
        "api/backend.dockerfile": serve,
    })  # fmt: skip
    chosen = main_image(repo)

    assert chosen is not None
    assert chosen.path == "api/backend.dockerfile"
    assert serving_image(components(repo)[0]) == chosen


@pytest.mark.parametrize("other", ["eval", "evaluation", "train", "mlflow"])
def test_of_images_named_for_their_work_the_one_that_serves_comes_first(other: str) -> None:
    files = {
        f"docker/Dockerfile.{other}": 'FROM python:3.11\nCMD ["python", "-m", "llm.cli", "info"]\n',
        "docker/Dockerfile.serve": 'FROM python:3.11\nCMD ["python", "-m", "llm.serving.app"]\n',
    }
    image = main_image(repo_of(files))

    assert image is not None
    assert image.path == "docker/Dockerfile.serve"


@pytest.mark.parametrize(
    ("base", "chosen"),
    [
        ("rabbitmq:3.8-management-alpine", "service/api/Dockerfile"),
        ("docker.io/bitnami/redis:7.2", "service/api/Dockerfile"),
        ("acme/redis-api:1.0", "a/Dockerfile"),
        ("python:3.11", "a/Dockerfile"),
    ],
)
def test_a_broker_that_is_built_here_is_not_what_is_delivered(base: str, chosen: str) -> None:
    compose = "services:\n  a:\n    build: ./a\n  api:\n    build: {context: ., dockerfile: service/api/Dockerfile}\n"
    served = "FROM python:3.8\nCOPY service/api ./api\nCMD python api/app.py\n"
    files = {
        "a/Dockerfile": f"FROM {base}\nCOPY app.py .\nCMD python app.py\n",
        "a/app.py": "print(1)\n",
        "docker-compose.yaml": compose,
    }
    image = main_image(repo_of({**files, "service/api/Dockerfile": served, "service/api/app.py": "print(1)\n"}))
    alone = main_image(repo_of(files))

    assert image is not None
    assert alone is not None
    assert (image.path, alone.path) == (chosen, "a/Dockerfile")


@pytest.mark.parametrize(
    ("ends", "chosen"),
    [
        ("COPY pyproject.toml poetry.lock ./\nRUN poetry install\n", "examples/Dockerfile"),
        ("COPY requirements.txt .\nRUN pip install -r requirements.txt\n", "examples/Dockerfile"),
        ("COPY . .\n", "research/Dockerfile"),
        ("COPY requirements.txt .\nCMD python app.py\n", "research/Dockerfile"),
    ],
)
def test_an_environment_that_starts_nothing_stands_behind_an_example_that_starts_the_product(
    ends: str, chosen: str
) -> None:
    example = "FROM python:3.8\nCOPY . /app\nENTRYPOINT python -m product.serve\n"
    lists = {"pyproject.toml": "", "poetry.lock": "", "requirements.txt": ""}
    files = {"examples/Dockerfile": example, "research/Dockerfile": f"FROM python:3.8.12\n{ends}", **lists}
    main = main_image(repo_of(files))

    assert main is not None
    assert main.path == chosen


@pytest.mark.parametrize(
    ("beside", "chosen"),
    [
        (
            'FROM python:3.11-slim\nRUN pip install luigi && useradd luigi\nUSER luigi\nCMD ["luigid"]\n',
            "apps/ml/Dockerfile",
        ),
        ('FROM python:3.11-slim\nCOPY run.py .\nCMD ["python", "run.py"]\n', "bin/Dockerfile"),
        ('FROM python:3.11-slim\nRUN pip install torch\nCMD ["bash"]\n', "bin/Dockerfile"),
    ],
    ids=["what others wrote", "own code", "a shell"],
)
def test_an_image_that_starts_what_others_wrote_stands_behind_one_of_own_code(beside: str, chosen: str) -> None:
    own = 'FROM python:3.11-slim\nCOPY . .\nCMD ["python", "forecast.py"]\n'
    main = main_image(repo_of({"apps/ml/Dockerfile": own, "bin/Dockerfile": beside, "bin/run.py": ""}))

    assert main is not None
    assert main.path == chosen


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("env/BaseDockerfile", True),
        ("gpuContainerfile", True),
        ("DockerfileWorker", True),
        ("docker/gpu.dockerfile", True),
        ("Dockerfile_gpu", True),
        ("mydockerfile", False),
        ("dockerfiles", False),
        ("src/createDockerfile.ts", False),
        ("src/DockerfileParser.java", False),
        ("BaseDockerfile.md", False),
    ],
)
def test_an_image_is_built_from_a_file_that_is_named_for_it(path: str, found: bool) -> None:
    assert bool(images(repo_of({path: "FROM a\n"}))) is found


def test_documents_about_dockerfiles_are_none_and_one_without_a_base_is_unread() -> None:
    repo = repo_of(
        {
            "docs/Dockerfile.md": "FROM a",
            "Dockerfile": "# todo",
            "vendor/Dockerfile": "FROM a",
            "Containerfile": "FROM b",
        }
    )

    assert [image.path for image in images(repo)] == ["Containerfile"]
    assert [unread.path for unread in unread_dockerfiles(repo)] == ["Dockerfile"]


def test_a_health_check_is_a_probe() -> None:
    probe = one("FROM a\nHEALTHCHECK --interval=5s CMD curl -f http://localhost:8000/health || exit 1\n").probe

    assert probe is not None
    assert (probe.path, probe.port) == ("/health", "8000")
    assert one("FROM a\nHEALTHCHECK NONE\n").probe is None


PAIR = "FROM python:3.12.1 AS base\n{}FROM base AS training\nCMD python -m t\nFROM base AS serving\nCMD uvicorn a:app\n"
BOTH = "all:\n\tdocker build --target training .\n\tdocker build --target serving .\n\tdocker build --target base .\n"


@pytest.mark.parametrize(
    ("last", "user"),
    [("FROM production AS devel\nUSER root\n", "1000"), ("FROM production AS tools\nUSER root\n", "root")],
)
def test_a_stage_for_development_at_the_end_is_not_what_is_delivered(last: str, user: str) -> None:
    text = f"FROM ubi9:9.4 AS production\nCOPY . .\nUSER 1000\nCMD python app.py\n{last}"
    (image,) = images(repo_of({"Dockerfile": text, "app.py": "\n"}))

    assert image.user == user


def test_an_image_that_is_called_after_another_and_builds_on_it_is_its_variant() -> None:
    service = "FROM ubi9:9.4\nCOPY . .\nUSER 1000\nCMD python app.py\n"
    scanner = "FROM a-service\nUSER root\nCOPY tools /tools\nCMD scan.sh\n"
    files = {"a-service.Containerfile": service, "a-service-scan.Containerfile": scanner, "app.py": "\n", "tools/x": ""}
    main = main_image(repo_of(files))

    assert main is not None
    assert main.user == "1000"


def test_each_stage_that_is_asked_for_and_starts_something_is_an_image() -> None:
    repo = repo_of({"Dockerfile": PAIR.format(""), "Makefile": BOTH, "a.py": "from fastapi import FastAPI\n"})

    assert [" ".join(image.argv) for image in images(repo)] == ["python -m t", "uvicorn a:app"]
    assert (found := main_image(repo)) is not None
    assert found.argv == ("uvicorn", "a:app")


def test_without_a_name_only_the_last_stage_is_one() -> None:
    assert [image.argv[0] for image in images(repo_of({"Dockerfile": PAIR.format("")}))] == ["uvicorn"]


@pytest.mark.parametrize(
    ("text", "files", "started"),
    [
        ("FROM tiangolo/uvicorn-gunicorn-fastapi:python3.11\nCOPY ./app /app/app\n", {"app/main.py": ""},
         ["gunicorn app.main:app"]),
        ("FROM tiangolo/uvicorn-gunicorn:python3.11\nCOPY . /app\nENV MODULE_NAME=serve\n", {"serve.py": ""},
         ["gunicorn serve:app"]),
        ("FROM tiangolo/uwsgi-nginx-flask:python3.10\nWORKDIR /app\nCOPY . /app\n",
         {"uwsgi.ini": "[uwsgi]\nmodule = scores\ncallable = api\nprocesses = 5\n"}, ["uwsgi --module scores:api"]),
        ("FROM tiangolo/uwsgi-nginx-flask:python3.10\nCOPY . /app\n", {"main.py": ""}, ["uwsgi main:app"]),
        ("FROM python:3.11\nCOPY . /app\nCMD uwsgi --ini uwsgi.ini\n", {"uwsgi.ini": "[uwsgi]\nwsgi-file = app.py\n"},
         ["uwsgi --wsgi-file app.py"]),
        ("FROM python:3.11\nCOPY . /app\nCMD [\"supervisord\", \"-n\", \"-c\", \"/app/conf/supervisord.conf\"]\n",
         {"conf/supervisord.conf": "[supervisord]\nnodaemon=true\n[program:api]\ncommand=uvicorn app:api --port 80\n"
          "[program:web]\ncommand=nginx\n"}, ["uvicorn app:api --port 80", "nginx"]),
        ("FROM python:3.11\nCOPY . /app\nCMD supervisord -c /etc/supervisord.conf\n", {"app.py": ""},
         ["supervisord -c /etc/supervisord.conf"]),
        ("FROM python:3.11\nCOPY . /app\nCMD supervisord -c s.conf\n", {"s.conf": "no section\n"},
         ["supervisord -c s.conf"]),
        ("FROM python:3.11\nCOPY . /app\n", {"main.py": ""}, []),
        ("FROM public.ecr.aws/lambda/python:3.11\nCOPY a.py ${LAMBDA_TASK_ROOT}\nCMD [\"a.handler\"]\n", {"a.py": ""},
         ["awslambdaric a.handler"]),
        ("FROM public.ecr.aws/lambda/provided:al2023\nCOPY a.py /opt/\nCMD [\"a.handler\"]\n", {"a.py": ""},
         ["awslambdaric a.handler"]),
        ("FROM public.ecr.aws/lambda/python:3.11\nCOPY a.py .\nENTRYPOINT [\"python\", \"a.py\"]\n", {"a.py": ""},
         ["python a.py"]),
        ("FROM python:3.11\nCOPY a.py .\nCMD [\"a.handler\"]\n", {"a.py": ""}, ["a.handler"]),
    ],
)  # fmt: skip
def test_bases_and_files_of_process_managers_start_what_they_say(
    text: str, files: dict[str, str], started: list[str]
) -> None:
    assert [" ".join(command.argv) for command in one(text, **files).start] == started


OPEN_BASE = "ARG BASE\nFROM $BASE\nCOPY . /app\nCMD python app.py\n"
BUILT_BY = "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n"


@pytest.mark.parametrize(
    ("files", "pin"),
    [
        ({"compose.yml": "services:\n  a:\n    build: {context: ., args: ['BASE=python:3.12.1']}\n"}, Pin.RELEASE),
        ({"compose.yml": "services:\n  a:\n    build: {context: ., args: ['BASE=$OTHER']}\n"}, Pin.FLOATING),
        ({".github/workflows/a.yml": f"{BUILT_BY}    - run: docker build --build-arg BASE=python:3.12 .\n"}, Pin.MINOR),
        (
            {
                ".github/workflows/a.yml": f"{BUILT_BY}    - uses: docker/build-push-action@v6\n"
                "      with:\n        context: .\n        build-args: BASE=python:3.12.1\n"
            },
            Pin.RELEASE,
        ),
        ({".github/workflows/a.yml": f"{BUILT_BY}    - run: docker build --build-arg BASE=$BASE .\n"}, Pin.FLOATING),
        ({}, Pin.FLOATING),
    ],
)
def test_a_base_that_whoever_builds_gives_is_what_they_give(files: dict[str, str], pin: Pin) -> None:
    built = images(repo_of({"Dockerfile": OPEN_BASE, "app.py": "", **files}))

    assert [base.pin for base in built[0].bases] == [pin]


def test_what_comes_through_other_stages_is_found_where_it_ends() -> None:
    text = (
        "FROM python:3.12 AS packed\nWORKDIR /src\nCOPY score /src/score\nCOPY run.py ./bin/\n"
        "FROM packed AS built\nRUN make\n"
        "FROM python:3.12-slim\nCOPY --from=built /src/score /opt/score\nCOPY --from=1 /src/bin /usr/bin/ours\n"
        'COPY --from=ghcr.io/acme/tools /tools /tools\nENTRYPOINT ["python", "opt/score/app.py"]\n'
    )
    files = {"Dockerfile": text, "score/app.py": "x = 1\n", "run.py": "x = 1\n"}
    (image,) = images(repo_of(files))

    assert [(copy.sources, copy.target) for copy in image.contents] == [
        (("score",), "/opt/score"), (("run.py",), "/usr/bin/ours/"),
    ]  # fmt: skip
    assert [entry.path for entry in entry_points(repo_of(files)) if entry.kind is Kind.IMAGE] == ["score/app.py"]


def test_a_part_of_what_a_stage_was_given_is_that_part_of_the_context() -> None:
    text = (
        "FROM node:22 AS built\nCOPY . /src\nFROM python:3.12\nCOPY --from=built /src/api /app\n"
        "COPY --from=built /src/dist /web\n"
    )
    (image,) = images(repo_of({"Dockerfile": text, "api/app.py": "x = 1\n"}))

    assert repository_path(repo_of({"api/app.py": "x = 1\n"}), "", image.contents, "/app/app.py") == "api/app.py"
    assert repository_path(repo_of({"api/app.py": "x = 1\n"}), "", image.contents, "/web/index.html") is None


def test_stages_that_take_all_of_one_another_end_soon() -> None:
    stages = "".join(f"FROM s{i} AS s{i + 1}\nCOPY --from=s{i} / /\n" for i in range(70))
    (image,) = images(repo_of({"Dockerfile": f"FROM x AS s0\nCOPY app.py /app/\n{stages}CMD python /app/app.py\n"}))

    assert 0 < len(image.contents) <= 2_000
