"""Which pages let people try a model? They are no interface for other systems."""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.ml_libraries import UI_LIBRARIES, belongs
from seatrial.facts.code.python_files import files_outside_tests
from seatrial.model import Evidence, Place
from seatrial.read.code.python_record import PythonFile
from seatrial.repo import Repo

_PAGE = " is a {} page"


@fact
def ui_apps(repo: Repo) -> tuple[Evidence, ...]:
    """Return the files that draw pages with Streamlit, Gradio, Chainlit and their like, whole pages first; no tests."""
    files = files_outside_tests(repo)
    order = sorted(files, key=_is_part)
    return tuple(page for file in order if (page := _page(file)))


def pages_of(component: Component) -> list[Evidence]:
    """Return the component's own pages for people."""
    return [page for page in ui_apps(component.repo) if page.place.path in component.own]


def has_an_api(page: Evidence) -> bool:
    """Tell a page whose functions its library lets programs ask by HTTP as well, whether anybody meant that or not."""
    return page.what.endswith(_PAGE.format("Gradio"))


def _is_part(file: PythonFile) -> bool:
    """Tell a file that only offers parts of pages, in functions, from one that draws when it is started."""
    return not any(belongs(call.name, UI_LIBRARIES) and not call.scope for call in file.calls)


def _page(file: PythonFile) -> Evidence | None:
    for found in file.imports:
        library = found.package
        if library not in UI_LIBRARIES:
            continue
        drawn = [call for call in file.calls if belongs(call.name, UI_LIBRARIES) and ".themes." not in call.name]
        if len(drawn) > 1 or _decorates(file, library):
            return Evidence(Place(file.path, found.line), file.path + _PAGE.format(library.capitalize()))
    return None


def _decorates(file: PythonFile, library: str) -> bool:
    marks = (mark for function in file.functions for mark in function.decorators)
    return any(belongs(mark.name, frozenset({library})) for mark in marks)
