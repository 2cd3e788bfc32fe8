"""Which of the programs that measure latency get to a model, and not only to what stands around it?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.python_files import python_file
from seatrial.facts.inference.inference_paths import inference_path
from seatrial.facts.testing.benchmarks import BenchmarkScript, benchmark_scripts
from seatrial.read.regex import caseless
from seatrial.repo import Repo

_REPLACED = caseless(r"(?:^|/)(?:archived?|archives|old|legacy|deprecated)/")


@fact
def model_benchmarks(component: Component) -> tuple[BenchmarkScript, ...]:
    """Return the programs that measure, what was replaced last; where some get to a model, those alone.

    The formatting of a text takes time, too.
    """
    found = sorted(component.of(benchmark_scripts(component.repo)), key=lambda one: bool(_REPLACED.search(one.path)))
    return tuple(one for one in found if _gets_to_a_model(component.repo, one.path)) or tuple(found)


def _gets_to_a_model(repo: Repo, path: str) -> bool:
    file = python_file(repo, path)
    scopes = {call.scope for call in file.calls} if file else set()
    return any(inference_path(repo, path, scope) for scope in sorted(scopes))
