"""Which functions of a cloud does infrastructure that is written in Python deploy: the AWS CDK, Pulumi?"""

import posixpath
from collections.abc import Iterator
from dataclasses import replace

from seatrial.facts import fact
from seatrial.facts.code.arguments import string_of
from seatrial.facts.code.python_files import python_files
from seatrial.facts.deployment.settings_files import single
from seatrial.facts.deployment.workload import Platform, Workload
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, Value
from seatrial.repo import Repo, role

#: Constructors that take ``handler="index.f"`` and the folder of the code.
_FUNCTIONS = frozenset({"aws_cdk.aws_lambda.Function", "pulumi_aws.lambda_.Function"})
#: Constructors that take the folder, the file in it and the name of the function.
_OF_PYTHON = frozenset({"aws_cdk.aws_lambda_python_alpha.PythonFunction"})
#: Packages of constructors that take what a function is made from as a table.
_PATTERNS = "aws_solutions_constructs."
_ROOT = ("cdk.json", "Pulumi.yaml")  #: where the tools are started, which their paths count from


@dataclass(frozen=True, slots=True)
class _Function:
    """What a stack says of one function."""

    folder: str  #: of the code, as far as texts tell it; an archive in a bucket is called after its folder
    handler: str  #: dotted


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
            made = _function(call)
            path = _path(repo, (*folders, posixpath.dirname(file.path)), made) if made else ""
            if made and path:
                command = f"{path.removesuffix('.py')}.{made.handler.rpartition('.')[2]}"
                what = f"a stack deploys {command} as a function"
                yield single(
                    Platform.SERVERLESS, "function", command, Place(file.path, call.line), what, command=(command,)
                )  # fmt: skip


def _function(call: Call) -> _Function | None:
    """Return the function that a call deploys; None when it deploys none."""
    if call.name in _FUNCTIONS:
        return _Function(_folder(call.keyword("code")), string_of(call.keyword("handler")))
    if call.name in _OF_PYTHON:
        index, name = string_of(call.keyword("index")) or "index.py", string_of(call.keyword("handler")) or "handler"
        return _Function(_folder(call.keyword("entry")), f"{index.removesuffix('.py')}.{name}")
    props = call.keyword("lambda_function_props") if call.name.startswith(_PATTERNS) else None
    return _Function(_folder(props.keyword("code")), string_of(props.keyword("handler"))) if props else None


def _folder(value: Value | None) -> str:
    """Return the texts of a path: ``Code.from_asset(os.path.join(HERE, "..", "score"))`` is ``../score``."""
    parts = list(_texts(value)) if value is not None else []
    return posixpath.normpath("/".join(parts)).removesuffix(".zip") if parts else ""


def _texts(value: Value) -> Iterator[str]:
    if value.string:
        yield value.string
    for item in value.items:
        yield from _texts(item)


def _path(repo: Repo, folders: tuple[str, ...], made: _Function) -> str:
    """Return the file of a handler: from a root, or from the stack's own folder, else the one file that ends so."""
    module = made.handler.rpartition(".")[0].replace(".", "/")
    if not made.folder or not module:
        return ""
    ends = posixpath.join(made.folder, f"{module}.py")
    for root in folders:
        path = posixpath.normpath(posixpath.join(root, ends))
        if path in repo.entries:
            return path
    tail = "/" + posixpath.normpath(ends).lstrip("./")
    found = repo.matching(lambda path: path.endswith(tail))
    return found[0] if len(found) == 1 else ""
