"""How strictly is one field of a request declared: anything, a type, or a type with bounds?"""

from seatrial.model.grades import Ordered
from seatrial.read.code.python_record import Value
from seatrial.read.regex import regex


class Strictness(Ordered):
    """What a declaration lets pass, the least strict first."""

    LOOSE = "loose"  #: any text, list or mapping
    TYPED = "typed"  #: a number, a file, a nested model
    BOUNDED = "bounded"  #: a closed list, a range, a length, a pattern, a format, a validator


_LOOSE = frozenset({
    "", "any", "dict", "list", "str", "object", "bytes", "mapping", "sequence", "tuple", "set", "iterable", "optional",
    "union", "none", "json", "jsontype", "request", "annotated", "mutablemapping", "ndarray", "dataframe",
})  # fmt: skip
_FORMATS = frozenset({
    "bool", "date", "datetime", "time", "timedelta", "uuid", "uuid4", "emailstr", "httpurl", "anyurl", "anyhttpurl",
    "ipvanyaddress", "literal", "positiveint", "positivefloat", "negativeint", "negativefloat", "nonnegativeint",
    "nonnegativefloat", "nonpositiveint", "nonpositivefloat", "finitefloat", "conint", "confloat", "constr", "conlist",
    "condecimal", "conset", "condate", "conbytes", "secretstr", "jsonpath", "futuredate", "pastdate", "base64bytes",
    "base64str", "filepath", "color", "paymentcardnumber", "booleanfield", "nullbooleanfield", "choicefield",
    "multiplechoicefield", "typedchoicefield", "datefield", "datetimefield", "timefield", "emailfield", "urlfield",
    "uuidfield",
})  # fmt: skip
#: Keywords of Field, Query, Path, Body, Form, msgspec.Meta, marshmallow and DRF fields that refuse values.
BOUNDS = frozenset({
    "ge", "gt", "le", "lt", "min_length", "max_length", "pattern", "regex", "multiple_of", "max_digits", "min_items",
    "max_items", "decimal_places", "validate", "min_value", "max_value", "choices", "allow_inf_nan", "validator",
    "discriminator", "enum", "min", "max", "strict",
})  # fmt: skip
_BOUND = regex(r"\b(" + "|".join(sorted(BOUNDS)) + r")\s*=")
#: What is imported by the folder it stands in may have a folder's hyphens: ``.services.model-service.app.Row``.
_WORD = regex(r"\.[\w.]++(?:-[\w.]++)*+|[\w.]++")
_QUOTED = regex(r"'[^']*'|\"[^\"]*\"")


def names_in(annotation: str) -> tuple[str, ...]:
    """Return the dotted names of an annotation, without the texts of literals."""
    return tuple(_WORD.findall(_QUOTED.sub("", annotation)))


def strictness(annotation: str, default: Value | None) -> Strictness:
    """Judge a field by its annotation and by its default: ``Field(ge=0)``, ``Query(max_length=9)``."""
    words = {name.rpartition(".")[2].lower() for name in names_in(annotation)}
    if bounded_by(default) or _BOUND.search(annotation) or words & _FORMATS:
        return Strictness.BOUNDED
    return Strictness.LOOSE if words <= _LOOSE else Strictness.TYPED


def bounded_by(value: Value | None) -> bool:
    """Tell whether a call that declares a field, or one among its arguments, refuses values."""
    if value is None or value.kind != "call":
        return False
    if any(word in BOUNDS and not given.is_none for word, given in value.keywords):
        return True
    return any(map(bounded_by, value.items))
