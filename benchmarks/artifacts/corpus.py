"""All samples that are made by code, family by family, with the verdicts that each may get."""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from benchmarks.artifacts import bad_archives, bad_pickles, benign, malformed
from seatrial.model.artifacts import Verdict
from seatrial.model.record import dataclass

_Made: TypeAlias = Callable[[], Iterator[tuple[str, bytes]]]


@dataclass(frozen=True, slots=True)
class Sample:
    """One file, and what may be said of it."""

    family: str
    name: str
    data: bytes
    allowed: frozenset[Verdict]


DANGEROUS = frozenset({Verdict.DANGEROUS})
FOUND = frozenset({Verdict.DANGEROUS, Verdict.SUSPICIOUS})
NOT_CLEAN = frozenset({Verdict.DANGEROUS, Verdict.SUSPICIOUS, Verdict.NOT_FULLY_READ})
DOUBTED = frozenset({Verdict.SUSPICIOUS})
CLEAN = frozenset({Verdict.CLEAN})

FAMILIES: tuple[tuple[str, _Made, frozenset[Verdict]], ...] = (
    ("gadget", bad_pickles.gadgets, DANGEROUS),
    ("pickle", bad_pickles.protocols, DANGEROUS),
    ("pickle-evasion", bad_pickles.evasions, FOUND),
    ("pickle-nested", bad_pickles.nested, NOT_CLEAN),
    ("pickle-unknown", bad_pickles.unknown, DOUBTED),
    ("torch", bad_archives.torch_files, DANGEROUS),
    ("joblib", bad_archives.joblib_files, NOT_CLEAN),
    ("container-name", bad_archives.names, DANGEROUS),
    ("archive", bad_archives.archives, DANGEROUS),
    ("zip-evasion", bad_archives.zip_tricks, FOUND),
    ("numpy", bad_archives.numpy_files, FOUND),
    ("benign-data", benign.plain_data, CLEAN),
    ("benign-arrays", benign.arrays, CLEAN),
    ("benign-libraries", benign.libraries, CLEAN),
    ("benign-torch", benign.torch_files, CLEAN),
    ("benign-others", benign.others, CLEAN),
    ("broken-pickle", malformed.broken_pickles, NOT_CLEAN),
    ("broken-archive", malformed.broken_archives, NOT_CLEAN),
    ("bomb", malformed.bombs, NOT_CLEAN),
)


def samples(*families: str) -> Iterator[Sample]:
    """Yield the samples of some families, of all when none is named."""
    for family, made, allowed in FAMILIES:
        if not families or family in families:
            for name, data in made():
                yield Sample(family, name if "." in name else f"{name}.pkl", data, allowed)
