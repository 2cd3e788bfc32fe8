"""Which programs answer people by a bot, or take messages out of a queue, and have no door on the network?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.asking import bots
from seatrial.facts.serving.answering import answers_on_network
from seatrial.facts.serving.foreign_listeners import foreign_listeners
from seatrial.facts.serving.foreign_signs import ForeignSign, foreign, foreign_askers
from seatrial.facts.serving.foreign_words import Sign
from seatrial.facts.serving.serving import served
from seatrial.model import Place
from seatrial.read.regex import caseless

#: Words by which a program takes messages of other programs; all else that waits answers people.
_QUEUES = caseless(
    r"kafka|amqp|rabbit|nats|pubsub|machinery|asynq|jms|sqs|stream|incoming|messagedriven|pulsar|messagelistener"
    r"|delivercallback|defaultconsumer|mqtt|iconsumer|basicconsumer|servicebus|trigger|lapin|apalis|mosquitto|sidekiq"
    r"|applicationjob|karafka|sneakers|shouldqueue|broadway|oban|\.consume|\.consumer|bull|bee-queue|receivemessage"
    r"|new consumer|subscription\.on"
)


@fact
def waiting(component: Component) -> tuple[ForeignSign, ...]:
    """Return what waits for messages in a language in which models are asked, what asks itself and is outermost first.

    Nothing where the component answers on the network as well: that is then what is judged.
    """
    repo = component.repo
    serving = component.of(foreign(repo, Sign.SERVER))
    if served(component) or answers_on_network(component) or serving:
        return ()
    asking = component.of(foreign_askers(repo))
    spoken, paths = {one.language for one in asking}, {one.place.path for one in asking}
    found = [one for one in component.of(foreign_listeners(repo)) if one.language in spoken]
    return tuple(sorted(found, key=lambda one: (one.place.path not in paths, one.place.path.count("/"), one.place)))


def answers_as_a_bot(component: Component) -> bool:
    """Tell whether people reach the model by a bot alone, which holds a connection to the platform of a chat."""
    heard = waiting(component)
    if heard:
        return not any(_QUEUES.search(one.text) for one in heard)
    return bool(bots(component)) and not (served(component) or answers_on_network(component))


def takes_messages(component: Component) -> bool:
    """Tell whether only a queue brings what a program in another language answers by a model."""
    heard = waiting(component)
    return bool(heard) and not answers_as_a_bot(component)


def waits_at(component: Component) -> tuple[Place, ...]:
    """Return the one program that waits for messages, () where nothing tells which of several is meant."""
    heard = waiting(component)
    asking = {one.place.path for one in component.of(foreign_askers(component.repo))} if heard else set[str]()
    first = [one for one in heard if one.place.path in asking] or heard
    return (first[0].place,) if len({one.place.path for one in first}) == 1 else ()
