"""Which classes describe a request, and how many of their fields refuse nonsense?"""

from collections.abc import Iterator
from dataclasses import replace

from seatrial.facts.code.code_index import Defined, defined, meaning
from seatrial.facts.code.python_files import python_file
from seatrial.facts.web.schema_fields import BOUNDS, Strictness, names_in, strictness
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Attribute, Call, Class, PythonFile
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_MODELS = (
    "pydantic.BaseModel", "pydantic.v1.BaseModel", "pydantic.main.BaseModel", "pydantic.generics.GenericModel",
    "pydantic.RootModel", "sqlmodel.SQLModel", "msgspec.Struct", "ninja.Schema", "ninja.ModelSchema",
    "marshmallow.Schema", "flask_marshmallow.", "marshmallow_dataclass.", "apiflask.Schema", "typing.TypedDict",
    "typing_extensions.TypedDict", "typing.NamedTuple", "rest_framework.serializers.", "openai_harmony.",
    "pydantic_settings.BaseSettings", "pandera.", "mcp.types.", "colander.", "django.forms.", "flask_wtf.", "wtforms.",
)  # fmt: skip
_DATA_CLASSES = (
    "dataclasses.dataclass", "pydantic.dataclasses.dataclass", "attr.", "attrs.", "strawberry.",
)  # fmt: skip
VALIDATORS = frozenset({
    "validator", "field_validator", "root_validator", "model_validator", "validates", "validates_schema", "check",
})  # fmt: skip
#: Frameworks that call a method by the name of the field it looks at, and what its name begins with.
_BY_NAME = (
    ("rest_framework.serializers.", "validate_"), ("flask_wtf.", "validate_"), ("wtforms.", "validate_"),
    ("django.forms.", "clean_"),
)  # fmt: skip
#: Functions that make a model of a table of fields.
MAKERS = frozenset({"pydantic.create_model", "pydantic.main.create_model"})
_ENUM = regex(r"enum\.\w*(?:Enum|Flag)")
_DEEPEST = 4
_MAPPING = caseless(r"\b(?:dict|(?:mutable)?mapping)\b")
#: Mappings that come beside a row: what is told of a request, how it is to be answered, turns of a conversation.
_NO_ROW = caseless(
    r"meta|option|context|extra|param|config|setting|header|messages?$|history|filter|kwargs|argument|prompt|tag|schema"
)


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of a request, counted by how strictly they are declared."""

    loose: int = 0
    typed: int = 0
    bounded: int = 0
    mappings: tuple[str, ...] = ()  #: of those without bounds: what brings rows by names that no declaration knows

    @property
    def total(self) -> int:
        """All fields."""
        return self.loose + self.typed + self.bounded

    @property
    def bounded_share(self) -> float:
        """The share of fields that refuse nonsense, 0 to 1."""
        return self.bounded / self.total if self.total else 0.0

    def plus(self, other: "Fields") -> "Fields":
        """Return the sum of two counts."""
        mappings = (*self.mappings, *other.mappings)
        return Fields(self.loose + other.loose, self.typed + other.typed, self.bounded + other.bounded, mappings)

    def also_bounded(self, more: int) -> "Fields":
        """Return the count where code holds so many of the fields to bounds that their declarations do not give."""
        loose = min(more, self.loose)
        typed = min(more - loose, self.typed)
        return Fields(self.loose - loose, self.typed - typed, self.bounded + loose + typed, self.mappings[more:])


NO_FIELDS = Fields()


@dataclass(frozen=True, slots=True)
class RequestModel:
    """A class that a framework or the owner fills from a request, and refuses when it does not fit."""

    place: Place
    what: str
    name: str
    fields: Fields


def request_model(repo: Repo, path: str, dotted: str) -> RequestModel | None:
    """Return the request model that a name in a file stands for, None when it is none of the repository."""
    found = defined(repo, path, dotted)
    if found is None:
        return _made(repo, path, dotted)
    if found.cls is None or not is_model(repo, found):
        return None
    fields = fields_of(repo, found)
    what = f"{found.cls.name} declares {fields.total} fields, {fields.bounded} of them with bounds"
    return RequestModel(Place(found.path, found.cls.line), what, found.cls.name, fields)


def _made(repo: Repo, path: str, dotted: str) -> RequestModel | None:
    """Return the model that is made when the program runs: ``Row = create_model("Row", age=(int, Field(ge=0)))``.

    In the file where it is made an annotation is read as the name of its maker: of several the loosest is meant.
    """
    here = dotted in MAKERS
    stands = None if here else meaning(repo, path, dotted)
    name = stands.scope if stands and stands.kind == "value" else ""
    home = python_file(repo, stands.path if stands else path) if here or name else None
    found = []
    for call in home.calls if home else ():
        if home and call.name in MAKERS and not call.scope and (here or call.target == name):
            fields = _made_of(home, call)
            what = f"{call.target} is made of {fields.total} fields, {fields.bounded} of them with bounds"
            found.append(RequestModel(Place(home.path, call.line), what, call.target, fields))
    return min(found, key=lambda model: model.fields.bounded_share, default=None)


def _made_of(home: PythonFile, call: Call) -> Fields:
    """Count the fields that a model is made of; of a table of them it is known only how the file declares any."""
    total = Fields()
    for name, value in call.keywords:
        if name == "**" and not value.keywords:
            total = total.plus(Fields(bounded=1) if _declares_bounds(home) else Fields(typed=1))
            continue
        for field, declared in value.keywords if name == "**" else ((name, value),):
            if not field.startswith("__"):
                kind, default = (*declared.items[:2], None, None)[:2]
                total = total.plus(counted(strictness(kind.text or kind.name if kind else declared.text, default)))
    return total


def _declares_bounds(home: PythonFile) -> bool:
    """Tell whether a file declares bounds of fields: by the keywords of Field, their names in a table, or Literal."""
    literals = any(item.value.kind == "item" and "Literal[" in item.value.text for item in home.assignments)
    given = {key for call in home.calls if call.last == "Field" for key, _ in call.keywords}
    tabled = any(text.value in BOUNDS for text in home.texts) and any(call.last == "Field" for call in home.calls)
    return literals or tabled or not BOUNDS.isdisjoint(given)


def is_model(repo: Repo, found: Defined, depth: int = 0) -> bool:
    """Tell whether a class of the repository is a schema: pydantic, msgspec, marshmallow, attrs, a data class."""
    cls = found.cls
    if cls is None or depth > _DEEPEST:
        return False
    if any(mark.name.startswith(_DATA_CLASSES) for mark in cls.decorators):
        return True
    if any(base.startswith(_MODELS) for base in cls.bases):
        return True
    ups = (defined(repo, found.path, base) for base in cls.bases)
    return any(up and up.cls and is_model(repo, up, depth + 1) for up in ups)


def is_enum(repo: Repo, path: str, dotted: str) -> bool:
    """Tell whether a name stands for an enumeration of the repository, or for a list of literals that has a name."""
    if _ENUM.fullmatch(dotted):  # a name that is given ``Enum("Language", LANGUAGES)`` stands for that call
        return True
    found = defined(repo, path, dotted)
    if found and found.cls:
        return any(base.rpartition(".")[2].endswith(("Enum", "Flag")) for base in found.cls.bases)
    return _is_alias_of_literals(repo, path, dotted)


def _is_alias_of_literals(repo: Repo, path: str, dotted: str) -> bool:
    """Tell ``Language = Literal["de", "en"]``, also written as ``type Language = ...``, and a functional Enum."""
    stands = meaning(repo, path, dotted)
    home = python_file(repo, stands.path) if stands and stands.kind == "value" else None
    if stands is None or home is None:
        return False
    given = [item.value for item in home.assignments if not item.scope and item.target == stands.scope]
    literals = (value.kind == "item" and value.text.partition("[")[0].endswith("Literal") for value in given)
    return any(literals) or any(value.kind == "call" and _ENUM.fullmatch(value.name) for value in given)


def fields_of(repo: Repo, found: Defined, depth: int = 0) -> Fields:
    """Count the fields of a model, those it inherits and those of models inside it included."""
    cls = found.cls
    if cls is None or depth > _DEEPEST:
        return Fields()
    total = Fields()
    for base in cls.bases:
        if (up := defined(repo, found.path, base)) and up.cls and up.cls is not cls:
            total = total.plus(fields_of(repo, up, depth + 1))
    validated = set(_validated(found.file, cls))
    for field in cls.attributes:
        if _is_field(field):
            total = total.plus(_field(repo, found, field, validated, depth))
    return total


def _is_field(field: Attribute) -> bool:
    if field.name.startswith("_") or field.name in {"model_config", "Config"} or "ClassVar" in field.annotation:
        return False
    return bool(field.annotation) or bool(field.value and field.value.kind == "call" and "ield" in field.value.text)


def _field(repo: Repo, found: Defined, field: Attribute, validated: set[str], depth: int) -> Fields:
    if field.name in validated or "*" in validated:
        return Fields(bounded=1)
    for name in names_in(field.annotation):
        inner = defined(repo, found.path, name)
        if not (inner and inner.cls is found.cls) and is_enum(repo, found.path, name):
            return Fields(bounded=1)
        if inner and inner.cls and inner.cls is not found.cls and is_model(repo, inner):
            return fields_of(repo, inner, depth + 1)
    one = counted(strictness(field.annotation or (field.value.text if field.value else ""), field.value))
    is_row = not one.bounded and _MAPPING.search(field.annotation) and not _NO_ROW.search(field.name)
    return replace(one, mappings=(field.name,)) if is_row else one


def counted(how: Strictness) -> Fields:
    """Return the count of one field."""
    match how:
        case Strictness.BOUNDED:
            return Fields(bounded=1)
        case Strictness.TYPED:
            return Fields(typed=1)
        case _:
            return Fields(loose=1)


def _validated(file: PythonFile, cls: Class) -> Iterator[str]:
    """Yield the fields that validators of a class look at, "*" for all of them."""
    named = tuple(begin for home, begin in _BY_NAME if any(base.startswith(home) for base in cls.bases))
    for function in file.functions:
        if function.in_class != cls.name:
            continue
        last = function.name.rpartition(".")[2]
        if function.raises:
            yield from (last.removeprefix(begin) for begin in named if last.startswith(begin))
        for mark in function.decorators:
            if mark.last in VALIDATORS:
                yield from (str(value.literal) for value in mark.args if isinstance(value.literal, str))
