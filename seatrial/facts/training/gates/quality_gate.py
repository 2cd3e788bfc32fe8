"""What is a quality gate of a model: the noun that code, pipelines and CI are read into?"""

from enum import StrEnum

from seatrial.facts.code.programs import InCode, Site
from seatrial.model.record import dataclass


class Holds(StrEnum):
    """What a gate does when the model is not good enough."""

    STOPS = "stops the run"
    PROMOTION = "holds back the promotion"
    NOTHING = "stops nothing"


@dataclass(frozen=True, slots=True)
class Gate(InCode):
    """One place where a model's quality decides about what happens next."""

    site: Site
    judges: str  #: what is compared, as written: "f1 < min_f1", or the name of the step
    holds: Holds
    named: bool  #: the threshold has a name of its own, or is an earlier model
    promotes: bool  #: the code around it registers, promotes or deploys a model
    idle: bool = False  #: it can hardly fail: judged on training data, or a bound that guessing keeps
    champion: bool = False  #: it is judged against an earlier model
    turned: bool = False  #: it lets the worse of two models through

    @property
    def what(self) -> str:
        return f"{self.judges} lets the worse model through" if self.turned else f"{self.judges} {self.holds}"
