"""Is a package a part of this repository alone, which goes out with the program that needs it?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.project.dependencies import declares
from seatrial.facts.project.own_package import for_an_index, package
from seatrial.facts.project.releases import uploads

GOES_WITH_OTHERS = "the package goes out with what needs it in this repository, and is given to nobody else"


@fact
def is_inner_part(component: Component) -> bool:
    """Tell a package that another project of the repository asks for, where nothing classifies it and CI uploads none.

    The root itself is what goes out.
    """
    project = package(component)
    if project is None or not component.root or for_an_index(project) or uploads(component.repo):
        return False
    return any(item.path not in component.own for item in declares(component.repo, project.name))
