"""Licences by file and by name."""

import pytest

from seatrial.facts.project.licences import licence_files, normal_expression, root_licences, spdx_of
from seatrial.facts.project.lookalikes import lookalikes, meant_by
from tests.repositories import repo_of


def test_only_a_file_at_the_root_covers_the_repository() -> None:
    repo = repo_of({"LICENSE.txt": "MIT License", "lib/LICENSE": "MIT License", "vendor/x/LICENSE": "MIT License"})

    assert [file.path for file in root_licences(repo)] == ["LICENSE.txt"]
    assert [file.path for file in licence_files(repo)] == ["LICENSE.txt", "lib/LICENSE"]


@pytest.mark.parametrize("path", ["LICENCE", "COPYING", "UNLICENSE", "LICENSE-MIT", "License.md", "LICENSES/MIT.txt"])
def test_the_usual_names_are_known(path: str) -> None:
    assert root_licences(repo_of({path: "text"}))


@pytest.mark.parametrize("path", ["license.py", "THIRD_PARTY_LICENSES.txt", "DATA_LICENSE", "licensing_service.md"])
def test_other_files_are_no_licence_of_the_repository(path: str) -> None:
    assert not root_licences(repo_of({path: "text"}))


def test_an_empty_file_is_no_licence() -> None:
    assert not root_licences(repo_of({"LICENSE": "\n"}))


@pytest.mark.parametrize(
    ("text", "spdx"),
    [
        ("MIT License\n\nPermission is hereby granted, free of charge", "MIT"),
        ("Apache License\nVersion 2.0, January 2004", "Apache-2.0"),
        ("GNU AFFERO GENERAL PUBLIC LICENSE\nVersion 3", "AGPL-3.0-only"),
        ("Redistribution and use in source and binary forms ... Neither the name", "BSD-3-Clause"),
        ("CreativeML Open RAIL-M", "LicenseRef-OpenRAIL"),
        ("Copyright Bank. All rights reserved.", "LicenseRef-Proprietary"),
        ("Mozilla Public License Version 2.0" + " x" * 300 + " GNU Affero General Public License version 3", "MPL-2.0"),
        ("some poem", ""),
    ],
)
def test_a_text_is_known_by_its_own_words(text: str, spdx: str) -> None:
    assert spdx_of(text) == spdx


@pytest.mark.parametrize(
    ("declared", "expression"),
    [
        ("mit or apache-2.0", "MIT OR Apache-2.0"),
        ("Apache 2.0 License", "Apache-2.0"),
        ("MIT License", "MIT"),
        ("?", ""),
    ],
)
def test_a_declared_licence_becomes_an_expression(declared: str, expression: str) -> None:
    assert normal_expression(declared) == expression


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("tensorfow", "tensorflow"), ("tensorlfow", "tensorflow"), ("tensorfllow", "tensorflow"),
        ("scikit-leam", ""), ("scikitlearn", "scikit-learn"), ("padnas", "pandas"), ("onnx-runtime", "onnxruntime"),
        ("torch-vision", "torchvision"), ("hugginface-hub", "huggingface-hub"), ("transfomers", "transformers"),
    ],
)  # fmt: skip
def test_a_slip_is_known_by_what_was_meant(name: str, meant: str) -> None:
    assert meant_by(name) == meant


@pytest.mark.parametrize(
    "name",
    ["tensorflow", "dataset", "ngboost", "ctransformers", "fastai", "polar", "tensorflow2", "grequests", "torchx", "",
     "openapi", "qkeras", "pedantic", "lmflow"],
)  # fmt: skip
def test_honest_neighbours_are_none(name: str) -> None:
    assert meant_by(name) == ""


def test_the_place_of_the_declaration_is_told_and_tests_may_try_what_they_like() -> None:
    files = {"requirements.txt": "numpy\nxgbooost==2.0\n", "tests/data/requirements.txt": "padnas\n"}

    (found,) = lookalikes(repo_of(files))

    assert (found.place.path, found.place.line, found.meant) == ("requirements.txt", 2, "xgboost")
