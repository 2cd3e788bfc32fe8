"""Which readers are there of formats that are neither pickles nor plain archives?"""

from typing import Final

from seatrial.read.artifacts.door import FormatReader

#: Asked in this order; the first that claims a part gives it the name of its format.
FORMATS: Final[tuple[FormatReader, ...]] = ()
