"""Which figures does a program send by a class of its own, that writes them out for a collector?"""

from collections.abc import Iterable, Iterator

from seatrial.facts.code.call_targets import Callee
from seatrial.facts.code.callees import of_call
from seatrial.facts.code.code_index import contents
from seatrial.facts.serving.watch.measurement import Measurement, Sort
from seatrial.model import Confidence, Place
from seatrial.read.code.python_record import PythonFile
from seatrial.repo import Repo


def own_figures(repo: Repo, files: tuple[PythonFile, ...], written: Iterable[Measurement]) -> Iterator[Measurement]:
    """Yield each figure that is sent under a name by a method of a class that writes measurements out."""
    classes = {(item.place.path, item.scope.partition(".")[0]) for item in written if "." in item.scope}
    sends = {
        Callee(path, scope, sure)
        for path, owner in classes
        for scope in contents(repo, path).functions
        if scope.startswith(f"{owner}.")
        for sure in (True, False)
    }
    methods = {callee.scope.rpartition(".")[2] for callee in sends}
    for file in files if sends else ():
        for call in file.calls:
            name = call.args[0].literal if call.last in methods and call.args else None
            if isinstance(name, str) and not sends.isdisjoint(of_call(repo, file.path, call)):
                what = f"{name} is sent by {call.written}"
                yield Measurement(
                    Place(file.path, call.line), what, Sort.METRIC, call.scope, name, confidence=Confidence.LIKELY
                )
