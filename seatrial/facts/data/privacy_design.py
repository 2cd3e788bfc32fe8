"""Is it known which personal data is used, is it made less, is it kept for a time only, and can it be erased?"""

import re
from collections.abc import Iterator, Sequence

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.programs import own_code_of
from seatrial.facts.data.personal_words import is_personal
from seatrial.facts.deployment.clusters.kubernetes import own_yaml
from seatrial.facts.deployment.settings_files import documents_of
from seatrial.facts.documents.documents import Passage, documents, passages
from seatrial.facts.reach.running import runs
from seatrial.facts.security.source_systems import selections
from seatrial.facts.serving.serving import network_endpoints
from seatrial.facts.testing.tests import real_tests
from seatrial.model import Evidence, Place, as_evidence
from seatrial.read.code.python_record import Call, Function, Value
from seatrial.read.documents.document_record import Line
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.regex import caseless, regex

#: Keys and tags by which a schema marks a column as personal: of dbt, OpenMetadata, data contracts and own files.
_MARKS = caseless(
    r"^(?:is_|contains_|has_)?(?:pii|personal_?data|phi|sensitive(?:_personal)?)$|^(?:data_?)?classification$|^sensitivity$"
    r"|^gdpr(?:_category)?$"
)
_PERSONAL = caseless(r"\b(?:pii|phi|personal|sensitive|gdpr|hipaa|confidential)\b")
_INVENTORY = caseless(
    r"(?:inventory|register|catalog(?:ue)?|list|table|map) of (?:personal|pii|patient)|(?:personal[- ]data|pii|phi)"
    r"[- ](?:inventory|register|fields|columns|map|catalog)|records? of processing|processing (?:activities|record)"
    r"|\bropa\b|data[- ]subject|personal data we|what personal data"
)
_POLICY = caseless(
    r"privacy|data protection|personal data|gdpr|hipaa|\bpii\b|anonymi[sz]|datenschutz|privacidad|confidentialité"
    r"|dati personali|données personnelles|datos personales|dados pessoais|persoonsgegevens|隐私|個人情報|개인정보"
)
#: Heads of the table that says why each field is used, and for how long or on which ground.
_WHY = caseless(r"purpose|used for|zweck|finalidad")
_UNTIL = caseless(r"ground|basis|kept|keep|retention|period|until|storage|delete")
#: How a notice begins the list of what is held of a person, how long it says that is kept, and how short an entry is.
_COLLECTS = caseless(
    r"(?:following|types? of|categories of)\s+(?:personal )?(?:data|information)"
    r"|data (?:that )?we (?:collect|hold|process)"
)
_PERIOD = caseless(r"\b(?:\d{1,3}|one|two|three|six|twelve)\s+(?:hours?|days?|weeks?|months?|years?)\b")
_KEPT = caseless(r"\b(?:kept|keep|retain(?:ed)?|retention|stored? for|deleted? after)\b")
#: In what time people are answered, which says nothing about what is kept.
_ANSWERED = caseless(r"\b(?:answer\w*|respond\w*|reply|replies|requests?|within)\b")
_SENTENCE_ENDS = regex(r"[.!?]\s")
_OF_A_PERSON = caseless(
    r"\bnames?\b|e-?mail|address|phone|\bage\b|birth|gender|profession|location|\bip\b|account|photo"
)
_ENTRY = 60
_SENTENCE = regex(r"\b(?:GDPR|HIPAA|personal data|PII|anonymi[sz]ed)\b")
#: What a program tells its makers about how it is used; of the people in the data it says nothing.
_USAGE = caseless(
    r"\b(?:user|usage|download|install\w*|adoption) (?:statistics|stats|data|metrics|analytics|information|reports?)\b"
    r"|\btelemetry\b|\banalytics\b|\busage reporting\b"
)
_MAKES_LESS = (
    "presidio_anonymizer.", "scrubadub.", "dicognito.", "deid.", "opacus.", "diffprivlib.", "flwr.", "pycanon.",
    "anonypy.", "anjana.", "tensorflow_privacy.", "philter", "cryptography.fernet.Fernet.encrypt", "pydeidentify.",
    "gretel_client.", "sdv.", "faker.", "mimesis.", "openfl.", "syft.", "ff3.",
)  # fmt: skip
_DEFINES = caseless(
    r"(?:^|_)(?:anonymi[sz]e|pseudonymi[sz]e|deidentify|de_identify|mask_pii|redact(?!ions?)|scrub|strip_pii|remove_pii|hash_pii"
    r"|drop_pii|tokeni[sz]e_pii|k_anonym\w*|minimi[sz]e_data)"
)
#: A column by whose number a person is known.
_NUMBERS = caseless(r"(customer|client|user|patient|member|person|employee|account)_?id$")
_DIGESTS = frozenset({"sha256", "sha512", "blake2b", "new", "pbkdf2_hmac", "scrypt", "digest"})
_ERASES = caseless(
    r"(?:^|_)(?:erase|forget|purge|delete|remove|anonymi[sz]e)_(?:\w+_)?(?:user|person|patient|customer|subject|member"
    r"|client|account|profile|personal|data_subject)s?(?:_|$)|right_to_(?:be_forgotten|erasure)|\bdsar\b|gdpr_(?:delete|erase)"
    r"|erasure(?!s)"
)
_PEOPLE = regex(r"/(?:users?|patients?|customers?|people|persons?|members?|clients?|subjects?|accounts?)(?:/|$)")


