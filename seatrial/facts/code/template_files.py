"""Which programs are templates of programs, beside a product that a template of projects is not?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.model import Evidence, Place
from seatrial.read.regex import regex

#: Programs of a project that does not exist yet: ``train.py.tmpl``, ``flow.py.jinja``. What cookiecutter fills in keeps
#: the name of a program, and is read as one.
_TEMPLATE = regex(r".+\.(?:py|ipynb)(\.(?:tmpl|jinja2?|j2|tpl|template|mustache))")
_FEW = 3


@fact
def program_templates(component: Component) -> tuple[Evidence, ...]:
    """Return the templates of programs, where there are some; one or two are tools of a generator.

    Where the repository is a template and nothing else, what it makes is judged (``seatrial.blueprint``), and no
    template is left there.
    """
    found = [(path, match[1]) for path in component.repo.matching(_TEMPLATE.fullmatch) if path in component
             if (match := _TEMPLATE.fullmatch(path))]  # fmt: skip
    if len(found) < _FEW:
        return ()
    what = f"{len(found)} programs are templates ({{}}), which are read once a project is made from them: audit that"
    return tuple(Evidence(Place(path, 1), what.format(suffix)) for path, suffix in found)
