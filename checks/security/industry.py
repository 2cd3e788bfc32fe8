"""What do industries ask of sessions and of personal data besides?"""

from seatrial.api import Answer, Component, Demand, Evidence, Surface, security
from seatrial.facts.code.programs import programs
from seatrial.facts.data.consents import consents
from seatrial.facts.data.privacy_design import minimisations
from seatrial.facts.security.logoff import logoffs
from seatrial.facts.surfaces import surfaces

_CLINICAL = ("pydicom", "pynetdicom", "highdicom", "fhir", "fhirclient", "hl7", "hl7apy", "dicomweb_client")
_TAKES_OUT = ("takes out", "removes private tags", "hashes")


@security.clause(
    "SEC-05",
    asks="an automatic logoff of people who have gone away",
    fix="End a session after some minutes without a click: SESSION_COOKIE_AGE, PERMANENT_SESSION_LIFETIME.",
)
def logged_off(component: Component, demand: Demand) -> Answer | None:
    del demand
    if not any(one.surface is Surface.UI and one.present for one in surfaces(component)):
        return None
    return Answer.by(logoffs(component)[:3], otherwise="no session ends by itself")


@security.clause(
    "SEC-13",
    asks="code that takes identifiers out of DICOM, FHIR and HL7",
    fix="Take the identifiers out before anything learns or is stored: deid, dicognito, presidio, remove_private_tags.",
)
def deidentified(component: Component, demand: Demand) -> Answer | None:
    del demand
    read = [
        Evidence(one.site(found.line).place, f"reads by {found.module}")
        for one in programs(component.repo)
        if one.path in component and one.site(1).counts
        for found in one.file.imports
        if found.module.partition(".")[0] in _CLINICAL
    ]
    if not read:
        return None
    out = [one for one in minimisations(component) if any(word in one.what for word in _TAKES_OUT)]
    return Answer.by(out[:3], otherwise="nothing that runs takes them out", seen=read[:2])


@security.clause(
    "SEC-13",
    asks="consent to what is personal in offers",
    fix="Keep for each person whether they agreed to personal offers, and leave the others out before you rank.",
)
def consented(component: Component, demand: Demand) -> Answer | None:
    del demand
    return Answer.by(consents(component)[:3], otherwise="nothing that runs asks whether a person agreed")
