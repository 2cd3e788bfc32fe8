"""A plugin as a third party would write it: one family, one check, its examples."""

from seatrial.api import Component, Effort, Evidence, Family, Grade, Graded, Place, Severity, Stage

acme = Family("ACME", "Rules of Acme")


@acme.practice(
    "ACME-01",
    question="Does the team's runbook stand where the pager looks for it?",
    severity=Severity.MEDIUM,
    effort=Effort.SMALL,
    stage=Stage.POC,
    why="At three in the morning nobody searches a wiki.",
    fix=("Write the runbook to {runbook:ops/RUNBOOK.md}.",),
    references=("Acme handbook 4.2",),
)
def runbook_in_place(component: Component) -> Graded:
    found = [path for path in sorted(component.own) if path.endswith("RUNBOOK.md")]
    return Graded.best(
        (Grade.SUBSTANTIVE, [Evidence(Place(path), "a runbook") for path in found if path.startswith("ops/")]),
        (Grade.PRESENT, [Evidence(Place(path), "a runbook in another place") for path in found]),
        looked_for="ops/RUNBOOK.md",
    )


FAMILIES = (acme,)
