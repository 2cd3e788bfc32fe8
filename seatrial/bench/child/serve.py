"""What is the process of a system under test asked to do, and what does it answer?

Each message names a command. The answer holds what was asked for, or ``refused`` with a text and a ``kind``
(``refused``, ``memory`` or ``unavailable``); then the process is as good as before.
"""

import os
from typing import BinaryIO

from . import limits, others, wire
from .session import Unavailable
from .worker import COMMANDS, Answer, Worker


def answered(worker: Worker, message: wire.Message) -> Answer:
    """Return the answer to one message, whatever happens."""
    try:
        answer = COMMANDS[message.head["do"]](worker, message.head, message.blobs)
    except MemoryError:
        return {"refused": "the memory that it may use is not enough", "kind": "memory"}, []
    except (Unavailable, others.GONE) as error:
        return {"refused": str(error), "kind": "unavailable"}, []
    except others.SAID as error:
        return {"refused": str(error), "kind": "refused"}, []
    except Exception as error:
        return {"refused": f"{type(error).__name__}: {error}"[:4000], "kind": "refused"}, []
    return answer


def main(arguments: list[str]) -> None:
    """Serve until the parent closes the pipe: ``main([parent, memory, schedule])``, the last only if there is one."""
    parent, memory, schedule = (int(one) for one in (*arguments, "-1")[:3])
    commands, answers = _pipes()
    limits.confine(memory, parent)
    worker = Worker(schedule)
    wire.send(answers, {"pid": os.getpid()})
    while True:
        try:
            message = wire.receive(commands)
        except EOFError:
            return
        wire.send(answers, *answered(worker, message))


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """Keep the two pipes for messages: what a runtime prints goes to the error stream."""
    commands, answers = os.dup(0), os.dup(1)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    return os.fdopen(commands, "rb"), os.fdopen(answers, "wb")
