"""What is kept of one program in TypeScript, JavaScript or Go: the nouns of a Python file, as far as they fit.

Names are resolved by what the file itself shows, as those of Python are: a name that is imported is the module and what
is taken from it (``ai.generateText``, ``github.com/gin-gonic/gin.Default``), one that holds what a call made is that
call (after ``const app = express()``, ``app.get`` is ``express.get``), and a parameter is its type. What ``new`` makes
and a literal of a struct are calls; the entries of an object that a call is given are its keywords.
"""

from typing import NamedTuple

from seatrial.read.code.python_record import Assignment, Call, Class, Function, Import


class Export(NamedTuple):
    """One name by which others get something of a file."""

    name: str  #: "default" for what stands for the file, "*" for all that another file offers
    local: str  #: what it is called inside, or in the other file
    module: str = ""  #: the other file, as written, where it is only handed on


class Mention(NamedTuple):
    """A name with a dot in it that one scope speaks of: ``process.env.TOKEN``, ``result.usage``."""

    scope: str
    written: str
    line: int


class Said(NamedTuple):
    """A text of a program."""

    value: str  #: at most 300 characters; of one with fillings the constant parts joined by {}
    line: int
    scope: str


class ForeignFile(NamedTuple):
    """One program that was read."""

    path: str
    language: str  #: "JavaScript" or "Go"
    lines: int
    package: str = ""  #: of Go
    imports: tuple[Import, ...] = ()
    exports: tuple[Export, ...] = ()
    functions: tuple[Function, ...] = ()  #: one without a name is called after its line: ``fn@12``
    classes: tuple[Class, ...] = ()
    calls: tuple[Call, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    mentions: tuple[Mention, ...] = ()
    texts: tuple[Said, ...] = ()
