"""``seatrial path``: how does production come to load and to run a model?"""

import typer

from ..exits import Ended, Exit
from ..options import Colored, ConfigFile, Form, InForm, Repository, Verbose, manner
from ..streams import emit, glyphs, show, tell


def path(
    context: typer.Context,
    path: Repository = ".",
    *,
    form: InForm = Form.TEXT,
    verbose: Verbose = 0,
    color: Colored = None,
    config: ConfigFile = None,
) -> Ended | None:
    """Draw the production path: from what deployments start to the calls that load and run a model.

    With what each file and function is for, and where the trail is lost.
    """
    from seatrial.component import components
    from seatrial.facts.archetype import archetype
    from seatrial.model import Archetype
    from seatrial.redaction import redactor

    from ..subject import repository

    how = manner(context).but(verbose=verbose, color=color, config=config)
    repo = repository(path, how.config)
    found = [one for one in components(repo) if archetype(one).archetype is not Archetype.NOT_ML]
    if form is Form.JSON:
        from seatrial.report.path.as_data import production_path_json

        emit(redactor(repo).redact(production_path_json(found)).encode())
    elif found:
        from seatrial.report.path.production_path import production_path_lines
        from seatrial.report.terminal.view import View

        redaction = redactor(repo)
        show(map(redaction.redact_all, production_path_lines(found, View(how.verbose, glyphs()))), how.color)
    if not found:
        tell("nothing to follow: no model, training, inference or language model was found")
        return Ended(Exit.NOTHING, "nothing")
    return None
