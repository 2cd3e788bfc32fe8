"""Releases are found by what names them, what tells them, and what makes them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.component import components
from seatrial.facts.documents.changelogs import changelog_entries, named_by_links
from seatrial.facts.project.inner_parts import is_inner_part
from seatrial.facts.project.releases import derived_versions, release_steps, release_tags, stated_versions
from seatrial.repo import Memory, Repo, Tag, Tags
from tests.repositories import repo_of
from tests.workflows import workflow

DAY = date(2026, 5, 2)


@pytest.mark.parametrize(
    ("path", "text", "entries"),
    [
        ("CHANGELOG.md", "# Log\n## [1.1.0] - 2026-05-02\n- More.\n## 1.0.0\n- Less.\n",
         [("1.1.0", True), ("1.0.0", False)]),
        ("CHANGELOG.md", "## [Unreleased]\n- Soon.\n## 1.0.0 (2026-05-02)\n### Added\n- A 2.0 thing.\n",
         [("1.0.0", True)]),
        ("docs/release_notes.md", "# v0.27\nReleased on 2026-05-02.\n", [("0.27", True)]),
        ("NEWS.md", "## Update April 12, 2025\nA model for spring.\n", [("", True)]),
        ("README.md", "# Sizes\n## Model versions\n### 1.2 (2026-05-02)\nTrained on April.\n", [("1.2", True)]),
        ("README.md", "# Sizes 1.2\nA library.\n", []),
        ("CHANGELOG.md", "## 1.0.0 - 2026-05-02\n", []),
    ],
)  # fmt: skip
def test_entries_of_changelogs(path: str, text: str, entries: list[tuple[str, bool]]) -> None:
    assert [(entry.version, entry.dated) for entry in changelog_entries(repo_of({path: text}))] == entries


def test_a_link_to_a_comparison_names_a_tag() -> None:
    text = "## 1.1\n- More: [all](https://example.org/a/b/compare/v1.0...v1.1)\n"

    assert [item.place.line for item in named_by_links(repo_of({"CHANGELOG.md": text}))] == [2]


def test_tags_that_name_no_version_are_no_releases() -> None:
    names = ("v1.0.0", "model-2.1", "release/may", "holiday", "pkg@0.3.1")
    repo = Repo(Memory({}, tags=Tags(tuple(Tag(name, DAY) for name in names))))

    assert [tag.name for tag in release_tags(repo).tags] == ["v1.0.0", "model-2.1", "release/may", "pkg@0.3.1"]


@pytest.mark.parametrize(
    ("step", "notes"),
    [
        ("uses: googleapis/release-please-action@v4", True),
        ("run: semantic-release version", True),
        ("run: gh release create v1", False),
        ("run: gh release create v1 --generate-notes", True),
        ("run: uv publish", False),
    ],
)
def test_steps_that_make_releases(step: str, notes: bool) -> None:
    text = f"on: {{push: {{tags: ['v*']}}}}\njobs: {{r: {{steps: [{{{step}}}]}}}}\n"
    (found,) = release_steps(repo_of({".github/workflows/r.yml": text}))

    assert found.by_tag
    assert found.automatic
    assert found.notes is notes


@pytest.mark.parametrize(
    ("tool", "derived"), [("hatch-vcs", True), ("setuptools-git-versioning>=2", True), ("setuptools-git", False)]
)
def test_versions_are_stated_or_taken_from_git(tool: str, derived: bool) -> None:
    stated = repo_of({"pyproject.toml": '[project]\nname = "a"\nversion = "0.1.0"\n'})
    built = f'[build-system]\nrequires = ["{tool}"]\n'
    without = repo_of({"pyproject.toml": f'[project]\nname = "a"\ndynamic = ["version"]\n{built}'})

    assert "as templates do" in stated_versions(stated)[0].what
    assert not derived_versions(stated)
    assert bool(derived_versions(without)) is derived


@given(st.text())
def test_no_changelog_makes_it_raise(text: str) -> None:
    repo = repo_of({"CHANGELOG.md": text, "pyproject.toml": text})

    assert isinstance(changelog_entries(repo), tuple)
    assert isinstance((named_by_links(repo), derived_versions(repo)), tuple)


FORECASTER = (
    "[project]\nname = 'price-forecaster'\nversion = '0.1'\ndependencies = ['xgboost']\n{more}\n"
    "[build-system]\nrequires = ['hatchling']\nbuild-backend = 'hatchling.build'\n"
)
OTHER = FORECASTER.replace("price-forecaster", "price-metrics").replace("xgboost", "scikit-learn")
ROOT = "[project]\nname = 'price'\nversion = '0.1'\ndependencies = [{needs}]\n"


def _inner(needs: str, more: str = "", **files: str) -> set[str]:
    repo = repo_of({
        "pyproject.toml": ROOT.format(needs=needs),
        "packages/forecaster/pyproject.toml": FORECASTER.format(more=more),
        "packages/forecaster/src/price_forecaster/__init__.py": "import xgboost\n",
        "packages/metrics/pyproject.toml": OTHER.format(more=""),
        "packages/metrics/src/price_metrics/__init__.py": "import sklearn.metrics\n",
        **files,
    })  # fmt: skip
    return {component.root for component in components(repo) if is_inner_part(component)}


def test_a_package_that_the_root_asks_for_goes_out_with_it() -> None:
    assert _inner("'price-forecaster'") == {"packages/forecaster"}


@pytest.mark.parametrize(
    ("needs", "more", "files"),
    [
        ("", "", {}),
        ("'price-forecaster'", "classifiers = ['Topic :: Scientific/Engineering']", {}),
        (
            "'price-forecaster'",
            "",
            {".github/workflows/release.yml": workflow("uv build --package price-forecaster", "uv publish")},
        ),
    ],
    ids=["nobody-asks", "classified", "uploaded"],
)
def test_a_package_that_is_given_to_others_is_no_inner_part(needs: str, more: str, files: dict[str, str]) -> None:
    assert _inner(needs, more, **files) == set()
