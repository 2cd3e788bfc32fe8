"""Which functions of a cloud does Terraform deploy from folders of the repository?"""

import posixpath
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Final

from seatrial.facts import fact
from seatrial.facts.deployment.settings_files import single
from seatrial.facts.deployment.terraform import Resource, terraform
from seatrial.facts.deployment.workload import Platform, Workload
from seatrial.read.regex import regex
from seatrial.repo import Repo

#: Resources that take the name of a function in ``main.py``, and those that take ``file.function``.
_BY_NAME: Final = frozenset({"google_cloudfunctions_function", "google_cloudfunctions2_function"})
_BY_HANDLER: Final = frozenset({"aws_lambda_function"})
_MOST: Final = 200  #: functions that are looked at, and archives beside one of them
_HERE: Final = regex(r"^\$\{path\.(?:module|root|cwd)\}/|^\./")
_DOTTED: Final = regex(r"[A-Za-z_][\w/]*(?:\.\w+)?")


@fact
def terraform_functions(repo: Repo) -> tuple[Workload, ...]:
    """Return the functions whose code an archive in the same module packs from the repository, by place.

    They are started like a workload; the resource itself stands among the manifests.
    """
    kinds = _BY_NAME | _BY_HANDLER
    declared = (item for item in terraform(repo) if item.kind == "resource" and item.type in kinds)
    return tuple(found for item in islice(declared, _MOST) for found in _of(repo, item))


def _of(repo: Repo, item: Resource) -> Iterator[Workload]:
    key = "entry_point" if item.type in _BY_NAME else "handler"
    written = next((block.value(key) for block in item.block.walk() if block.value(key)), "")
    for name, _ in _resolved(repo, item, written):
        target = name if item.type in _BY_HANDLER else f"main.{name}"
        path = next((path for path in _files(repo, item, target) if path in repo.entries), "")
        if path and _DOTTED.fullmatch(name):
            command = f"{path.removesuffix('.py')}.{name.rpartition('.')[2]}"
            what = f"{item.what} deploys {command}"
            work = single(Platform.SERVERLESS, "function", item.name, item.place, what, command=(command,))
            yield replace(work, role=item.role)


def _files(repo: Repo, item: Resource, target: str) -> Iterator[str]:
    """Yield where the file of a handler would lie, below each folder that the module packs."""
    module = target.rpartition(".")[0]
    for pack in islice((one for one in _beside(repo, item, "data") if one.type == "archive_file"), _MOST):
        for key, file in (("source_dir", f"/{module}.py"), ("source_file", "")):
            for text, folder in _resolved(repo, pack, pack.block.value(key)):
                yield posixpath.normpath(posixpath.join(folder, _HERE.sub("", text))) + file


def _resolved(repo: Repo, item: Resource, text: str) -> Iterator[tuple[str, str]]:
    """Yield an expression with the folder that its paths count from: what callers give a variable, else its default."""
    here = posixpath.dirname(item.place.path)
    if not text.startswith("var."):
        if text:
            yield text, here
        return
    name = text.removeprefix("var.")
    calls = [one for one in terraform(repo) if one.kind == "module" and _source(one) == here and one.block.value(name)]
    for call in calls:
        yield call.block.value(name), posixpath.dirname(call.place.path)
    for variable in _beside(repo, item, "variable") if not calls else ():
        if variable.name == name and variable.block.value("default"):
            yield variable.block.value("default"), here


def _source(module: Resource) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(module.place.path), module.block.value("source")))


def _beside(repo: Repo, item: Resource, kind: str) -> Iterator[Resource]:
    here = posixpath.dirname(item.place.path)
    return (one for one in terraform(repo) if one.kind == kind and posixpath.dirname(one.place.path) == here)
