"""Does a component read what hospitals write: DICOM, FHIR and HL7?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.programs import own_code_of
from seatrial.facts.data.privacy_design import minimisations
from seatrial.model import Evidence

_LIBRARIES = frozenset({
    "pydicom", "pynetdicom", "highdicom", "dicomweb_client", "fhir", "fhirclient", "hl7", "hl7apy",
})  # fmt: skip
_TAKES_OUT = ("takes out", "removes private tags", "hashes")


@fact
def clinical_reads(component: Component) -> tuple[Evidence, ...]:
    """Return where own code imports what reads records of hospitals."""
    return tuple(
        Evidence(one.site(found.line).place, f"reads by {found.module}")
        for one in own_code_of(component)
        for found in one.file.imports
        if found.package in _LIBRARIES
    )


@fact
def identifiers_taken_out(component: Component) -> tuple[Evidence, ...]:
    """Return where code that runs takes identifiers out; that it never asks for a column is not enough here."""
    return tuple(one for one in minimisations(component) if any(word in one.what for word in _TAKES_OUT))
