"""Which pipelines and steps are given a model whose versions their platform keeps, and do they make one or take one?"""

from collections.abc import Iterator

from seatrial.facts.code.programs import Sited, called
from seatrial.facts.training.origins.registry_calls import Act
from seatrial.repo import Repo


def pipeline_models(repo: Repo) -> Iterator[tuple[Sited, Act, bool]]:
    """Yield each ``Model(...)`` of ZenML, what is done with a version of it, and whether figures are put to one.

    A pipeline that is given a model without a version makes the next; one that names a version or a stage takes that.
    """
    measured = any(found.call.name.startswith("zenml") for found in called(repo, "log_metadata", "log_model_metadata"))
    for found in called(repo, "Model"):
        if found.call.name.startswith("zenml"):
            version = found.call.keyword("version")
            made = version is None or version.is_none
            yield found, Act.REGISTER if made else Act.RESOLVE, made and measured
