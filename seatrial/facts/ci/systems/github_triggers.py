"""On which events does a GitHub workflow start, and which of them reach a job under its condition?"""

from collections.abc import Iterator
from dataclasses import replace

from seatrial.facts.ci.workflow import Event, Trigger
from seatrial.model import Place
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.regex import caseless, regex

_EVENTS = {
    "push": Event.PUSH, "pull_request": Event.PULL_REQUEST, "pull_request_target": Event.PULL_REQUEST,
    "merge_group": Event.PULL_REQUEST, "schedule": Event.SCHEDULE, "workflow_dispatch": Event.MANUAL,
    "repository_dispatch": Event.OTHER, "release": Event.RELEASE, "workflow_call": Event.CALL, "create": Event.TAG,
    "workflow_run": Event.AFTER,
}  # fmt: skip
#: Events of which it is known whether their ref is a tag; a manual start may choose one.
_WITH_REF = {Event.PUSH, Event.PULL_REQUEST, Event.TAG, Event.RELEASE, Event.SCHEDULE}
_EVENT = regex(r"github\.event_name\s*(==|!=)\s*['\"](\w+)['\"]")
_TAG_ONLY = caseless(
    r"(!?)\s{0,20}(?:startswith|contains)\(\s*github\.ref\s*,\s*'refs/tags|github\.ref_type\s*(==|!=)\s*'tag'"
)
_BRANCH_ONLY = regex(r"github\.ref\s*==\s*['\"]refs/heads/|github\.ref_name\s*==\s*")
#: Types of events of a pull request that a change to its code brings about.
_CHANGES = {"opened", "synchronize", "reopened", "edited", "ready_for_review", "converted_to_draft"}


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
    types = given.at("types").texts
    if event is Event.PULL_REQUEST and types and not _CHANGES & set(types):
        event = Event.OTHER  # a label, a comment or the end of it
    tags, branches, others = given.at("tags"), given.at("branches").texts, given.at("branches-ignore").texts
    paths, ignored = given.at("paths").texts, given.at("paths-ignore").texts
    if name == "push" and (tags or given.has("tags-ignore")):
        yield Trigger(Event.TAG, Place(path, (tags or given).line))
        if not branches and not others:
            return
    yield Trigger(event, place, branches, paths, ignored, others, follows=given.at("workflows").texts)


def narrowed(triggers: tuple[Trigger, ...], condition: str) -> tuple[Trigger, ...]:
    """Keep the triggers under which a condition can hold; what is not understood keeps all.

    Alternatives are taken one by one, brackets left out: that may keep a trigger too many, and never one too few.
    """
    if not condition:
        return triggers
    ways = [way.split("&&") for way in condition.split("||")]
    kept = (_under(trigger, parts) for trigger in triggers for parts in ways)
    return tuple(dict.fromkeys(trigger for trigger in kept if trigger))


def _under(trigger: Trigger, parts: list[str]) -> Trigger | None:
    """Return what is left of a trigger when all parts of a condition hold, None when they cannot."""
    for part in parts:
        if found := _EVENT.search(part):
            same = _EVENTS.get(found[2], Event.OTHER) is trigger.event or _is_tag_push(trigger, found[2])
            if same is not (found[1] == "=="):
                return None
        if found := _TAG_ONLY.search(part):
            wanted = found[1] != "!" and found[2] != "!="
            if wanted and trigger.event is Event.PUSH and not trigger.branches:
                trigger = replace(trigger, event=Event.TAG)
            elif wanted is not (trigger.event in {Event.TAG, Event.RELEASE}) and trigger.event in _WITH_REF:
                return None
        if _BRANCH_ONLY.search(part) and trigger.event in {Event.PULL_REQUEST, Event.TAG, Event.RELEASE}:
            return None
    return trigger


def _is_tag_push(trigger: Trigger, name: str) -> bool:
    """A pushed tag is a push to GitHub."""
    return trigger.event is Event.TAG and name == "push"
