"""Is what is fitted used up by the run that fits it, so that there is no model to keep, to version or to hold back?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.ml_libraries import UI_LIBRARIES
from seatrial.facts.code.programs import called
from seatrial.facts.code.python_files import python_file
from seatrial.facts.models.artifacts import artifacts
from seatrial.facts.product.kept_models import keeps_model, loaded_from_files
from seatrial.facts.product.own_trainings import own_trainings
from seatrial.facts.product.parts import part_of
from seatrial.facts.product.whose import Whose, comes, has_own_model
from seatrial.facts.reach.running import runs
from seatrial.facts.training.main_training import main_training
from seatrial.facts.training.origins.engines import engine_runs
from seatrial.facts.training.origins.model_registry import registrations
from seatrial.facts.training.origins.stores import model_stores
from seatrial.read.regex import caseless

_ANSWERS = ("predict", "predict_proba", "forecast", "get_forecast", "transform", "decision_function", "infer_vector")
_TABLES = ("to_csv", "to_parquet", "to_sql", "to_gbq", "to_excel", "to_json", "savez", "savez_compressed")
_MORE_TABLES = ("write_parquet", "write_csv", "write_ndjson", "write_database", "saveAsTable")
_SAID = caseless(r"forecast|nowcast|predict|\bpreds?\b|recommendations?")  #: what a model said, by how it is called


@fact
def is_fitted_anew(component: Component) -> bool:
    """Tell whether a service or a page fits a model for each of its answers, and nothing keeps one."""
    main = main_training(component)
    if main is None or keeps_model(component):
        return False
    file = python_file(component.repo, main.site.path)
    served = part_of(component.repo, main.site.path, main.site.scope).in_service
    return served or (file is not None and not UI_LIBRARIES.isdisjoint(file.packages))


@fact
def is_used_up(component: Component) -> bool:
    """Tell whether each run fits its model anew for what it writes or answers, and nothing keeps one.

    So forecasts are made by methods that are fitted on all days until today. A program that only prints how good its
    model is, and a notebook, have one that is still to be kept.
    """
    main = main_training(component)
    if main is None or main.site.notebook or keeps_model(component):
        return False
    fitting = {item.site.path for item in own_trainings(component)}
    answers = any(found.site.path in fitting for found in called(component.repo, *_ANSWERS))
    tables = (found.site for found in called(component.repo, *_TABLES))
    written = any(site.path in component and runs(component, site) for site in tables)
    return is_fitted_anew(component) or (answers and written)


@fact
def hands_on_answers(component: Component) -> bool:
    """Tell whether the main training writes what its model says and keeps no model, though a script beside may.

    Nothing loads a stored model here, and none lies here.
    """
    main = main_training(component)
    if main is None or main.site.notebook or model_stores(component) or loaded_from_files(component):
        return False
    repo = component.repo
    stored = any(one.model and not one.is_test for one in component.of(artifacts(repo)))
    kept = stored or bool(component.of(registrations(repo))) or bool(component.of(engine_runs(repo)))
    written = (one for one in called(repo, *_TABLES, *_MORE_TABLES) if one.site.path == main.site.path)
    return not kept and any(_SAID.search(f"{one.call.written} {one.call.args[:1]}") for one in written)


def keeps_own_model(component: Component) -> bool:
    """Tell whether the component makes a model that outlives the run which fits it."""
    return has_own_model(component) and not is_used_up(component)


def replaces_its_model(component: Component) -> bool:
    """Tell whether a training here puts a model in the place of the one before."""
    return comes(component, Whose.MADE, Whose.LEARNED) and not is_fitted_anew(component)
