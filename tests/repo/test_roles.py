"""What a path is for, by its name and by what stands around it."""

import pytest

from seatrial.repo import Memory, Repo, Role, role


@pytest.mark.parametrize(
    "made", ["env/pyvenv.cfg", "env/bin/activate", "env/Scripts/activate.bat", "env/lib/python3.11/site-packages/a.py"]
)
def test_a_folder_is_a_virtual_environment_by_what_stands_in_it(made: str) -> None:
    repo = Repo(Memory({made: "", "env/bin/tool.py": "", "environment/a.py": ""}))

    assert (role(repo, "env/bin/tool.py"), role(repo, "environment/a.py")) == (Role.VENDORED, Role.OWN)


def test_settings_of_environments_are_the_owners() -> None:
    repo = Repo(Memory({"chart/env/prod.yaml": "replicas: 3\n", "venv/a.py": ""}))

    assert (role(repo, "chart/env/prod.yaml"), role(repo, "venv/a.py")) == (Role.OWN, Role.VENDORED)


def test_a_folder_of_test_cases_holds_tests_and_one_of_cases_does_not() -> None:
    repo = Repo(Memory({"Test_Cases/a.py": "", "cases/a.py": ""}))

    assert (role(repo, "Test_Cases/a.py"), role(repo, "cases/a.py")) == (Role.TEST, Role.OWN)
