"""Do the models answer about things alone, prices, machines, weather or plants, so that no answer is about a person?

Only what a project says of itself is enough, and only where nothing else speaks of people: neither its words, nor the
fields of its records, nor its tables. A project that says neither may be about anybody, and is asked.
"""

from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.data.personal_data import personal_records
from seatrial.facts.data.personal_fields import personal_fields
from seatrial.facts.product.own_trainings import own_trainings
from seatrial.facts.serving.people.conversions import self_descriptions, speaks_of_people
from seatrial.facts.serving.people.forecasts import forecasts
from seatrial.facts.signs import inferences, llm_calls, llm_doors
from seatrial.model import Evidence, Surface
from seatrial.read.regex import caseless

#: What is predicted, or seen, by the words of those who predict it.
_THINGS = caseless(
    r"\b(?:hous(?:e|es|ing)|home|property|apartment|real[- ]estate|rental|car|vehicle|flight|diamond|laptop|avocado"
    r"|gold|oil|commodity)[-_ ]price|\b(?:stock|crypto(?:currency)?|bitcoin|forex|exchange[- ]rate|futures)\b"
    r"|\b(?:electricity|energy|power|wind|solar|heat|water|gas)[- ](?:\w+[- ])?(?:consumption|demand|load|generation"
    r"|production|output|forecast\w*|price)|\bsubstation|\bphotovoltaic"
    r"|\bweather|\brainfall|\bprecipitation|\btemperatures?\b|\bflood|\bair[- ]quality|\bearthquake|\bwildfire"
    r"|\bcrops?\b|\bplants?\b|\bleaf|\bleaves\b|\bflowers?\b|\biris\b|\bwine\b|\bsoil\b|\bmushroom|\bfruits?\b|\bbirds?\b"
    r"|\bbikes?\b|\bbicycles?\b|\btraffic (?:flow|volume)|\btaxi|\bflight delay|\btrip duration|\bride duration"
    r"|\bturbofan|\bturbines?\b|\bbearings?\b|\bmachine failure|\bpredictive maintenance|\bremaining useful life"
    r"|\bequipment failure|\bsurface defects?|\bsteel\b|\bconcrete\b|\bmolecul|\bproteins?\b|\bcrystal"
    r"|\bgalax|\bexoplanet|\bfuel (?:consumption|economy|efficiency)|\bstore sales|\bproduct demand|\binventory demand"
)
#: What services keep of whoever signs in.
OF_ACCOUNTS = caseless(
    r"(?:\w*user|account|admin|login|regist|sign_?up|member)\w* has the field"
    r" (?:e_?mail|full_?name|first_?name|last_?name|user_?name|name|phone)\w*$"
)
#: Those behind a thing who would be met by an answer about it: who lives there, drives it, or is paid for it.
_BEHIND = caseless(
    r"\bhousehold|\bresident|\btenant|\bdrivers?\b|\bworkers?\b|\bpassengers?\b|\bplayers?\b|\bmortgage|\bborrower"
    r"|\bapplicant|\bpolicy[- ]?holder|\bbuyers?\b|\bsellers?\b|\bhuman|\bpatients?\b|\bemployees?\b|\bcitizen"
)


@fact
def about_things(component: Component) -> tuple[Evidence, ...]:
    """Return what says that the models answer about things; () where anything speaks of people, or nothing is said."""
    if llm_doors(component) or llm_calls(component) or not (own_trainings(component) or inferences(component)):
        return ()
    if component.repo.settings.surfaces.get(Surface.PEOPLE_AFFECTING) or any(_held(component)) or _meets(component):
        return ()
    # what will be at a time is nobody's, whoever is said to use the forecast
    return forecasts(component)[:1] or (() if speaks_of_people(component) else tuple(_said(component))[:1])


def _held(component: Component) -> Iterator[Evidence]:
    """Yield the records of people that are kept; who signs in to a page is no row that a model learned from."""
    fields = (one for one in component.of(personal_fields(component.repo)) if not OF_ACCOUNTS.match(one.what))
    yield from (Evidence(one.place, one.what) for one in fields)
    yield from (Evidence(one.place, one.what) for one in component.of(personal_records(component.repo)))


def _meets(component: Component) -> bool:
    """Tell whether the project names those behind the things."""
    return any(_BEHIND.search(text) for _, text in self_descriptions(component))


#: Who answers about pages of a product, or writes code, by the words of those who built it.
_PAGES = caseless(
    r"\b(?:code|coding|programming|sql|unit[- ]test)[- ](?:assistant|agent|generat\w+|completion|review\w*|editor)\b"
    r"|\b(?:text|natural language)[- ]to[- ](?:sql|code|query)\b"
    r"|\b(?:generat|writ)(?:e|es|ing) (?:[\w.]+ ){0,3}(?:code|apps?|components?|unit tests|queries)\b"
    r"|\b(?:documentation|docs|code ?base|api reference)[- ](?:assistant|agent|bot|chat\w*|search|helper)\b"
    r"|\b(?:assistant|agent|bot|chat\w*)\b[^.]{0,40}\b(?:documentation|docs|code ?base|api reference)\b"
)


def about_pages(component: Component) -> bool:
    """Tell a project that says it answers about documentation, or writes code, and whose words speak of no people."""
    texts = [text for _, text in self_descriptions(component)]
    return any(map(_PAGES.search, texts)) and not any(map(_BEHIND.search, texts)) and not speaks_of_people(component)


def _said(component: Component) -> Iterator[Evidence]:
    for place, text in self_descriptions(component):
        if found := _THINGS.search(text):
            yield Evidence(place, f'the project says of itself that it is about things: "{found[0]}"')
