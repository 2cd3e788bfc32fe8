"""Which functions of a cloud does infrastructure that is written in Python deploy: the AWS CDK, Pulumi?"""

import posixpath
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from seatrial.facts import fact
from seatrial.facts.code.arguments import string_of
from seatrial.facts.code.python_files import python_files
from seatrial.facts.deployment.settings_files import single
from seatrial.facts.deployment.workload import Platform, Workload
from seatrial.model import Place
from seatrial.read.code.python_record import Call, Value
from seatrial.repo import Repo, role

#: Constructors that take ``handler="index.f"`` and the folder of the code.
_FUNCTIONS: Final = frozenset({"aws_cdk.aws_lambda.Function", "pulumi_aws.lambda_.Function"})
#: Constructors that take the folder, the file in it and the name of the function.
_OF_PYTHON: Final = frozenset({"aws_cdk.aws_lambda_python_alpha.PythonFunction"})
_ROOT: Final = ("cdk.json", "Pulumi.yaml")  #: where the tools are started, which their paths count from


@fact
def code_functions(repo: Repo) -> tuple[Workload, ...]:
    """Return the functions that stacks deploy from folders of the repository.

    They are started like a workload, and are no manifest that another tool could read.
    """
    roots = repo.matching(lambda path: posixpath.basename(path) in _ROOT)
    folders = ("", *map(posixpath.dirname, roots))
    return tuple(replace(work, role=role(repo, work.path)) for work in _found(repo, tuple(dict.fromkeys(folders))))


def _found(repo: Repo, folders: tuple[str, ...]) -> Iterator[Workload]:
    for file in python_files(repo):
        for call in file.calls:
            folder, target = _parts(call)
            path = next((path for root in folders if (path := _path(root, folder, target)) in repo.entries), "")
            if path:
                what = f"a stack deploys {path.removesuffix('.py')}.{target.rpartition('.')[2]} as a function"
                command = f"{path.removesuffix('.py')}.{target.rpartition('.')[2]}"
                yield single(
                    Platform.SERVERLESS, "function", command, Place(file.path, call.line), what, command=(command,)
                )  # fmt: skip


def _parts(call: Call) -> tuple[str, str]:
    """Return the folder and the dotted handler that a call deploys; "" for both when it deploys none."""
    if call.name in _FUNCTIONS:
        return string_of(_first(call.keyword("code"))), string_of(call.keyword("handler"))
    if call.name in _OF_PYTHON:
        index, name = string_of(call.keyword("index")) or "index.py", string_of(call.keyword("handler")) or "handler"
        return string_of(call.keyword("entry")), f"{index.removesuffix('.py')}.{name}"
    return "", ""


def _path(root: str, folder: str, target: str) -> str:
    """Return the file of a handler, from the root of the repository; "" when nothing is said."""
    module = target.rpartition(".")[0].replace(".", "/")
    return posixpath.normpath(posixpath.join(root, folder, f"{module}.py")) if folder and module else ""


def _first(value: Value | None) -> Value | None:
    """Return what ``Code.from_asset(folder)`` or ``FileArchive(folder)`` is given."""
    return value.items[0] if value is not None and value.kind == "call" and value.items else None
