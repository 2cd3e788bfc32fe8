"""Can whoever installs a package call what it offers?"""

from seatrial.api import Component, Grade, Graded
from seatrial.facts.project.library_interface import documented_names, offers_names, public_packages, tests_of_package
from seatrial.facts.serving.serving import served_in_examples


def package_interface(component: Component) -> Graded:
    """Grade the names that a package offers, by the documents that speak of them and by tests that import it."""
    offered = public_packages(component)
    documented = documented_names(component) if offered else ()
    tested = tests_of_package(component) if documented else ()
    graded = Graded.best(
        (Grade.IN_USE, tested[:5]),
        (Grade.SUBSTANTIVE, documented[:5]),
        (Grade.PRESENT, [*offered[:5], *served_in_examples(component)[:3]]),
        looked_for="names and commands that a package offers, documents that speak of them, tests that import it",
    )
    done = [number for number, is_done in ((1, offered and offers_names(component)), (2, documented)) if is_done]
    return graded.naming(app=offered[0] if offered else None).having_done(*done)
