"""What a manifest of another language builds is a unit, and CI that builds it is seen."""

import pytest

from seatrial.facts.images.foreign_packages import foreign_packages
from tests.repositories import component_of
from tests.workflows import workflow


def units(files: dict[str, str]) -> list[tuple[str, int]]:
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

    assert units(files) == [(manifest, 0)]
    assert units({**files, ".github/workflows/a.yml": workflow(build)}) == [(manifest, 1)]
    assert units({**files, ".github/workflows/a.yml": workflow("echo " + build)}) == [(manifest, 0)]


def test_a_page_beside_python_and_the_root_of_a_workspace_are_no_unit() -> None:
    page = {
        "ui/package.json": '{"name": "ui", "main": "a.js"}',
        "ui/a.js": "let a = 1;\n",
        "a.py": "import torch\n" * 90,
    }

    assert units(page) == []
    assert units({"src/a.ts": "let a = 1;\n" * 90, "package.json": '{"private": true, "main": "a.js"}'}) == []
