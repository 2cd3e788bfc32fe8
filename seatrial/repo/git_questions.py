"""Ask git about a repository that may be hostile: nothing it configures is run, fetched or written.

A ``.git/config``, or a file that it includes, may name programs (file system monitors, clean filters, text converters,
signature checkers) that git would start while it only looks; each of them is switched off by name.
``GIT_NO_LAZY_FETCH`` keeps partial clones from the network, ``GIT_OPTIONAL_LOCKS`` keeps the index unwritten.
"""

from pathlib import Path

from seatrial.read.regex import caseless
from seatrial.repo.git_process import NoGit, Question

BARE = "a bare repository"  #: why there are no files to read

_PROGRAMS = caseless(r"(filter\..+\.(clean|smudge|process)|diff\..+\.(textconv|command))")
_QUIET = ("core.fsmonitor=false", "core.hooksPath=/dev/null", "log.showSignature=false", "core.quotePath=false")
_OF_THE_USER = {"system", "global", "command"}  #: scopes of settings that are not the repository's
_WHERE = ("rev-parse", "--is-inside-work-tree", "--is-shallow-repository", "--show-prefix")


class Questions:
    """The one door to git in a folder. Raises ``NoGit`` when there is no repository to ask about."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._silenced: tuple[str, ...] = ()
        self._ahead: dict[tuple[str, ...], Question] = {}
        self.start(_WHERE)
        rows = self.lines("config", "--list", "--show-scope", "-z")  # a scope, its setting, the next scope...
        self.settings = [(name, value) for name, _, value in (one.partition("\n") for one in rows[1::2])]
        own = [name for scope, (name, _) in zip(rows[::2], self.settings, strict=True) if scope not in _OF_THE_USER]
        self._silenced = tuple(f"{name}=" for name in own if _PROGRAMS.fullmatch(name))
        inside, _, rest = self.text(*_WHERE).partition("\n")
        if inside != "true":
            raise NoGit(BARE)
        shallow, _, prefix = rest.partition("\n")
        self.shallow = shallow == "true"  #: whether history was cut off
        self.prefix = prefix.removesuffix("\n")  #: of the folder below the root of the work tree; "" or with a slash

    def start(self, arguments: tuple[str, ...]) -> None:
        """Start a question now whose answer is wanted later."""
        self._ahead[arguments] = self._question(arguments)

    def raw(self, *arguments: str, stdin: bytes = b"") -> bytes:
        """Return what git says; raises ``NoGit`` when it fails."""
        asked = self._ahead.pop(arguments, None) or self._question(arguments)
        return asked.answer(stdin)

    def text(self, *arguments: str) -> str:
        """Return what git says as text; bytes that are no UTF-8 are kept as surrogates."""
        return self.raw(*arguments).decode("utf-8", "surrogateescape")

    def lines(self, *arguments: str) -> list[str]:
        """Return the answer to a question whose words end with a zero byte."""
        return [line for line in self.text(*arguments).split("\0") if line]

    def _question(self, arguments: tuple[str, ...]) -> Question:
        settings = [part for option in (*_QUIET, *self._silenced) for part in ("-c", option)]
        return Question(self.folder, (*settings, *arguments))
