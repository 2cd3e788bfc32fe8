"""On which events does a job of GitLab CI run, by its own rules and by those of the whole pipeline?"""

from collections.abc import Iterator

from seatrial.facts.ci.workflow import Event, Trigger
from seatrial.model import Place
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.regex import regex

_SOURCES = {"schedule": Event.SCHEDULE, "merge_request_event": Event.PULL_REQUEST, "push": Event.PUSH,
            "web": Event.MANUAL, "api": Event.OTHER, "pipeline": Event.OTHER, "trigger": Event.OTHER}  # fmt: skip
_ONLY = {"schedules": Event.SCHEDULE, "merge_requests": Event.PULL_REQUEST, "tags": Event.TAG, "web": Event.MANUAL,
         "pushes": Event.PUSH, "api": Event.OTHER, "triggers": Event.OTHER}  # fmt: skip
_SOURCE = regex(r"CI_PIPELINE_SOURCE\s*==\s*[\"'](\w+)[\"']")
_BRANCH = regex(r"CI_COMMIT_(?:BRANCH|REF_NAME)\s*==\s*(?:[\"']([^\"']+)[\"']|(\$CI_DEFAULT_BRANCH))")


def triggers_of(place: Place, rules: Node, only: Node, *, manual: bool) -> tuple[Trigger, ...]:
    """Return the triggers by ``rules``, else by ``only``, else those of every job."""
    if manual:
        return (Trigger(Event.APPROVAL, place),)
    if rules.elements:
        return tuple(trigger for rule in rules.elements for trigger in _of_rule(place.path, rule))
    refs = only.texts or only.at("refs").texts
    if refs:
        events = [_ONLY.get(ref, Event.PUSH) for ref in refs]
        return tuple(Trigger(event, place, (ref,) if event is Event.PUSH and ref not in {"branches", "pushes"} else ())
                     for ref, event in zip(refs, events, strict=True))  # fmt: skip
    return (Trigger(Event.PUSH, place), Trigger(Event.PULL_REQUEST, place))


def _of_rule(path: str, rule: Node) -> Iterator[Trigger]:
    condition, when = rule.at("if").text, rule.at("when").text
    place = Place(path, rule.line)
    if when == "never":
        return
    if when == "manual":
        yield Trigger(Event.APPROVAL, place)
        return
    paths = rule.at("changes").texts or rule.at("changes", "paths").texts
    sources = [_SOURCES.get(name, Event.OTHER) for name in _SOURCE.findall(condition)]
    branches = tuple(found[0] or found[1] for found in _BRANCH.findall(condition))
    if "CI_COMMIT_TAG" in condition and "!=" not in condition:
        sources.append(Event.TAG)
    if "CI_MERGE_REQUEST" in condition:
        sources.append(Event.PULL_REQUEST)
    for event in sources or [Event.PUSH]:
        yield Trigger(event, place, branches, paths)


def allowed(triggers: tuple[Trigger, ...], path: str, rules: Node) -> tuple[Trigger, ...]:
    """Keep the triggers for which ``workflow: rules`` make a pipeline at all."""
    if not rules.elements or any(not rule.at("if") and rule.at("when").text != "never" for rule in rules.elements):
        return triggers
    made = [trigger for rule in rules.elements for trigger in _of_rule(path, rule)]
    events = {trigger.event for trigger in made}
    if Event.OTHER in events:
        return triggers
    changes = any(trigger.on_change for trigger in made)
    kept = {Event.MANUAL, Event.APPROVAL, Event.OTHER, *events}
    return tuple(one for one in triggers if one.event in kept or (one.on_change and changes))
