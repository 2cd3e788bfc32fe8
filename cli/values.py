"""Which values of the command line may stay as they are, and which types need no words in the help?

Text where text is asked for, and what nobody gave. An argument's name says what it is, and a flag has no value: no
"PATH <str>", and no "--verbose <int>".

Typer hands every value to ``pydantic``, whose import takes as long as a fifth of a small audit, even where there is
nothing to convert. Numbers, choices and what is missing still go there, for the sake of its messages.
"""

from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Callable


def with_plain_values(app: typer.Typer) -> "Callable[..., object]":
    """Return the command of an app; its options and arguments convert only what needs it."""
    command: Callable[..., object] = typer.main.get_command(app)
    _spare(command)
    return command


def _spare(command: Any) -> None:
    """Spare the parameters of a command when it lists them, which is when its option ``--help`` is made too."""
    listed = command.get_params

    def get_params(context: object) -> list[Any]:
        parameters: list[Any] = listed(context)
        for parameter in parameters:
            # A Typer that has no such descriptor does not ask pydantic either.
            asked = getattr(getattr(parameter, "type_descriptor", None), "annotation", None)
            if parameter.param_type_name == "argument" or parameter.is_flag or getattr(parameter, "count", False):
                parameter.display_type_rich = _untold
            if asked is not None and "process_value" not in vars(parameter):
                parameter.process_value = _spared(parameter, asked)
        return parameters

    command.get_params = get_params
    for one in getattr(command, "commands", {}).values():
        _spare(one)


def _untold(ctx: object) -> str:  # noqa: ARG001 -- Typer gives it by this name
    return ""


def _spared(parameter: Any, asked: object) -> "Callable[[object, object], object]":
    convert = parameter.process_value

    def process_value(context: object, value: object) -> object:
        if _is_plain(value, asked) or (value is None and not parameter.required):
            return parameter.callback(context, parameter, value) if parameter.callback else value
        return convert(context, value)

    return process_value


def _is_plain(value: object, asked: object) -> bool:
    if isinstance(value, (list, tuple)):
        return asked == list[str]
    return isinstance(asked, type) and type(value) is asked
