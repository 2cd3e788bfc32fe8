"""Which decorators of the owner's own, put before handlers, refuse who asks too often?"""

from collections.abc import Iterator
from itertools import accumulate
from pathlib import PurePosixPath

from seatrial.component import Component
from seatrial.facts.code.programs import Program, own_code_of
from seatrial.facts.serving.load.rate_limit import RateLimit
from seatrial.read.code.python_record import Import
from seatrial.read.regex import caseless, regex

_REFUSES = regex(r"(?:abort\(\s*|status(?:_code)?\s*=\s*|,\s*)429\b|HTTP_429|TOO_MANY_REQUESTS")
#: What a client does that was refused by another service.
_RETRIES = caseless(r"[=!]=\s*429\b|\bsleep\(|back_?off|retries\b")
_WHO = caseless(r"client|remote_addr|user|api_?key|tenant|caller|session|\btoken\b|\bip\b|account")


def own_limiters(component: Component) -> Iterator[RateLimit]:
    """Yield a limit for each handler that stands below such a decorator.

    A decorator is a function, or a method of an object of the owner's, that puts a function which answers 429 around
    the handler, or that hands on to one that does.
    """
    code = [*own_code_of(component)]
    made = [(program.path, name, keyed) for program in code for name, keyed in _makers(component, program)]
    for program in code if made else ():
        near = {PurePosixPath(program.path).stem, *(part for one in program.file.imports for part in _parts(one))}
        for function in program.file.functions:
            for mark in function.decorators:
                named = (keyed for path, name, keyed in made if name == mark.last and PurePosixPath(path).stem in near)
                if (keyed := next(named, None)) is not None:
                    only = frozenset({(program.path, function.name)})
                    what = f"{function.name} is limited by {mark.written}"
                    yield RateLimit(program.place_of(mark), what, keyed, only)


def _parts(taken: Import) -> tuple[str, str]:
    return taken.module.rpartition(".")[2], taken.name


def _makers(component: Component, program: Program) -> Iterator[tuple[str, bool]]:
    """Yield the last names of such decorators of a file, and whether each caller has a count of their own."""
    functions = {item.name: item for item in program.file.functions}
    lines = component.repo.text_or_empty(program.path).splitlines()
    for name, function in functions.items():
        outer = next((one for one in accumulate(name.split(".")[:-1], "{}.{}".format) if one in functions), "")
        text = "\n".join(lines[function.line - 1 : function.end_line]) if outer else ""
        if not _REFUSES.search(text) or _RETRIES.search(text) or function.complexity < 2:
            continue
        last, keyed = outer.rpartition(".")[2], bool(_WHO.search(text))
        yield last, keyed
        yield from ((call.scope.rpartition(".")[2], keyed) for call in program.file.calls if call.last == last)
