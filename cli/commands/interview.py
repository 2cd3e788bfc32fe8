"""``seatrial interview``: ask people what the repository cannot show, and write it into seatrial.yaml."""

import sys
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from ..asked import day, stage_of
from ..exits import Ended, Exit, Refused
from ..options import AsOf, Color, Colored, Manner, Repository, manner
from ..streams import progress, show, tell
from ..writable import writable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from seatrial.config.written.kept import Kept
    from seatrial.interview.ascent import Ascent
    from seatrial.interview.question import Topic

#: What introduces a question, each in a column of so many signs.
_LABELS, _LABEL = ("why", "seen", "good", "effect"), 9

Target: TypeAlias = Annotated[
    str | None, typer.Option("--target", metavar="LEVEL", help="Ask what this level asks for, not the next one.")
]


def interview(
    context: typer.Context,
    path: Repository = ".",
    *,
    target: Target = None,
    as_of: AsOf = None,
    color: Colored = None,
) -> Ended | None:
    """Ask what only people know: owner, number to move, targets, risk, decision, what exists elsewhere.

    Only what is open for the next level is asked. Each answer is kept in seatrial.yaml at once; Enter skips, q leaves.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Refused(
            "an interview needs a terminal, since people answer it: what is known already goes into seatrial.yaml"
        )
    from seatrial.interview.outcome import asked_for, outcome

    how, today, wanted = manner(context).but(color=color), day(as_of), stage_of(target)
    kept = writable(path, how, today, "an interview")
    before = _judged(path, how, today)
    if not before.climbs:
        tell("nothing to ask: no model, training, inference or language model was found")
        return Ended(Exit.NOTHING, "nothing")
    level, topics = asked_for(before, wanted)
    terminal = Asking(how.color)
    interrupted = _was_interrupted(terminal, kept, today, topics)
    terminal.say("")
    if kept.answered:
        terminal.say(f"kept {kept.answered} answer{'s' * (kept.answered > 1)} in {kept.file}", "good")
    after = _judged(path, how, today) if kept.answered else before
    for text, style in outcome(before, after, level):
        terminal.say(text, style)
    return Ended(Exit.INTERRUPTED, "error") if interrupted else None


def _was_interrupted(terminal: "Asking", kept: "Kept", today: "date", topics: "Iterable[Topic]") -> bool:
    """Ask about topics until there are none left or somebody leaves; tell whether it was by an interruption."""
    from seatrial.interview.dialogue import Dialogue, Left

    try:
        Dialogue(terminal, kept, today).run(topics)
    except Left as error:
        return error.interrupted
    except OSError as error:
        raise Refused(f"cannot write {kept.file}: {error.strerror or error}") from None
    return False


class Asking:
    """The terminal that the questions are asked on."""

    def __init__(self, color: Color) -> None:
        self._color = color

    def say(self, text: str, style: str = "") -> None:
        """Show one line; text of the repository in it stands escaped."""
        from seatrial.report.printable import shown
        from seatrial.report.terminal.lines import Span, line

        words = shown(text)
        hang = _LABEL if words[:_LABEL].strip() in _LABELS else len(words) - len(words.lstrip()) + 2
        show([line(Span(words, style), hang=hang)], self._color)

    def ask(self) -> str:
        """Return the line that is typed; raises ``Left`` for Ctrl-C and the end of input."""
        from contextlib import suppress

        from seatrial.interview.answer import NoAnswer
        from seatrial.interview.dialogue import Left

        with suppress(ImportError):
            import readline  # noqa: F401 -- lets the line be edited while it is typed
        try:
            return input("  > ").strip()
        except UnicodeDecodeError:
            raise NoAnswer("that cannot be read as text: type it again") from None
        except (KeyboardInterrupt, EOFError) as error:
            print()
            raise Left(interrupted=isinstance(error, KeyboardInterrupt)) from None


def _judged(path: str, how: Manner, today: "date") -> "Ascent":
    from seatrial.interview.ascent import ascent

    from ..subject import opened, yardstick

    snapshot = opened(path)
    by = yardstick(snapshot, how.config, today)
    with progress(how) as watched:
        return ascent(snapshot, by, today, watched)
