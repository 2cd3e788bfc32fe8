"""Does the component make a model of its own, or does it only help others to make theirs?"""

import re
from typing import Final

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.archetype import archetype
from seatrial.facts.code.code_index import contents
from seatrial.facts.code.programs import called
from seatrial.facts.code.python_files import python_file, python_files
from seatrial.facts.documents.cards import model_cards
from seatrial.facts.inference.model_loads import ModelLoad, model_loads
from seatrial.facts.models.artifacts import artifacts
from seatrial.facts.models.hub_models import hub_models
from seatrial.facts.training.origins.model_registry import Registration, registrations
from seatrial.facts.training.training import Training, training
from seatrial.facts.training.training_calls import KEEPS
from seatrial.model import Archetype, Surface
from seatrial.read.code.python_record import PythonFile
from seatrial.read.regex import regex
from seatrial.repo import Role, role

#: Parameters by which a net is asked for so many more tokens.
_TOKENS: Final = frozenset({"max_new_tokens", "max_gen_len", "max_tokens", "num_new_tokens"})
NO_MODEL: Final = "no model is made, loaded or shipped here"
_TUNES = regex(r"\b(?:trl|unsloth|axolotl)\.|(?:SFT|DPO|ORPO|GRPO|PPO|KTO|Reward)Trainer\b")
#: Folders and files of a library in which something is fitted to measure it, to try it or to look back at it.
#: What learners are given to do: a course makes no model, though all of its pages fit one.
_TAUGHT = regex(r"(?:^|/)(?:\w+_)?exercises?(?:[-_]files)?/", re.IGNORECASE)
_BESIDE = regex(
    r"bench|profil(?:e|ing)|(?:^|/)(?:experiments?|contrib|deprecated|postmodel\w*|tuning|sweeps?|dev|development)/",
    re.IGNORECASE,
)


@fact
def own_trainings(component: Component) -> tuple[Training, ...]:
    """Return the calls that fit a model of the component's own.

    A library of algorithms fits what its users bring, and its examples and benchmarks fit to show how: no model comes
    of that unless its own code keeps one, or one is shipped. What a class fits for its callers is theirs. An
    application that is taken for one around language models, though something is fitted in it, uses the fit up.
    What the examples of a product fit, and nothing else does, shows what to bring.
    """
    found = tuple(item for item in component.of(training(component.repo)) if not _TAUGHT.search(item.site.path))
    taken = archetype(component)
    if taken.archetype is Archetype.LLM_APP and not taken.declared:
        return ()
    if taken.archetype is not Archetype.LIBRARY:
        return () if _only_shown(component, found) else found
    counted = tuple(item for item in found if item.site.counts and not _BESIDE.search(item.site.path))
    if any(one.model and not one.is_test for one in component.of(artifacts(component.repo))):
        return counted
    return tuple(item for item in counted if not _for_callers(component, item)) if _keeps(component) else ()


def trains_here(component: Component) -> bool:
    """Tell whether the component trains a model of its own."""
    return bool(own_trainings(component))


def _only_shown(component: Component, found: tuple[Training, ...]) -> bool:
    """Tell what examples alone fit, beside a product that holds no model: a server shows by them what to bring."""
    if not found or any(item.site.role is not Role.EXAMPLE for item in found):
        return False
    files = (file for file in python_files(component.repo) if file.path in component)
    product = any(file.functions and role(component.repo, file.path) is Role.OWN for file in files)
    return product and not any(one.model and one.role is Role.OWN for one in component.of(artifacts(component.repo)))


def _for_callers(component: Component, item: Training) -> bool:
    """Tell what fits rows that it is given, in a file nobody starts: ``Wrapper.fit(self, x, y)``, ``tune(rows)``."""
    file = python_file(component.repo, item.site.path)
    if file is None or any(call.inside and "main" in call.inside for call in file.calls):
        return False
    if _fits_what_is_handed(file, item):
        return True
    owner = item.site.scope.rpartition(".")[0]
    return any(owner == cls.name or owner.startswith(f"{cls.name}.") for cls in file.classes)


def _fits_what_is_handed(file: PythonFile, item: Training) -> bool:
    """Tell whether a function fits rows that one of its own parameters holds, or one of those around it."""
    around = [one for one in file.functions if f"{item.site.scope}.".startswith(f"{one.name}.")]
    handed = {parameter.name.lstrip("*") for one in around for parameter in one.parameters} - {"self", "cls"}
    fits = (call for call in file.calls if call.line == item.site.line and call.scope == item.site.scope)
    given = (value.text for call in fits for value in (*call.args, *(value for _, value in call.keywords)))
    return any(text.partition(".")[0].partition("[")[0] in handed for text in given)


def _keeps(component: Component) -> bool:
    sites = (found.site for found in called(component.repo, *KEEPS))
    return any(site.counts and site.path in component for site in sites)


