"""An answer is taken over from an earlier state when, and only when, nothing that it was made from has changed."""

import gc
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from types import FunctionType, ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.audit import audit
from seatrial.component import Component, components
from seatrial.model import Settings
from seatrial.read.code.python import PYTHON
from seatrial.read.posix_path import is_python
from seatrial.read.reader import Unreadable
from seatrial.repo import Entry, Memory, Repo, Role, bound, fact, index, role
from seatrial.repo.answers import Answers, Use, table
from seatrial.repo.folder import Folder
from seatrial.repo.readings import Readings
from seatrial.repo.states import repo_of

DAY = date(2026, 11, 26)
POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0" * 64 + "\nsize 1\n"


class State(Memory):
    """Files whose content has an id, as in a commit."""

    def __init__(self, files: Mapping[str, str], readings: Readings, **more: str) -> None:
        super().__init__(files, **more)  # type: ignore[arg-type]
        self.readings = readings
        self.texts = files

    def entries(self) -> tuple[Entry, ...]:
        return tuple(
            Entry(path, len(text), blob="" if path == "no-id" else sha256(text.encode()).hexdigest())
            for path, text in sorted(self.texts.items())
        )


class Past:
    """States of a repository that are judged one after the other; which facts were worked out stands in ``ran``."""

    def __init__(self) -> None:
        self.readings = Readings()
        self.ran: list[str] = []
        self.facts: list[object] = []

    def now(self, files: Mapping[str, str], settings: Settings | None = None, day: date = DAY, **more: str) -> Repo:
        self.ran.clear()
        return repo_of(State(files, self.readings, **more), settings, day, None)

    def fact(self, function: Callable[[Repo], object]) -> Callable[[Repo], object]:
        return fact(self._told(function))

    def index(self, function: Callable[[Repo], object]) -> Callable[[Repo], object]:
        return index(self._told(function))

    def _told(self, function: Callable[[Repo], object]) -> Callable[[Repo], object]:
        def told(repo: Repo) -> object:
            self.ran.append(function.__name__)
            return function(repo)

        told.__qualname__ = f"fact {len(self.facts)}"  # two lambdas of one test have the same name
        self.facts.append(told)
        return told


@pytest.fixture
def past() -> Past:
    return Past()


def text_of(repo: Repo, path: str) -> str:
    try:
        return repo.text(path)
    except Unreadable as error:
        return f"unreadable: {error}"


def test_a_change_elsewhere_leaves_an_answer_alone(past: Past) -> None:
    words = past.fact(lambda repo: repo.text("a").split())

    first = words(past.now({"a": "one two", "b": "x"}))

    assert words(past.now({"a": "one two", "b": "y", "c": "new"})) is first
    assert past.ran == []


def test_an_answer_is_worked_out_anew_when_its_file_changes(past: Past) -> None:
    words = past.fact(lambda repo: repo.text("a").split())
    words(past.now({"a": "one two"}))

    assert words(past.now({"a": "three"})) == ["three"]
    assert words(past.now({"a": "one two"})) == ["one", "two"]


def test_a_change_ends_where_it_makes_no_difference(past: Past) -> None:
    count = past.fact(lambda repo: len(repo.text("a").split()))
    shown = past.fact(lambda repo: f"{count(repo)} words")
    shown(past.now({"a": "one two"}))

    assert shown(past.now({"a": "three four"})) == "2 words"
    assert len(past.ran) == 1
    assert shown(past.now({"a": "three"})) == "1 words"
    assert len(past.ran) == 2


def test_a_file_that_was_looked_for_and_comes_is_seen(past: Past) -> None:
    there = past.fact(lambda repo: "setup.py" in repo.entries)
    size = past.fact(lambda repo: getattr(repo.entries.get("setup.py"), "size", None))

    assert [(there(repo), size(repo)) for repo in (past.now({"a": ""}), past.now({"setup.py": "xy"}))] == [
        (False, None),
        (True, 2),
    ]


