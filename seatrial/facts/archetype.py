"""What is a component taken for, since a library must not be judged as a service?"""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from seatrial.component import Component, components
from seatrial.facts import fact
from seatrial.facts.asking import only_embeds
from seatrial.facts.code.language import Language, language
from seatrial.facts.code.ml_libraries import is_ml
from seatrial.facts.code.notebooks import notebooks
from seatrial.facts.code.programs import called, programs
from seatrial.facts.code.template_files import program_templates
from seatrial.facts.documents.said_to_teach import said_to_teach
from seatrial.facts.elsewhere import (
    in_words,
    llm_app_in_words,
    llm_service_elsewhere,
    run_elsewhere,
    service_elsewhere,
    service_in_words,
    trained_elsewhere,
)
from seatrial.facts.inference.engines import engines
from seatrial.facts.inference.inference import Runs
from seatrial.facts.package_doors import (
    doors_wait_for_callers,
    is_deployed_as_a_page,
    is_taken_by_others,
    serves_as_a_template,
    serves_as_an_extra,
)
from seatrial.facts.papers import cited_models as paper
from seatrial.facts.project.own_package import distributed, offered, package, works_for_scripts
from seatrial.facts.prompted import prompted
from seatrial.facts.serving.foreign_services import answers_elsewhere
from seatrial.facts.serving.foreign_signs import foreign
from seatrial.facts.serving.foreign_words import Sign
from seatrial.facts.serving.people.perception import completes
from seatrial.facts.serving.serving import served_in_examples, stands_behind
from seatrial.facts.shown_models import shown_models
from seatrial.facts.shown_papers import shows_a_paper
from seatrial.facts.signs import (
    answering_doors,
    finding_calls,
    handed_to_clusters,
    inferences,
    jobs,
    llm_calls,
    llm_doors,
    ml_imports,
    other_started_doors,
    own,
    promising_doors,
    stand_beside_a_package,
    started_doors,
    started_pages,
    trainings,
)
from seatrial.facts.training.training_calls import KEEPS
from seatrial.facts.unlinked import likely, own_work, unlinked_service
from seatrial.model import Archetype, Confidence, Evidence, Place, Taken, as_evidence
from seatrial.read.regex import caseless
from seatrial.repo import Role, role

Signs: TypeAlias = tuple[Evidence, ...]
_OFFLINE = frozenset({Archetype.LIBRARY, Archetype.RESEARCH_CODE, Archetype.NOTEBOOK_POC, Archetype.NOT_ML})
_MANY = 4  #: calls of language models for each fit, from which on the fit is one of their tools
_FOR_ML = caseless(r"(?<![a-z])(ml|mlops|llms?|llmops|machine[-_]?learning|deep[-_]?learning)(?![a-z])")
_CLASS = frozenset({"Topic :: Scientific/Engineering :: Artificial Intelligence"})  #: of a package for models
_APART = "packaged apart, without a model, and no part with one imports it, is imported or asked by it"


@fact
def archetype(component: Component) -> Taken:
    """Return what the component is taken for, with the evidence and what it would have been else.

    A declaration in the settings has the last word; evidence against it is kept as a contradiction. The rules are
    asked in the order of the catalogue; the first that holds names the archetype, the second the runner-up. What stands
    apart from all parts with a model is none of their kinds, whatever they are declared to be.
    """
    if component.apart:
        return Taken(Archetype.NOT_ML, (Evidence(Place(min(component.own)), _APART),))
    held = [(kind, signs) for kind, rule in _RULES if (signs := rule(component))]
    found, signs = held[0] if held else (Archetype.NOT_ML, ())
    if found is Archetype.NOT_ML:
        signs = program_templates(component)[:1]
    signs = (*signs[:1], *_unjudged(component, found), *signs[1:])
    likely = bool(signs) and all(sign.confidence is Confidence.LIKELY for sign in signs)
    taken = Taken(
        found,
        signs[:5],
        Confidence.LIKELY if likely else Confidence.VERIFIED,
        next((kind for kind, _ in held if kind is not found), None),
    )
    declared = component.repo.settings.archetype
    return _declared(component, taken, declared) if declared else taken