@fact
def inventories(component: Component) -> tuple[Evidence, ...]:
    """Return where the personal data in use is listed: columns marked in schemas, classes, tables of documents."""
    found = [*_in_schemas(component), *_in_classes(component), *_in_documents(component)]
    return tuple(sorted(dict.fromkeys(found)))


def _in_schemas(component: Component) -> Iterator[Evidence]:
    repo = component.repo
    marked: dict[str, int] = {}
    for path, root in documents_of(repo, filter(component.__contains__, own_yaml(repo))):
        for node in _marked(root):
            marked.setdefault(path, node.line)
    for path, line in marked.items():
        yield Evidence(Place(path, line), "a file of settings marks what is personal")


def _marked(root: Node) -> Iterator[Node]:
    for steps, node in root.walk(20_000):
        key = steps[-1] if steps else ""
        tags = (*node.texts, node.text) if key == "tags" else ()
        marked = _MARKS.search(key) and (node.flag is True or _PERSONAL.search(node.text))
        if marked or any(map(_MARKS.search, tags)):
            yield node


def _in_classes(component: Component) -> Iterator[Evidence]:
    for program in own_code_of(component):
        for cls in program.file.classes:
            for field in cls.attributes:
                if re.search(
                    r"['\"](?:pii|personal|sensitive)\w*['\"]|\bPII\b", _written(field.annotation, field.value)
                ):
                    yield program.evidence(field, f"{cls.name}.{field.name} is marked as personal")


def _written(annotation: str, value: Value | None) -> str:
    return f"{annotation} {value}"  # with all that stands in it, as the keys of json_schema_extra


def _in_documents(component: Component) -> Iterator[Evidence]:
    for passage in passages(component.repo, _INVENTORY):
        rows = sum(line.table for line in passage.lines)
        if passage.path in component and (rows > 1 or passage.words > 30):
            yield Evidence(passage.place, f"{passage.what} lists the personal data that is used")
    for passage in passages(component.repo, _POLICY):
        if passage.path in component and (line := _begins_a_list(passage)):
            yield Evidence(Place(passage.path, line), f"{passage.what} lists the personal data that is used")
        tables = [line.text for line in passage.lines if line.table]
        if passage.path in component and len(tables) > 1 and _WHY.search(tables[0]) and _UNTIL.search(tables[0]):
            yield Evidence(passage.place, f"{passage.what} gives purpose and ground or period of each field")


def _begins_a_list(passage: Passage) -> int:
    """Return the line of a notice under which it lists what is held of a person; 0 for none."""
    lines = passage.lines
    for number, line in enumerate(lines):
        entries = [one for one in lines[number + 1 : number + 9] if len(one.text) <= _ENTRY]
        if _COLLECTS.search(line.text) and sum(bool(_OF_A_PERSON.search(one.text)) for one in entries) > 1:
            return line.number
    return 0


@fact
def notice_periods(component: Component) -> tuple[Evidence, ...]:
    """Return where a notice says how long it keeps what it holds of a person."""
    own = (passage for passage in passages(component.repo, _POLICY) if passage.path in component)
    return tuple(
        Evidence(Place(passage.path, line.number), f"{passage.what} says how long personal data is kept")
        for passage in own
        for number, line in enumerate(passage.lines)
        if _PERIOD.search(line.text) and _says_kept(passage.lines[max(0, number - 4) : number], line)
    )


