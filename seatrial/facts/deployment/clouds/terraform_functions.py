"""Which functions of a cloud does Terraform deploy from folders of the repository?"""

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from types import MappingProxyType

from seatrial.facts import fact
from seatrial.facts.deployment.clouds.terraform import Resource, terraform
from seatrial.facts.deployment.settings_files import single
from seatrial.facts.deployment.workload import Platform, Workload
from seatrial.read.regex import regex
from seatrial.repo import Repo, role

#: Resources that take the name of a function in ``main.py``, and those that take ``file.function``.
_BY_NAME = frozenset({"google_cloudfunctions_function", "google_cloudfunctions2_function"})
_BY_HANDLER = frozenset({"aws_lambda_function"})
#: The module of Terraform's registry that packs and deploys a function.
_MODULE = regex(r"(?:registry\.terraform\.io/)?terraform-aws-modules/lambda/aws$")
_MOST = 50  #: functions that are looked at, archives beside one of them, calls of one module
_HERE = regex(r"^\$\{path\.(?:module|root|cwd)\}/|^\./")
#: Folders that a build lays packages and the program beside into, to pack them together.
_PACKED = regex(r"(?:.*/)?(?:package|packages|build|dist|bundle|\.build)$")
_DOTTED = regex(r"[A-Za-z_][\w/]*(?:\.\w+)?")


@fact
def terraform_functions(repo: Repo) -> tuple[Workload, ...]:
    """Return the functions whose code an archive in the same module packs from the repository, by place.

    They are started like a workload; the resource itself stands among the manifests.
    """
    kinds = _BY_NAME | _BY_HANDLER
    declared = (item for item in terraform(repo) if item.kind == "resource" and item.type in kinds)
    modules = (item for item in terraform(repo) if item.kind == "module" and _MODULE.match(item.block.value("source")))
    found = [one for item in islice(declared, _MOST) for one in _functions(repo, item)]
    return (*found, *(one for item in islice(modules, _MOST) for one in _of_module(repo, item)))


def _of_module(repo: Repo, item: Resource) -> Iterator[Workload]:
    """Yield the function that a module of the registry packs from ``source_path`` by itself."""
    module, _, name = item.block.value("handler").rpartition(".")
    source = _HERE.sub("", item.block.value("source_path"))
    path = posixpath.normpath(posixpath.join(_folder(item), source, f"{module}.py"))
    if module and _DOTTED.fullmatch(f"{module}.{name}") and _is_source(repo, path):
        yield _workload(item, f"{path.removesuffix('.py')}.{name}")


def _functions(repo: Repo, item: Resource) -> Iterator[Workload]:
    key = "entry_point" if item.type in _BY_NAME else "handler"
    written = next((block.value(key) for block in item.block.walk() if block.value(key)), "")
    for name, _ in _resolved(repo, item, written):
        target = name if item.type in _BY_HANDLER else f"main.{name}"
        path = next((path for path in _files(repo, item, target) if _is_source(repo, path)), "")
        if path and _DOTTED.fullmatch(name):
            yield _workload(item, f"{path.removesuffix('.py')}.{name.rpartition('.')[2]}")


def _workload(item: Resource, command: str) -> Workload:
    what = f"{item.what} deploys {command}"
    work = single(Platform.SERVERLESS, "function", item.name, item.place, what, command=(command,))
    return replace(work, role=item.role)


def _files(repo: Repo, item: Resource, target: str) -> Iterator[str]:
    """Yield where the file of a handler would lie, below the folder whose archive is named, else each that is packed.

    What a build fills with packages gets its program from the folder around.
    """
    module = target.rpartition(".")[0]
    packs = _archives(repo).get(_folder(item), ())
    named = [pack for pack in packs if any(_names(value, pack) for value in _values(item))]
    for pack in named or packs:
        for key, file in (("source_dir", f"/{module}.py"), ("source_file", "")):
            for text, folder in _resolved(repo, pack, pack.block.value(key)):
                packed = posixpath.normpath(posixpath.join(folder, _HERE.sub("", text)))
                yield packed + file
                if file and _PACKED.fullmatch(packed):
                    yield posixpath.dirname(packed) + file


def _values(item: Resource) -> Iterator[str]:
    yield from (text for block in item.block.walk() for _, text, _ in block.values)


def _names(text: str, pack: Resource) -> bool:
    """Tell an expression that speaks of one archive: ``data.archive_file.scorer.output_path``."""
    return f"archive_file.{pack.name}." in f"{text}."


def _is_source(repo: Repo, path: str) -> bool:
    return path in repo.entries and not role(repo, path).is_foreign


def _resolved(repo: Repo, item: Resource, text: str) -> Iterator[tuple[str, str]]:
    """Yield an expression with the folder that its paths count from: what callers give a variable, else its default."""
    here = _folder(item)
    if not text.startswith("var."):
        if text:
            yield text, here
        return
    name = text.removeprefix("var.")
    given = [(one.block.value(name), _folder(one)) for one in _callers(repo).get(here, ()) if one.block.value(name)]
    default = _defaults(repo).get((here, name), "")
    yield from given or ([(default, here)] if default else [])


@fact
def _archives(repo: Repo) -> Mapping[str, tuple[Resource, ...]]:
    packed = ((_folder(one), one) for one in terraform(repo) if one.type == "archive_file")
    return _gathered(packed)


@fact
def _callers(repo: Repo) -> Mapping[str, tuple[Resource, ...]]:
    """Return the calls of each module of the repository, by its folder."""
    calls = (one for one in terraform(repo) if one.kind == "module")
    return _gathered(
        (posixpath.normpath(posixpath.join(_folder(one), one.block.value("source"))), one) for one in calls
    )


@fact
def _defaults(repo: Repo) -> Mapping[tuple[str, str], str]:
    variables = (one for one in terraform(repo) if one.kind == "variable")
    return {(_folder(one), one.name): one.block.value("default") for one in variables}


def _gathered(found: Iterable[tuple[str, Resource]]) -> Mapping[str, tuple[Resource, ...]]:
    gathered: dict[str, list[Resource]] = {}
    for folder, one in found:
        kept = gathered.setdefault(folder, [])
        if len(kept) < _MOST:
            kept.append(one)
    return MappingProxyType({folder: tuple(kept) for folder, kept in gathered.items()})


def _folder(item: Resource) -> str:
    return posixpath.dirname(item.place.path)
