"""What does a call that declares a route say about it: by which verbs, and answered by what?"""

from seatrial.read.code.python_record import Call, Function, Value

#: What Django decorates a function with that answers some verbs only.
_ONLY = {
    "django.views.decorators.http.require_GET": ("GET",),
    "django.views.decorators.http.require_safe": ("GET",),
    "django.views.decorators.http.require_POST": ("POST",),
}
_LISTED = frozenset({"django.views.decorators.http.require_http_methods", "rest_framework.decorators.api_view"})


def verbs_of(call: Call) -> tuple[str, ...]:
    """Return the verbs that a call lists, GET where it lists none."""
    listed = call.args[0] if call.name in _LISTED and call.args else None
    given = call.keyword("methods") or call.keyword("request_method_list") or listed
    named = verbs_given(given) if given else ()
    single = call.keyword("method")
    return named or ((str(single.literal).upper(),) if single and single.literal else ("GET",))


def verbs_given(value: Value) -> tuple[str, ...]:
    """Return the verbs of a list, () where none is written there."""
    return tuple(str(item.literal).upper() for item in value.items if isinstance(item.literal, str))


def verb_of(call: Call) -> str:
    """Return the verb that the name of a call stands for: POST of ``add_post``."""
    word = call.last.removeprefix("add_").upper()
    if word in {"GET", "POST", "PUT", "PATCH", "DELETE"}:
        return word
    return "WEBSOCKET" if "websocket" in call.last.lower() else "GET"


def verbs_of_view(function: Function) -> tuple[str, ...]:
    """Return the verbs that a function answers which Django calls: whatever is asked, unless a decorator says less."""
    for mark in function.decorators:
        if mark.name in _ONLY:
            return _ONLY[mark.name]
        if mark.name in _LISTED:
            return verbs_of(mark)
    return ("GET", "POST")


def handler_of(call: Call, place: int) -> Value | None:
    """Return what a call gives as the handler of a route, at its place or by name."""
    if len(call.args) > place:
        return call.args[place]
    return next((value for name in ("endpoint", "view_func", "handler") if (value := call.keyword(name))), None)