def _unjudged(component: Component, found: Archetype) -> Signs:
    """Name the server in another language: not judged where only the Python beside it is, else by its words."""
    if found not in _OFFLINE and not (found is Archetype.BATCH_JOB and answers_elsewhere(component.repo)):
        return ()
    what = "which is not judged" if found in _OFFLINE else "of which only words are judged"
    servers = component.of(foreign(component.repo, Sign.SERVER))[:1]
    return tuple(Evidence(one.place, f"answers in {one.language}, {what}") for one in servers)


def _declared(component: Component, taken: Taken, declared: Archetype) -> Taken:
    against = "" if taken.archetype is declared else f"by its code it would be taken for {taken.archetype.value}"
    place = component.repo.settings.place("archetype")
    runner_up = None if taken.archetype is declared else taken.archetype
    said = Evidence(place, f"archetype: {declared.value}")
    return replace(
        taken,
        archetype=declared,
        evidence=(said,),
        confidence=Confidence.VERIFIED,
        runner_up=runner_up,
        declared=True,
        contradiction=against,
    )


def _llm_app(component: Component) -> Signs:
    """A language model is asked where people or systems come in, and no model of the component's own is made."""
    if only_embeds(component):
        return ()
    doors = llm_doors(component)
    doors = () if stand_beside_a_package(component, doors) or doors_wait_for_callers(component) else doors
    asked = sum(call.runs in (Runs.LLM, Runs.RETRIEVAL) for call in inferences(component))
    offers = not doors and completes(component)  # a server of models, with a script beside it that tries one
    if _makes_models(component, asked) or offers or 2 * asked < len(inferences(component)) - finding_calls(component):
        return ()
    return (*doors[:3], *llm_calls(component)[:2]) if doors else prompted(component)


def _makes_models(component: Component, asked: int) -> bool:
    """Tell whether training is what it is about: not where a fit is used up beside many language models, or tried."""
    ran = [call.path for call in inferences(component) if call.runs is Runs.MODEL]
    books = {book.path for book in notebooks(component.repo)}
    if {one.place.path for one in trainings(component)} | set(ran) <= books:
        return False
    made, used = trainings(component), bool(ran)
    keeping = {found.site.path for found in called(component.repo, *KEEPS) if used or not found.site.notebook}
    return bool(made) and (asked < _MANY * len(made) or any(one.place.path in keeping for one in made))


def _online_service(component: Component) -> Signs:
    """An endpoint gives a model's answer; that of a package counts when it is started, and not for its users alone."""
    doors = answering_doors(component)
    offers = doors and distributed(component) and offered(component)
    for_users = offers and (serves_as_an_extra(component) or serves_as_a_template(component))
    if for_users or (offers and not started_doors(component)):
        return ()
    alone = (item for item in engines(component.repo) if not stands_behind(component.repo, item))
    return doors or own(component, alone)


def _waiting_service(component: Component) -> Signs:
    """What answers with a model and offers nothing to import is a service, though nothing here starts it."""
    return answering_doors(component)


def _product(component: Component) -> Signs:
    """A deployment starts what answers on the network, and nothing is trained: a product around models.

    Annotating for them or keeping what they made is such a product's trade. A paper about it is no sign of research
    then, and tells as well as an import that it is about models. A course has such an image to show how one is made.
    """
    starts = () if trainings(component) or said_to_teach(component) else other_started_doors(component)
    about = ml_imports(component) or paper(component) or _beside(component) or shown_models(component) if starts else ()
    return (*starts[:3], *about[:2]) if about else ()


def _beside(component: Component) -> Signs:
    """Return what other parts of the repository import: a product that asks models may leave them to these."""
    others = (other for other in components(component.repo) if other is not component)
    return next(filter(None, map(ml_imports, others)), ())


def _batch_job(component: Component) -> Signs:
    """Something other than a person starts code that trains or predicts, or hands it to a cluster."""
    return jobs(component) or handed_to_clusters(component)


def _library(component: Component) -> Signs:
    """A package with name and version that its tests import, or that tells classifiers for its publication."""
    project, research = package(component), shows_a_paper(component) or works_for_scripts(component)
    if project is None or research or is_deployed_as_a_page(component) or not distributed(component):
        return ()
    if not is_taken_by_others(component) and _product(component):
        return ()  # an image starts its server: the package is packed, and nobody is handed it
    return (Evidence(project.place, f"declares the package {project.name}"),) if ml_imports(component) else ()


