"""Which programs write the tables that a training reads?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.programs import Program, outside_tests
from seatrial.facts.data.data_loads import data_loads
from seatrial.facts.data.dvc import dvc_stages
from seatrial.facts.models.stored_paths import file_name, stored_path
from seatrial.facts.training.training import training_paths
from seatrial.repo import Repo, Role

_WRITES = frozenset({
    "to_parquet", "to_csv", "to_feather", "to_pickle", "to_json", "write_parquet", "write_csv", "sink_parquet",
})  # fmt: skip


@fact
def table_makers(repo: Repo) -> frozenset[str]:
    """Return the owner's programs that write a table which a program that trains reads.

    They are tied by the name of the file, or by stages of DVC: what one makes, the other is handed.
    """
    trains = training_paths(repo)
    read = {file_name(load.location) for load in data_loads(repo) if load.site.path in trains and not load.made}
    read = {name for name in read if "." in name and "{}" not in name}
    others = (program for program in outside_tests(repo) if program.role is Role.OWN and program.path not in trains)
    named = (program.path for program in others if read and not read.isdisjoint(_written(program)))
    return frozenset((*named, *(_before_in_stages(repo, trains) - trains)))


def _before_in_stages(repo: Repo, trains: frozenset[str]) -> frozenset[str]:
    """Return the programs of stages of DVC that make what a stage which trains reads, directly or by others."""
    stages = dvc_stages(repo)
    own = {program.path for program in outside_tests(repo) if program.role is Role.OWN} if stages else set()
    code = [{path for path in own if path in stage.reads or path in stage.command.split()} for stage in stages]
    wanted = {path for stage, files in zip(stages, code, strict=True) if files & trains for path in stage.reads}
    found: set[str] = set()
    for _ in stages:
        pairs = zip(stages, code, strict=True)
        leading = [(stage, files) for stage, files in pairs if wanted.intersection(stage.makes)]
        found |= {path for _, files in leading for path in files}
        wanted |= {path for stage, _ in leading for path in stage.reads}
    return frozenset(found)


def _written(program: Program) -> Iterator[str]:
    for call in program.file.calls:
        if call.last in _WRITES and call.args:
            yield file_name(stored_path(program.file, call, call.args[0]))
