"""Where may a text from a request, or from a model's answer, become code, a command, a query, a path or an address?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.arguments import constant
from seatrial.facts.code.callees import of_call
from seatrial.facts.code.programs import Program, Sited, called, programs
from seatrial.facts.security.injections.closed_options import closed_options
from seatrial.facts.security.injections.closed_texts import ClosedTexts, is_choice
from seatrial.facts.security.injections.injection import Injection, call_name
from seatrial.facts.security.injections.sink_flow import from_handlers, origin_of
from seatrial.facts.security.injections.sink_table import Danger, Sink, sink
from seatrial.read.code.python_record import Call, PythonFile, Value
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

#: Calls of drivers that write a value or a name as SQL reads it, so that it ends nothing.
_QUOTES = frozenset(
    {"literal", "identifier", "quote_ident", "quote_literal", "quote_identifier", "Identifier", "Literal"}
)
#: Calls whose result is a number, or a day as its format writes it: nothing in it ends a text.
_COUNTS = frozenset({"int", "float", "len", "round", "abs", "strftime", "isoformat", "toordinal", "timestamp"})
_PART_OF_DAY = regex(r"\.(?:year|month|day|hour|minute|second|quarter)$")
_HOLDS_NAMES = regex(r"^_?(?:validate|quote|check|ensure|escape|sanitize|safe)_?\w*(?:ident|name|table|schema|column)")
_MAKES_TABLES = caseless(r"\s*(?:create|alter|drop)\s+(?:temp(?:orary)?\s+)?(?:table|index|view)\b|\s*pragma\b")
#: Functions that read a text of the owner, by their names: ``load_prompt_file``, ``read_template``.
_READS_FILES = caseless(r"^_?(?:load|read|get|open)_\w*(?:file|prompt|template|conf|config|text|resource)")
#: A text that a dictionary of texts written on the spot gives, its texts left out: ``{None: , True: }[flag]``.
_QUOTED = regex(r"\"[^\"]*\"|'[^']*'")
_CHOSEN = regex(r"\{(?:[\s,:]|None|True|False|\d)*\}\[[\w.]+\]")
_MAKES_TEXT = frozenset({"join", "format", "strip", "upper", "lower", "replace", "map", "sorted"})
#: What the owner sets, as no request does.
_SETTINGS = ("settings.", "config.", "self.config")
_DEEPEST = 3  #: texts inside texts that are opened
__all__ = ["Danger", "Injection", "injections", "is_fixed"]


@fact
def injections(repo: Repo) -> tuple[Injection, ...]:
    """Return the dangerous calls with a text from outside, and those with a text that is not fixed, tests apart."""
    found: dict[tuple[str, int, str], Injection] = {}
    for shown in (*from_handlers(repo), *_from_sources(repo), *_not_fixed(repo)):
        found.setdefault((shown.site.path, shown.site.line, shown.call), shown)
    return tuple(sorted(found.values(), key=lambda one: one.site))


def _from_sources(repo: Repo) -> Iterator[Injection]:
    """Find texts that a function itself takes from the current request or from a model's answer."""
    for program, call, danger in _sinks(repo):
        if origin := origin_of(program.file, call, danger, {}):
            yield Injection(program.site_of(call), call_name(call), danger.danger, origin)


def _not_fixed(repo: Repo) -> Iterator[Injection]:
    for program, call, danger in _sinks(repo):
        fixed = is_fixed(program.file, call.scope, danger) if danger.alone else True
        if not fixed and not _is_handed_fixed(repo, program.file, call.scope, danger):
            yield Injection(program.site_of(call), call_name(call), danger.danger)


@fact
def _sinks(repo: Repo) -> tuple[tuple[Program, Call, Sink], ...]:
    return tuple(repo.each(_in_program, programs(repo)))


def _in_program(program: Program) -> Iterator[tuple[Program, Call, Sink]]:
    if not program.is_test:
        yield from ((program, call, found) for call in program.file.calls if (found := sink(call)))


