"""How does the code reach the systems that hold records of people: may it only read, and which columns does it take?

Databases, ERP systems, mainframes and file drops; models are built on what legacy systems hold, with rights that were
given for something else.
"""

from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.programs import Program, own_code_of
from seatrial.facts.data.personal_words import is_personal
from seatrial.facts.reach.running import runs
from seatrial.model import Evidence, Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, Value
from seatrial.read.regex import caseless

#: Calls that open a source system, and what it is.
_OPENS = {
    **dict.fromkeys(
        ("psycopg2.connect", "psycopg.connect", "asyncpg.connect", "asyncpg.create_pool", "pymysql.connect",
         "MySQLdb.connect", "mysql.connector.connect", "pyodbc.connect", "pymssql.connect", "oracledb.connect",
         "cx_Oracle.connect", "sqlalchemy.create_engine", "sqlalchemy.ext.asyncio.create_async_engine",
         "snowflake.connector.connect", "teradatasql.connect", "trino.dbapi.connect", "pyhive.hive.connect",
         "vertica_python.connect", "sqlite3.connect", "duckdb.connect", "jaydebeapi.connect"),
        "a database"),
    **dict.fromkeys(("pyrfc.Connection", "hdbcli.dbapi.connect", "xmlrpc.client.ServerProxy"), "an ERP system"),
    **dict.fromkeys(("ibm_db.connect", "ibm_db_dbi.connect", "py3270.Emulator", "telnetlib.Telnet"), "a mainframe"),
    **dict.fromkeys(
        ("ftplib.FTP", "ftplib.FTP_TLS", "paramiko.SFTPClient.from_transport", "pysftp.Connection",
         "smbclient.open_file"),
        "a file drop"),
}  # fmt: skip
#: Those that send names, passwords and records so that others can read them.
_PLAIN = {"ftplib.FTP": "FTP", "telnetlib.Telnet": "Telnet"}
_ONLY_READS = caseless(
    r"default_transaction_read_only\s*=\s*(?:on|true|1)|applicationintent\s*=\s*readonly|\bmode=ro\b|read_?only=(?:1|true)"
    r"|\bset\s+(?:session\s+characteristics\s+as\s+)?transaction\s+read\s+only"
)
_KEYWORDS = frozenset({"readonly", "read_only", "postgresql_readonly"})
_SELECT = caseless(
    r"\bselect\s+(?:distinct\s+|top\s+\d{1,9}\s+)?(?P<columns>[^;]{1,1000}?)\sfrom\s++(?P<table>[\w.\"`\[\]]{1,120})"
)
_PEOPLE = caseless(
    r"(?:\w*_)?(?:customers?|clients?|patients?|users?|persons?|people|members?|employees?|subscribers?|borrowers?"
    r"|cardholders?|policy_?holders?|applicants?|citizens?|students?|debtors?|kna1|but000)(?:_\w+)?"
)


@dataclass(frozen=True, slots=True)
class Selection:
    """A query that takes records of people."""

    place: Place
    table: str
    all_columns: bool  #: whatever the table has, today and later
    personal: tuple[str, ...] = ()  #: named columns that identify a person

    @property
    def what(self) -> str:
        if self.all_columns:
            return f"SELECT * takes every column of {self.table}"
        if self.personal:
            return f"takes {', '.join(self.personal[:3])} out of {self.table}"
        return f"takes named columns of {self.table}, of which none identifies a person"


@fact
def read_only_sources(component: Component) -> tuple[Evidence, ...]:
    """Return where code that runs opens a source system so that it can only read."""
    found = [item for program in own_code_of(component) for item in _only_read(component, program)]
    return tuple(sorted(dict.fromkeys(found)))


@fact
def plain_sources(component: Component) -> tuple[Evidence, ...]:
    """Return where code that runs reaches a source system over a protocol without encryption."""
    found = (
        Evidence(
            Place(program.path, call.line, call.column), f"{_PLAIN[call.name]} sends names, passwords and data openly"
        )
        for program in own_code_of(component)
        for call in program.file.calls
        if call.name in _PLAIN and runs(component, program.site_of(call))
    )
    return tuple(sorted(dict.fromkeys(found)))


@fact
def selections(component: Component) -> tuple[Selection, ...]:
    """Return the queries of code that runs which take records of people, by place."""
    found = (
        _selection(program.place_of(text), query["columns"], query["table"])
        for program in own_code_of(component)
        for text in program.file.texts
        for query in _SELECT.finditer(text.value[:20_000])
        if _PEOPLE.fullmatch(_bare(query["table"])) and runs(component, program.site_of(text))
    )
    return tuple(sorted(dict.fromkeys(found), key=lambda one: one.place))


def _only_read(component: Component, program: Program) -> Iterator[Evidence]:
    for call in program.file.calls:
        system = _OPENS.get(call.name)
        opens = (system or call.last == "set_session") and _reads(call)
        if opens and runs(component, program.site_of(call)):
            yield program.evidence(call, f"{system or 'a database'} is opened for reading only")
    for text in program.file.texts:
        if _ONLY_READS.search(text.value[:20_000]) and runs(component, program.site_of(text)):
            yield program.evidence(text, "a database is opened for reading only")


def _reads(call: Call) -> bool:
    return any(
        (key in _KEYWORDS and value.literal is True) or any(_ONLY_READS.search(text) for text in _texts(value))
        for key, value in call.keywords
    )


def _texts(value: Value) -> Iterator[str]:
    yield from (text for one in (value, *value.items) if isinstance(text := one.literal, str))


def _selection(place: Place, columns: str, table: str) -> Selection:
    named = [part.strip().split()[-1].rpartition(".")[2] for part in columns.split(",") if part.strip()]
    everything = any(name.strip('"`[]') == "*" for name in named)
    personal = tuple(name for name in named if is_personal(name))
    return Selection(place, _bare(table), everything, () if everything else personal)


def _bare(table: str) -> str:
    return table.rpartition(".")[2].strip('"`[]')
