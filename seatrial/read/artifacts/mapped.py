"""How is a mapped file kept from counting as memory, page by page, as it is looked at?"""

import mmap


def forget(view: memoryview) -> None:
    """Give the pages of a mapping back, if the view is of one: what is asked for again is read again.

    The system maps many pages around each that is touched. A look at the first bytes of a thousand members would make
    most of a large archive resident.
    """
    whole = view.obj
    if isinstance(whole, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        whole.madvise(mmap.MADV_DONTNEED)