def is_fixed(file: PythonFile, scope: str, danger: Sink) -> bool:
    """Tell whether nobody but the owner decides on a text: constants of the module, capitals, settings.

    Queries are put together from names of tables, too, which cannot be bound: those that an object keeps are its own.
    """
    text = constant(file, scope, danger.text)
    parts = text.items or (text,)
    if danger.danger is Danger.QUERY:
        if _MAKES_TABLES.match(text.text or str(text.literal)):
            return True  # names and types of columns cannot be bound; what a request decides of them is found elsewhere
        parts = tuple(part for part in parts if not part.text.startswith(("self.", "cls.")))
    return all(_is_fixed_part(file, scope, part) for part in parts)


def _is_handed_fixed(repo: Repo, file: PythonFile, scope: str, danger: Sink) -> bool:
    """Tell a template that every caller reads from a file of the owner: ``render(load_prompt(name))``."""
    function = file.function(scope)
    if function is None or danger.danger is not Danger.TEMPLATE or danger.text.kind != "name":
        return False
    names = [one.name for one in function.parameters if one.name not in ("self", "cls")]
    if danger.text.text not in names:
        return False
    place, last = names.index(danger.text.text), scope.rpartition(".")[2]
    calls = [found for found in called(repo, last) if _leads_to(repo, found, file.path, scope)]
    given = [(found, found.call.argument(place, danger.text.text)) for found in calls]
    return bool(given) and all(value is not None and _is_own_text(found, value) for found, value in given)


def _leads_to(repo: Repo, found: Sited, path: str, scope: str) -> bool:
    return any((one.path, one.scope) == (path, scope) for one in of_call(repo, found.program.path, found.call))


def _is_own_text(found: Sited, value: Value) -> bool:
    kept = constant(found.program.file, found.call.scope, value)
    reads = kept.kind == "call" and bool(_READS_FILES.search(kept.name.rpartition(".")[2]))
    return reads or _is_fixed_part(found.program.file, found.call.scope, value)


def _is_fixed_part(file: PythonFile, scope: str, part: Value, depth: int = _DEEPEST) -> bool:
    kept = constant(file, scope, part)
    if kept.name in ("open.read", "pathlib.Path.read_text"):
        return True  # a file of the owner, as a script reads its settings
    if kept.kind in ("fstring", "operation") and kept.items and depth:
        items = kept.items[1:] if is_choice(kept) else kept.items
        return all(_is_fixed_part(file, scope, item, depth - 1) for item in items)
    last = kept.text.rpartition(".")[2]
    given = [item.value for item in file.assignments if item.scope == scope and item.target == kept.text]
    if given and all(value.kind == "literal" or _holds_names(value) for value in given):
        return True  # one of several constants, or a name that was held against the letters of names
    if any(kept.text in names for _, names in closed_options(file, scope)) or _is_one_of_list(file, scope, kept):
        return True
    if _holds_names(kept) or _is_listed(file, scope, kept) or _joins_constants(file, scope, part):
        return True
    if _is_of_list(file, scope, kept) or _is_made_of_nothing(file, kept) or _is_chosen(kept):
        return True
    if kept.kind == "call" and (kept.name.rpartition(".")[2] in _QUOTES or _is_number(kept)):
        return True
    named = kept.kind == "literal" or last.isupper() or kept.text.startswith(_SETTINGS)
    return named or ClosedTexts(file, scope).holds(part)


def _is_one_of_list(file: PythonFile, scope: str, kept: Value) -> bool:
    """Tell a name that goes over closed lists alone: ``for table in settings.TABLES``, ``for name in ("a", "b")``."""
    over = [item.value for item in file.loops if item.scope == scope and item.target == kept.text]
    given = any(item.scope == scope and item.target == kept.text for item in file.assignments)
    return bool(over) and not given and all(_is_closed(value) or value.text.startswith(_SETTINGS) for value in over)


