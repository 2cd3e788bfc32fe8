"""Which published data set, whose columns tell nothing of the people behind its rows, do the programs read?"""

from seatrial.facts import fact
from seatrial.facts.code.programs import own_code
from seatrial.model import Evidence
from seatrial.read.regex import caseless
from seatrial.repo import Repo

#: The payments of a card that a university published as time, amount and 28 principal components.
_COMPONENTS = caseless(r"(?:^|/)credit_?card(?:_?fraud)?\.(?:csv|parquet|zip)$|mlg-ulb/creditcardfraud$")
#: Columns and keys that tell groups of people apart: other rows are read beside it, or joined.
_OF_PEOPLE = caseless(
    r"^(?:sex|gender|age|age_(?:group|band)|birth\w*|race|ethnic\w*|nationality|religion|disability|marital\w*|education"
    r"|zip_?code|post_?code|income)$"
)


@fact
def anonymous_sets(repo: Repo) -> tuple[Evidence, ...]:
    """Return where such a set is named in code, where no column of the code tells of people."""
    texts = [(program, text) for program in own_code(repo) for text in program.file.texts]
    if any(_OF_PEOPLE.search(text.value) for _, text in texts):
        return ()
    what = "groups are not compared, and the published data of cards that is read holds none: components and an amount"
    return tuple(program.evidence(text, what) for program, text in texts if _COMPONENTS.search(text.value))
