"""What stands in one of the collections in which an HDF5 file keeps values of varying size?"""

from seatrial.read.hdf5.space import Broken, Space

#: Objects of one collection that are passed on the way to one of them.
_PASSED = 100_000


def collected(space: Space, address: int, index: int) -> bytes:
    """Return one object of the collection at an address; raise ``Broken`` when it is not there."""
    head = 8 + space.length_width
    end = address + space.block(address, b"GCOL", head).skip(4).length()
    at = address + head
    for _ in range(_PASSED):
        if at + head > end:
            break
        entry = space.at(at, head)
        number, room = entry.number(2), entry.skip(6).length()
        if number == index:
            return space.at(at + head, room).data
        if not number:
            break  # the free rest of the collection
        at += head + room + -room % 8
    raise Broken("a value that is in no collection")
