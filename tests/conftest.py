"""What holds for every test: a busy machine fails none, and the same commit gives the same answer twice."""

import os
import signal
from collections.abc import Callable
from importlib.metadata import entry_points
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, settings

# Whoever runs the tests may keep data on vulnerabilities, which would be in every result.
os.environ["SEATRIAL_OSV_DB"] = ""
# A shell lets what it starts in the background ignore an interruption, and so would the commands that are interrupted.
signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")


@pytest.fixture
def run_seatrial(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., SimpleNamespace]:
    """Return the command; its environment has no settings of the machine that runs the tests."""
    jobs = ("CI", "GITHUB_ACTIONS", "GITHUB_REPOSITORY", "GITHUB_SERVER_URL", "CI_PROJECT_URL")
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "SOURCE_DATE_EPOCH", *jobs):
        monkeypatch.delenv(name, raising=False)
    (point,) = entry_points(group="console_scripts", name="seatrial")
    main = point.load()

    def run(*arguments: object) -> SimpleNamespace:
        capfd.readouterr()
        code = main([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        return SimpleNamespace(code=code, out=out, err=err)

    return run
