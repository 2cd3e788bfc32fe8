"""What do the opcodes do that name a class or a function, call it, or change what it made?"""

from seatrial.read.artifacts.pickles import arrays
from seatrial.read.artifacts.pickles.calls import call
from seatrial.read.artifacts.pickles.machine import Action, Machine
from seatrial.read.artifacts.pickles.nouns import Made, Name
from seatrial.read.artifacts.pickles.opcodes import Broken, line_end, number

_KEPT = 64  #: items of a tuple that are kept: enough for arguments
_EXTENSIONS = {0x82: 1, 0x83: 2, 0x84: 4}


def _two_lines(machine: Machine, at: int) -> tuple[Name, int]:
    middle = line_end(machine.data, at + 1)
    end = line_end(machine.data, middle + 1)
    if end - at > 10_000:
        raise Broken("has a name that is too long")
    module, name = bytes(machine.data[at + 1 : middle]), bytes(machine.data[middle + 1 : end])
    return machine.named(module.decode("utf-8", "replace"), name.decode("utf-8", "replace"), at), end + 1


def _global(machine: Machine, at: int) -> int:
    name, after = _two_lines(machine, at)
    machine.stack.append(name)
    return after


def _stack_global(machine: Machine, at: int) -> int:
    module, name = machine.stack[-2:]
    del machine.stack[-2:]
    machine.stack.append(machine.named(machine.value(module), machine.value(name), at))
    return at + 1


def _extension(machine: Machine, at: int) -> int:
    width = _EXTENSIONS[machine.data[at]]
    code = number(machine.data, at + 1, width)
    machine.stack.append(machine.named("copyreg", f"extension {code}", at))
    return at + 1 + width


def _reduce(machine: Machine, at: int) -> int:
    args = machine.stack.pop()
    machine.stack[-1] = call(machine, machine.stack[-1], args, at)
    return at + 1


def _new_object(count: int) -> Action:
    """NEWOBJ and NEWOBJ_EX: make an object of a class without its initializer."""

    def act(machine: Machine, at: int) -> int:
        stack = machine.stack
        maker, *args = stack[-count:]
        del stack[-count:]
        if isinstance(maker, Name):
            if not maker.made:
                maker.made, maker.args = True, args[0]
            stack.append(maker.instance)
        else:
            stack.append(call(machine, maker, args[0], at))
        return at + 1

    return act


def _instance(machine: Machine, at: int) -> int:
    maker, after = _two_lines(machine, at)  # first: a module is imported whether there is a mark or not
    args = tuple(machine.items_to_mark()[:_KEPT])
    machine.stack.append(call(machine, maker, args, at))
    return after


def _object(machine: Machine, at: int) -> int:
    maker, *args = machine.items_to_mark()[:_KEPT]
    machine.stack.append(call(machine, maker, tuple(args), at))
    return at + 1


def _build(machine: Machine, at: int) -> int:
    state, built = machine.stack.pop(), machine.stack[-1]
    if isinstance(built, Name):
        machine.oddities.note("pickle-patch", f"changes the attributes of {built.dotted}", at, dangerous=True)
    elif isinstance(built, Made) and arrays.is_wrapper(built):
        return arrays.after_array(machine, built, state, at + 1)
    return at + 1


#: Opcodes with what each of them does.
MAKERS: tuple[tuple[bytes, Action], ...] = (
    (b"c", _global), (b"\x93", _stack_global), (bytes(_EXTENSIONS), _extension), (b"R", _reduce),
    (b"\x81", _new_object(2)), (b"\x92", _new_object(3)), (b"i", _instance), (b"o", _object), (b"b", _build),
)  # fmt: skip
