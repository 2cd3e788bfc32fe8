"""On which page of a front end or of templates do people meet what the model answers?"""

from collections.abc import Iterable
from itertools import islice

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.serving.answering import all_answering, all_doors
from seatrial.model import Place
from seatrial.read.posix_path import posix
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, own_paths

_PAGES = frozenset({".html", ".htm", ".jinja", ".j2", ".jinja2", ".tsx", ".jsx", ".vue", ".svelte"})
#: What is sent, drawn for other pages or shown to who builds them, and no page on which an answer stands.
_ASIDE = caseless(
    r"(?:^|/)(?:docs?|documentation|site|e-?mails?|storybook|coverage|reports?|public|dist|build|ui/components/ui)/"
    r"|\.(?:test|spec|stories)\.|(?:^|[/_-])(?:layout|base|header|footer|nav\w*|sidebar|login|sign-?(?:in|up)|register|404"
    r"|error|admin|users?|settings)(?:[._-]|$)"
)
#: What pages with an answer are called.
_ANSWERS = caseless(
    r"predict|infer|result|chat|answer|analy[sz]|classif|detect|score|forecast|recommend|diagnos|generat|transcri|translat|upload"
    r"|search|ask"
)
_FRONT = caseless(r"(?:^|/)(?:app\.\w+|index\.html?|home\.\w+|(?:app|pages)/(?:index|page)\.\w+)$")
#: The part of an address that a page writes as it stands: "/api/predict" of "/api/predict/{task}".
_FIXED = regex(r"^/[\w/.-]*")
_END = regex(r"^/api(?:/v\d+)?(?=/\w+/\w)")  #: what a client of a front end puts before every address
_TELLING = 6  #: letters of a module's name by which those that import it are found
_MOST = 400  #: pages that are looked into
_LARGEST = 200_000
_WORDS = 50  #: that are looked for in each


@fact
def written_page(component: Component) -> Place | None:
    """Return the page of the product that asks the door of a model, else one that is called after answers, or None.

    A page lies beside the component where the front end is a folder of its own.
    """
    repo = component.repo
    paths = sorted(own_paths(repo, _is_page), key=lambda path: (path not in component, path.count("/"), path))
    if not paths or not all_doors(component):
        return None
    urls = {_FIXED.match(item.endpoint.url) for item in all_answering(component)}
    asked = frozenset(found[0].rstrip("/") for found in urls if found and len(found[0].rstrip("/")) > 4)
    asking = _that_hold(repo, paths, asked)
    handed = () if asking else _that_hold(repo, paths, _clients(repo, asked))
    through = sorted(handed, key=lambda path: _ANSWERS.search(path) is None)
    named = (path for path in paths if _ANSWERS.search(posix(path).name))
    front = (path for path in paths if _FRONT.search(path))
    return next((Place(path) for path in (*asking, *through, *named, *front)), None)


def _is_page(path: str) -> bool:
    return posix(path).suffix.lower() in _PAGES and not _ASIDE.search(path)


def _clients(repo: Repo, asked: frozenset[str]) -> frozenset[str]:
    """Return the names of modules that write such an address, or its end below an address they all share."""
    ends = frozenset(_END.sub("", url) or url for url in asked)
    modules = own_paths(repo, _is_module)
    return frozenset(posix(path).stem for path in _that_hold(repo, modules, ends) if len(posix(path).stem) >= _TELLING)


def _is_module(path: str) -> bool:
    return posix(path).suffix in (".ts", ".js") and not _ASIDE.search(path)


def _that_hold(repo: Repo, paths: Iterable[str], words: frozenset[str]) -> tuple[str, ...]:
    """Return the files in which one of these words stands."""
    texts = ((path, repo.text_or_empty(path, _LARGEST)) for path in islice(paths, _MOST if words else 0))
    few = sorted(words)[:_WORDS]
    return tuple(path for path, text in texts if any(word in text for word in few))
