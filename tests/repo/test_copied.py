"""Whose work a folder is, by the papers that came with it; a part of the same project has papers too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.model import Settings
from seatrial.repo import Memory, Repo, Role, role
from seatrial.repo.rights import holders, homes, kind_of
from tests.repositories import repo_of

MIT = "MIT License\n\nCopyright (c) 2021 {}\n\nPermission is hereby granted, free of charge, to any person\n"
APACHE = "Apache License\nVersion 2.0, January 2004\nthe copyright owner or entity\nCopyright [yyyy] [name of owner]\n"
GPL = "GNU GENERAL PUBLIC LICENSE\nVersion 3\nCopyright (C) 2007 Free Software Foundation, Inc.\n"
SETUP = "from setuptools import setup\n\nsetup(\n    name='{}',\n    url='https://github.com/{}',\n)\n"
HEAD = "# Copyright 2017 The {} Authors. All Rights Reserved.\nx = 1\n"

Files = dict[str, str]


def code(folder: str, head: str = "x = 1\n", count: int = 5) -> Files:
    return {f"{folder}part_{number}.py": head for number in range(count)}


def seen(files: Files, *paths: str, settings: Settings | None = None) -> list[Role]:
    repo = Repo(Memory(files), settings)
    return [role(repo, path) for path in paths]


OWN = {"LICENSE": MIT.format("Ada Byron"), "setup.py": SETUP.format("churn", "byron/churn"), **code("churn/")}


@pytest.mark.parametrize(
    "papers",
    [
        {"libs/nets/LICENSE": MIT.format("Acme Vision, Inc."), "libs/nets/setup.py": SETUP.format("nets", "acme/nets")},
        {"libs/nets/LICENSE": MIT.format("Acme Vision, Inc."), "libs/nets/setup.py": "setup(name='nets')\n"},
        {"libs/nets/setup.py": "setup(name='nets')\n", **code("libs/nets/", HEAD.format("Acme"))},
        {"libs/nets/LICENSE": APACHE, **code("libs/nets/", HEAD.format("Acme"))},
        {
            "libs/nets/setup.py": SETUP.format("nets", "acme/nets"),
            "libs/nets/README.md": "# Nets\n\n    git clone https://github.com/acme/nets\n",
        },
        {
            "libs/nets/LICENSE": GPL,
            "libs/nets/README.md": "# Nets\n\n    git clone https://github.com/acme/nets.git\n",
            **code("libs/nets/", "# Nets by Acme, GPL-3.0 license\n"),
        },
    ],
)
def test_a_folder_is_another_project_when_several_of_its_papers_say_so(papers: Files) -> None:
    files = OWN | code("libs/nets/") | papers

    assert seen(files, "libs/nets/part_1.py", "libs/nets/deep/x.py", "churn/part_1.py") == [
        Role.VENDORED, Role.OWN, Role.OWN,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "papers",
    [
        {"libs/nets/pyproject.toml": "[project]\nname = 'nets'\n"},  # a part of a monorepo
        {"libs/nets/LICENSE": MIT.format("Acme Vision, Inc.")},  # weights or an idea of others, in own code
        {"libs/nets/LICENSE": APACHE, "libs/nets/pyproject.toml": "[project]\nname = 'nets'\n"},
        {"libs/nets/setup.py": SETUP.format("nets", "kserve/samples")},
        {"libs/nets/LICENSE": MIT.format("Ada Byron"), "libs/nets/setup.py": SETUP.format("nets", "acme/nets")},
        {"libs/nets/LICENSE": APACHE, "libs/nets/setup.py": SETUP.format("nets", "byron/churn")},
        {
            "libs/nets/LICENSE": MIT.format("Acme Vision, Inc."),
            "libs/nets/README.md": "# Nets\n\n    git clone https://github.com/byron/churn\n",
            "libs/nets/setup.py": "setup(name='nets')\n",
        },
        {"libs/nets/README.md": "# Wrapper\n\n    git clone https://github.com/acme/nets\n"},  # says where to get it
    ],
)
def test_a_part_of_the_same_project_is_its_own_whatever_papers_it_has(papers: Files) -> None:
    assert seen(OWN | code("libs/nets/") | papers, "libs/nets/part_1.py") == [Role.OWN]


def test_rights_of_the_owner_in_heads_of_code_settle_it() -> None:
    papers = {"sdk/LICENSE": MIT.format("Byron Analytics"), "sdk/setup.py": "setup(name='sdk')\n"}
    files = {"LICENSE": GPL, **code("server/", HEAD.format("Byron Analytics")), **code("sdk/"), **papers}

    assert seen(files, "sdk/part_1.py") == [Role.OWN]


def test_a_part_that_names_the_repository_in_its_title_is_its_own() -> None:
    papers = {"eval/LICENSE": MIT.format("Grace Hopper"), "eval/README.md": "# Memory: how good it is\n"}
    heads = code("eval/", "# Developed by Grace Hopper\n")

    assert seen({"LICENSE": APACHE} | papers | heads, "eval/part_1.py") == [Role.OWN]
    assert seen({"LICENSE": APACHE} | papers | heads | {"eval/README.md": ""}, "eval/part_1.py") == [Role.VENDORED]


def test_the_owner_has_the_last_word() -> None:
    papers = {"libs/nets/LICENSE": MIT.format("Acme"), "libs/nets/setup.py": SETUP.format("nets", "acme/nets")}
    attributes = {".gitattributes": "libs/nets/** linguist-vendored=false\n"}

    assert seen(OWN | papers | attributes, "libs/nets/setup.py") == [Role.OWN]


def test_a_package_that_others_publish_is_theirs_when_its_code_names_them() -> None:
    files = (
        OWN | code("src/diffusers/", HEAD.format("HuggingFace")) | {"src/diffusers/__init__.py": "__version__ = '1'\n"}
    )

    assert seen(files, "src/diffusers/part_1.py") == [Role.VENDORED]
    assert seen(files | {"src/diffusers/__init__.py": ""}, "src/diffusers/part_1.py") == [Role.OWN]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("# Copyright 2016 The TensorFlow Authors. All Rights Reserved.", {"tensorflow"}),
        ("Copyright (c) 2017-present, Facebook, Inc. All rights reserved.", {"facebook"}),
        ("Copyright © 2020, 2021 Jörg Müller <j@example.org>", {"jörg", "müller"}),
        ("Copyright (C) 2007 Free Software Foundation, Inc.", set()),
        ("the copyright notice that is included in the work", set()),
        ("Copyright [yyyy] [name of copyright owner]", set()),
    ],
)
def test_who_holds_the_rights_is_read_from_lines_of_copyright(line: str, words: set[str]) -> None:
    assert holders(line) == words


@given(st.text(alphabet="copyright()©2017 \t\n,-–by<[git clone github.com/a", max_size=300))
def test_no_text_is_too_odd(text: str) -> None:
    assert isinstance(holders(text) | {kind_of(text)}, frozenset)
    assert isinstance(homes(text), frozenset)


KPT = "kind: Kptfile\nmetadata:\n  name: mesh\nupstream:\n  type: git\n  git:\n    ref: v1\n    repo: https://host.example/a/mesh\n"


@pytest.mark.parametrize(
    ("note", "text", "foreign"),
    [
        ("Kptfile", KPT, True),
        (".gitrepo", "[subrepo]\n\tremote = git@host.example:a/mesh.git\n\tbranch = main\n", True),
        ("Kptfile", "kind: Kptfile\nmetadata:\n  name: ours\n", False),  # a package of one's own
        ("notes.txt", KPT, False),
    ],
)
def test_a_folder_that_a_tool_fetched_from_another_repository_is_anothers(
    note: str, text: str, *, foreign: bool
) -> None:
    repo = repo_of({f"deploy/mesh/{note}": text, "deploy/mesh/base/a.yaml": "kind: Service\n", "app.py": ""})

    assert role(repo, "deploy/mesh/base/a.yaml").is_foreign is foreign
    assert not role(repo, "app.py").is_foreign


PUBLISHED = (
    "apiVersion: v2\nname: {name}\nversion: 6.1.0\nhome: https://{name}.example\n"
    "icon: https://{name}.example/logo.png\nsources:\n- https://github.com/{home}\n"
    "maintainers:\n- name: keeper\n  email: keeper@{name}.example\n"
)
MADE_HERE = "apiVersion: v2\nname: churn\nversion: 1.0.0\nmaintainers:\n- name: ada\n  email: ada@byron.example\n"


def test_a_chart_of_others_is_theirs_with_all_that_is_in_it() -> None:
    files = OWN | {
        "deploy/charts/loki/Chart.yaml": PUBLISHED.format(name="loki", home="grafana/loki"),
        "deploy/charts/loki/values.yaml": "auth: secret\n",
        "deploy/charts/loki/charts/crds/Chart.yaml": "apiVersion: v2\nname: crds\nversion: 0.0.0\n",
        "deploy/charts/redis/Chart.yml": PUBLISHED.format(name="redis", home="cloudy/charts"),
        "deploy/charts/churn/Chart.yaml": MADE_HERE,
        "deploy/charts/churn/values.yaml": "replicas: 2\n",
    }

    assert seen(
        files, "deploy/charts/loki/values.yaml", "deploy/charts/loki/charts/crds/Chart.yaml",
        "deploy/charts/redis/Chart.yml", "deploy/charts/churn/values.yaml",
    ) == [Role.VENDORED, Role.VENDORED, Role.VENDORED, Role.OWN]  # fmt: skip


@pytest.mark.parametrize(
    "chart",
    [
        pytest.param(PUBLISHED.format(name="churn", home="byron/churn"), id="its home is this repository"),
        pytest.param(PUBLISHED.format(name="churn", home="byron/charts"), id="its home is another of this owner"),
        pytest.param(MADE_HERE + "home: https://github.com/acme/platform\n", id="a link is no sign of a publisher"),
        pytest.param(PUBLISHED.format(name="churn", home="").replace("github.com/", "byron.example"), id="no forge"),
    ],
)
def test_a_chart_that_is_at_home_here_or_says_little_is_the_owners(chart: str) -> None:
    assert seen(OWN | {"chart/Chart.yaml": chart}, "chart/Chart.yaml") == [Role.OWN]
