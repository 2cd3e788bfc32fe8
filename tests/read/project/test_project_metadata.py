"""Project metadata in its many forms."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.read.project.conda import read_environment
from seatrial.read.project.pipfile import read_pipfile
from seatrial.read.project.pixi import read_pixi
from seatrial.read.project.project_record import Person, Project
from seatrial.read.project.pyproject import read_pyproject
from seatrial.read.project.requirement import Pin
from seatrial.read.project.setup_files import read_settings_ini, read_setup_cfg, read_setup_py
from seatrial.read.reader import Unreadable


def declared(project: Project) -> list[tuple[str, str, str]]:
    return [(item.name, item.specifier, item.group) for item in project.requirements]


def test_a_standard_pyproject_gives_names_people_scripts_and_lines() -> None:
    project = read_pyproject(
        "pyproject.toml",
        b"""[build-system]
build-backend = "hatchling.build"
[project]
name = "scorer"
version = "1.2.0"
license = "MIT"
authors = [{name = "Ada Byron", email = "ada@bank.test"}]
dependencies = [
    "fastapi>=0.110",
]
[project.optional-dependencies]
gpu = ["torch==2.4.0"]
[dependency-groups]
dev = ["pytest", {include-group = "lint"}]
[project.scripts]
scorer = "scorer.main:main"
""",
    )

    assert (project.name, project.version, project.licence, project.build_backend) == (
        "scorer",
        "1.2.0",
        "MIT",
        "hatchling.build",
    )
    assert project.people == (Person("Ada Byron", "ada@bank.test", 7),)
    assert declared(project) == [("fastapi", ">=0.110", ""), ("torch", "==2.4.0", "gpu"), ("pytest", "", "dev")]
    assert project.requirements[0].line == 9
    assert [(script.name, script.target) for script in project.scripts] == [("scorer", "scorer.main:main")]


def test_constraints_of_poetry_are_said_as_specifiers() -> None:
    project = read_pyproject(
        "pyproject.toml",
        b"""[tool.poetry]
name = "old"
authors = ["Ada Byron <ada@bank.test>"]
[tool.poetry.dependencies]
python = "^3.11"
numpy = "^1.26.4"
pandas = "~2.2"
scipy = "1.12.0"
requests = "*"
torch = {version = "^0.3", optional = true}
mine = {path = "../mine"}
clip = {git = "https://example.org/clip", rev = "0123abcdef"}
[tool.poetry.group.dev.dependencies]
pytest = ">=8"
""",
    )

    assert project.form == "poetry"
    assert project.people == (Person("Ada Byron", "ada@bank.test", 3),)
    assert declared(project) == [
        ("numpy", ">=1.26.4,<2", ""),
        ("pandas", ">=2.2,<2.3", ""),
        ("scipy", "==1.12.0", ""),
        ("requests", "", ""),
        ("torch", ">=0.3,<0.4", "optional"),
        ("clip", "", ""),
        ("pytest", ">=8", "dev"),
    ]
    assert project.requirements[5].pin is Pin.EXACT


def test_setup_py_is_read_by_its_literals_and_the_names_they_are_given() -> None:
    project = read_setup_py(
        "setup.py",
        b"""from setuptools import setup
core = ["numpy>=1.20", "pandas"]
extras = {"gpu": ["torch"]}
extras["dev"] = ["pytest"]
open("boom").read()
setup(name="lib", version="0.1", author="Ada Byron", author_email="ada@lib.test",
      install_requires=core + ["scipy"], extras_require=extras,
      entry_points={"console_scripts": ["lib=lib.cli:main"]})
""",
    )

    assert declared(project) == [
        ("numpy", ">=1.20", ""),
        ("pandas", "", ""),
        ("scipy", "", ""),
        ("torch", "", "gpu"),
        ("pytest", "", "dev"),
    ]
    assert project.people == (Person("Ada Byron", "ada@lib.test", 6),)
    assert project.scripts[0].target == "lib.cli:main"


def test_entry_points_of_setup_py_may_be_one_text() -> None:
    text = b"""from setuptools import setup
