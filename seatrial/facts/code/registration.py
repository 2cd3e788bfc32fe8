"""Which decorators hand what they decorate to somebody who will call it?"""

from seatrial.read.code.python_record import Call
from seatrial.read.regex import regex

#: They change or wrap what they decorate, and nobody else gets hold of it.
_WRAPPING = regex(
    r"staticmethod|classmethod|(cached_)?property|(lru_)?cached?|wraps|(async)?contextmanager|overload|abstractmethod"
    r"|no_grad|inference_mode|enable_grad|n?jit|vectorize|compile|script|override|deprecated|final|[sg]etter|deleter"
    r"|singledispatch(method)?|total_ordering|dataclass(es|_json)?|define|frozen|mutable|attrs?|s|runtime_checkable"
    r"|unique|cache_(data|resource)|experimental_\w+|profile|retry|time[drt]?|timeit|trace(able)?|observe"
    r"|validate_(call|arguments)|typechecked|beartype|function|custom_gradient|[vp]map|grad|checkpoint|patch"
    r"|parametrize|skip(if)?|xfail|slow|pass_(context|obj)|option|argument|(version|help|confirmation)_option"
    r"|login_required|limit|exempt|cross_origin|instrument|count_exceptions|track_inprogress|(a?sync_)?to_(thread|sync)"
)
#: They hand it to a framework: a route, a task, a command, a hook.
_REGISTERING = regex(
    r"get|post|put|delete|patch|options|head|(api_)?route|websocket(_route)?|middleware|\w*errorhandler"
    r"|exception_handler|context_processor|template_filter|while_serving|startup|shutdown|lifespan|listener"
    r"|(shared_|periodic_)?task|actor|flow|op|job|(multi_)?asset|asset_check|schedule|sensor|resource|component"
    r"|pipeline|step|node|dag|workflow|deployment|service|api|batch|ingress|(web_|fastapi_)?endpoint|[aw]sgi_app"
    r"|remote|cls|(local_)?entrypoint|command|group|(result_)?callback|tool|(system_)?prompt|agent|subscriber?|publisher"
    r"|consumer?|handler?|event|receiver|hook(impl)?|fixture|http|cloud_event|\w+_trigger|scheduled_job|cron"
    r"|(pandas_)?udf|data_loader|transformer|data_exporter|worker_(process_)?init|connect|receive|message|filter"
    r"|simple_tag|inclusion_tag|(model_|field_|root_)?validator|field_serializer|computed_field"
    r"|(\w+_)?regist(er|ry)\w*|add_\w+|on|on_\w+|before_\w+|after_\w+|export_\w+|\w*factory"
)


def registers(decorator: Call) -> bool:
    """Tell whether a decorator registers what it decorates, by its name, or since it hangs on an object."""
    last = decorator.last
    if _REGISTERING.fullmatch(last):
        return True
    if _WRAPPING.fullmatch(last) or "." not in decorator.written:
        return False
    owners = decorator.name.split(".")[:-1]
    return decorator.name.startswith(".") or any(part[:1].isupper() or "regist" in part for part in owners)


def keeps_class(decorator: Call) -> bool:
    """Tell whether a decorator of a class only changes the class: ``@dataclass``."""
    return bool(_WRAPPING.fullmatch(decorator.last))
