"""What an image carries along that nobody needs, and what only looks like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.facts.ci.image_updates import image_updaters
from seatrial.facts.images.containers import images
from seatrial.facts.images.image_weight import weight
from tests.repositories import repo_of


def carried(dockerfile: str, **files: str) -> str:
    repo = repo_of({"Dockerfile": dockerfile, "app.py": "print(1)\n", **files})
    return "; ".join(item.what for image in images(repo) for item in weight(repo, image))


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("RUN apt-get update && apt-get install -y git", "of apt"),
        ("RUN pip install fastapi", "downloads of pip"),
        ("RUN pip install --no-cache-dir pytest==8.0", "pytest"),
        ("RUN wget https://a.example/m.onnx", "no digest"),
        ("ADD https://a.example/m.safetensors /m/", "no digest"),
        ("COPY . /srv", "no .dockerignore"),
    ],
)
def test_what_could_be_left_out_is_told(step: str, told: str) -> None:
    assert told in carried(f"FROM python:3.12.3\n{step}\nCMD ['python', 'app.py']\n")


@pytest.mark.parametrize(
    "step",
    [
        "RUN apt-get update && apt-get install -y git && rm -rf /var/lib/apt/lists/*",
        "RUN apt-get install -y --no-install-recommends git",
        "RUN --mount=type=cache,target=/var/cache/pip pip install fastapi",
        "ENV PIP_NO_CACHE_DIR=1\nRUN pip install fastapi",
        "RUN wget https://a.example/m.onnx && echo '00 m.onnx' | sha256sum -c",
        "ADD --checksum=sha256:00 https://a.example/m.onnx /m/",
        "COPY app.py /srv/",
    ],
)
def test_what_is_cleaned_up_or_proved_is_not(step: str) -> None:
    assert carried(f"FROM python:3.12.3\n{step}\nCMD ['python', 'app.py']\n") == ""


def test_an_earlier_stage_is_thrown_away() -> None:
    text = "FROM python:3.12.3 AS build\nRUN pip install pytest\nFROM python:3.12.3\nCOPY --from=build /usr /usr\n"

    assert carried(text) == ""


def test_what_a_requirements_file_asks_for_is_looked_into() -> None:
    text = "FROM python:3.12.3\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\n"

    assert "jupyter" in carried(text, **{"requirements.txt": "jupyter==1.0\n"})
    assert carried(text, **{"requirements.txt": "fastapi==0.1\n"}) == ""


def test_a_bot_must_watch_docker() -> None:
    text = "updates:\n  - {package-ecosystem: %s, directory: /}\n"

    assert image_updaters(repo_of({".github/dependabot.yml": text % "docker"}))
    assert not image_updaters(repo_of({".github/dependabot.yml": text % "pip"}))
    assert image_updaters(repo_of({"renovate.json": '{"extends": ["config:base"]}'}))


@given(st.text(max_size=80))
def test_no_dockerfile_is_too_strange(text: str) -> None:
    carried(f"FROM python:3.12\nRUN {text}\nCOPY {text}\n")