setup(name="lib", entry_points='''
    [console_scripts]
    lib = lib.cli:main
    # lib-old = lib.old:main
    [lib.plugins]
    one=lib.one:One
''')
"""
    scripts = read_setup_py("setup.py", text).scripts

    assert [(one.name, one.target, one.group) for one in scripts] == [
        ("lib", "lib.cli:main", "console_scripts"),
        ("one", "lib.one:One", "lib.plugins"),
    ]


def test_a_group_of_entry_points_may_have_very_many_rows_and_stand_in_parts() -> None:
    rows = "[tools]\na = lib:a\n" + "b\n" * 100_000 + "[others]\nc = lib:c\n[tools]\nd = lib:d\n"
    text = f"from setuptools import setup\nsetup(name='lib', entry_points='''\n{rows}''')\n"
    scripts = read_setup_py("setup.py", text.encode()).scripts

    assert [(one.name, one.group) for one in scripts] == [("a", "tools"), ("d", "tools"), ("c", "others")]


@pytest.mark.parametrize(
    ("rest", "name"),
    [
        ("packages=find_packages(include=['lib*'])", "lib"),
        ("version=read(os.path.join(here, 'lib', '__version__.py'))", "lib"),
        ("packages=find_packages()", ""),
    ],
)
def test_a_name_that_is_kept_elsewhere_is_that_of_the_package(rest: str, name: str) -> None:
    head = "import os\nfrom setuptools import find_packages, setup\nabout = {}\n"

    assert read_setup_py("setup.py", f"{head}setup(name=about['__name__'], {rest})".encode()).name == name


def test_setup_py_that_reads_a_requirements_file_says_which() -> None:
    head = b"from setuptools import setup\nsetup(name='x', install_requires="
    opened = read_setup_py("setup.py", head + b"open('requirements.txt').read())")
    helped = read_setup_py("setup.py", head + b"lines_of('requirements.txt'))")

    assert opened.reads == helped.reads == ("requirements.txt",)
    assert opened.requirements == helped.requirements == ()


def test_setup_cfg_is_read() -> None:
    project = read_setup_cfg(
        "setup.cfg",
        b"""[metadata]
name = label
author = The Consortium
author_email = hello@consortium.test
[options]
install_requires =
    monai>=1.4
    uvicorn
[options.entry_points]
console_scripts =
    label = label.main:main
""",
    )

    assert declared(project) == [("monai", ">=1.4", ""), ("uvicorn", "", "")]
    assert project.people == (Person("The Consortium", "hello@consortium.test", 3),)
    assert project.scripts[0].target == "label.main:main"


def test_the_settings_of_nbdev_are_read_and_those_of_others_are_none() -> None:
    project = read_settings_ini(
        "settings.ini",
        b"""[DEFAULT]
# all sections below are required
repo = my-lib
lib_name = %(repo)s
min_python = 3.10
author = Ada Lovelace
author_email = ada@engines.test
copyright = 2022 onwards, %(author)s
requirements = fastcore>=1.5 pandas
dev_requirements = nbdev
""",
    )
    other = read_settings_ini("settings.ini", b"[settings]\nDEBUG=True\nbroken")

    assert (project.name, project.requires_python, project.build_backend) == ("my-lib", ">=3.10", "")
    assert project.people == (Person("Ada Lovelace", "ada@engines.test", 6),)
    assert declared(project) == [("fastcore", ">=1.5", ""), ("pandas", "", ""), ("nbdev", "", "dev")]
    assert other.broken == "no settings of nbdev"


def test_a_pipfile_is_read_with_its_groups() -> None:
    project = read_pipfile(
        "Pipfile", b'[packages]\nflask = "*"\nnumpy = "==1.26.4"\n[dev-packages]\npytest = {version = ">=8"}\n'
    )

    assert declared(project) == [
        ("flask", "", ""),
        ("numpy", "==1.26.4", ""),
        ("pytest", ">=8", "dev-packages"),
    ]


def test_a_conda_environment_is_read_with_its_pip_list() -> None:
    project = read_environment(
        "environment.yml",
        b"""name: ldm
