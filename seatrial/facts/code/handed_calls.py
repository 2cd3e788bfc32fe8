"""Which function does a call run that hands it on: ``await asyncio.to_thread(load, path)``, ``partial(load, path)``?"""

from seatrial.read.code.python_record import Call

#: Last parts of the names of calls that run a function elsewhere or later, with the place of the function.
_HANDS = {
    "to_thread": 0, "run_in_threadpool": 0, "run_sync": 0, "sync_to_async": 0, "run_in_executor": 1, "partial": 0,
    "submit": 0,
}  # fmt: skip


def run_by(call: Call) -> Call:
    """Return a call as that of the function which it hands to a thread, or keeps for later; every other as it is."""
    place = _HANDS.get(call.last)
    if place is None or len(call.args) <= place:
        return call
    handed = call.args[place]
    if handed.kind != "name" or not (handed.name or handed.text):
        return call
    return call.under(handed.name, handed.text)._replace(args=call.args[place + 1 :])