def _notebook_poc(component: Component) -> Signs:
    """More code stands in notebooks than in modules."""
    repo = component.repo
    books = [book for book in notebooks(repo) if book.path in component.own and role(repo, book.path) is Role.OWN]
    in_books = sum(book.code.statements for book in books)
    files = [program for program in programs(repo) if program.path in component.own and not program.notebook]
    in_files = sum(program.file.statements for program in files if not program.is_test)
    if not books or in_books <= in_files or not (ml_imports(component) or trainings(component)):
        return ()
    if _is_in_words(component):  # its program is written in another language, and the notebooks stand beside it
        return ()
    return tuple(Evidence(Place(book.path), "a notebook that holds more than the modules do") for book in books[:3])


def _research_code(component: Component) -> Signs:
    """Models are trained or run by people who start scripts."""
    done = (*trainings(component)[:3], *ml_imports(component)[:2]) or likely(own_work(component)[:2])
    cited = paper(component)[:1]  # a service in another language may be cited, and is no research for that
    aside = _is_in_words(component) if done else in_words(component, Sign.MODEL, Sign.LLM)
    return () if aside else (*done, *cited)


def _is_in_words(component: Component) -> bool:
    """Tell whether a program in another language runs models or asks them, and most of the code is in that."""
    return language(component) is not Language.PYTHON and bool(in_words(component, Sign.MODEL, Sign.LLM))


def _anything(component: Component) -> Signs:
    """Only examples, or only stored models, show machine learning, and no server in another language does."""
    repo = component.repo
    if in_words(component, Sign.MODEL, Sign.LLM):
        return ()
    teaching = [p for p in programs(repo) if p.path in component.own and p.role in (Role.EXAMPLE, Role.DOCS)]
    imports = tuple(
        Evidence(Place(p.path, found.line), f"imports {found.module}")
        for p in teaching
        for found in p.file.imports
        if is_ml(found.module)
    )
    return (*map(as_evidence, served_in_examples(component)[:2]), *shown_models(component)[:2], *imports[:2])


def _named_for_it(component: Component) -> Signs:
    """A package that is published for machine learning, as its name or class says, and leaves the models to its users.

    That it may be cited makes no research of it, where nothing in it runs a model.
    """
    project = package(component)
    if project is None or not distributed(component):
        return ()
    said = "name" if _FOR_ML.search(project.name) else "class" if _CLASS & set(project.classifiers) else ""
    said = said or ("paper" if paper(component) and not (trainings(component) or ml_imports(component)) else "")
    what = f"declares the package {project.name}, by its {said} for models"
    return (Evidence(project.place, what, Confidence.LIKELY),) if said else ()


#: Order is precedence: the first rule that holds names the archetype.
_RULES: tuple[tuple[Archetype, Callable[[Component], Signs]], ...] = (
    (Archetype.LLM_APP, _llm_app),
    (Archetype.ONLINE_SERVICE, _online_service),
    (Archetype.BATCH_JOB, _batch_job),
    (Archetype.LIBRARY, _library),
    (Archetype.ONLINE_SERVICE, _waiting_service),
    (Archetype.LLM_APP, llm_service_elsewhere),
    (Archetype.ONLINE_SERVICE, service_elsewhere),
    (Archetype.ONLINE_SERVICE, _product),
    (Archetype.ONLINE_SERVICE, promising_doors),
    (Archetype.ONLINE_SERVICE, unlinked_service),
    (Archetype.ONLINE_SERVICE, started_pages),
    (Archetype.NOTEBOOK_POC, _notebook_poc),
    (Archetype.LIBRARY, _named_for_it),
    (Archetype.RESEARCH_CODE, _research_code),
    (Archetype.RESEARCH_CODE, _anything),
    (Archetype.LLM_APP, llm_app_in_words),
    (Archetype.ONLINE_SERVICE, service_in_words),
    (Archetype.RESEARCH_CODE, trained_elsewhere),
    (Archetype.RESEARCH_CODE, run_elsewhere),
)
