"""What does a release process verify, as an in-toto statement about the commit and its models?

The layout is version 1 of the in-toto attestation framework's Statement; the predicate is the stored result itself,
without ``run``, which tells of the machine that judged. Signing is left to a tool of sigstore: docs/formats.md.
"""

import json

from seatrial.report.formats.material import Material
from seatrial.report.printable import shown
from seatrial.report.stored import canonical, to_json

TYPE = "https://in-toto.io/Statement/v1"
PREDICATE = "urn:seatrial:result:1"


class NoSubject(Exception):
    """A result outside of git names nothing that a statement could be about."""


def to_statement(material: Material) -> bytes:
    """Return the statement; raise ``NoSubject`` for a result without a commit or with uncommitted changes.

    Subjects are the commit (``gitCommit``) and every model file of the inventory with its SHA-256.
    """
    subject = material.report.subject
    if not subject.commit:
        raise NoSubject("the result names no commit: audit a git repository")
    if subject.dirty:
        raise NoSubject("the audited files differ from their commit: commit them, and audit again")
    named = shown(subject.name) or "repository"
    subjects = [{"name": named, "digest": {"gitCommit": subject.commit}}]
    models = {one.path: one.sha256 for one in material.report.models.files if one.sha256}
    subjects += [{"name": shown(path), "digest": {"sha256": digest}} for path, digest in sorted(models.items())]
    predicate = json.loads(to_json(material.report))
    del predicate["run"]
    document = {"_type": TYPE, "subject": subjects, "predicateType": PREDICATE, "predicate": predicate}
    return canonical(document)
