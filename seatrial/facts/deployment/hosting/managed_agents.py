"""Which agents are handed over in Python to a runtime that serves them, without any file of settings?"""

import posixpath
from collections.abc import Iterator
from dataclasses import replace

from seatrial.facts import fact
from seatrial.facts.deployment.settings_files import single
from seatrial.facts.deployment.workload import Platform, Workload
from seatrial.model import Place
from seatrial.read.code.python import PYTHON
from seatrial.repo import Repo, role

_DEFINES = frozenset({"managed_deepagents.define_deep_agent"})
_FILE = "agent.py"  #: the one name that the runtime looks for


@fact
def managed_agents(repo: Repo) -> tuple[Workload, ...]:
    """Return the agents that Managed Deep Agents serves by the LangGraph runtime: ``agent = define_deep_agent(...)``.

    They are started like a workload and are no manifest: nothing in them could set a limit, a user or replicas.
    """
    return tuple(replace(work, role=role(repo, work.path)) for work in _found(repo))


def _found(repo: Repo) -> Iterator[Workload]:
    paths = repo.matching(lambda path: posixpath.basename(path) == _FILE)
    for file in repo.records(PYTHON, paths):
        for call in file.calls:
            if call.name in _DEFINES and call.target and not call.scope:
                target = f"./{_FILE}:{call.target}"
                yield single(
                    Platform.MODEL_PLATFORM, "LangGraph", call.target, Place(file.path, call.line),
                    f"Managed Deep Agents serves {target}", command=(target,),
                )  # fmt: skip
