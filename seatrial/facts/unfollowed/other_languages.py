"""What of a service in TypeScript, JavaScript or Go is not followed, though its routes and calls are read?"""

from seatrial.facts import fact
from seatrial.facts.serving.foreign_services import answers_elsewhere, foreign
from seatrial.facts.serving.foreign_words import Sign
from seatrial.facts.unfollowed.beyond import Beyond, May
from seatrial.repo import Repo

_TOLD = "packages, and what is put together as it runs, are not followed in the {0.language} of {0.place}"
_MAY = frozenset({May.GUARD, May.LIMIT, May.RUN, May.WAIT, May.SCREEN, May.SEE, May.PROMISE})


@fact
def servers_in_other_languages(repo: Repo) -> tuple[Beyond, ...]:
    """Return the first server of a service in another language, where such a service is what answers with a model."""
    servers = foreign(repo, Sign.SERVER) if answers_elsewhere(repo) else []
    return tuple(Beyond(one.place, _TOLD.format(one), _MAY) for one in servers[:1])