def test_who_lists_paths_sees_new_ones_and_no_changed_content(past: Past) -> None:
    listed = past.fact(lambda repo: [path for path in repo.paths if path.endswith(".py")])
    listed(past.now({"a.py": "", "b": ""}))

    listed(past.now({"a.py": "x = 1", "b": ""}))
    assert past.ran == []
    assert listed(past.now({"a.py": "", "b.py": ""})) == ["a.py", "b.py"]


def test_who_asks_for_paths_by_their_names_sees_those_come_and_go_and_no_others(past: Past) -> None:
    listed = past.fact(lambda repo: repo.matching(is_python))
    sides = past.fact(lambda repo: repo.matching(lambda path: path.startswith("docs/")))
    listed(past.now({"a.py": "", "b": ""}))

    assert listed(past.now({"a.py": "x = 1", "b": "", "c.md": ""})) == ("a.py",)
    assert past.ran == []
    assert listed(past.now({"a.py": "x = 1", "b.py": ""})) == ("a.py", "b.py")
    assert listed(past.now({"b.py": ""})) == ("b.py",)
    sides(past.now({"docs/a": ""}))
    past.now({})  # a state in which nobody asks
    assert sides(past.now({"docs/b": ""})) == ("docs/b",)


def test_what_is_made_of_a_text_is_made_once_for_each_content_of_a_file(past: Past) -> None:
    read: list[tuple[str, str]] = []

    def words(path: str, text: str) -> Iterator[str]:
        read.append((path, text))
        yield from text.split()

    told = past.fact(lambda repo: list(repo.texts(words, repo.paths, 10)))
    unreadable = {"lfs": POINTER, "long": "x" * 11}

    assert told(past.now({"a": "one two", "b": "three", **unreadable})) == ["one", "two", "three"]
    assert told(past.now({"a": "one two", "b": "four", "c": "three", **unreadable})) == ["one", "two", "four", "three"]
    assert told(past.now({"no-id": "five"})) == told(past.now({"no-id": "five"})) == ["five"]
    assert [path for path, _ in read] == ["a", "b", "b", "c", "no-id", "no-id"]


def test_settings_day_and_name_count_where_they_are_asked_for(past: Past) -> None:
    said = past.fact(lambda repo: (repo.settings.exclude, repo.as_of, repo.name))
    other = past.fact(lambda repo: repo.text("a"))
    states = past.now({"a": ""}), past.now({"a": ""}, Settings(exclude=("b",)), date(2026, 1, 1), name="else")
    answers = [said(repo) for repo in states if other(repo) == ""]

    assert answers[1] == (("b",), date(2026, 1, 1), "else")
    assert len(past.ran) == 3  # one of them is worked out once only


def test_who_looks_up_one_row_depends_on_that_row_only(past: Past) -> None:
    kinds = past.fact(lambda repo: role(repo, "tests/a.py"))
    files = {"tests/a.py": "", "b.py": ""}
    kinds(past.now(files))

    assert kinds(past.now({**files, "c.py": ""})) is Role.TEST
    assert past.ran == []
    assert kinds(past.now(files, Settings(exclude=("tests",)))) is Role.VENDORED


def test_a_table_is_walked_through_like_any_mapping(past: Past) -> None:
    def sizes(repo: Repo) -> Mapping[str, int]:
        return {path: repo.entries[path].size for path in repo.paths}

    rows = table(sizes)
    whole = past.fact(lambda repo: (dict(rows(repo)), len(rows(repo)), "b" in rows(repo)))
    whole(past.now({"a": "1"}))

    assert whole(past.now({"a": "1", "b": "22"})) == ({"a": 1, "b": 2}, 2, True)
    assert whole(past.now({"a": "333", "b": "22"})) == ({"a": 3, "b": 2}, 2, True)


class _Texts:
    def __init__(self, repo: Repo) -> None:
        self._repo = repo
        self._known: dict[str, str] = {}

    def of(self, path: str) -> str:
        if path not in self._known:
            self._known[path] = text_of(self._repo, path)
        return self._known[path]


def test_an_index_looks_things_up_in_the_state_that_asks(past: Past) -> None:
    texts = past.index(_Texts)
    first = past.now({"a": "1", "b": "2"})
    assert texts(first).of("a") == "1"  # type: ignore[attr-defined]

    second = past.now({"a": "1", "b": "3"})
    assert texts(second) is texts(first)
    assert texts(second).of("b") == "3"  # type: ignore[attr-defined]

    third = past.now({"a": "1", "b": "4"})
    assert texts(third).of("b") == "4"  # type: ignore[attr-defined]


