"""Which own functions see a request before its handler: those it depends on, and the validators of its models?"""

from collections.abc import Iterator

from seatrial.facts.code.code_index import Defined, defined, function_at
from seatrial.facts.code.python_files import python_file
from seatrial.facts.web.guard import maker_of
from seatrial.facts.web.guards import DEPENDS_TEXT
from seatrial.facts.web.injections import Injection, injected_by_name, injections
from seatrial.facts.web.request_models import VALIDATORS, is_model
from seatrial.facts.web.schema_fields import names_in
from seatrial.read.code.python_record import Function, PythonFile
from seatrial.repo import Repo


def dependencies(repo: Repo, path: str, function: Function) -> Iterator[tuple[str, str]]:
    """Yield the functions, each with its file, that the framework calls before a handler: also methods of objects."""
    file = python_file(repo, path)
    for one in _injected(repo, file, function) if file else ():
        found = defined(repo, one.file.path, one.name) or maker_of(repo, one.file.path, one.name)
        scope = f"{found.name}.__call__" if found and found.cls else found.name if found else ""
        if found and not one.maybe and function_at(repo, found.path, scope):
            yield found.path, scope


def validators(repo: Repo, path: str, function: Function) -> Iterator[tuple[str, str]]:
    """Yield the methods, each with its file, by which the models that a handler declares look at what they are sent."""
    names = (name for parameter in function.parameters for name in names_in(parameter.annotation))
    for found in filter(None, (defined(repo, path, name) for name in names)):
        if found.cls and is_model(repo, found):
            yield from ((found.path, method.name) for method in validating(found))


def validating(found: Defined) -> Iterator[Function]:
    """Yield the methods of a model by which it looks at what it is made from."""
    name = found.cls.name if found.cls else ""
    methods = (method for method in found.file.functions if method.in_class == name)
    return (method for method in methods if any(mark.last in VALIDATORS for mark in method.decorators))


def _injected(repo: Repo, file: PythonFile, function: Function) -> Iterator[Injection]:
    for parameter in function.parameters:
        yield from (Injection(file, name) for name in DEPENDS_TEXT.findall(parameter.annotation))
        yield from injected_by_name(repo, file, parameter.annotation.partition(" |")[0])
        yield from injections(repo, file, parameter.default) if parameter.default else ()
    for mark in function.decorators:
        listed = mark.keyword("dependencies")
        yield from injections(repo, file, listed) if listed else ()
