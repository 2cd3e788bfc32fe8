"""What are the arrays of a load test, to a type checker? Nothing here imports numpy when it runs."""

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]  #: in one unit of time, the same for all that are used together
    Flags: TypeAlias = NDArray[np.bool_]
    Generator: TypeAlias = np.random.Generator
else:
    Floats = Flags = Generator = object
