"""Which credentials does the history still hold, when somebody asked for it?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.security.secrets import credentials
from seatrial.model import Confidence, Evidence, Place
from seatrial.model.scan import PastCredential


@fact
def past_secrets(component: Component) -> tuple[Evidence, ...]:
    """Return the credentials that are gone from the files of a component, and not from the history."""
    scan = component.repo.past
    if scan is None:
        return ()
    present = {credential.secret.digest for credential in credentials(component.repo)}
    gone = (one for one in scan.found if one.digest not in present and not one.is_test)
    return tuple(_evidence(one) for one in gone if _belongs(one.path, component))


def unsearched_past(component: Component) -> tuple[str, ...]:
    """Return what of the history was not searched, though somebody asked for it."""
    scan = component.repo.past
    said = "" if scan is None else scan.failed or scan.left_out
    return (f"the history: {said}",) if said else ()


def _evidence(one: PastCredential) -> Evidence:
    article = "an" if one.kind[0] in "AO" else "a"
    what = (
        f"{article} {one.kind} that begins with {one.shown} (sha256 {one.digest}) came with commit {one.commit[:12]} "
        f"of {one.when} in line {one.line}, and is gone from the files and not from the history"
    )
    return Evidence(Place(one.path), what, Confidence.VERIFIED if one.sure else Confidence.LIKELY)


def _belongs(path: str, component: Component) -> bool:
    """Tell whether a file that is gone would stand in a component: below its root, or where it shares files."""
    if not component.root or path.startswith(f"{component.root}/"):
        return True
    return path.partition("/")[0] in {shared.partition("/")[0] for shared in component.shared}
