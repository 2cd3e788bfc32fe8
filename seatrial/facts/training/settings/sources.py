"""Where do the settings of a training come from if not from a file: options, classes, a search, the code itself?"""

from collections.abc import Iterator
from enum import StrEnum

from seatrial.facts import fact
from seatrial.facts.code.programs import Program, own_code
from seatrial.facts.training.settings.reads import calls_of, near_training
from seatrial.facts.training.settings.words import are_settings, is_option, is_setting, searches
from seatrial.model import Liveness, Place
from seatrial.model.record import dataclass
from seatrial.read.regex import regex
from seatrial.repo import Repo

_CLASSES = ("dataclass", "BaseModel", "BaseSettings", "NamedTuple", "define", "attrs")
_MODULE = regex(
    r"(^|/)(conf\w*|cfgs?|h?params?|hyper\w*|settings?)(/[^/]+)*\.py$|(^|/)\w*(config|params|settings)\.py$"
)
_LIBRARIES = ("sklearn.", "xgboost.", "lightgbm.", "catboost.", "torch.", "keras.", "tensorflow.", "transformers.")


class Source(StrEnum):
    """Where settings of a training come from."""

    OPTION = "options of a command"
    MODULE = "a module of settings"
    CLASS = "a class of settings"
    SEARCH = "a search"
    CODE = "the code that trains"


@dataclass(frozen=True, slots=True)
class SettingsSource:
    """One place at which code that trains gets its settings."""

    source: Source
    place: Place
    what: str
    liveness: Liveness | None = None


@fact
def settings_sources(repo: Repo) -> tuple[SettingsSource, ...]:
    """Return where code that trains gets its settings, files and tests apart, by place."""
    near = near_training(repo)
    found = [one for item in near for one in (*_options(item), *_classes(item), *_searches(item), *_fixed(item))]
    if near:
        apart = [item for item in own_code(repo) if bool(_MODULE.search(item.path))]
        found += [one for item in apart for one in (*_module(item), *_classes(item))]
    return tuple(sorted(dict.fromkeys(found), key=lambda item: (item.place, item.source)))


def _options(program: Program) -> Iterator[SettingsSource]:
    for call in calls_of(program):
        if is_option(call.name or call.written):
            names = [str(value.literal).lstrip("-") for value in call.args if isinstance(value.literal, str)]
            if name := next(filter(is_setting, names), ""):
                yield _source(program, Source.OPTION, call.line, f"{name} is an option of the command")


def _classes(program: Program) -> Iterator[SettingsSource]:
    """Yield the classes whose fields are settings."""
    for cls in program.file.classes:
        made = (*cls.bases, *(mark.name or mark.written for mark in cls.decorators))
        fields = [item.name for item in cls.attributes if item.annotation and is_setting(item.name)]
        if fields and any(name.rpartition(".")[2].startswith(_CLASSES) for name in made):
            yield _source(program, Source.CLASS, cls.line, f"{cls.name} holds {', '.join(fields[:3])}")


def _module(program: Program) -> Iterator[SettingsSource]:
    """Yield a module of settings, when the constants in it are some of a training."""
    given = [item for item in program.file.assignments if not item.scope and item.value.kind == "literal"]
    if are_settings(item.target.lower() for item in given):
        plain = [item for item in given if is_setting(item.target)] or given
        what = f"{program.path} sets {', '.join(item.target for item in plain[:3])}"
        yield _source(program, Source.MODULE, plain[0].line, what)


def _searches(program: Program) -> Iterator[SettingsSource]:
    for call in program.file.calls:
        if searches(call.name or call.written):
            yield _source(program, Source.SEARCH, call.line, f"{call.written}() searches for the best settings")


def _fixed(program: Program) -> Iterator[SettingsSource]:
    """Yield the calls of libraries, and those that fit, which are given numbers as settings."""
    for call in program.file.calls:
        if call.name.startswith(_LIBRARIES) or call.last in ("fit", "train", "fit_transform"):
            given = [f"{key}={value.literal!r}" for key, value in call.keywords if _is_number(key, value.literal)]
            if given:
                yield _source(program, Source.CODE, call.line, f"{call.written}() is given {', '.join(given[:3])}")


def _is_number(key: str, literal: object) -> bool:
    return is_setting(key) and isinstance(literal, int | float) and not isinstance(literal, bool)


def _source(program: Program, source: Source, line: int, what: str) -> SettingsSource:
    site = program.site(line)
    return SettingsSource(source, site.place, what, site.liveness)
