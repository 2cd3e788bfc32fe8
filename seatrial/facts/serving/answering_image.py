"""Which of several images starts what answers with the model, and which the application that takes the requests?"""

from collections import defaultdict
from collections.abc import Mapping

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.deployment.manifests import workloads
from seatrial.facts.images.containers import images, serving_image
from seatrial.facts.images.image import Image
from seatrial.facts.images.image_standing import standing
from seatrial.facts.reach.below import below
from seatrial.facts.reach.entry_points import Kind, entry_points
from seatrial.facts.reach.reach import reach
from seatrial.facts.reach.reach_seeds import nodes_of
from seatrial.facts.serving.batch import job_program
from seatrial.facts.serving.language_models.main_llm_call import main_llm_call
from seatrial.facts.serving.main_page import main_page
from seatrial.facts.serving.service_files import answers_at, application
from seatrial.model import Place
from seatrial.repo import Repo, Role


@fact
def answering_image(component: Component) -> Image | None:
    """Return the image that the component is delivered in: the one that starts what answers, else the likeliest.

    Of a worker with the model and a door before it the worker's is meant; of pages and jobs that of the program.
    """
    shown = (one.place for one in (main_page(component), main_llm_call(component)) if one is not None)
    place = answers_at(component) or job_program(component) or next(shown, None)
    return _image_that_starts(component, place)


@fact
def application_image(component: Component) -> Image | None:
    """Return the image that starts the application which takes the requests; else that of what answers."""
    made = application(component)
    return _image_that_starts(component, made) if made else answering_image(component)


def _image_that_starts(component: Component, place: Place | None) -> Image | None:
    """Return the likeliest image that starts a file; the likeliest of all where none of the owner's is known to."""
    likeliest, starts = serving_image(component), _files_by_image(component.repo)
    own = (one for one in component.of(images(component.repo)) if one.role is Role.OWN and not one.helper)
    fitting = [image for image in own if place is not None and place.path in starts.get(image.path, ())]
    if not fitting or likeliest in fitting:
        return likeliest
    return min(fitting, key=lambda image: standing(component.repo, image))


@fact
def files_by_start(repo: Repo) -> Mapping[Place, frozenset[str]]:
    """Return the files that run when an image or a workload starts, by the place where that is declared."""
    edges, found = reach(repo).edges, defaultdict[Place, set[str]](set)
    for entry in entry_points(repo):
        if entry.kind in (Kind.IMAGE, Kind.WORKLOAD) and not entry.in_build:
            found[entry.place] |= {file for file, _ in below(nodes_of(entry, edges), edges)}
    return {place: frozenset(files) for place, files in found.items()}


@fact
def _files_by_image(repo: Repo) -> Mapping[str, frozenset[str]]:
    """Return the files that run when an image runs, or a workload that is built from it, by the path of its file."""
    built = {one.place: one.build.dockerfile for work in workloads(repo) for one in work.containers if one.build}
    found = defaultdict[str, set[str]](set)
    for place, files in files_by_start(repo).items():
        found[built.get(place, place.path)] |= files
    return {path: frozenset(files) for path, files in found.items()}