def test_who_asked_an_index_is_asked_anew_when_what_it_looked_up_changes(past: Past) -> None:
    texts = past.index(_Texts)
    shout = past.fact(lambda repo: texts(repo).of("a").upper())  # type: ignore[attr-defined]
    shout(past.now({"a": "x", "b": ""}))

    assert shout(past.now({"a": "x", "b": "y"})) == "X"
    assert past.ran == []
    assert shout(past.now({"a": "y", "b": "y"})) == "Y"


def test_an_index_that_asks_facts_which_ask_it_ends(past: Past) -> None:
    class Circle(_Texts):
        def of(self, path: str) -> str:
            return f"{super().of(path)}{round_(self._repo) if path == 'a' else ''}"

    circle = past.index(Circle)
    round_ = past.fact(lambda repo: circle(repo).of("b"))  # type: ignore[attr-defined]
    whole = past.fact(lambda repo: circle(repo).of("a"))  # type: ignore[attr-defined]

    states = [{"a": "1", "b": "2"}, {"a": "1", "b": "2"}, {"a": "1", "b": "3"}, {"a": "2", "b": "3"}]
    assert [whole(past.now(state)) for state in states] == ["12", "12", "13", "23"]


def test_what_holds_its_repository_is_never_taken_over(past: Past) -> None:
    itself = bound(lambda repo: [repo])
    first, second = past.now({"a": ""}), past.now({"a": ""})

    assert itself(first) == [first]
    assert itself(second) == [second]


def test_a_failure_is_no_answer_to_take_over(past: Past) -> None:
    def fails(repo: Repo) -> object:
        if repo.settings.exclude:
            raise ValueError(repo.settings.exclude[0])
        return "well"

    broken = past.fact(fails)

    def caught(repo: Repo) -> object:
        try:
            return broken(repo)
        except ValueError as error:
            return str(error)

    outer = past.fact(caught)

    said = [outer(past.now({"a": ""}, Settings(exclude=out))) for out in ((), ("b",), ("b",), ())]
    assert said == ["well", "b", "b", "well"]


def test_a_file_without_an_id_is_always_read_anew(past: Past) -> None:
    words = past.fact(lambda repo: repo.text("no-id"))

    assert [words(past.now({"no-id": text})) for text in ("one", "two")] == ["one", "two"]


def test_what_could_not_be_read_is_told_of_answers_taken_over_too(past: Past) -> None:
    def tried(repo: Repo) -> object:
        return text_of(repo, "weights"), repo.unread(PYTHON, ["huge.py"]) != ()

    asked = past.fact(tried)
    files = {"weights": POINTER, "huge.py": "x = 1\n" * 500_000, "README": "1"}
    first = past.now(files)
    answer = asked(first)
    second = past.now({**files, "README": "2"})

    assert asked(second) == answer == ("unreadable: git-lfs pointer: the content is elsewhere", True)

    assert past.ran == []
    assert first.unreadable == second.unreadable
    assert len(second.unreadable) == 2


def test_components_are_asked_anew_when_paths_that_they_looked_at_change(past: Past) -> None:
    def here(component: Component) -> object:
        past.ran.append("here")
        return "a.py" in component.own, "b.py" in component

    held = fact(here)
    said = [held(components(past.now(files))[0]) for files in ({"a.py": ""}, {"a.py": "", "c.py": ""}, {"b.py": ""})]

    assert said == [(True, False), (True, False), (False, True)]


def test_a_plain_repository_takes_nothing_over() -> None:
    assert type(repo_of(Memory({"a": ""}), None, DAY, None)) is Repo
    assert type(Answers().of("part")) is Answers


_TESTED = re.compile("tests/.*").fullmatch


def _twice(path: str, text: str) -> tuple[str, str]:
    return path, text * 2


