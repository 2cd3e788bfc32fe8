"""Is it counted what is refused before or after a model, and do tests try what cannot be?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.programs import Program, programs
from seatrial.facts.serving.watch.metrics import measurements
from seatrial.model import Evidence, as_evidence
from seatrial.read.regex import caseless, regex

_COUNTED = caseless(r"reject|invalid|out_of_range|ood|clip|abstain|guard|outlier|nan|non_?finite|blocked")
_ODD = regex(r"(^|_)(nan|inf|infinite|out_of_range|out_of_bounds|negative|impossible|extreme|outlier|too_\w+)(_|$)")


@fact
def counted_guards(component: Component) -> tuple[Evidence, ...]:
    """Return the metrics that count what was refused."""
    own = component.of(measurements(component.repo))
    return tuple(as_evidence(x) for x in own if x.updated and _COUNTED.search(x.name))


@fact
def odd_tests(component: Component) -> tuple[Evidence, ...]:
    """Return the tests that try what cannot be: not a number, out of range, by their values or their names."""
    found = []
    for program in programs(component.repo):
        for item in program.file.functions if program.is_test and program.path in component else ():
            last = item.name.rpartition(".")[2]
            if last.startswith("test") and (_ODD.search(last.lower()) or _tries_nan(program, item.name)):
                found.append(program.evidence(item, f"{last} tries what cannot be"))
    return tuple(found)


def _tries_nan(program: Program, scope: str) -> bool:
    said = (text.value.lower() for text in program.file.texts if text.scope == scope and text.into == "float")
    names = (name for item in program.file.mentions if item.scope == scope for name in item.names)
    return any(word in {"nan", "inf", "-inf"} for word in said) or any(
        name in {"numpy.nan", "math.nan", "numpy.inf", "math.inf"} for name in names
    )
