"""Is anything in the repository that should never have left somebody's hands: credentials, records of people?"""

from seatrial.api import Component, Effort, Evidence, Grade, Graded, Severity, Stage, security
from seatrial.facts.code.configuration import is_fallback
from seatrial.facts.data.personal_data import (
    Identifier,
    PersonalRecords,
    data_scanners,
    personal_records,
    unread_tables,
)
from seatrial.facts.security.own_keys import signs_here
from seatrial.facts.security.past_secrets import past_secrets, unsearched_past
from seatrial.facts.security.secrets import (
    Credential,
    credentials,
    doubtful_files,
    second_look,
    secret_scanners,
    unsearched_data,
    unsearched_for_secrets,
)

CREDENTIALS = (
    "tokens of providers by prefix and checksum, key pairs, private keys, addresses with a password, random values "
    "behind the name of a key, in code, settings, notebooks and their outputs"
)
RECORDS = (
    "e-mail addresses, telephone, social security, national identity, bank, card and NHS numbers with their checksums, "
    "names with dates of birth, in the first 5,000 rows of tables and JSON up to 50 MB, in outputs of notebooks; "
    "patients in FHIR resources, and their names in images"
)
_A_KEY = "where it is a private key, which no provider takes back"
_SIGNS = "where it signs what the service itself hands out"
_REPLACED = "where it is the default of a setting"
_OWN_KEYS = frozenset({"Django secret key"})  #: what no provider issues
#: Rows with a verified value from which it is no accident, and from which somebody should look.
MANY, FEW = 20, 3


@security.conduct(
    "SEC-01",
    question="Is any working-looking credential in tracked text, notebooks or their outputs?",
    severity=Severity.BLOCKER,
    effort=Effort.SMALL,
    stage=Stage.POC,
    why="Whoever can read the repository can use the credential, and taking it out later does not take it back.",
    fix=(
        "Revoke the credential in {secret:the file} at its provider today, and issue a new one.",
        "Read it at run time from the environment or a secret store, and remove it from the file and from the history.",
        "Add gitleaks to .pre-commit-config.yaml and to CI.",
    ),
    fix_when={
        _A_KEY: (
            "Make a new key in place of {secret:the file} today, and let nothing trust the old one any more.",
            "Hand the new one over at run time, by a secret store or a mount, and remove the old one from the history.",
            "Add gitleaks to .pre-commit-config.yaml and to CI.",
        ),
        _SIGNS: (
            "Make a new key (`openssl rand -hex 32`) in place of that in {secret:the file}: the old one forges logins.",
            "Read it at run time from the environment or a secret store, and let the start fail where none is set.",
            "Add gitleaks to .pre-commit-config.yaml and to CI.",
        ),
        _REPLACED: (
            "Give the key in {secret:the settings} no default: let the start fail where the environment sets none.",
            "Make a new one for each deployment that has run with the default, since sessions can be forged with it.",
        ),
    },
    references=("CWE-798", "PCI 8.6.2", "AML.T0055", "42001 A.4.4", "HIPAA (d)"),
    raised_by=("finance", "healthcare", "retail"),
    everywhere=True,
)
def no_secrets_committed(component: Component) -> Graded:
    repo = component.repo
    found = component.of(credentials(repo))
    live = [credential for credential in found if credential.live and not _is_replaced(component, credential)]
    unread = [file for file in unsearched_for_secrets(repo) if file.path in component]
    weak = [credential for credential in found if credential not in live]
    mild, gone = [credential for credential in weak if not credential.role.beside], past_secrets(component)
    graded = Graded.conduct(
        found=live,
        weak=[*mild, *gone],
        aside=[credential for credential in weak if credential.role.beside and _is_worth_a_word(credential)],
        guards=secret_scanners(repo),
        unread=[*(str(file) for file in unread), *_unsure(component), *unsearched_past(component)],
        looked_for=CREDENTIALS,
        message=_with_past(_one_cause(live) or (mild[0].what if mild and gone else ""), gone)
        or ("" if weak else _unsearched(component)),
    )
    first: Credential | Evidence | None = next(iter([*live, *weak]), gone[0] if gone else None)
    keys = bool(live) and all(credential.secret.kind == "private key" for credential in live)
    replaced = bool(mild) and not live and all(_is_replaced(component, credential) for credential in mild)
    signs = bool(live) and not keys and all(signs_here(repo, credential) for credential in live)
    case = _A_KEY if keys else _SIGNS if signs else _REPLACED if replaced else ""
    return graded.naming(secret=first).in_case(case)


