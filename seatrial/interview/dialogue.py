"""How is one question after another asked, and every answer kept at once?"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

from seatrial.config.written.kept import Kept
from seatrial.config.written.yaml_text import Entry, Scalar
from seatrial.interview.answer import NoAnswer, term
from seatrial.interview.declared import RISKS_AT_LEAST
from seatrial.interview.question import Field, Topic
from seatrial.interview.statements import CLAUSES, GRADE, last_day

QUIT = frozenset({"q", "quit", "exit"})


class Left(Exception):
    """Whoever is asked wants to go; ``interrupted`` when by Ctrl-C."""

    def __init__(self, *, interrupted: bool = False) -> None:
        super().__init__()
        self.interrupted = interrupted


class Terminal(Protocol):
    """Where people are asked."""

    def say(self, text: str, style: str = "") -> None:
        """Show one line."""

    def ask(self) -> str:
        """Return the line that is typed, without blanks around; raises ``Left``, and ``NoAnswer`` for no text."""
        ...


class Dialogue:
    """One interview about one repository."""

    def __init__(self, terminal: Terminal, kept: Kept, as_of: dt.date) -> None:
        self.terminal = terminal
        self.kept = kept
        self.as_of = as_of

    def run(self, topics: Iterable[Topic]) -> None:
        """Ask about every topic. Raises ``Left`` when somebody leaves; what was answered is kept."""
        topics = tuple(topics)
        for number, topic in enumerate(topics, 1):
            self._introduce(topic, f"[{number}/{len(topics)}]")
            if topic.attests:
                self._statement(topic)
            else:
                self._values(topic)

    def _introduce(self, topic: Topic, place: str) -> None:
        say = self.terminal.say
        say("")
        say(" ".join(part for part in (place, topic.check, topic.question) if part), "label")
        say(f"  why    {topic.why}")
        if topic.seen:
            say(f"  seen   {topic.seen}")
        say(f"  good   {topic.good}")
        effect = f"opens a gate of {topic.opens}" if topic.opens else "opens no gate by itself"
        if topic.attests:
            effect += ", and counts in the score; it has to exist, and not to be planned"
        if topic.check:
            say(f"  effect {effect}")

    def _values(self, topic: Topic) -> None:
        comment = f"{topic.question} ({topic.check})" if topic.check else topic.question
        for field in topic.fields:
            if topic.many and field is topic.fields[-1]:
                self._list(field, comment)
            elif self._value(field, comment) is None and topic.check and self.kept.value(field.path[:1]) is None:
                return  # nothing of it is answered: the rest is not asked without it

    def _value(self, field: Field, comment: str) -> Scalar | None:
        """Ask for one value until it is kept, or skipped."""
        while (value := self._answer(field)) is not None:
            new = self.kept.value(field.path[:1]) is None
            if not (problem := self.kept.put(field.path, value, comment if new else "")):
                return value
            self.terminal.say(f"  ! {problem}", "bad")
        return None

    def _list(self, field: Field, comment: str) -> None:
        """Ask for items until Enter is pressed; each is kept at once."""
        have = self.kept.value(field.path)
        count = len(have) if isinstance(have, list) else 0
        while True:
            question = f"{field.asks} ({count} so far)" if count else field.asks
            item = replace(field, asks=question, path=(*field.path, count), optional=count >= RISKS_AT_LEAST)
            if self._value(item, comment) is None:
                return
            count += 1

    def _statement(self, topic: Topic) -> None:
        """Ask for the parts of a statement, and write it whole as soon as it is one; the rest has a default."""
        said: dict[str, Scalar] = {}
        clauses: list[str] = []
        left: Left | None = None
        try:
            for field in topic.fields:
                made = said.get("date", self.as_of)
                value = self._answer(_from(field, made if isinstance(made, dt.date) else self.as_of))
                if value is None and not field.optional:
                    return
                if field.path[2] == CLAUSES:
                    clauses += [str(field.path[-1])] if value is True else []
                elif value is not None:
                    said[str(field.path[-1])] = value
        except Left as error:
            left = error
        if "statement" in said:
            self._write(topic, said, tuple(clauses))
        if left is not None:
            raise left

    def _write(self, topic: Topic, said: dict[str, Scalar], clauses: tuple[str, ...]) -> None:
        made = said.setdefault("date", self.as_of)
        said.setdefault("expires", last_day(made if isinstance(made, dt.date) else self.as_of))
        order = ("statement", "by", "date", "expires", "link")
        entry: Entry = {"grade": GRADE, **{key: said[key] for key in order if key in said}}
        entry = {**entry, CLAUSES: clauses} if clauses else entry
        path = topic.fields[0].path[:2]
        if problem := self.kept.put(path, entry, topic.question, anew=self.kept.value(path) is not None):
            self.terminal.say(f"  ! {problem}", "bad")

    def _answer(self, field: Field) -> Scalar | None:
        """Return a valid answer; None when the field is skipped."""
        while True:
            empty = f"Enter: {field.default}" if field.default else "Enter skips"
            self.terminal.say(f"  {field.key}: {field.asks}", "place")
            self.terminal.say(f"    {field.kind}, such as {field.example}; {empty}, q leaves", "muted")
            try:
                typed = self.terminal.ask() or field.default
                if typed.lower() in QUIT:
                    raise Left
                return field.read(typed, self.as_of) if typed else None
            except NoAnswer as error:
                self.terminal.say(f"  ! {error}", "bad")


def _from(field: Field, made: dt.date) -> Field:
    """Return the field of a term as it is for a statement of another day."""
    if field.path[-1] != "expires":
        return field
    return replace(field, read=term(made), default=str(last_day(made)), example=str(last_day(made)))
