"""Can it be seen how old the model and its features are, and does anything act when they are too old?"""

import re

from seatrial.facts import fact
from seatrial.facts.code.programs import called, own_code
from seatrial.facts.models.artifacts import artifacts
from seatrial.facts.operations.alert_rules import alert_rules
from seatrial.facts.operations.log_lines import log_fields
from seatrial.facts.reach.reach import reach
from seatrial.facts.serving.watch.measurement import Sort
from seatrial.facts.serving.watch.metrics import measurements
from seatrial.facts.training.origins.lineage import exposed_lineage
from seatrial.facts.training.origins.model_origin import Origin
from seatrial.model import Evidence, as_evidence
from seatrial.read.code.python_record import Comparison
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role

_AGE = caseless(
    r"(model|feature|index|embedding|training)s?_?(age|staleness|freshness)|trained_(at|on)|train(ing)?_(date|time(stamp)?)"
    r"|last_(train|retrain|refresh|reindex)\w*|days_since_(train|retrain|refresh)|staleness|model_(created|built)_at"
)
_LIMIT = caseless(
    r"(^|[_.])max_(\w+_)?age(_(days|hours|limit))?$|(^|[_.])(model|feature|index)_age|(^|[_.])age_(days|hours|limit)"
    r"|days_since_(train|retrain|refresh|deploy|update)|staleness|stale_after|retrain_(after|every)"
)
_DATED = regex(r"20\d\d[-_]?(0\d|1[0-2])[-_]?([0-2]\d|3[01])")


@fact
def shown_ages(repo: Repo) -> tuple[Evidence, ...]:
    """Return where the age of the model or its features is told: by a metric, to callers, or in a log line."""
    found = [
        Evidence(item.place, f"{item.what}: how old it is can be seen")
        for item in measurements(repo)
        if item.sort is Sort.METRIC and item.updated and _AGE.search(item.name)
    ]
    found += [as_evidence(mark) for mark in exposed_lineage(repo) if _tells_date(mark.origin, mark.what)]
    known = reach(repo)
    fields = (item for item in log_fields(repo) if known.is_run(item.site.path, item.site.scope))
    found += [as_evidence(item) for item in fields if _AGE.search(item.name)]
    return tuple(sorted(dict.fromkeys(found)))


def _tells_date(origin: Origin, what: str) -> bool:
    """Tell a date from a version, which says nothing about how old it is."""
    return origin is Origin.DATE and bool(re.search(r"train|date|created|timestamp|_at\b", what))


@fact
def age_limits(repo: Repo) -> tuple[Evidence, ...]:
    """Return where something is done when the model, its features or its index are too old, by place."""
    found = [
        program.evidence(item, f"{item.left.text or item.right.text} is held against a limit")
        for program in own_code(repo)
        for item in program.file.comparisons
        if _is_limit(item) and reach(repo).is_run(program.path, item.scope)
    ]
    found += [
        Evidence(found_.site.place, "a feature view forgets features that are too old")
        for found_ in called(repo, "FeatureView", "BatchFeatureView", "StreamFeatureView")
        if found_.site.counts and found_.call.keyword("ttl") is not None
    ]
    found += [as_evidence(rule) for rule in alert_rules(repo) if _AGE.search(f"{rule.name} {rule.expression}")]
    return tuple(sorted(dict.fromkeys(found)))


def _is_limit(item: Comparison) -> bool:
    return item.operator in {"<", ">", "<=", ">="} and any(_LIMIT.search(side.text) for side in (item.left, item.right))


@fact
def dated_models(repo: Repo) -> tuple[Evidence, ...]:
    """Return the stored models whose name says when they were made."""
    own = (item for item in artifacts(repo) if item.model and item.role is Role.OWN)
    return tuple(Evidence(item.place, "the name of the model tells a date") for item in own if _DATED.search(item.path))
