"""Which services are written in other languages than Python, and which of their lines answer with a model?"""

import posixpath
from functools import partial

from seatrial.facts import fact
from seatrial.facts.serving.door_words import PROMISES
from seatrial.facts.serving.foreign_signs import ForeignSign, foreign
from seatrial.facts.serving.foreign_words import PREDICTS, Language, Sign
from seatrial.facts.serving.further_languages import LANGUAGES
from seatrial.facts.serving.serving import NETWORK, has_ml, served_endpoints
from seatrial.facts.web.endpoints import Door
from seatrial.facts.web.health_paths import says_health
from seatrial.model import Evidence, Place
from seatrial.read.posix_path import posix
from seatrial.repo import Repo, Role, role


def foreign_health(repo: Repo) -> list[ForeignSign]:
    """Return the routes that are called as health routes are."""
    return [one for one in foreign(repo, Sign.ROUTE) if says_health(f"/{one.text.lstrip('/')}")]


def foreign_models(repo: Repo) -> list[ForeignSign]:
    """Return where a service of another language runs or asks a model, else its routes that are named for it.

    Beside Python that knows models, as where workers take what the service queues, more words of a route promise one.
    """
    called = _promises if has_ml(repo) else PREDICTS.fullmatch
    return foreign(repo, Sign.MODEL, Sign.LLM) or [one for one in foreign(repo, Sign.ROUTE) if called(one.text)]


def _promises(path: str) -> bool:
    words = [word for word in path.split("/") if word and word[0] not in "{<:$"]
    return bool(PREDICTS.fullmatch(path)) or any(PROMISES.search(word) for word in words[-2:])


@fact
def answers_elsewhere(repo: Repo) -> bool:
    """Tell whether what answers with a model is written in another language, and nothing in Python does.

    A ready-made engine beside it answers by itself, whatever asks it.
    """
    doors = (item.endpoint for item in served_endpoints(repo) if item.endpoint.door in NETWORK - {Door.ENGINE})
    return bool(foreign_models(repo)) and not any(role(repo, door.place.path) is Role.OWN for door in doors)


def _is_lock(language: Language, path: str) -> bool:
    return bool(language.lock.fullmatch(posixpath.basename(path)))


@fact
def foreign_locks(repo: Repo) -> tuple[Evidence, ...]:
    """Return the lock files beside or above the servers of other languages."""
    found: list[Evidence] = []
    for one in foreign(repo, Sign.SERVER):
        language = next(item for item in LANGUAGES if item.name == one.language)
        beside = {str(folder) for folder in posix(one.place.path).parents}
        locks = repo.matching(partial(_is_lock, language))
        what = f"a lock file of a service in {one.language}"
        found += [Evidence(Place(path), what) for path in locks if str(posix(path).parent) in beside]
    return tuple(dict.fromkeys(found))