dependencies:
  - python=3.8.5
  - conda-forge::pytorch=1.11.0
  - cudatoolkit=11.3
  - mkl=2020.4
  - tbb=2021
  - numpy
  - pip:
    - albumentations==0.4.3
    - -e git+https://example.org/o/taming.git@master#egg=taming
    - -r more.txt
""",
    )

    assert [(item.name, item.pin) for item in project.requirements] == [
        ("pytorch", Pin.EXACT),
        ("cudatoolkit", Pin.BOUNDED),
        ("mkl", Pin.EXACT),
        ("tbb", Pin.BOUNDED),
        ("numpy", Pin.FREE),
        ("albumentations", Pin.EXACT),
        ("taming", Pin.FREE),
    ]
    assert project.reads == ("more.txt",)


@pytest.mark.parametrize(
    "reader", [read_pyproject, read_pipfile, read_setup_cfg, read_settings_ini, read_setup_py, read_environment]
)
@given(data=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_no_content_makes_a_reader_fail(reader: object, data: bytes) -> None:
    assert callable(reader)
    with contextlib.suppress(Unreadable):
        assert isinstance(reader("some file", data), Project)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "project",
                        "tool",
                        "poetry",
                        "dependencies",
                        "authors",
                        "name",
                        "group",
                        "dev",
                        "extras",
                        "scripts",
                        "version",
                    ]
                ),
                inner,
            )
        ),
    )
)
def test_no_shape_of_tables_makes_pyproject_fail(value: object) -> None:
    text = _toml(value)

    with contextlib.suppress(Unreadable):
        assert isinstance(read_pyproject("pyproject.toml", text.encode()), Project)


def _toml(value: object) -> str:
    if not isinstance(value, dict):
        return ""
    return "\n".join(f"{key} = {_inline(inner)}" for key, inner in value.items())


def _inline(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_inline(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_inline, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int) else '"x>=1"'


PIXI = b"""[workspace]
authors = ["Ada Byron <ada@bank.test>"]
name = "search"
[dependencies]
python = "3.12.*"
numpy = "<2.0"
pandas = { version = "==2.2.2", channel = "conda-forge" }
[pypi-dependencies]
llama-openai = "==0.1.7"
openai = "==1.30.1"
search = { path = ".", editable = true }
[target.linux-64.dependencies]
cudnn = "*"
[feature.test.dependencies]
pytest = ">=8"
"""


def test_a_workspace_of_pixi_asks_for_packages_of_conda_and_of_the_index() -> None:
    project = read_pixi("pixi.toml", PIXI)

    assert declared(project) == [
        ("numpy", "<2.0", ""),
        ("pandas", "==2.2.2", ""),
        ("llama-openai", "==0.1.7", ""),
        ("openai", "==1.30.1", ""),
        ("cudnn", "", ""),
        ("pytest", ">=8", "test"),
    ]
    assert [item.line for item in project.requirements] == [6, 7, 9, 10, 13, 15]
    assert project.people == (Person("Ada Byron", "ada@bank.test", 2),)
    assert project.name == ""  # an environment, which nobody installs


def test_a_pyproject_may_hold_the_workspace_of_pixi() -> None:
    text = b'[project]\nname = "x"\ndependencies = ["httpx"]\n[tool.pixi.dependencies]\nnumpy = "*"\n'
    assert declared(read_pyproject("pyproject.toml", text)) == [("httpx", "", ""), ("numpy", "", "")]


def test_an_author_stands_where_name_and_address_do_and_not_where_the_name_is_a_word_of_the_description() -> None:
    author = 'authors = [{name = "Lens", email = "ml@lens.test"}]'
    text = f'[project]\nname = "lens"\ndescription = "Lens cleans texts"\n{author}\n'
    project = read_pyproject("pyproject.toml", text.encode())

    assert [person.line for person in project.people] == [4]


@pytest.mark.parametrize(
    ("more", "backend"),
    [
        ("[tool.setuptools.packages.find]\nwhere = ['src']\n", "setuptools.build_meta"),
        ("[build-system]\nrequires = ['setuptools>=64']\n", "setuptools.build_meta"),
        ("[build-system]\nrequires = ['x']\nbuild-backend = 'hatchling.build'\n", "hatchling.build"),
        ("[tool.ruff]\nline-length = 120\n", ""),
    ],
)
def test_setuptools_builds_what_names_no_backend_and_is_meant_to_be_built(more: str, backend: str) -> None:
    assert read_pyproject("pyproject.toml", f"[project]\nname = 'x'\n{more}".encode()).build_backend == backend


@pytest.mark.parametrize(
    ("backend", "tables", "by_name"),
    [
        ("poetry.core.masonry.api", "", True),
        ("poetry.core.masonry.api", "[tool.poetry]\npackages = [{include = 'pipelines'}]", False),
        ("poetry.core.masonry.api", "[tool.poetry]\npackage-mode = false", False),
        ("hatchling.build", "", True),
        ("hatchling.build", "[tool.hatch.build.targets.wheel]\npackages = ['pipelines']", False),
        ("flit_core.buildapi", "", True),
        ("uv_build", "[tool.uv.build-backend]\nmodule-name = 'pipelines'", False),
        ("uv_build", "[tool.uv]\npackage = false", False),
        ("setuptools.build_meta", "", False),
    ],
)
def test_some_backends_look_for_a_folder_of_the_projects_name(backend: str, tables: str, by_name: bool) -> None:
    text = f"[project]\nname = 'prices'\nversion = '1'\n[build-system]\nbuild-backend = '{backend}'\n{tables}\n"

    assert read_pyproject("pyproject.toml", text.encode()).by_name is by_name


@pytest.mark.parametrize("again", ["N = N + N", "N = [*N, *N]", "N = [N, N]", "N = {'a': N, 'b': N}"])
def test_a_list_that_is_added_to_itself_again_and_again_fills_no_memory(again: str) -> None:
    text = "from setuptools import setup\nN = ['numpy']\n" + f"{again}\n" * 80 + "setup(name='x', install_requires=N)\n"

    found = read_setup_py("setup.py", text.encode())

    assert found.name == "x"
    assert len(found.requirements) <= 5_000


def test_helpers_are_given_what_a_long_list_writes_of_each_package() -> None:
    listed, asked = ", ".join(f"'p{n}>={n}'" for n in range(9_000)), ", ".join(f"'P-{n}'" for n in range(9_000))
    text = (
        f"from setuptools import setup\nL = [{listed}]\nsetup(name='x', install_requires=deps('p7', 'p_8', {asked}))\n"
    )

    (first, *_) = read_setup_py("setup.py", text.encode()).requirements

    assert (first.name, first.specifier) == ("p7", ">=7")


@pytest.mark.parametrize(
    ("given", "dynamic"),
    [
        ("use_scm_version=True", ("version",)),
        ("use_scm_version={'root': '..'}", ("version",)),
        ("setup_requires=['pbr>=2.0'], pbr=True", ("version",)),
        ("setup_requires=['setuptools_scm']", ("version",)),
        ("use_scm_version=False", ()),
        ("setup_requires=['wheel']", ()),
        ("version='1.0', use_scm_version=True", ()),
    ],
)
def test_a_version_may_come_from_the_tags_of_git(given: str, dynamic: tuple[str, ...]) -> None:
    code = f"from setuptools import setup\nsetup(name='x', {given})\n"

    assert read_setup_py("setup.py", code.encode()).dynamic == dynamic


@pytest.mark.parametrize(("tool", "dynamic"), [("setuptools_scm", ("version",)), ("wheel", ())])
def test_a_setup_cfg_says_what_works_its_version_out(tool: str, dynamic: tuple[str, ...]) -> None:
    text = f"[metadata]\nname = x\n[options]\nsetup_requires = {tool}\n"

    assert read_setup_cfg("setup.cfg", text.encode()).dynamic == dynamic
