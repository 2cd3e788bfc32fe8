"""Which options does ``seatrial audit`` take that no other command has, and what is said of each?"""

from typing import Annotated, TypeAlias

import typer

InFolder: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "-o", "--output", metavar="FOLDER", help="Write result.json, report.html, summary.md, results.sarif there."
    ),
]
Target: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--target",
        metavar="STAGE",
        envvar="SEATRIAL_TARGET",
        help="The stage to be ready for: poc, pilot, candidate, production or mission-critical.",
    ),
]
Profiles: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--profile",
        metavar="INDUSTRY",
        envvar="SEATRIAL_PROFILE",
        help="Add the rules of finance, healthcare or retail; repeatable.",
    ),
]
RubricFile: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--rubric", metavar="FILE", help="Judge by this table instead of the shipped one (seatrial config rubric)."
    ),
]
Standards: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--standard",
        metavar="NAME",
        help="Show instead what gives evidence towards its clauses: eu-ai-act, nist-ai-rmf, hipaa...; repeatable.",
    ),
]
Select: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--select",
        metavar="ID",
        help="Show only findings of this check (SEC-01) or dimension (SEC); repeatable. The score stays.",
    ),
]
Ignore: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--ignore", metavar="ID", help="Hide findings of this check or dimension; repeatable. The score stays."
    ),
]
FailUnder: TypeAlias = Annotated[
    float | None,
    typer.Option("--fail-under", metavar="SCORE", min=0, max=100, help="Exit 1 when the score is lower."),
]
FailOn: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--fail-on",
        metavar="SEVERITY",
        help="Exit 1 on findings of this severity or above: blocker, high, medium, low; or never.",
    ),
]
MaxUnknown: TypeAlias = Annotated[
    float | None,
    typer.Option("--max-unknown", metavar="PERCENT", min=0, max=100, help="Exit 5 when more of the score is unknown."),
]
Strict: TypeAlias = Annotated[
    bool, typer.Option("--strict", help="Exit 1 on notices too: terms that end soon, waivers that nothing uses.")
]
OsvDb: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--osv-db",
        metavar="PATH",
        envvar="SEATRIAL_OSV_DB",
        help="Known vulnerabilities: OSV's all.zip, a folder of its entries, or a file of ours; '' for none. "
        "(default: what seatrial vulndb update keeps)",
    ),
]
Online: TypeAlias = Annotated[
    bool,
    typer.Option("--online", help="Ask OSV's service about vulnerabilities: it is told packages and versions."),
]
Imports: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--import",
        metavar="FILE",
        help="Show the findings of another tool too, from its SARIF 2.1.0; never in the score; repeatable.",
    ),
]
Bench: TypeAlias = Annotated[
    bool, typer.Option("--bench", help="Measure the models too, under 20 seconds each; never in the score.")
]
History: TypeAlias = Annotated[
    bool,
    typer.Option("--history", help="Look for credentials in all that git ever held, too. This may take minutes."),
]
