"""The documents lead on: every page is reached from the README, and no link leads nowhere."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from pkgutil import resolve_name

import pytest

ROOT = Path(__file__).parent.parent
LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")
#: A name that leads to the module which is said to hold it: [`assess`](../seatrial/rubric/assess.py).
NAMED = re.compile(r"\[`([\w.]+)`\]\(([^)#\s]+\.py)\)")
#: Something of the package that a page speaks of, modules and what they hold: seatrial.gate.tree.judged_tree.
DOTTED = re.compile(r"(?<![\w/.-])seatrial(?:\.[a-z_]\w*)+(?![\w-])")
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "docs" / "decisions").glob("*.md")),
]


def test_every_page_is_reached_from_the_readme() -> None:
    linked = set(LINK.findall((ROOT / "README.md").read_text(encoding="utf-8")))

    assert {f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md")} - linked == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_link_leads_nowhere(page: Path) -> None:
    told = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    links = [link for link in LINK.findall(told) if not link.startswith("mailto")]

    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_whatever_a_page_names_of_the_package_is_there(page: Path) -> None:
    named = set(DOTTED.findall(page.read_text(encoding="utf-8"))) - {"seatrial.yaml"}

    assert {name for name in named if not there(name)} == set()


def there(name: str) -> bool:
    try:
        resolve_name(name)
    except (ImportError, AttributeError):
        return False
    return True


def defined(body: list[ast.stmt]) -> Iterator[str]:
    """Yield the names that a module defines or hands on, and those of its classes' methods alone."""
    for node in body:
        match node:
            case ast.ClassDef():
                yield node.name
                yield from (f"{node.name}.{name}" for name in defined(node.body))
                yield from defined(node.body)
            case ast.FunctionDef():
                yield node.name
            case ast.Assign():
                yield from (target.id for target in node.targets if isinstance(target, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case _:
                pass


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_name_stands_where_it_leads(page: Path) -> None:
    named = NAMED.findall(page.read_text(encoding="utf-8"))
    held = {link: set(defined(ast.parse((page.parent / link).read_text(encoding="utf-8")).body)) for _, link in named}

    assert [(name, link) for name, link in named if name not in held[link]] == []


def test_the_tour_leads_through_every_room() -> None:
    """A room is a package of the engine; the nouns and the small modules between them are met on the way."""
    tour = (ROOT / "docs" / "tour.md").read_text(encoding="utf-8")
    rooms = {init.parent.name for init in (ROOT / "seatrial").glob("*/__init__.py")}

    assert {room for room in rooms if f"(../seatrial/{room}/" not in tour} == set()
    assert len(NAMED.findall(tour)) > 50
