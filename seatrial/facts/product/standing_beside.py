"""Which folders and files say by their names that they stand beside the product?"""

from seatrial.read.regex import caseless

_MEASURES = r"bench\w*|profil(?:e|er|ing)|evals?|evaluat\w+"
_SHOWS = r"demos?|examples?|playground|toy"  # a program called sample draws from a model
_TRIES = r"experiments?|smoke|sanity|debug|dummy|scratch|misc"
_LOOKS = r"analys[ei]s|edas?|explor\w+|plots?|charts?|visuali[sz]\w*|viz"
_REPLACED = r"archived?|archives|arch|old|legacy|deprecated|obsolete|attic|unused|backups?"

#: Code that measures, shows, tries or looks, and code that was replaced: nobody's first thought of a project.
_BESIDE = caseless(
    rf"(?:^|[/_.-])(?:{_MEASURES}|{_SHOWS}|{_TRIES}|{_LOOKS}|contrib|deprecated)(?=[/_.-]|$)|(?:^|/)(?:{_REPLACED})/"
)


def stands_beside(path: str) -> bool:
    """Tell a folder or a file that is called after measuring, showing, trying, looking, or what was replaced.

    A name is weak evidence: what a deployment starts is the product, whatever it is called.
    """
    return bool(_BESIDE.search(path))
