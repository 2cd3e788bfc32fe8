"""Which files could not be read?"""

from collections.abc import Mapping

from seatrial.model.record import dataclass
from seatrial.read.reader import Unread


@dataclass(frozen=True, slots=True)
class Troubles:
    """Which files a process could not read, or an answer was worked out without."""

    unread: Mapping[tuple[str, str], Unread]  #: by reader and path
    pointers: frozenset[str]  #: paths of which git-lfs has the content