def _says_kept(above: Sequence[Line], line: Line) -> bool:
    """Tell whether a line, or the sentence that runs into it, says that something is kept for a period it names."""
    begun = " ".join(one.text for one in above)
    for period in _PERIOD.finditer(line.text):
        before = _SENTENCE_ENDS.split(f"{begun} {line.text[: period.start()]}")[-1]
        if _KEPT.search(f"{before} {line.text}") and not _ANSWERED.search(before):
            return True
    return False


@fact
def minimisations(component: Component) -> tuple[Evidence, ...]:
    """Return where code that runs takes out, masks, hashes or blurs what identifies a person, or never takes it."""
    few = (one for one in selections(component) if not (one.all_columns or one.personal))
    found = [as_evidence(one) for one in few]
    for program in own_code_of(component):
        for call in program.file.calls:
            less = _less(call)
            if less and runs(component, program.site_of(call)):
                found.append(program.evidence(call, less))
        found += [
            program.evidence(item, f"{item.name} takes out what identifies a person")
            for item in program.file.functions
            if _DEFINES.search(item.name.rpartition(".")[2])
            and not item.is_stub
            and runs(component, program.site(item.line, item.name))
        ]
    return tuple(sorted(dict.fromkeys(found)))


def _less(call: Call) -> str:
    if call.name.startswith(_MAKES_LESS):
        return f"{call.name.partition('.')[0]} takes out or blurs what identifies a person"
    values = call.values
    names = [item.literal for value in values for item in (value, *value.items) if isinstance(item.literal, str)]
    if call.last == "drop" and (gone := [name for name in names if is_personal(name) or _NUMBERS.match(name)]):
        return f"drops the column {gone[0]}"
    given = [value.text or value.name for value in (*call.args, *(one for value in call.args for one in value.items))]
    if call.last in _DIGESTS and call.name.startswith(("hashlib.", "hmac.")):
        hashed = [name for text in given for name in re.findall(r"\w+", text) if is_personal(name)]
        return f"hashes {hashed[0]}" if hashed else ""
    return "removes private tags of DICOM" if call.last == "remove_private_tags" else ""


@fact
def erasures(component: Component) -> tuple[Evidence, ...]:
    """Return where a person's data can be taken out again: by a function that says so, or by DELETE on people."""
    found = [
        program.evidence(item, f"{item.name} takes a person's data out")
        for program in own_code_of(component)
        for item in program.file.functions
        if _erases(item) and not item.is_stub
    ]
    found += [
        Evidence(item.place, f"DELETE {item.url} takes a person out")
        for item in network_endpoints(component)
        if "DELETE" in item.methods and bool(_PEOPLE.search(item.url))
    ]
    return tuple(sorted(dict.fromkeys(found)))


def _erases(function: Function) -> bool:
    """Tell what is named for erasing a person, or erases whoever it is given the number of: ``erase(member_id)``."""
    name = function.name.rpartition(".")[2]
    numbered = any(_NUMBERS.match(parameter.name) for parameter in function.parameters)
    return bool(_ERASES.search(name)) or (name in {"erase", "forget"} and numbered)


@fact
def tested_erasures(component: Component) -> tuple[Evidence, ...]:
    """Return the tests that speak of taking a person's data out, and can fail."""
    cases = (case for case in real_tests(component.repo) if case.place.path in component)
    return tuple(Evidence(case.place, f"{case.name} tries it") for case in cases if _ERASES.search(case.name))


@fact
def privacy_words(component: Component) -> tuple[Evidence, ...]:
    """Return what documents say about personal data, in a section of its own or in a sentence."""
    headed = [passage for passage in passages(component.repo, _POLICY) if passage.path in component]
    if headed:
        return tuple(Evidence(passage.place, f"{passage.what} speaks of it") for passage in headed)
    found = (
        Evidence(Place(document.path, line.number), "a sentence speaks of it")
        for document in component.of(documents(component.repo))
        for line in document.lines
        if _SENTENCE.search(line.text) and not _USAGE.search(line.text)
    )
    return tuple(found)[:3]
