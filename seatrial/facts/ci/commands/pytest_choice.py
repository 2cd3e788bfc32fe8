"""Which tests does pytest choose by the expressions behind -m and -k, and which paths do its words name?"""

from collections import deque
from collections.abc import Callable, Sequence

from seatrial.model.record import dataclass
from seatrial.read.regex import regex

#: Options whose value is the next word, and no path of a test.
_VALUED = frozenset({
    "-k", "-m", "-n", "-c", "-o", "-p", "-W", "-r", "--cov", "--cov-config", "--cov-report", "--cov-fail-under",
    "--junitxml", "--junit-xml", "--durations", "--rootdir", "--maxfail", "--timeout", "--basetemp", "--html", "--dist",
    "--ignore", "--ignore-glob", "--deselect", "--log-file", "--benchmark-json", "--import-mode", "--reruns", "--ds",
    "--override-ini", "--confcutdir", "--alluredir", "--numprocesses", "--tb", "--color", "--config-file",
})  # fmt: skip
_LEFT_OUT = ("--ignore", "--deselect")
_TOKEN = regex(r"\s*(?:(?P<bracket>[()])|(?P<word>[\w:+\-.\[\]\\/]+)|(?P<rest>\S))")
_LONGEST = 400  #: characters of an expression that is read
_DEEPEST = 20  #: brackets in it


@dataclass(frozen=True, slots=True)
class Choice:
    """What the words of one run say about the tests that it takes in."""

    named: tuple[str, ...] = ()  #: paths, as written; () for all that there are
    ignored: tuple[str, ...] = ()
    marks: str = ""  #: the expression behind -m, "" for none
    names: str = ""  #: the expression behind -k

    def takes(self, marks: Sequence[str], names: Sequence[str]) -> bool:
        """Tell whether a test of these marks and names (its own, its class's, its file's) passes both expressions.

        As pytest documents them: a word of -m is a mark, one of -k any part of a name, whatever its case. An
        expression that cannot be read leaves nothing out.
        """
        if not (self.marks or self.names):
            return True
        lowered = [name.lower() for name in (*names, *marks)]
        return _holds(self.marks, lambda word: word in marks) and _holds(
            self.names, lambda word: any(word.lower() in name for name in lowered)
        )


def choice(words: Sequence[str]) -> Choice:
    """Return what the arguments of a test runner choose; of two expressions the last one counts, as for pytest."""
    named, ignored, last = [], [], {"-m": "", "-k": ""}
    for before, word in zip(("", *words), words, strict=False):
        option, equals, value = word.partition("=")
        if option in _LEFT_OUT and equals:
            ignored.append(value)
        elif before in _LEFT_OUT:
            ignored.append(word)
        elif before in last:
            last[before] = word
        elif _is_path(before, word):
            named.append(word)
    return Choice(tuple(named), tuple(ignored), last["-m"], last["-k"])


def _is_path(before: str, word: str) -> bool:
    if word.startswith("-") or before in _VALUED:
        return False
    return "/" in word or word.endswith(".py") or word in ("tests", "test", ".")


def _holds(expression: str, known: Callable[[str], bool]) -> bool:
    """Tell whether an expression of words, ``not``, ``and``, ``or`` and brackets holds; one that is none holds."""
    if "$" in expression or len(expression) > _LONGEST or expression.count("(") > _DEEPEST:
        return True
    found = [*_TOKEN.finditer(expression)]
    tokens = deque(one[0].strip() for one in found)
    try:
        holds = _either(tokens, known)
    except IndexError:  # it ends too early, or is empty
        return True
    return holds or bool(tokens) or any(one["rest"] for one in found)


def _either(tokens: deque[str], known: Callable[[str], bool]) -> bool:
    holds = _both(tokens, known)
    while tokens and tokens[0] == "or":
        tokens.popleft()
        holds = _both(tokens, known) or holds
    return holds


def _both(tokens: deque[str], known: Callable[[str], bool]) -> bool:
    holds = _one(tokens, known)
    while tokens and tokens[0] == "and":
        tokens.popleft()
        holds = _one(tokens, known) and holds
    return holds


def _one(tokens: deque[str], known: Callable[[str], bool]) -> bool:
    word = tokens.popleft()
    if word == "not":
        return not _one(tokens, known)
    if word != "(":
        return known(word)
    holds = _either(tokens, known)
    tokens.popleft()
    return holds
