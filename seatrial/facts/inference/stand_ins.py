"""Does a test replace the model by a stand-in?"""

from collections.abc import Collection, Iterator
from itertools import chain

from seatrial.facts.code.code_index import calls_in, function_at
from seatrial.facts.code.python_files import python_file
from seatrial.facts.testing.tests import Case
from seatrial.read.code.python_record import Assignment, Call, PythonFile
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

#: A file of the product that stands in for a model or a service: ``llm/custom/mock.py``.
STAND_IN = caseless(r"(?:^|[/_.-])(?:mocks?|fakes?|stubs?|dummy)(?=[/_.-])")
_MOCKING = regex(r"(^|\.)(patch|MagicMock|AsyncMock|Mock|create_autospec|setattr|dependency_overrides)($|\.)|mocker\.")
_MODEL = caseless(r"model|predict|infer|pipeline|engine|llm|classif|service|session|openai|generate|embed")
#: Methods by which a model answers, and what an application depends on besides that is no model.
_ANSWERS = caseless(
    r"_*(?:a?predict|infer|generate|embed|encode|classify|transcribe|translate|detect|complete|forward)"
)
_NO_MODEL = caseless(r"user|auth|token|\bdb\b|_db|database|session|settings|config|api_?key|limit|redis|cache")
_IS_FAKE = caseless(r"fake|mock|stub|dummy|canned")
_ANSWERED = caseless(r"client\.(?:get|post|put|request)\.(?:return_value|side_effect)")


def is_mocked(repo: Repo, file: PythonFile, case: Case) -> bool:
    """Tell whether the test, its decorators, or a fixture it takes replaces something that is named like a model.

    So does one whose class says what its client is answered: then no service is asked at all.
    """
    if _answers_itself(file, case):
        return True
    if any(_puts_own(repo, path, item) for path, item in _set_by(repo, file, case)):
        return True
    trained = _trained(repo, file, case)
    return any(_about_model(call) and not _puts(call, trained) for call in _mockings(repo, file, case))


def _mockings(repo: Repo, file: PythonFile, case: Case) -> Iterator[Call]:
    """Yield the calls by which the test, its decorators, or a fixture it takes replaces something."""
    yield from (call for call in _calls_of(repo, file, case) if _MOCKING.search(call.name or call.written))


def _calls_of(repo: Repo, file: PythonFile, case: Case) -> Iterator[Call]:
    """Yield what the test, its decorators and the fixtures that it takes call."""
    function = function_at(repo, file.path, case.name)
    if function is None:
        return
    yield from function.decorators
    for path, name in _scopes(repo, file, case):
        yield from calls_in(repo, path, name)


def _scopes(repo: Repo, file: PythonFile, case: Case) -> Iterator[tuple[str, str]]:
    """Yield the file and the name of a test, of the fixtures that it takes, and of those that these take."""
    paths = tuple(_fixture_files(repo, file.path))
    waiting, seen = [case.name], set[str]()
    while waiting:
        name = waiting.pop()
        functions = {path: function_at(repo, path, name) for path in paths} if name not in seen else {}
        seen.add(name)
        for path, function in functions.items():
            if function is not None:
                yield path, name
                waiting += (parameter.name for parameter in function.parameters)


def _set_by(repo: Repo, file: PythonFile, case: Case) -> Iterator[tuple[str, Assignment]]:
    """Yield what the test and its fixtures set, each with its file."""
    for path, name in _scopes(repo, file, case):
        record = python_file(repo, path)
        yield from ((path, item) for item in (record.assignments if record else ()) if item.scope == name)


def _puts_own(repo: Repo, path: str, item: Assignment) -> bool:
    """Tell whether something of the tests takes the place of a model: ``app.dependency_overrides[get_model] = ...``.

    It is called a fake, or stands beside a class of the tests that answers like a model.
    """
    place, _, key = item.target.partition("dependency_overrides")
    if place == item.target or _NO_MODEL.search(key):
        return False
    named = {item.value.text, *(inner.text for inner in item.value.parts)}
    record = python_file(repo, path)
    answers = any(map(_ANSWERS.match, chain.from_iterable(cls.methods for cls in (record.classes if record else ()))))
    return answers or any(map(_IS_FAKE.search, named))


def _trained(repo: Repo, file: PythonFile, case: Case) -> frozenset[str]:
    """Return the names of what is trained there: a tiny model is asked like the real one, and no constant is."""
    fitted = (call for call in _calls_of(repo, file, case) if call.last == "fit" and "Dummy" not in call.written)
    return frozenset(call.target or call.written.rpartition(".")[0] for call in fitted)


def _puts(call: Call, trained: Collection[str]) -> bool:
    """Tell whether what a call puts in the place of a model is one that was trained for the test."""
    return any(value.text in trained for value in (*call.args[1:], *(given for _, given in call.keywords)))


def _answers_itself(file: PythonFile, case: Case) -> bool:
    """Tell whether the test, or its class, sets what a request of its client returns."""
    owner = f"{case.name.rpartition('.')[0]}."
    return any(
        _ANSWERED.search(item.target) and (item.scope == case.name or (owner != "." and item.scope.startswith(owner)))
        for item in file.assignments
    )


def _about_model(call: Call) -> bool:
    said = [call.target, *(str(value.literal or value.text or value.name) for value in call.args)]
    return any(_MODEL.search(word) for word in said)


def _fixture_files(repo: Repo, path: str) -> Iterator[str]:
    """Yield a test file and the conftest files above it."""
    yield path
    folder = path
    while folder:
        folder = folder.rpartition("/")[0]
        conftest = f"{folder}/conftest.py" if folder else "conftest.py"
        if conftest in repo.entries and conftest != path:
            yield conftest
