"""What do industries ask of explanations, oversight, audit trails and validation besides?"""

from seatrial.api import Answer, Component, Demand, as_evidence, governance
from seatrial.facts.documents.figures import dates
from seatrial.facts.documents.governance_topics import Duty
from seatrial.facts.documents.industry_words import CLINICIANS_CHECKED, OTHER_SITE
from seatrial.facts.documents.stated import stated
from seatrial.facts.documents.written_governance import statements
from seatrial.facts.operations.access_logs import access_logs
from seatrial.facts.operations.kept_for import kept_periods
from seatrial.facts.serving.behind import answers
from seatrial.facts.serving.people.credit import credit_decisions, reason_codes
from seatrial.facts.serving.people.oversight import Hand, interventions


@governance.clause(
    "GOV-04",
    asks="the reasons of a refusal, as codes or in words, where credit is decided on",
    fix="Return with each refusal its principal reasons (`reason_codes`), in words that an applicant understands.",
)
def reasons_given(component: Component, _: Demand) -> Answer | None:
    credit = credit_decisions(component)
    if not credit:
        return None
    return Answer.by(reason_codes(component)[:3], otherwise="no answer holds them by name", seen=credit[:2])


@governance.clause(
    "GOV-04",
    asks="explanations that clinicians have checked",
    fix="Let clinicians look at explanations of real cases, and write down who did, when, and what they found.",
)
def clinicians_checked(component: Component, _: Demand) -> Answer | None:
    looked_at = stated(component, CLINICIANS_CHECKED, "says that clinicians looked at explanations")
    return Answer.by(looked_at[:2], otherwise="no document says that any did")


@governance.clause(
    "GOV-06",
    asks="a way for the clinician to override what the model says",
    fix="Let the clinician replace the model's answer, as by POST /cases/ID/override, and keep both with the reason.",
)
def override_possible(component: Component, _: Demand) -> Answer | None:
    found = component.of(interventions(component.repo))
    hands = [one for one in found if one.hand is Hand.OVERRIDE and one.site.counts and answers(component, one.site)]
    return Answer.by(hands[:3], otherwise="nothing in the code that runs lets anybody do so")


@governance.clause(
    "GOV-07",
    asks="records that are kept for at least {years} years",
    fix="Keep the records of decisions as long as the profile asks, and say so where the store is set up.",
)
def kept_for_years(component: Component, demand: Demand) -> Answer | None:
    periods = component.of(kept_periods(component.repo))
    enough = [one for one in periods if one.years >= demand.figures["years"] - 0.01]  # 5 x 365 days are five years
    longest = max(periods, key=lambda one: one.years, default=None)
    said = f"{longest.place.path} says {longest.span}" if longest else "nothing says for how many years"
    return Answer.by(enough[:2], otherwise=said, seen=[longest] if longest else ())


@governance.clause(
    "GOV-07",
    asks="a log of who looked at which record",
    fix="Write down each look at a patient's record with the id of the user, the record and the time.",
)
def access_logged(component: Component, _: Demand) -> Answer | None:
    return Answer.by(component.of(access_logs(component.repo))[:3], otherwise="nothing writes that down with a user")


@governance.clause(
    "GOV-11",
    asks="the day of the validation",
    fix="Write into the report on which day the model was validated.",
)
def validation_dated(component: Component, _: Demand) -> Answer | None:
    found = statements(component, Duty.VALIDATION)
    dated = [as_evidence(one) for one in found if dates(one.text) and not one.lacks("validator")]
    return Answer.by(dated[:2], otherwise="no report that names a validator names a day")


@governance.clause(
    "GOV-11",
    asks="a validation at another site, or in the clinic",
    fix="Validate the model on patients of a site that its training did not see, and name the site in the report.",
)
def other_site(component: Component, _: Demand) -> Answer | None:
    found = [as_evidence(one) for one in statements(component, Duty.VALIDATION) if OTHER_SITE.search(one.text)]
    return Answer.by(found[:2], otherwise="no report tells of one")
