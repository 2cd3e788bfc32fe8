"""The house keeps its floors: imports go down only, and nobody imports a mapped name statically."""

import ast
import tomllib
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

#: Rooms by floor, the lowest first. A room may import itself and rooms of lower floors, and no neighbour.
FLOORS = (
    {"model", "beside_bytecode"},
    {
        "read",
        "alerts",
        "newly_applicable",
        "restructured",
        "plugin_points",
        "module_cache",
        "atomic_write",
        "cache_folder",
        "on_path",
    },
    {"repo", "vulndb", "comparison"},
    {"blueprint"},
    {"component", "config", "scanners", "artifacts", "example_files"},
    {"facts"},
    {"inventory", "bench", "value", "foreign", "redaction"},
    {"judging"},
    {"rubric", "api"},
    {"audit", "testing"},
    {"gate", "history", "interview"},
    {"report"},
    {"drafts"},
)
MAPPED = {
    "cli": "seatrial.cli",
    "checks": "seatrial.checks",
    "rubrics": "seatrial.rubrics",
    "templates": "seatrial.templates",
}


def modules(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """Yield the absolute names of what a module imports, those inside functions and type checks included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def floor(room: str) -> int:
    return next((level for level, rooms in enumerate(FLOORS) if room in rooms), -1)


def room_of(path: Path) -> str:
    return path.relative_to(ROOT / "seatrial").parts[0].removesuffix(".py")


ENGINE = [path for path in modules("seatrial") if room_of(path) not in {"__init__", "__main__"}]


@pytest.mark.parametrize("path", ENGINE, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_down_only(path: Path) -> None:
    room = room_of(path)
    assert floor(room) >= 0, f"{room} has no floor yet"
    used = {name.split(".")[1] for name in imported(path) if name.startswith("seatrial.")} - {room, "__version__"}

    assert {other for other in used if floor(other) >= floor(room)} == set()


def test_no_two_modules_need_each_other() -> None:
    named = {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in ENGINE}
    needs = {
        module: {next((one for one in (name, name.rpartition(".")[0]) if one in named), "") for name in imported(path)}
        for module, path in named.items()
    }

    TopologicalSorter(needs).prepare()  # raises CycleError with the circle, lazy imports included


def test_what_a_framework_offers_and_what_runs_a_model_know_no_service() -> None:
    forbidden = {"web": ("inference", "serving"), "inference": ("serving",)}
    upward = [
        f"{path.relative_to(ROOT)}: {name}"
        for room, others in forbidden.items()
        for path in modules(f"seatrial/facts/{room}")
        for name in imported(path)
        if name.startswith(tuple(f"seatrial.facts.{other}." for other in others))
    ]

    assert upward == []


@pytest.mark.parametrize("path", modules("checks"), ids=lambda path: str(path.relative_to(ROOT)))
def test_checks_import_the_api_and_facts_alone(path: Path) -> None:
    ours = {name for name in imported(path) if name.startswith("seatrial")}

    assert all(name == "seatrial.api" or name.startswith(("seatrial.api.", "seatrial.facts.")) for name in ours)


@pytest.mark.parametrize("folder", ["seatrial", "cli", "checks", "tests", "benchmarks"])
def test_nothing_imports_a_mapped_name(folder: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in modules(folder)
        for name in imported(path)
        if name.split(".")[0] in MAPPED or name.startswith(tuple(f"{mapped}." for mapped in MAPPED.values()))
    ]

    assert wrong == []


def test_every_folder_of_code_is_listed_for_the_wheel() -> None:
    setup = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    folders = {"seatrial": "seatrial", **MAPPED}
    on_disk = {
        ".".join([package, *init.parent.relative_to(ROOT / folder).parts])
        for folder, package in folders.items()
        for init in (ROOT / folder).rglob("__init__.py")
    }

    assert set(setup["packages"]) == on_disk


def test_modules_stay_small_enough_to_have_one_topic() -> None:
    sizes = {
        path: len(path.read_text(encoding="utf-8").splitlines())
        for path in [*ENGINE, *modules("checks"), *modules("cli")]
    }

    assert {str(path.relative_to(ROOT)): size for path, size in sizes.items() if size > 300} == {}
