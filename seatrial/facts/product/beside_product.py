"""Which parts stand beside the product, so that they do not decide how far it has come?"""

import re

from seatrial.component import Component, components
from seatrial.facts import fact
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role, role

#: How the files end, or are called, that say what is built, tested, started and published.
_BUILDS = (".yml", ".yaml", ".toml", ".cfg", ".ini", ".sh", ".mk", ".tf", ".bat", ".ps1", "noxfile.py", "setup.py")
_CALLED = caseless(r"(?:^|/)(?:make|just|task|docker|container|jenkins|proc)file[^/]*$|dockerfile$")
_LIMIT = 200_000  #: bytes of one such file that are read


def beside_product(component: Component) -> str:
    """Return why a part does not decide the level of the whole; "" where it does.

    What the owner names as the product decides. Else, beside a product at the root, a folder that nothing outside of it
    builds, tests, starts or publishes is a sample or a helper: it is handed on as files, to whoever wants to start it.
    """
    repo = component.repo
    parts = components(repo)
    if named := frozenset(one.name for one in parts).intersection(repo.settings.product):
        return "" if component.name in named else "`product:` in seatrial.yaml does not name it"
    if not component.root or not any(one.root == "" for one in parts) or _is_asked_for(repo, component.root):
        return ""
    return "nothing outside of its folder builds, tests, starts or publishes it"


def _is_asked_for(repo: Repo, root: str) -> bool:
    """Tell whether a file that builds or starts something, outside of a folder, names it or all in the folder above."""
    above = root.rpartition("/")[0]
    ways = [rf"{re.escape(root)}(?![\w-])", *([rf"{re.escape(above)}/(?:\*|\$|\.\.\.)"] if above else [])]
    named = regex(rf"(?<![\w-])(?:{'|'.join(ways)})")
    return any(named.search(text) for path, text in _building(repo) if not path.startswith(f"{root}/"))


@fact
def _building(repo: Repo) -> tuple[tuple[str, str], ...]:
    paths = [path for path in repo.paths if path.endswith(_BUILDS) or _CALLED.search(path)]
    own = (path for path in paths if role(repo, path) is Role.OWN)
    return tuple((path, repo.text_or_empty(path, limit=_LIMIT)) for path in own)
