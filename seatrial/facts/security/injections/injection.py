"""What is an injection: a text that becomes something that acts."""

from seatrial.facts.code.programs import InCode, Site
from seatrial.facts.security.injections.sink_table import Danger
from seatrial.model import Confidence
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call


@dataclass(frozen=True, slots=True)
class Injection(InCode):
    """One call that turns a text into something that acts."""

    site: Site
    call: str
    danger: Danger
    origin: str = ""  #: where the text is shown to come from; "" when it is only not fixed
    via: tuple[str, ...] = ()  #: the functions it passes, from the handler on

    @property
    def what(self) -> str:
        if not self.origin:
            return (
                f"{self.call} is given {self.danger} that is put together when it runs, from parts not traced further"
            )
        passed = f"passes through {' and '.join(dict.fromkeys(self.via))} and " if self.via else ""
        return f"{self.origin} {passed}reaches {self.call} unchecked, as {self.danger}"

    @property
    def confidence(self) -> Confidence:
        """Only a flow that is shown is verified."""
        return Confidence.VERIFIED if self.origin else Confidence.LIKELY


def call_name(call: Call) -> str:
    """Return how a call is shown: as it stands, shortened to its last part when it is long."""
    return call.written if len(call.written) < 60 else call.last
