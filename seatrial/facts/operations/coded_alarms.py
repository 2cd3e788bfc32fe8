"""Which alarms of a cloud does code describe: by the CDK, by Pulumi, by a client of AWS?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.programs import Program, own_code
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, Value
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_MAKES = regex(
    r"aws_cdk\.(?:\w+\.)*aws_cloudwatch\.(?:Cfn)?(?:Composite)?Alarm|aws_cdk\.aws_cloudwatch\.\w+(?:\.\w+)*\.create_alarm"
    r"|pulumi_aws\.cloudwatch\.(?:Metric|Composite)Alarm"
)
_ROUTES = frozenset({"alarm_actions", "AlarmActions"})
_NAMES = ("alarm_name", "AlarmName")
#: Settings that tell how often is looked, and nothing of what is watched.
_ASIDE = caseless(r"(?:tags|period\w*|evaluation_?periods|datapoints_?to_?alarm|treat_?missing_?data|opts|unit)$")


@dataclass(frozen=True, slots=True)
class CodedAlarm:
    """One alarm, with all words that say what it watches."""

    name: str
    place: Place
    said: str
    routed: bool  #: it names who is told, or another call of its file does


@fact
def coded_alarms(repo: Repo) -> tuple[CodedAlarm, ...]:
    """Return the alarms that the owner's code makes, by place."""
    found = (alarm for program in own_code(repo) for alarm in _in_program(program))
    return tuple(sorted(found, key=lambda alarm: alarm.place))


def _in_program(program: Program) -> Iterator[CodedAlarm]:
    calls = program.file.calls
    made = [call for call in calls if _MAKES.fullmatch(call.name) or call.last == "put_metric_alarm"]
    told = bool(made) and any(call.last == "add_alarm_action" for call in calls)
    for call in made:
        words = [word for key, value in call.keywords if key not in _ROUTES and not _ASIDE.match(key)
                 for word in _words(value)]  # fmt: skip
        words += [word for value in call.args for word in _words(value)]
        routed = told or any(key in _ROUTES and value.text != "[]" for key, value in call.keywords)
        yield CodedAlarm(_name(call), program.place_of(call), " ".join(words), routed)


def _name(call: Call) -> str:
    """Return what the alarm is called: its id in the stack, else its name where that is written out."""
    given = [value for key in _NAMES if (value := call.keyword(key)) is not None]
    texts = [value.literal for value in (*call.args[:2], *given) if isinstance(value.literal, str)]
    return texts[0] if texts else call.target or call.last


def _words(value: Value) -> Iterator[str]:
    yield value.string or value.text
    for part in value.parts:
        yield from _words(part)
