"""Which hosted models do programs in TypeScript, JavaScript and Go ask for, and at the call or by a setting?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.foreign.asks import foreign_asks
from seatrial.facts.foreign.programs import by_path
from seatrial.facts.foreign.spots import insides
from seatrial.facts.inference.inference import InferenceCall, Runs
from seatrial.facts.serving.language_models.hosted_model import HostedModel, is_hosted
from seatrial.model import Place
from seatrial.read.code.python_record import Value
from seatrial.repo import Repo

_NAMES = ("model", "Model", "modelName", "modelId", "ModelId", "ModelID", "deployment")


@fact
def foreign_hosted_models(repo: Repo) -> tuple[HostedModel, ...]:
    """Return the hosted models that calls, and the clients that they are made on, name; by place."""
    found: dict[Place, HostedModel] = {}
    for asked in foreign_asks(repo):
        for place, name, at_call in _names_of_models(repo, asked) if asked.runs is Runs.LLM else ():
            if is_hosted(name):
                found.setdefault(place, HostedModel(place, name, at_call))
    return tuple(found[place] for place in sorted(found))


def _names_of_models(repo: Repo, asked: InferenceCall) -> Iterator[tuple[Place, str, bool]]:
    makers = [
        call for call in by_path(repo)[asked.path].calls if call.target and f"{call.target}." in asked.call.written
    ]
    for call in (asked.call, *makers):
        given = next((value for key, value in call.keywords if key in _NAMES), None)
        if given is not None:
            yield from _texts(repo, asked, given, Place(asked.path, call.line), at_call=True)


def _texts(
    repo: Repo, asked: InferenceCall, value: Value, place: Place, *, at_call: bool
) -> Iterator[tuple[Place, str, bool]]:
    """Yield the names that a value holds: itself, what it falls back to, what is made of it, or its variable."""
    if value.string:
        yield place, value.string, at_call
    elif value.kind == "operation":  # process.env.MODEL ?? "gpt-4o": a setting, and what stands where it is not set
        for item in value.items:
            yield from _texts(repo, asked, item, place, at_call=False)
    elif value.kind == "call" and value.items:  # openai("gpt-4o")
        yield from _texts(repo, asked, value.items[0], place, at_call=at_call)
    elif value.kind == "name":
        inside = insides(repo)[asked.path]
        given = inside.assignments.get((asked.scope, value.text)) or inside.assignments.get(("", value.text))
        if given is not None and given.value.kind in ("literal", "operation"):
            yield from _texts(repo, asked, given.value, Place(asked.path, given.line), at_call=False)
