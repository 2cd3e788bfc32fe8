"""Which models does code name that are fetched from a hub, or asked from a provider, when it runs?"""

from collections.abc import Iterator

from seatrial.component import components
from seatrial.facts.models.hub_models import Revision, hub_models
from seatrial.facts.serving.language_models.llm_providers import hosted_models
from seatrial.model.models import ModelReference
from seatrial.model.record import dataclass
from seatrial.repo import Repo

_DEFAULT = "the default model of a task"


@dataclass(frozen=True, slots=True)
class _Named:
    """What makes two references the same."""

    name: str
    revision: str
    hosted: bool


def named_models(repo: Repo) -> tuple[ModelReference, ...]:
    """Return the models that code names, each once, with all places; a name that is set elsewhere tells nothing."""
    found: dict[_Named, list[ModelReference]] = {}
    for one in (*_fetched(repo), *_hosted(repo)):
        found.setdefault(_Named(one.name, one.revision, one.hosted), []).append(one)
    return tuple(
        ModelReference(
            named.name,
            named.revision,
            all(one.fixed for one in ones),
            named.hosted,
            any(one.remote_code for one in ones),
            tuple(sorted({place for one in ones for place in one.places})),
        )
        for named, ones in sorted(found.items(), key=lambda item: (item[0].name, item[0].revision, item[0].hosted))
    )


def _fetched(repo: Repo) -> Iterator[ModelReference]:
    for one in hub_models(repo):
        if one.model and one.model != _DEFAULT and not one.data:
            name = one.model.removesuffix(f"@{one.at}").removesuffix(f":{one.at}") if one.at else one.model
            fixed = one.revision is Revision.COMMIT
            yield ModelReference(name, one.at, fixed, remote_code=one.remote_code, places=(one.place,))


def _hosted(repo: Repo) -> Iterator[ModelReference]:
    for component in components(repo):
        for one in hosted_models(component):
            yield ModelReference(one.name, fixed=one.pinned, hosted=True, places=(one.place,))
