"""Which readers are there of archives, compressed streams, and arrays that may hold pickles?"""

from typing import Final

from seatrial.read.artifacts.archives.compressed import COMPRESSED
from seatrial.read.artifacts.archives.numpy_file import NUMPY
from seatrial.read.artifacts.archives.sealed import SEALED
from seatrial.read.artifacts.archives.tar_reader import TAR
from seatrial.read.artifacts.archives.zip_reader import ZIP
from seatrial.read.artifacts.door import FormatReader

ARCHIVES: Final[tuple[FormatReader, ...]] = (SEALED, COMPRESSED, ZIP, TAR, NUMPY)
