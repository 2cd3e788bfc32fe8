"""A probe whose program is surely not in the image can never pass; what may bring it there is believed."""

import pytest

from seatrial.facts.images.missing_programs import vain_probes
from tests.repositories import repo_of

CURL = "curl -f http://localhost/health || exit 1"


def told(base: str, *steps: str, ask: str = CURL) -> list[str]:
    lines = (f"FROM {base}", *steps, f"HEALTHCHECK CMD {ask}", "CMD python main.py")
    return [one.what for one in vain_probes(repo_of({"Dockerfile": "\n".join(lines)})).values()]


@pytest.mark.parametrize(
    "base", ["python:3.12-slim", "python:3.12.1-alpine3.19", "docker.io/library/debian:12", "ubuntu"]
)
def test_small_bases_hold_no_curl(base: str) -> None:
    assert told(base) == ["Dockerfile asks by curl, which the image of Dockerfile does not hold"]


@pytest.mark.parametrize(
    "base", ["python:3.12", "node:20", "nginx:alpine", "tiangolo/uvicorn-gunicorn-fastapi:python3.11", "acme/slim:1"]
)
def test_others_hold_it_or_may(base: str) -> None:
    assert told(base) == []


def test_alpine_holds_wget_and_debian_does_not() -> None:
    ask = "wget -qO- http://localhost/health"

    assert told("python:3.12-alpine", ask=ask) == []
    assert told("python:3.12-slim", ask=ask)


@pytest.mark.parametrize(
    "step",
    [
        "RUN apt-get update && apt-get install -y curl",
        "RUN <<EOF\napt-get install -y curl\nEOF",
        "COPY setup.sh /\nRUN bash /setup.sh",
        "COPY packages.txt /\nRUN xargs apt-get install -y < /packages.txt",
        "COPY --from=curlimages/curl:8.10.1 /usr/bin/curl /usr/bin/curl",
        "COPY --from=tools /usr/bin /usr/bin",
    ],
)
def test_a_step_may_bring_it(step: str) -> None:
    assert told("python:3.12-slim", step) == []


@pytest.mark.parametrize(
    "ask",
    [
        "python -c \"import urllib.request; urllib.request.urlopen('http://localhost/health')\"",
        "curl -f http://localhost/health || python health.py",
        "/app/curl.py",
        "pgrep python",
    ],
)
def test_who_asks_by_another_program_gets_through(ask: str) -> None:
    assert told("python:3.12-slim", ask=ask) == []


def test_compose_asks_in_the_image_that_it_builds_and_others_are_not_known() -> None:
    service = "services:\n  api:\n    {}\n    healthcheck:\n      test: [CMD, curl, -f, http://localhost/health]\n"
    files = {"api/Dockerfile": "FROM python:3.12-slim\nCMD python main.py\n"}
    built, taken = (
        vain_probes(repo_of({**files, "compose.yaml": service.format(of)}))
        for of in ("build: api", "image: acme/api:1")
    )

    assert [one.place.path for one in built.values()] == ["compose.yaml"]
    assert not taken


def test_what_the_own_image_below_installs_is_there() -> None:
    base = "FROM python:3.12-slim\nRUN apt-get update && apt-get install -y {}\n"
    top = "FROM fraud-base:latest\nHEALTHCHECK CMD curl -f http://localhost/health\nCMD python main.py\n"
    held, lacks = (
        vain_probes(repo_of({"Dockerfile.base": base.format(one), "Dockerfile": top})) for one in ("curl", "git")
    )

    assert not held
    assert len(lacks) == 1
