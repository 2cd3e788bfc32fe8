"""What does a call that declares a route say about it: by which verbs, and answered by what?"""

from seatrial.read.code.python_record import Call, Value


def verbs_of(call: Call) -> tuple[str, ...]:
    """Return the verbs that a call lists, GET where it lists none."""
    given = call.keyword("methods") or (call.args[0] if call.last == "api_view" and call.args else None)
    named = tuple(str(item.literal).upper() for item in given.items if isinstance(item.literal, str)) if given else ()
    single = call.keyword("method")
    return named or ((str(single.literal).upper(),) if single and single.literal else ("GET",))


def verb_of(call: Call) -> str:
    """Return the verb that the name of a call stands for: POST of ``add_post``."""
    word = call.last.removeprefix("add_").upper()
    if word in {"GET", "POST", "PUT", "PATCH", "DELETE"}:
        return word
    return "WEBSOCKET" if "websocket" in call.last.lower() else "POST" if "django" in call.name else "GET"


def handler_of(call: Call, place: int) -> Value | None:
    """Return what a call gives as the handler of a route, at its place or by name."""
    if len(call.args) > place:
        return call.args[place]
    return next((value for name in ("endpoint", "view_func", "handler") if (value := call.keyword(name))), None)
