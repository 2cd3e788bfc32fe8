"""Which pipelines that a cloud runs does code describe, so that they deliver although no file of CI says so?"""

from typing import Final

from seatrial.facts import fact
from seatrial.facts.code.programs import called
from seatrial.model import Evidence
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role

_MADE: Final = regex(r"^aws_cdk\.(?:aws_codepipeline\.Pipeline|pipelines\.CodePipeline)$")


@fact
def cloud_pipelines(repo: Repo) -> tuple[Evidence, ...]:
    """Return where the owner's code describes a pipeline of AWS, which a change starts and which deploys by itself.

    What its stages wait for stands in calls on objects, and is not read here.
    """
    found = (item for item in called(repo, "Pipeline", "CodePipeline") if _MADE.search(item.call.name))
    own = (item.site.place for item in found if item.site.role is Role.OWN)
    return tuple(
        Evidence(place, f"{place.path} describes a pipeline of AWS, whose stages are not read here") for place in own
    )
