"""What do industries ask of sessions and of personal data besides?"""

from seatrial.api import Answer, Component, Demand, Surface, security
from seatrial.facts.data.clinical import clinical_reads, identifiers_taken_out
from seatrial.facts.data.consents import consents
from seatrial.facts.security.logoff import logoffs
from seatrial.facts.surfaces import has_surface


@security.clause(
    "SEC-05",
    asks="an automatic logoff of people who have gone away",
    fix="End a session after some minutes without a click: SESSION_COOKIE_AGE, PERMANENT_SESSION_LIFETIME.",
)
def logged_off(component: Component, _: Demand) -> Answer | None:
    if not has_surface(component, Surface.UI):
        return None
    return Answer.by(logoffs(component)[:3], otherwise="no session ends by itself")


@security.clause(
    "SEC-13",
    asks="code that takes identifiers out of DICOM, FHIR and HL7",
    fix="Take the identifiers out before anything learns or is stored: deid, dicognito, presidio, remove_private_tags.",
)
def deidentified(component: Component, _: Demand) -> Answer | None:
    read = clinical_reads(component)
    if not read:
        return None
    out = identifiers_taken_out(component)
    return Answer.by(out[:3], otherwise="nothing that runs takes them out", seen=read[:2])


@security.clause(
    "SEC-13",
    asks="consent to what is personal in offers",
    fix="Keep for each person whether they agreed to personal offers, and leave the others out before you rank.",
)
def consented(component: Component, _: Demand) -> Answer | None:
    return Answer.by(consents(component)[:3], otherwise="nothing that runs asks whether a person agreed")
