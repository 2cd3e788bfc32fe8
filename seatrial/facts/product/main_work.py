"""Of the places where a job works, which would its owner name: what predicts, what trains, or what helps them?"""

from enum import IntEnum

from seatrial.facts.product.parts import Part, part_of
from seatrial.facts.training.training import training_paths
from seatrial.read.regex import regex
from seatrial.repo import Repo

#: Files called after the answers that people wait for.
_ANSWERS = regex(r"(?:^|[/_.-])(?:infer|predict|scor(?:e|ing)|forecast|recommend)[^/]*$")
#: Files that look for settings, measure, or look at a model that is there.
_LOOKS = regex(r"(?:^|[/_.-])(?:tun(?:e|er|ing)\b|search|sweep|eval|metrics?\b|expla|validat)")
#: Folders and files that hold what others call.
_HELPS = regex(r"(?:^|/)(?:utils?|helpers?|common|shared|libs?|misc|tools)(?=[/.])")


class Work(IntEnum):
    """What a file of a job does, what its owner would name first first."""

    ANSWERS = 0
    RUNS_A_MODEL = 1
    TRAINS = 2
    LOOKS = 3
    HELPS = 4


def work_order(repo: Repo, path: str, scope: str) -> tuple[Part, Work, str]:
    """Return a key that sorts places of a job: the product's first, what answers before what trains and what helps.

    One command often starts all of a package, so that the part alone does not tell them apart; a name does no more
    than order them.
    """
    return part_of(repo, path, scope), work_of(repo, path), path


def work_of(repo: Repo, path: str) -> Work:
    """Return what a file does, by its name and by whether it trains."""
    name = path.lower()
    for words, work in ((_HELPS, Work.HELPS), (_LOOKS, Work.LOOKS), (_ANSWERS, Work.ANSWERS)):
        if words.search(name):
            return work
    return Work.TRAINS if path in training_paths(repo) else Work.RUNS_A_MODEL
