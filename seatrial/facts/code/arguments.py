"""Which value does an argument of a call have, when it is a constant, a default, or in a dictionary given by ``**``?"""

from collections.abc import Iterator

from seatrial.read.code.python_record import Call, PythonFile, Value

_OBJECTS = frozenset({"self", "cls"})


def keyword(file: PythonFile, call: Call, name: str) -> Value | None:
    """Return the value of a keyword argument, its name followed to a constant; None when it is not given.

    A value that cannot be followed is returned as it stands: it is given, and what it is is not known.
    """
    given = call.keyword(name)
    if given is None:
        bundles = (value for key, value in call.keywords if key == "**")
        given = next((found for bundle in bundles for found in _in_bundle(file, call, bundle, name)), None)
    return constant(file, call.scope, given) if given is not None else None


def constant(file: PythonFile, scope: str, value: Value) -> Value:
    """Follow a name to the constant that the function, its parameters' defaults, the class or the module gives it."""
    if value.kind != "name" or not value.text.isidentifier():
        return _of_class(file, scope, value) or value
    assigned = _assigned(file, scope, value.text)
    if len({item.literal if item.kind == "literal" else item.text for item in assigned}) == 1:
        return assigned[0]
    function = file.function(scope)
    parameters = function.parameters if function and not assigned else ()
    default = next((item.default for item in parameters if item.name == value.text and item.default), None)
    return default or value


def _of_class(file: PythonFile, scope: str, value: Value) -> Value | None:
    """Return what the body of a class gives ``self.NAME`` or ``Model.NAME``, unless an object gets its own."""
    owner, _, name = value.text.rpartition(".")
    if (
        value.kind != "name"
        or not owner.isidentifier()
        or any(item.target == f"self.{name}" for item in file.assignments)
    ):
        return None
    around = (
        one for one in file.classes if owner == one.name or (owner in _OBJECTS and scope.startswith(f"{one.name}."))
    )
    held = (item.value for one in around for item in one.attributes if item.name == name and item.value is not None)
    return next((item for item in held if item.kind == "literal"), None)


def _assigned(file: PythonFile, scope: str, name: str) -> list[Value]:
    inner = [item.value for item in file.assignments if item.target == name and item.scope == scope]
    return inner or [item.value for item in file.assignments if item.target == name and not item.scope]


def _in_bundle(file: PythonFile, call: Call, bundle: Value, name: str) -> Iterator[Value]:
    """Yield what a dictionary that is given by ``**`` holds under a key; of alternatives, the first that has it."""
    held = [bundle] if bundle.kind != "name" else _assigned(file, call.scope, bundle.text)
    while held:
        value = held.pop(0)
        if (found := value.keyword(name)) is not None:
            yield found
        if value.kind == "operation":
            held.extend(value.items)
    for item in file.assignments:
        if item.scope == call.scope and item.target in (f'{bundle.text}["{name}"]', f"{bundle.text}['{name}']"):
            yield item.value


def string_of(value: Value | None) -> str:
    """Return the string that an argument is given, "" when it is none or something else."""
    return value.string if value else ""