def keeps_model(component: Component) -> bool:
    """Tell whether anything keeps a model once it is fitted; false only where plain fits end with their program.

    Trainers write checkpoints of their own accord, and what is loaded or stored here was kept at some time.
    """
    repo = component.repo
    plain = all(
        item.call.rpartition(".")[2] == "fit" and "Trainer" not in item.call for item in own_trainings(component)
    )
    written = any(found.site.path in component for found in called(repo, *KEEPS, "autolog", "ModelCheckpoint"))
    loaded = any(component.of(model_loads(repo))) or any(one.model for one in component.of(artifacts(repo)))
    return not plain or written or loaded or bool(component.of(registrations(repo)))


def may_hold_model(component: Component) -> bool:
    """Tell whether there may be a model: none in a library that stores, loads and makes none, or says so itself."""
    denied = component.repo.settings.surfaces.get(Surface.OWN_MODEL) is False
    stored = any(one.model and not one.is_test for one in component.of(artifacts(component.repo)))
    if not stored and teaches(component):
        return False
    if stored or archetype(component).archetype is not Archetype.LIBRARY:
        return True
    # a library of algorithms that loads no model and makes none leaves models to its users
    loads = (one for one in model_loads(component.repo) if one.path in component)
    loads = (one for one in loads if not _is_named_by_callers(component, one))
    offered = any(role(component.repo, one.path) is Role.OWN for one in loads)
    return not denied and (offered or has_own_model(component) or any(component.of(model_cards(component.repo))))


def teaches(component: Component) -> bool:
    """Tell a course: models are fitted in the exercises of learners, and nowhere else."""
    fitted = component.of(training(component.repo))
    return bool(fitted) and all(_TAUGHT.search(item.site.path) for item in fitted)


def _is_named_by_callers(component: Component, load: ModelLoad) -> bool:
    """Tell a load of what a function or an object of the library is handed, ``Backend(model).load()``."""
    file = python_file(component.repo, load.path)
    handed = [value.text for value in (*load.call.args, *(value for _, value in load.call.keywords))
              if value.kind == "name"]  # fmt: skip
    if file is None or any(value.kind == "literal" for value in load.call.args[:1] if load.call.last != "pipeline"):
        return False
    own = load.scope.rpartition(".")[0]
    near = [one for one in file.functions if one.name in (load.scope, f"{own}.__init__")]
    given = {parameter.name.lstrip("*") for one in near for parameter in one.parameters}
    return any(text.removeprefix("self.") in given for text in handed)


def has_own_model(component: Component) -> bool:
    """Tell whether the component trains, tunes or registers a model of its own.

    Examples of a library show how. What a platform that trains nothing registers for whoever calls it is theirs.
    """
    return bool(own_trainings(component)) or any(
        _registers_own(component, one) for one in component.of(registrations(component.repo))
    )


def _registers_own(component: Component, one: Registration) -> bool:
    trains = any(item.site.role is Role.OWN for item in component.of(training(component.repo)))
    if archetype(component).archetype is Archetype.LIBRARY:
        return one.site.counts
    return trains or (one.site.role is not Role.EXAMPLE and not _is_handed(component, one))


def _is_handed(component: Component, one: Registration) -> bool:
    """Tell whether a function registers what it is handed: ``def upload(args): OutputModel(name=args.name)``."""
    inside = contents(component.repo, one.site.path)
    function = inside.functions.get(one.site.scope)
    given = {parameter.name.lstrip("*") for parameter in function.parameters} if function else set()
    calls = (call for call in inside.calls.get(one.site.scope, ()) if call.line == one.site.line)
    values = [value for call in calls for value in (*call.args, *(value for _, value in call.keywords))]
    return any(value.kind == "name" and value.text.partition(".")[0] in given - {"self"} for value in values)


def only_of_others(component: Component) -> bool:
    """Tell a library that makes and holds no model, and fetches from a hub those of others."""
    held = any(one.model and not one.is_test for one in component.of(artifacts(component.repo)))
    library = archetype(component).archetype is Archetype.LIBRARY and not has_own_model(component)
    return library and not held and bool(component.of(hub_models(component.repo)))


def tunes_language_model(component: Component) -> bool:
    """Tell whether what is trained here is a language model: by the libraries that tune such models, or its own net."""
    trained = own_trainings(component)
    return any(_TUNES.search(item.call) for item in trained) or (bool(trained) and _writes_tokens(component))


def _writes_tokens(component: Component) -> bool:
    """Tell whether a net of the owner's writes text token by token: ``generate(idx, max_new_tokens, temperature)``."""
    files = (file for file in python_files(component.repo) if file.path in component)
    return any(
        function.in_class and function.name.endswith(".generate") and {p.name for p in function.parameters} & _TOKENS
        for file in files
        if role(component.repo, file.path) is Role.OWN
        for function in file.functions
    )
