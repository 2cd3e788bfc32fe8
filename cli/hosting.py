"""Where on the web can the files of the judged commit be read? The platform that runs the job says so."""

import os
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from seatrial.model.result import Subject

_ADDRESS = re.compile(r"https://[\w.:/~-]+")


def site_of(subject: "Subject") -> str:
    """Return the address, with a slash, below which a commit is shown; "" elsewhere, and for what no commit holds."""
    given = os.environ.get
    if not subject.commit or subject.dirty:
        return ""
    if (server := given("GITHUB_SERVER_URL")) and (repository := given("GITHUB_REPOSITORY")):
        address = f"{server}/{repository}/blob/{subject.commit}/"
    elif project := given("CI_PROJECT_URL"):
        address = f"{project}/-/blob/{subject.commit}/"
    else:
        return ""
    return address if _ADDRESS.fullmatch(address) else ""
