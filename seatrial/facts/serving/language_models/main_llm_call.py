"""Which of the calls that ask a language model is the one to name to its owner?"""

from collections import Counter
from collections.abc import Mapping

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.asking import prepares
from seatrial.facts.inference.handed_tools import Handover, handovers
from seatrial.facts.inference.inference import Runs
from seatrial.facts.operations.answer_paths import answer_paths
from seatrial.facts.product.own_trainings import own_trainings
from seatrial.facts.product.parts import by_part, part_of
from seatrial.facts.product.standing_beside import stands_beside
from seatrial.facts.reach.running import runs
from seatrial.facts.serving.answering import asked_elsewhere
from seatrial.facts.serving.serving import served
from seatrial.facts.signs import llm_calls
from seatrial.facts.testing.evaluation_cases import EVAL_PATHS
from seatrial.model import Evidence, Place, as_evidence
from seatrial.read.regex import caseless, regex

#: Code that asks a model to look after the project, besides what stands beside the product anyway.
_HELPS = caseless(
    r"(?:^|[/_.-])(?:verify|evals?|evaluat\w*|bench\w*|scripts?|tools?|utils|notes|generate_dataset|synth\w*_(?:\w+_)?(?:pairs|data|samples)|label\w*)"
    r"(?=[/_.-]|$)"
)

#: Code that asks a model about what goes in or comes out, and not for the answer.
_GUARDS = caseless(r"(?:^|[/_.-])(?:guard\w*|moderat\w*|screen\w*|rails|middlewares?)(?=[/_.-])")

#: Functions that ask a model what to do with a question, or how good an answer is, and answer nobody.
_AROUND = caseless(
    r"(?:^|[/_.-])(?:rout(?:e|er|ing)|classif\w*|intents?|judg\w*|grad(?:e|er|ing)|rewrit\w*|expan(?:d\w*|sion)|extract\w*"
    r"|filters?|condens\w*|synthesi\w*|decompos\w*|hyde|titles?|casual|small_?talk|relevan\w*|fallback|need_more|no_results"
    r"|out_of_scope|clarif\w*)(?=[/_.-]|$)"
)
#: Words of functions that write an answer.
_WRITES = caseless(r"(?:^|[/_.-])(?:generat\w*|answer\w*|respon[ds]\w*|reply|complet\w*|chat|summar\w*)")
_WORD_ENDS = regex(r"(?<=[a-z])(?=[A-Z])")

#: Functions that ask only whether somebody answers: ``is_key_valid``, ``check_connection``.
_PROBES = regex(r"(?:^|[_.])(?:valid|validate|verify|ping|test_connection|check|health)(?=[_. ]|$)[^ ]* calls ")


@fact
def main_llm_call(component: Component) -> Evidence | None:
    """Return the call of a hosted language model that the product rests on; None where none is asked.

    What answers most endpoints comes first, then the endpoint that gets to some model by a way that is not followed,
    then what is no chore, and of the rest what is most the product's own. Texts that are only embedded answer nobody,
    and what only tries a key asks nothing. Behind a guard that asks stands the agent that it guards.
    """
    ways = [item for item in served(component) if item.way is not None]
    answering = _answering(component)
    best = _that_answers(component, _of_first_door(component) or next(iter(asking_calls(component)), None))
    # an endpoint beside a training answers with the model that is trained, and with no language model
    far = () if own_trainings(component) else ways
    remote = next((item for item in far if item.way and item.way.call.runs is Runs.REMOTE_MODEL), None)
    if best and remote:
        path = best.place.path
        if best.place not in answering or _HELPS.search(path) or stands_beside(path):
            return as_evidence(remote)
    if best and _GUARDS.search(best.place.path):
        return next((as_evidence(agent) for agent in agents_made(component)), best)
    return best or next((as_evidence(call) for call in asked_elsewhere(component)), None)


@fact
def main_llm_calls(component: Component) -> tuple[Evidence, ...]:
    """Return the main call, and those of which nothing but their place tells that they are not: what doors ask, too."""
    main, calls, answering = main_llm_call(component), asking_calls(component), _answering(component)
    if main is None or main.place not in {call.place for call in calls}:
        return () if main is None else (main,)
    if main.place in answering:
        return (main, *(call for call in calls if call.place in answering and call != main))
    rank = next(_standing(component, call, answering)[:-1] for call in calls if call.place == main.place)
    return (main, *(call for call in calls if call != main and _standing(component, call, answering)[:-1] == rank))


def _of_first_door(component: Component) -> Evidence | None:
    """Return the call of the first door that asks, where its way there is known and nothing else is seen to run it."""
    doors = (item.way.call for item in served(component) if item.way is not None)
    first = next((call for call in doors if call.runs is Runs.LLM), None)
    if first is None or first.place in {call.place for call in llm_calls(component)}:
        return None
    found = as_evidence(first)
    return None if prepares(found) or first.path not in component.own else found


def _that_answers(component: Component, best: Evidence | None) -> Evidence | None:
    """Return the call behind the same door that writes the answer, where the first one only looks at the question."""
    if best is None or not _AROUND.search(_names(best)):
        return best
    node = best.place.path, _scope(best)
    door = next((path for path in answer_paths(component) if node in path.scopes), None)
    if door is not None and _AROUND.search(f"{door.served.endpoint.url}/{door.served.endpoint.handler}"):
        return best  # that is what people ask it for
    calls = (call for call in asking_calls(component) if not _AROUND.search(_names(call)))
    calls = (call for call in calls if door is None or (call.place.path, _scope(call)) in door.scopes)
    return next((call for call in calls if _WRITES.search(_names(call))), best)


def _scope(call: Evidence) -> str:
    return call.what.partition(" calls ")[0]


def _names(call: Evidence) -> str:
    """Return the words of a function, its file and the folder of that."""
    near = "/".join(call.place.path.removesuffix(".py").split("/")[-2:])
    return _WORD_ENDS.sub("_", f"{near}/{_scope(call)}")


@fact
def asking_calls(component: Component) -> tuple[Evidence, ...]:
    """Return the calls of hosted language models, those behind endpoints first; where one is, none that helps.

    What only turns texts into numbers is among them where nothing else is asked.
    """
    answering = _answering(component)
    calls = sorted(llm_calls(component), key=lambda call: _standing(component, call, answering))
    calls = [call for call in calls if not prepares(call)] or calls
    apart = [call for call in calls if call.place in answering or not _HELPS.search(call.place.path)]
    return tuple(apart if calls and calls[0].place in answering else calls)


@fact
def _answering(component: Component) -> Mapping[Place, int]:
    """Return how the calls that endpoints get to stand: those of most endpoints first, then by the first of each."""
    ways = [item.way.call for item in served(component) if item.way is not None]
    doors = Counter(call.place for call in ways if call.runs is Runs.LLM)  # equal ones stay in the order of endpoints
    return {place: number for number, (place, _) in enumerate(doors.most_common())}


def _standing(component: Component, call: Evidence, answering: Mapping[Place, int]) -> tuple[object, ...]:
    path = call.place.path
    return (
        prepares(call),
        answering.get(call.place, len(answering)),
        bool(_PROBES.search(call.what)),
        bool(EVAL_PATHS.search(path)),
        bool(_HELPS.search(path)),
        part_of(component.repo, path),
        call.place,
    )


@fact
def agents_made(component: Component) -> tuple[Handover, ...]:
    """Return where running code hands a model its tools, the product's own first."""
    made = (one for one in component.of(handovers(component.repo)) if runs(component, one.site))
    return tuple(by_part(component.repo, made))
