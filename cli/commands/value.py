"""``seatrial value``: what does the model cost, what does it bring, and from when does it pay?"""

import typer

from ..exits import Ended, Exit
from ..options import Colored, ConfigFile, Form, InForm, Repository, manner
from ..streams import emit, show, tell


def value(
    context: typer.Context,
    path: Repository = ".",
    *,
    form: InForm = Form.TEXT,
    color: Colored = None,
    config: ConfigFile = None,
) -> Ended | None:
    """Work out cost, growth of cost, break-even, payback and the cost of waiting.

    From the assumptions under value: in seatrial.yaml, each with its owner; what is left out there comes from a
    committed record of seatrial bench. No price is built in.
    """
    from seatrial.report.value import value_json, value_lines
    from seatrial.value import case_of
    from seatrial.value.measured import with_records

    from ..subject import repository

    how = manner(context).but(color=color, config=config)
    repo = repository(path, how.config)
    given = with_records(repo.settings.value, repo) if repo.settings.value else None
    if given is None:
        tell("nothing to work out: seatrial.yaml has no value: (its keys stand in what seatrial init writes)")
        return Ended(Exit.NOTHING, "nothing")
    case = case_of(given)
    if form is Form.JSON:
        emit(value_json(case).encode())
    else:
        show(value_lines(case), how.color)
    return None