PATHS = ("a", "b", "tests/c", "d")
Step = tuple[str, int]
STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(("text", "in", "size", "role", "index")), st.integers(0, len(PATHS) - 1)),
        st.tuples(st.sampled_from(("paths", "matching", "texts", "settings", "roles")), st.just(0)),
        st.tuples(st.just("fact"), st.integers(0, 5)),
    ),
    max_size=4,
)
CHOSEN = st.sampled_from(((), ("a",), ("tests",)))  # what is left out by the configuration
STATES = st.lists(
    st.tuples(
        st.dictionaries(st.sampled_from(PATHS), st.sampled_from(("", "x", "xy", "z"))),
        CHOSEN,
        st.integers(0, 63),  # which facts are asked, bit by bit
    ),
    min_size=2,
    max_size=6,
)


def made(programs: Sequence[Sequence[Step]]) -> list[Callable[[Repo], object]]:
    """Make facts that ask what their programs say; each can ask the facts before it."""
    facts: list[Callable[[Repo], object]] = []
    texts = index(_Texts)

    def asked(repo: Repo, place: int, step: Step) -> object:
        kind, number = step
        if kind == "fact":
            return facts[number % place](repo) if place else None
        ways: dict[str, Callable[[], object]] = {
            "text": lambda: text_of(repo, PATHS[number]),
            "in": lambda: PATHS[number] in repo.entries,
            "size": lambda: getattr(repo.entries.get(PATHS[number]), "size", None),
            "role": lambda: role(repo, PATHS[number]),
            "index": lambda: texts(repo).of(PATHS[number]),
            "paths": lambda: repo.paths,
            "matching": lambda: repo.matching(lambda path: path > "b"),
            "texts": lambda: tuple(repo.texts(_twice, repo.matching(_TESTED), 2)),
            "settings": lambda: repo.settings.exclude,
            "roles": lambda: sorted({path[:1] for path in repo.entries}),
        }
        return ways[kind]()

    def fact_of(place: int, steps: Sequence[Step]) -> Callable[[Repo], object]:
        def answer(repo: Repo) -> object:
            said = [asked(repo, place, step) for step in steps]
            return len(repr(said)) % 3 if place % 2 else tuple(map(repr, said))  # half of them forget most of it

        answer.__qualname__ = f"answer {place}"
        return fact(answer)

    for place, steps in enumerate(programs):
        facts.append(fact_of(place, steps))
    return facts


@given(st.lists(STEPS, min_size=1, max_size=6), STATES)
def test_answers_are_those_of_a_repository_without_a_past(
    programs: list[list[Step]], states: list[tuple[dict[str, str], tuple[str, ...], int]]
) -> None:
    facts, readings = made(programs), Readings()
    for files, exclude, chosen in states:
        fresh = Repo(Memory(files), Settings(exclude=exclude), DAY)
        traced = repo_of(State(files, readings), Settings(exclude=exclude), DAY, None)
        for place, one in enumerate(facts):
            if chosen >> place & 1:
                assert one(traced) == one(fresh)
        assert traced.unreadable == fresh.unreadable


def test_no_answer_holds_its_repository_but_those_that_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, object]] = []
    plain = Answers.once

    def once(
        self: Answers, question: Callable[[object], object], subject: object, key: str, use: Use = Use.PLAIN
    ) -> object:
        answer = plain(self, question, subject, key, use)
        if use in (Use.PLAIN, Use.TABLE):
            seen.append((key, answer))
        return answer

    monkeypatch.setattr(Answers, "once", once)
    audit(Folder("examples/churn-api"), as_of=DAY)

    assert len({key for key, _ in seen}) > 300
    assert [key for key, answer in seen if _holds_a_subject(answer)] == []


_KNOWN_CLEAN: set[int] = set()


def _holds_a_subject(answer: object) -> bool:
    waiting = [answer]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Repo | Answers | Component):
            return True
        if id(one) in _KNOWN_CLEAN or isinstance(one, str | int | float | bytes | type | ModuleType | None):
            continue
        _KNOWN_CLEAN.add(id(one))
        waiting += _inside(one)
    return False


def _inside(one: object) -> Iterator[object]:
    if isinstance(one, FunctionType):
        yield from (cell.cell_contents for cell in one.__closure__ or ())
    else:
        yield from gc.get_referents(one)
