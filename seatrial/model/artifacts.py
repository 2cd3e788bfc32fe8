"""What is said about one stored model: would loading it run code, where does that stand, and what is safer?

Design. One engine, two doors: ``seatrial scan`` for files that somebody was sent, the facts of an audit for those of a
repository. The engine (``seatrial.read.artifacts``) looks at *parts*: a file, or a member of an archive at any depth.
Each part is shown to every reader of a format; a reader says by the content, never by the name alone, whether the
part is its own, and every reader that says so reads it, since a polyglot is read by each loader in its own way. What a
reader tells is one of the nouns below, or a further part, which goes back through the router. All parts of a file share
one budget of time, depth, unpacked bytes and opcodes. There are three answers: findings, clean, not fully read. What
was not understood, not reached or not affordable is a ``Gap``; a file with a gap is never clean.

    def read(part: Part, budget: Budget) -> Iterator[Told]:    # a generator, so what was told before an error stays
        yield Kind("GGUF")                                     # only where it differs from the name of the reader
        yield Finding("gguf-template", Verdict.DANGEROUS, "the chat template reads __globals__", key="tokenizer...")
        yield Gap("the counts of the header do not fit the file", byte=8)
        yield Part("inner.pkl", view)                          # e.g. a pickle behind the last tensor

A reader may raise ``ValueError`` and its kin on broken content: the router makes a gap of it.
"""

from seatrial.model.grades import Ordered
from seatrial.model.record import dataclass


class Verdict(Ordered):
    """What is known about a file, the best first."""

    CLEAN = "clean"  #: read to its end; nothing in it runs that is not known
    NOT_FULLY_READ = "not-fully-read"  #: some part was not understood, not reached or not affordable
    SUSPICIOUS = "suspicious"  #: runs or reaches what nobody knows, or contradicts itself
    DANGEROUS = "dangerous"  #: runs what no model needs: commands, files, sockets, code


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that speaks against loading a file."""

    rule: str  #: its kind, in kebab-case, as ``pickle-call``: stable, for filters and SARIF
    level: Verdict  #: ``SUSPICIOUS`` or ``DANGEROUS``
    what: str  #: what would run or goes wrong, lower case, one sentence without a full stop
    safer: str = ""  #: the safer format and the command that converts, "" when there is none
    key: str = ""  #: where in the structure of the part: a path of keys, the name of a tensor, an operator
    byte: int | None = None  #: where in the bytes of the part, unpacked
    member: str = ""  #: the part; filled by the router: "" the file itself, "a.zip!b/data.pkl" a member of a member


@dataclass(frozen=True, slots=True)
class Gap:
    """One part, or a rest of it, that was not read."""

    why: str  #: one phrase: "ends without STOP", "encrypted", "unpacks to more than is read"
    byte: int | None = None  #: from where on, when that is known
    member: str = ""  #: as in ``Finding``


class Trust(Ordered):
    """What importing a name while loading means, the harmless first."""

    DATA = "plain data"  #: containers, numbers, arrays
    LIBRARY = "an object of a known library"
    CODE = "code"  #: brings functions of its own, or reaches attributes by their names
    UNKNOWN = "an object of other code"  #: what it does when it is loaded is not known
    DANGEROUS = "dangerous"


@dataclass(frozen=True, slots=True)
class Import:
    """A global that a part names, for its loader to import."""

    module: str  #: "" when the name is put together only while loading
    name: str  #: "" for the module itself
    trust: Trust
    called: bool = False  #: whether the part calls it or makes an object of it
    byte: int | None = None  #: of its first appearance
    member: str = ""  #: as in ``Finding``

    def __str__(self) -> str:
        dotted = ".".join(filter(None, (self.module, self.name)))
        return dotted or "a name that is made up while loading"


@dataclass(frozen=True, slots=True)
class Kind:
    """The format of a part, where it is told apart further than the name of its reader."""

    format: str


@dataclass(frozen=True, slots=True)
class Artifact:
    """The record of one file."""

    path: str
    format: str  #: in the words of a report; "" when no reader knows the file
    verdict: Verdict
    findings: tuple[Finding, ...] = ()  #: the worst first, then as they stand in the file
    gaps: tuple[Gap, ...] = ()
    imports: tuple[Import, ...] = ()
    size: int = 0  #: bytes
    inside: tuple[str, ...] = ()  #: the formats of its members, and of theirs, each once
