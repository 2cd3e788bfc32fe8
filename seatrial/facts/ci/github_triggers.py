"""On which events does a GitHub workflow start, and which of them reach a job under its condition?"""

import re
from collections.abc import Iterator

from seatrial.facts.ci.workflow import Event, Trigger
from seatrial.model import Place
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.regex import regex

_EVENTS = {
    "push": Event.PUSH, "pull_request": Event.PULL_REQUEST, "pull_request_target": Event.PULL_REQUEST,
    "merge_group": Event.PULL_REQUEST, "schedule": Event.SCHEDULE, "workflow_dispatch": Event.MANUAL,
    "repository_dispatch": Event.OTHER, "release": Event.RELEASE, "workflow_call": Event.CALL, "create": Event.TAG,
}  # fmt: skip
_EVENT_IS = regex(r"github\.event_name\s*==\s*'(\w+)'")


def triggers_of(path: str, node: Node) -> tuple[Trigger, ...]:
    """Return the triggers of ``on:``, written as a name, a list or a mapping."""
    if node.kind == "mapping":
        return tuple(trigger for name, given in node.pairs for trigger in _triggers(path, name, given))
    return tuple(Trigger(_EVENTS.get(name, Event.OTHER), Place(path, node.line)) for name in node.texts)


def _triggers(path: str, name: str, given: Node) -> Iterator[Trigger]:
    event, place = _EVENTS.get(name, Event.OTHER), Place(path, given.line)
    if event is Event.SCHEDULE:
        yield from (Trigger(event, Place(path, item.line), cron=item.at("cron").text) for item in given.elements)
        return
    tags, branches = given.at("tags"), given.at("branches").texts
    paths, ignored = given.at("paths").texts, given.at("paths-ignore").texts
    if name == "push" and (tags or given.has("tags-ignore")):
        yield Trigger(Event.TAG, Place(path, (tags or given).line))
        if not branches and not given.has("branches-ignore"):
            return
    yield Trigger(event, place, branches, paths, ignored)


def narrowed(triggers: tuple[Trigger, ...], condition: str) -> tuple[Trigger, ...]:
    """Keep the triggers under which a condition can hold; what is not understood keeps all."""
    names = _EVENT_IS.findall(condition)
    if names and "!=" not in condition:
        wanted = {_EVENTS.get(name, Event.OTHER) for name in names}
        if "refs/tags" in condition and "||" in condition:
            wanted.add(Event.TAG)
        return tuple(trigger for trigger in triggers if trigger.event in wanted)
    if re.fullmatch(r"[^|!]*refs/tags[^|]*", condition):
        return tuple(trigger for trigger in triggers if trigger.event in {Event.TAG, Event.RELEASE})
    return triggers