def _is_number(value: Value) -> bool:
    """Tell a call that makes a number or a day: ``day.strftime("%Y%m%d")``, ``str(day.year)``."""
    if value.name == "str" and len(value.items) == 1:
        return bool(_PART_OF_DAY.search(value.items[0].text)) or _is_number(value.items[0])
    last = (value.name or value.text).rpartition(".")[2]
    given = value.items[0] if last == "strftime" and value.items else None
    return value.kind == "call" and last in _COUNTS and (given is None or given.kind == "literal")


def _joins_constants(file: PythonFile, scope: str, value: Value) -> bool:
    """Tell conditions that are joined, ``" AND ".join(clauses)``, where each that the list is given is a constant.

    The list alone counts as well: ``"WHERE ..." if clauses else ""`` asks whether there is any.
    """
    listed = value.items[0].text if value.kind == "call" and value.name.endswith("join") and value.items else value.text
    if not listed.isidentifier():
        return False
    made = [item.value for item in file.assignments if item.scope == scope and item.target == listed]
    added = [
        call.args
        for call in file.calls
        if call.scope == scope and call.written in (f"{listed}.append", f"{listed}.extend", f"{listed}.insert")
    ]
    put_in = [one for value in made for one in value.items] + [one for arguments in added for one in arguments]
    return all(value.kind == "list" for value in made) and bool(put_in) and all(map(_is_constant, put_in))


def _is_of_list(file: PythonFile, scope: str, value: Value) -> bool:
    """Tell texts that are joined of a closed list alone: ``f"p.{label}" for label in LABELS``, with nothing given.

    One constant that is repeated is closed, however often: ``"a LIKE ?" for _ in words``.
    """
    if value.kind == "call" and value.name.endswith("join") and value.items:
        return _is_of_list(file, scope, value.items[0])
    if value.kind == "comprehension" and value.items and _is_constant(value.items[0]):
        return True
    if value.kind != "comprehension" or not value.items[1:] or not all(map(_is_closed, value.items[1:])):
        return False
    function = next((one for one in file.functions if one.name == scope), None)
    given = {one.name.lstrip("*") for one in function.parameters} if function else set()
    given |= {item.target for item in file.assignments if item.scope == scope}
    return all(name.partition(".")[0] not in given for name in _names_in(value.items[0]))


def _is_made_of_nothing(file: PythonFile, value: Value) -> bool:
    """Tell a call of a function of this file that is given nothing, and takes nothing but what is written in it."""
    if value.kind != "call" or value.items or value.keywords:
        return False
    function = next((one for one in file.functions if one.name == value.text), None)
    asked = (call.last for call in file.calls if call.scope == value.text)
    return function is not None and not function.parameters and _MAKES_TEXT.issuperset(asked)


def _is_chosen(value: Value) -> bool:
    return value.kind == "item" and bool(_CHOSEN.fullmatch(_QUOTED.sub("", value.text)))


def _names_in(value: Value) -> Iterator[str]:
    if value.kind in ("name", "call", "item"):
        yield value.text
    for part in value.parts:
        yield from _names_in(part)


def _is_constant(value: Value) -> bool:
    return value.kind == "literal" or (value.kind == "list" and all(map(_is_constant, value.items)))


def _holds_names(value: Value) -> bool:
    """Tell a call that lets only names of tables and columns through: ``validate_identifier(schema)``."""
    return value.kind == "call" and bool(_HOLDS_NAMES.search(value.name.rpartition(".")[2]))


def _is_listed(file: PythonFile, scope: str, part: Value) -> bool:
    """Tell what was held against a closed list before: ``if table not in ("a", "b"): raise``."""
    return any(
        item.scope == scope
        and item.operator == "not in"
        and item.left.text == part.text != ""
        and _is_closed(item.right)
        and any(end.startswith(("raise", "return", "sys.exit", "flask.abort")) for end in item.leads_to)
        for item in file.comparisons
    )


def _is_closed(choices: Value) -> bool:
    listed = choices.kind in ("list", "dict") and bool(choices.items)
    return choices.text.rpartition(".")[2].isupper() or (listed and all(it.kind == "literal" for it in choices.items))
