"""What a library offers is read from its package, and its documents and tests count only when they speak of that."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.component import Component
from seatrial.facts.project import library_interface
from seatrial.facts.project.library_interface import documented_names, public_packages
from seatrial.facts.project.library_interface import tests_of_package as importing_tests
from tests.repositories import component_of

LIBRARY = {
    "pyproject.toml": '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n'
    '[project]\nname = "drifty"\nversion = "1.0"\n',
    "drifty/__init__.py": 'from drifty.psi import compute_psi\n__all__ = ["compute_psi"]\n',
    "drifty/psi.py": "def compute_psi(a, b):\n    return sum(a) - sum(b)\n",
}


def of(**files: str) -> Component:
    return component_of({**LIBRARY, **files})


def test_an_installable_package_is_offered() -> None:
    assert [item.place.path for item in public_packages(of())] == ["drifty/__init__.py"]


def test_a_document_counts_when_it_names_what_is_offered() -> None:
    used = of(**{"README.md": "# drifty\n\n```python\nfrom drifty import compute_psi\n```\n"})

    assert [item.what for item in documented_names(used)] == ["README.md speaks of compute_psi"]
    assert documented_names(of(**{"README.md": "# drifty\n\nIt computes the index of stability.\n"})) == ()


@pytest.mark.parametrize(
    ("page", "imports", "counts"),
    [
        ("See `start.ipynb` for an example.", "from drifty import compute_psi", True),
        ("See [the first steps](examples/start.py).", "import drifty as d", True),
        ("See restart.ipynb.", "import drifty", False),
        ("See `start.ipynb` for the figures.", "import pandas", False),
    ],
)
def test_a_page_that_sends_to_an_example_which_imports_the_package_shows_how(
    page: str, imports: str, *, counts: bool
) -> None:
    book = '{"cells": [{"cell_type": "code", "source": "%s\\n", "outputs": []}], "nbformat": 4}'
    example = f"{imports}\n"
    files = {"README.md": f"# drifty\n\n{page}\n", "start.ipynb": book % imports, "examples/start.py": example}

    assert bool(documented_names(of(**files))) is counts


def test_what_a_hubconf_offers_is_shown_by_a_sample_that_loads_it() -> None:
    sample = "# drifty\n\n```python\nmodel = torch.hub.load('owner/drifty', 'small')\n```\n"
    offering = of(**{"README.md": sample, "hubconf.py": "def small():\n    return None\n"})

    assert [item.what for item in documented_names(offering)] == ["README.md shows torch.hub.load"]
    assert documented_names(of(**{"README.md": sample})) == ()


@given(
    st.lists(st.sampled_from(["compute_psi", "compute", "psi(", "Compute", " ", ".", "_x", "é", "comp"])).map("".join)
)
def test_texts_that_are_not_searched_hold_no_name(text: str) -> None:
    pattern = re.compile(r"\b(compute_psi|Compute)")
    starts = library_interface._by_start(["Compute", "compute_psi"])
    found, searched = library_interface._found(pattern, text, starts), pattern.search(text)

    assert (found and found.span()) == (searched and searched.span())


def test_a_package_that_leaves_all_to_its_modules_is_shown_by_its_import() -> None:
    files = {"drifty/__init__.py": "", "README.md": "# drifty\n\n```python\nfrom drifty.psi import compute_psi\n```\n"}

    assert [item.what for item in documented_names(of(**files))] == ["README.md shows how to import drifty"]


def test_tests_count_that_import_the_package_by_its_name() -> None:
    inside = "from drifty import compute_psi\ndef test_it():\n    assert compute_psi([1], [1]) == 0\n"

    assert [item.place.path for item in importing_tests(of(**{"tests/test_psi.py": inside}))] == ["tests/test_psi.py"]
    assert importing_tests(of(**{"tests/test_other.py": "import json\ndef test_it():\n    assert json\n"})) == ()


def test_a_sample_that_calls_the_command_of_the_package_shows_what_it_offers() -> None:
    scripts = LIBRARY["pyproject.toml"] + 'scripts = {drift = "drifty.psi:main"}\n'
    sample, other = "# drifty\n\n```sh\n$ drift run rows.csv\n```\n", "# drifty\n\n```sh\ndocker run drifty\n```\n"
    prose = "# drifty\n\ndrift from last year is what it finds.\n"

    (shown,) = documented_names(of(**{"pyproject.toml": scripts, "README.md": sample}))
    assert (shown.what, shown.place.line) == ("README.md shows the command drift", 3)
    assert documented_names(of(**{"pyproject.toml": scripts, "README.md": other})) == ()
    assert documented_names(of(**{"pyproject.toml": scripts, "README.md": prose})) == ()
    assert documented_names(of(**{"README.md": sample})) == ()


def test_a_package_without_an_init_is_found_by_the_command_that_it_offers_and_its_parts_are_none_of_their_own() -> None:
    metadata = LIBRARY["pyproject.toml"] + '[project.scripts]\ndrifty = "drifty.main:main"\n'
    files = {
        "pyproject.toml": metadata,
        "drifty/main.py": "def main():\n    return 0\n",
        "drifty/commands/__init__.py": "from drifty.commands.run import run\n",
        "drifty/commands/run.py": "def run():\n    return 0\n",
        "tests/test_main.py": "from drifty.main import main\n\n\ndef test_it():\n    assert main() == 0\n",
    }
    component = component_of(files)

    assert [item.place.path for item in public_packages(component)] == ["drifty/main.py"]
    assert [item.what for item in importing_tests(component)] == ["tests/test_main.py imports drifty.main"]


def test_scripts_that_tend_a_package_from_a_folder_beside_it_are_not_offered() -> None:
    beside = {"ci/scripts/__init__.py": "", "tools/release/__init__.py": "", "docs/ext/__init__.py": ""}

    assert [item.place.path for item in public_packages(of(**beside))] == ["drifty/__init__.py"]


def test_a_project_that_is_called_like_a_folder_of_scripts_is_offered() -> None:
    files = {
        "pyproject.toml": LIBRARY["pyproject.toml"].replace("drifty", "tools"),
        "tools/__init__.py": "from .a import b\n",
    }
    assert [item.place.path for item in public_packages(component_of(files))] == ["tools/__init__.py"]


BARE = {
    "pyproject.toml": LIBRARY["pyproject.toml"],
    "drifty/psi.py": "class Psi:\n    def fit(self):\n        return self\n",
    "README.md": "# drifty\n\n```python\nfrom drifty.psi import Psi\n```\n",
    "tests/test_psi.py": "from drifty.psi import Psi\n\n\ndef test_it():\n    assert Psi().fit()\n",
}


def test_a_package_without_an_init_is_found_by_the_name_of_the_project_and_its_pages_show_how_to_import_it() -> None:
    component = component_of(BARE)

    (package,) = public_packages(component)
    assert package.what == "drifty has no __init__.py: whoever imports it has to know its modules"
    assert [item.what for item in documented_names(component)] == ["README.md shows how to import drifty"]
    assert [item.what for item in importing_tests(component)] == ["tests/test_psi.py imports drifty.psi"]


@pytest.mark.parametrize(
    "files",
    [
        {"other/psi.py": BARE["drifty/psi.py"]},  # called otherwise than the project
        {"drifty/data.csv": "a\n"},  # a folder without a program
    ],
)
def test_a_folder_that_is_no_package_of_the_project_is_none(files: dict[str, str]) -> None:
    assert public_packages(component_of({"pyproject.toml": BARE["pyproject.toml"], **files})) == ()