def _is_replaced(component: Component, credential: Credential) -> bool:
    """Tell a key of the owner's own that the environment replaces where it is deployed: nobody has to revoke it."""
    return credential.secret.kind in _OWN_KEYS and is_fallback(component.repo, credential.place)


def _with_past(message: str, gone: tuple[Evidence, ...]) -> str:
    """Add to what stands in the files what only the history holds, with the commit of the first."""
    if not gone:
        return message
    first = f"{gone[0].place.path}: {gone[0].what}"
    if not message:
        return first if len(gone) == 1 else f"{len(gone)} credentials in the history only; {first}"
    return f"{message}; {len(gone)} more in the history only: {first}"


def _unsure(component: Component) -> list[str]:
    """Say which files held words that only kingfisher could have placed, had it answered."""
    asked, scan = [path for path in doubtful_files(component.repo) if path in component], second_look(component.repo)
    if scan.failed and asked:
        more = f" and {len(asked) - 1} more" if len(asked) > 1 else ""
        return [f"{asked[0]}{more}: random words that only kingfisher could place; {scan.unread[0]}"]
    return [f"{path}: kingfisher {reason}" for path, reason in scan.missed if path in component]


def _is_worth_a_word(credential: Credential) -> bool:
    """Tell what tests make up, which any scanner may pass over, from a provider's own token that stands in a test."""
    return not credential.is_test or (credential.secret.sure and credential.secret.kind != "key or token")


def _unsearched(component: Component) -> str:
    """State what the search left out, since absence is only as good as the search."""
    left = [file.path for file in unsearched_data(component.repo) if file.path in component]
    return f"none found; {len(left)} files of data were not searched, such as {left[0]}" if left else ""


def _one_cause(live: list[Credential]) -> str:
    """Count credentials by value: the same key in three notebooks is one key to revoke."""
    values = {credential.secret.digest for credential in live}
    if not values:
        return ""
    number = "one credential" if len(values) == 1 else f"{len(values)} different credentials"
    files = len({credential.path for credential in live})
    return f"{number} in {files} {'file' if files == 1 else 'files'}"


@security.conduct(
    "SEC-20",
    question="Are real records of people in the repository: tables, fixtures, outputs of notebooks, images?",
    severity=Severity.BLOCKER,
    effort=Effort.MEDIUM,
    stage=Stage.POC,
    why="Every clone is another copy of the records, which nobody can count, protect, or delete when a person asks.",
    fix=(
        "Move {records:the file} to storage with access control, and put a synthetic sample in its place.",
        "Take the file out of the history as well, rotate the clones, and tell the data protection officer.",
        "Clear outputs of notebooks before each commit (nbstripout as a pre-commit hook).",
    ),
    references=("CWE-359", "GDPR 5", "GDPR 32", "HIPAA 164.514", "PCI 3.5", "PCI 6.5.5", "LLM02"),
    raised_by=("finance", "healthcare", "retail"),
    gated_by=("finance", "healthcare"),
)
def no_real_personal_data_committed(component: Component) -> Graded:
    repo = component.repo
    found = [record for record in component.of(personal_records(repo)) if not record.made_up]
    shipped = [record for record in found if record.own]
    many = [record for record in shipped if _rows(shipped, record) >= MANY]
    others = [record for record in found if record not in many and _is_worth_a_look(record)]
    missing = [file for file in unread_tables(repo) if file.path in component and not file.partly]
    graded = Graded.conduct(
        found=many,
        weak=[record for record in others if not record.role.beside],
        aside=[record for record in others if record.role.beside],
        guards=data_scanners(repo),
        unread=list(map(str, missing)),
        looked_for=RECORDS,
        message=_coverage(component) if not found else "",
    )
    if graded.grade is None and all(file.is_pointer for file in missing):
        graded = graded.surely(Grade.PRESENT)  # no more is known of tables that are kept outside of git altogether
    return graded.naming(records=next(iter(many or found), None))


def _is_worth_a_look(record: PersonalRecords) -> bool:
    """Tell a sample of a few made-up rows in a test or a guide from what may be somebody's."""
    few = FEW if record.own else MANY
    return record.rows >= few or (record.own and record.kind is Identifier.DICOM)


def _rows(records: list[PersonalRecords], wanted: PersonalRecords) -> int:
    """Count the rows of one kind in all files together: twenty images of one patient each are twenty patients."""
    return sum(record.rows for record in records if record.kind is wanted.kind)


def _coverage(component: Component) -> str:
    """State what the search left out, since absence is only as good as the search."""
    partly = [file for file in unread_tables(component.repo) if file.path in component and file.partly]
    return f"none found; {len(partly)} tables were searched in part or not, such as {partly[0].path}" if partly else ""
