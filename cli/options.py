"""Which options do several commands share, and how are they combined with those given before the command?"""

from dataclasses import replace
from enum import StrEnum
from typing import Annotated, TypeAlias

import typer

from seatrial.model.record import dataclass


class Color(StrEnum):
    """When output is coloured."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class Form(StrEnum):
    """How an answer is told, to people or to programs."""

    TEXT = "text"
    JSON = "json"


class PageForm(StrEnum):
    """How an answer is told that a page can hold, too."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


ConfigFile: TypeAlias = Annotated[
    str | None,
    typer.Option("--config", metavar="FILE", help="Read this configuration instead of looking for one."),
]
InForm: TypeAlias = Annotated[Form, typer.Option("-f", "--format", metavar="FORMAT", help="text or json.")]
InPageForm: TypeAlias = Annotated[
    PageForm, typer.Option("-f", "--format", metavar="FORMAT", help="text, json or markdown.")
]
Colored: TypeAlias = Annotated[
    Color | None,
    typer.Option("--color", metavar="WHEN", envvar="SEATRIAL_COLOR", help="Colour: auto, always or never."),
]
Quiet: TypeAlias = Annotated[bool, typer.Option("-q", "--quiet", help="Show the verdict and its figures only.")]
ExitZero: TypeAlias = Annotated[bool, typer.Option("--exit-zero", help="Exit 0 where it would be 1 or 5.")]
AsOf: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        help="Judge as if it were this day: YYYY-MM-DD. (default: SOURCE_DATE_EPOCH, else today)",
    ),
]
Repository: TypeAlias = Annotated[str, typer.Argument(metavar="PATH", help="The folder of the repository.")]
Opinions: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--second-opinion",
        metavar="NAME",
        help="Show what another tool says too, if it is installed: hayward or modelaudit on models, hadolint on "
        "Dockerfiles; never in the score; repeatable.",
    ),
]
Verbose: TypeAlias = Annotated[
    int,
    typer.Option(
        "-v", "--verbose", count=True, help="Show all that was found; -vv each place, also of many of one kind."
    ),
]


@dataclass(frozen=True, slots=True)
class Manner:
    """How a command speaks, and where it takes its configuration from."""

    quiet: bool = False
    verbose: int = 0  #: 1 for all that was found, 2 for each place
    color: Color = Color.AUTO
    progress: bool = True
    config: str | None = None
    debug: bool = False

    def but(
        self,
        *,
        quiet: bool = False,
        verbose: int = 0,
        color: Color | None = None,
        config: str | None = None,
    ) -> "Manner":
        """Return the manner with what was said after the command; the last word wins."""
        return replace(
            self,
            quiet=(self.quiet or quiet) and not verbose,
            verbose=0 if quiet else max(self.verbose, verbose),
            color=color or self.color,
            config=self.config if config is None else config,
        )


def manner(context: typer.Context) -> Manner:
    """Return what was said before the command."""
    found = context.obj
    return found if isinstance(found, Manner) else Manner()
