"""The entry points of plugins are those that ``importlib.metadata`` finds."""

import sys
from importlib import metadata
from pathlib import Path

import pytest

from seatrial.plugin_points import plugin_points

PLUGIN = Path(__file__).parent / "plugin"


def installed(folder: Path, name: str, text: str) -> None:
    information = folder / f"{name}.dist-info"
    information.mkdir(parents=True)
    (information / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name.partition('-')[0]}\nVersion: 1.0\n")
    (information / "entry_points.txt").write_text(text)


@pytest.mark.parametrize("group", ["seatrial.checks", "console_scripts", "pytest11", "no.such.group"])
def test_the_same_are_found_as_by_the_standard_library(group: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(PLUGIN))

    found = {(point.name, point.value) for point in plugin_points(group)}

    assert found == {(point.name, point.value) for point in metadata.entry_points(group=group)}


def test_of_two_distributions_with_one_name_the_first_on_the_path_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(tmp_path / "a", "My_Plugin-2.0", "[some.group]\n# note\none = a:b [extra]\n\n[other]\ntwo = c\n")
    installed(tmp_path / "b", "my.plugin-1.0", "[some.group]\nolder = x:y\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path / "a"), str(tmp_path / "b"), "no-such-folder", *sys.path])

    assert [(point.name, point.value) for point in plugin_points("some.group")] == [("one", "a:b [extra]")]


def test_what_a_build_left_beside_the_sources_is_the_installed_distribution_once_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(tmp_path / "site", "my_plugin-1.0", "[some.group]\none = a:b\n")
    (tmp_path / "my_plugin.egg-info").mkdir()
    (tmp_path / "my_plugin.egg-info" / "entry_points.txt").write_text("[some.group]\none = a:b\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path), str(tmp_path / "site"), *sys.path])

    assert [(point.name, point.value) for point in plugin_points("some.group")] == [("one", "a:b")]


def test_the_object_behind_a_name_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(tmp_path, "plugin-1.0", "[some.group]\njoin = posixpath:join [x]\nmodule = posixpath\n")
    monkeypatch.syspath_prepend(str(tmp_path))

    loaded = {point.name: point.load() for point in plugin_points("some.group")}

    assert loaded == {"join": sys.modules["posixpath"].join, "module": sys.modules["posixpath"]}


def test_the_standard_library_is_asked_where_a_path_is_an_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "some.zip").write_bytes(b"PK\x05\x06" + bytes(18))
    monkeypatch.syspath_prepend(str(tmp_path / "some.zip"))

    assert "builtin" in {point.name for point in plugin_points("seatrial.checks")}
