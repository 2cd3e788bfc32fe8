"""A part of a workspace that nobody publishes goes out with what needs it."""

import pytest

from seatrial.component import components
from seatrial.facts.project.inner_parts import is_inner_part
from tests.repositories import repo_of
from tests.workflows import workflow

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
