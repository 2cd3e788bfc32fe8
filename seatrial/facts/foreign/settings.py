"""Which settings do programs in TypeScript, JavaScript and Go take from the environment?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.configuration import Setting, Source
from seatrial.facts.foreign.programs import followed
from seatrial.model import Place
from seatrial.read.foreign.foreign_record import ForeignFile
from seatrial.read.regex import regex
from seatrial.repo import Repo

_READ = regex(r"(?:process|import\.meta|Bun)\.env\.(\w+)(?:\..*)?")
_ASKED = frozenset({"os.Getenv", "os.LookupEnv", "Deno.env.get"})
#: What holds the whole environment to a schema, and answers by its fields from then on.
_HELD = frozenset({"createEnv", "cleanEnv"})
_PARSES = frozenset({"parse", "safeParse"})
_WHOLE = "process.env"


@fact
def foreign_settings(repo: Repo) -> tuple[Setting, ...]:
    """Return where the programs that are followed take settings from the environment, by place."""
    found = (setting for file in followed(repo) for setting in _in_file(file))
    return tuple(sorted(dict.fromkeys(found), key=lambda item: item.place))


def _in_file(file: ForeignFile) -> Iterator[Setting]:
    for one in file.mentions:
        if named := _READ.fullmatch(one.written):
            yield Setting(Place(file.path, one.line), Source.ENVIRONMENT, (named[1],))
    for call in file.calls:
        if call.name in _ASKED and call.args and call.args[0].string:
            yield Setting(Place(file.path, call.line), Source.ENVIRONMENT, (call.args[0].string,))
        elif call.last in _HELD or (call.last in _PARSES and any(one.text == _WHOLE for one in call.args)):
            yield Setting(Place(file.path, call.line), Source.OBJECT)
