"""Repositories in memory that tests are about, and the one part that such a repository has."""

from collections.abc import Mapping

from seatrial.component import Component, components
from seatrial.repo import Memory, Repo


def repo_of(files: Mapping[str, str | bytes]) -> Repo:
    return Repo(Memory(files))


def component_of(files: Mapping[str, str | bytes]) -> Component:
    (component,) = components(repo_of(files))
    return component
