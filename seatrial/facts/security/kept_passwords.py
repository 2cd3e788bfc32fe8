"""Where are passwords kept, or compared, as people typed them?"""

from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.programs import Program, own_code_of
from seatrial.model import Evidence
from seatrial.read.code.python_record import Call, Class
from seatrial.read.regex import caseless, regex

_PASSWORD = regex(r"(?:^|[._\W])(?:plain_?)?(?:password|passwd|pwd)$")
#: What turns a password into something that may be kept, by the names of libraries and of own functions.
_HASHES = regex(
    r"\b(?:passlib|bcrypt|argon2|pwdlib|scrypt|pbkdf2\w*|flask_bcrypt|hashlib|make_password|set_password|"
    r"(?:generate|check)_password_hash|fastapi_users|flask_security|firebase_admin|supabase)\b"
    r"|(?:hash|encrypt|digest)\w*password|password\w*(?:hash|context)"
)
#: A row that is asked for with the password in it.
_ASKED = caseless(
    r"\bSELECT\b[^;]{0,200}\bWHERE\b[^;]{0,200}\b(?:password|passwd|pwd)\s*=\s*(?:\?|%s|%\(|:\w|\$\d|'?\{)"
)
_FIELD = frozenset({"password", "passwd", "pwd"})
_COLUMNS = frozenset({"Column", "mapped_column", "CharField", "TextField", "StringField", "Mapped"})


@fact
def kept_passwords(component: Component) -> tuple[Evidence, ...]:
    """Return where own code keeps a password in a table, or asks for a row by it; none where anything hashes one.

    Whoever reads the table, or a copy of it, can sign in as everybody: here, and wherever the same password is used.
    """
    own = list(own_code_of(component))
    if any(_hashes(one) for one in own):
        return ()
    tables = frozenset(cls.name for one in own for cls in one.file.classes if _is_table(cls))
    return tuple(sorted(found for one in own for found in _in(one, tables)))


def _hashes(program: Program) -> bool:
    imported = (f"{item.module}.{item.name}" for item in program.file.imports)
    called = (call.written for call in program.file.calls)
    return any(_HASHES.search(name) for name in (*imported, *called, *(one.name for one in program.file.functions)))


def _is_table(cls: Class) -> bool:
    """Tell a class of rows with a column for the password, as SQLAlchemy, SQLModel, Django and MongoEngine write it."""
    columns = (item.value for item in cls.attributes if item.name in _FIELD)
    marked = any(key == "table" and value.literal is True for key, value in cls.keywords)
    return any(marked or (value is not None and value.name.rpartition(".")[2] in _COLUMNS) for value in columns)


def _in(program: Program, tables: frozenset[str]) -> Iterator[Evidence]:
    for call in program.file.calls:
        if call.last in tables and (key := _keeps(call)):
            yield program.evidence(call, f"{call.last} keeps the {key} as it was typed")
    for text in program.file.texts:
        if _ASKED.search(text.value):
            yield program.evidence(text, "a row is asked for by the password as it was typed")


def _keeps(call: Call) -> str:
    given = ((key, value) for key, value in call.keywords if key in _FIELD and value.kind == "name")
    return next((key for key, value in given if _PASSWORD.search(value.text)), "")
