"""Which files hold rules about data for a validation tool: expectation suites, Soda checks, dbt tests?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.data.data_rules import Rule, rule_of
from seatrial.facts.deployment.settings_files import documents_of
from seatrial.model.record import dataclass
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.posix_path import posix
from seatrial.repo import Repo, Role, role

_DBT = {"not_null": Rule.MISSING, "unique": Rule.UNIQUE, "accepted_values": Rule.ALLOWED, "relationships": Rule.ALLOWED}
_COUNTED = {Role.OWN, Role.EXAMPLE}


@dataclass(frozen=True, slots=True)
class Suite:
    """The rules about data in one file."""

    path: str
    line: int
    tool: str
    rules: tuple[Rule, ...]
    subjects: tuple[str, ...] = ()  #: of dbt: the models that the rules are about


@fact
def suites(repo: Repo) -> tuple[Suite, ...]:
    """Return the suites that hold at least one rule, by path."""
    named = repo.matching(lambda path: path.endswith((".json", ".yml", ".yaml")))
    found = (suite for path in named if role(repo, path) in _COUNTED for suite in _suites(repo, path))
    return tuple(suite for suite in found if suite.rules)


def _suites(repo: Repo, path: str) -> Iterator[Suite]:
    name, folders = posix(path).name, posix(path).parts[:-1]
    if name.endswith(".json") and {"expectations", "great_expectations", "gx"} & set(folders):
        yield from (_expectations(path, root) for _, root in documents_of(repo, (path,)))
    elif name.endswith((".yml", ".yaml")) and ("soda" in path.lower() or name.startswith("checks")):
        yield from (_soda(path, root) for _, root in documents_of(repo, (path,)))
    elif name.endswith((".yml", ".yaml")) and {"models", "dbt"} & set(folders):
        yield from (_dbt(path, root) for _, root in documents_of(repo, (path,)))


def _expectations(path: str, root: Node) -> Suite:
    names = [item.at("expectation_type").text or item.at("type").text for item in root.at("expectations").elements]
    return Suite(path, root.line, "Great Expectations", tuple(sorted(rule_of(name) for name in names if name)))


def _soda(path: str, root: Node) -> Suite:
    checks = [check for key, value in root.pairs if key.startswith("checks for") for check in value.elements]
    words = [check.text or " ".join(check.keys) for check in checks]
    return Suite(path, root.line, "Soda", tuple(sorted(rule_of(text) for text in words)))


def _dbt(path: str, root: Node) -> Suite:
    columns = [column for model in root.at("models").elements for column in model.at("columns").elements]
    tests = [test for column in columns for key in ("tests", "data_tests") for test in column.at(key).elements]
    names = [test.text or "".join(test.keys[:1]) for test in tests]
    rules = tuple(sorted(_DBT.get(name) or rule_of(name) for name in names))
    return Suite(path, root.line, "dbt", rules, tuple(model.at("name").text for model in root.at("models").elements))
