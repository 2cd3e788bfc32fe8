"""Which pickles would run something, and hide it in all the ways that are known?"""

import base64
import struct
from collections.abc import Iterator

from benchmarks.artifacts.gadgets import EXECUTE, INPUT_OUTPUT
from benchmarks.artifacts.opcodes import ECHO, START, call, framed, name, octets, pickled, system, text

_GET_SYSTEM = name("builtins:getattr") + b"(" + name("sklearn.utils:os") + text("system") + b"tR"


def gadgets() -> Iterator[tuple[str, bytes]]:
    """Yield a call of each dangerous function, by its name."""
    for dotted in (*EXECUTE, *INPUT_OUTPUT):
        yield dotted.replace(":", "."), pickled(call(name(dotted), text(ECHO)))


def protocols() -> Iterator[tuple[str, bytes]]:
    """Yield the same call in every protocol, and by every opcode that calls."""
    yield "protocol-0", b"cos\nsystem\n(S'echo'\ntR."
    yield "protocol-0-quoted", b"cos\nsystem\n(S'e\\x63ho'\ntR."
    yield "protocol-0-unicode", b"V\\u006fs\np0\n0Vsystem\np1\n0g0\ng1\n\x93Vecho\n\x85R."
    yield "protocol-1", b"(cposix\nsystem\nX\x04\0\0\0echoo."
    yield "protocol-2", b"\x80\x02cos\nsystem\nX\x04\0\0\0echo\x85R."
    yield "protocol-3", b"\x80\x03cnt\nsystem\nX\x04\0\0\0echo\x85R."
    yield "protocol-4", framed(system() + b".")
    yield "protocol-5", b"\x80\x05" + system() + b"."
    yield "inst", b"(S'echo'\nios\nsystem\n."
    yield "obj", b"\x80\x02(cos\nsystem\nX\x04\0\0\0echoo."
    yield "newobj", pickled(name("subprocess:Popen"), text(ECHO), b"\x85\x81")
    yield "newobj-ex", pickled(name("subprocess:Popen"), text(ECHO), b"\x85}\x92")


def evasions() -> Iterator[tuple[str, bytes]]:
    """Yield pickles that keep a reader of opcodes from seeing the name, or the call."""
    put = text("os") + b"\x94" + text("system") + b"\x94" + b"00"
    yield "memo", pickled(put, b"h\0h\1\x93", text(ECHO), b"\x85R")
    yield (
        "memo-overwritten",
        pickled(
            text("collections") + b"q\0" + b"0" + text("os") + b"q\0" + b"0h\0",
            text("system"),
            b"\x93",
            text(ECHO),
            b"\x85R",
        ),
    )
    yield "memo-far-away", pickled(text("os") + b"r\xff\xff\0\0" + b"0j\xff\xff\0\0", text("system"), b"\x93.")
    yield "dup", pickled(text("os"), b"20", text("system"), b"\x93", text(ECHO), b"\x85R")
    yield "pop-between", pickled(text("os"), b"(NNN1", b"N0", text("system"), b"\x93", text(ECHO), b"\x85R")
    yield "name-made-up", pickled(call(name("builtins:str"), text("os")), text("system"), b"\x93", text(ECHO), b"\x85R")
    yield "name-of-a-list", pickled(b"]", text("system"), b"\x93")
    yield "dotted-name", pickled(call(name("numpy:random.os.system"), text(ECHO)))
    yield "dunder-walk", pickled(call(name("collections:OrderedDict.__init__.__globals__"), text(ECHO)))
    yield "getattr-chain", pickled(_GET_SYSTEM, b"(", text(ECHO), b"tR")
    yield (
        "attrgetter",
        pickled(call(call(name("operator:attrgetter"), text("system")), name("numpy:os")), b"(", text(ECHO), b"tR"),
    )
    yield (
        "methodcaller",
        pickled(call(call(name("operator:methodcaller"), text("system"), text(ECHO)), name("pandas.io.common:os"))),
    )
    yield "partial", pickled(call(call(name("functools:partial"), name("os:system"), text(ECHO))))
    yield "map", pickled(call(name("builtins:map"), name("os:system"), b"]" + text(ECHO) + b"a"))
    yield (
        "build-setstate",
        pickled(
            name("collections:Counter") + b")\x81}", text("__setstate__"), name("os:system"), b"sb", text(ECHO), b"b"
        ),
    )
    yield "build-on-a-module", pickled(name("torch:_utils"), b"}", text("_rebuild"), name("os:system"), b"sb")
    yield "call-what-it-made", pickled(call(call(name("cloudpickle.cloudpickle:_make_function"), b"N"), text(ECHO)))
    yield "extension", pickled(b"\x82\x07")
    yield "extension-4", pickled(b"\x84\x07\0\1\0")
    yield "second-stream", pickled(b"N") + pickled(system())
    yield "tenth-stream", pickled(b"N") * 9 + b"cos\nsystem\n(S'echo'\ntR."
    yield "stop-then-junk", pickled(system()) + b"junk junk"
    yield "junk-then-stream", pickled(b"N") + b"\0\1\2junk" + b"cos\nsystem\n(S'echo'\ntR."
    yield "then-invalid-opcode", START + system() + b"\xff\xff"
    yield "then-truncated", START + system()
    yield "then-underflow", START + system() + b"00000."
    yield "then-unknown-memo", START + system() + b"h\xfe."
    yield "invalid-opcode-then", START + b"N\xff" + name("os:system") + text(ECHO) + b"\x85R."
    yield "frame-straddled", framed(system() + b".", 3)
    yield "frame-in-a-frame", START + b"\x95" + struct.pack("<Q", 60) + b"N0" + framed(system() + b".")[2:]
    yield "frame-past-the-end", framed(system() + b".", 5000)
    yield "hidden-by-a-straddled-frame", framed(b"C\xf0" + system() + b"." + b"x" * 240, 2)
    yield "big-padding", pickled(octets(b"x" * 200_000) + b"0", system())
    yield "many-opcodes", pickled(b"N0" * 50_000, system())
    yield "persistent-id", pickled(text("id") + b"Q0", system())
    yield "inside-persistent-id", pickled(system(), b"Q")


def nested() -> Iterator[tuple[str, bytes]]:
    """Yield pickles inside the bytes and texts of pickles."""
    inner = pickled(system())
    yield "loads", pickled(call(name("pickle:loads"), octets(inner)))
    yield "load-from-bytes", pickled(call(name("torch.storage:_load_from_bytes"), octets(inner)))
    yield (
        "load-from-made-bytes",
        pickled(call(name("torch.storage:_load_from_bytes"), call(name("_codecs:encode"), text("x"), text("latin1")))),
    )
    yield "bytes-alone", pickled(octets(inner))
    yield "three-deep", pickled(octets(pickled(octets(pickled(octets(inner))))))
    yield "base64", pickled(text(base64.b64encode(inner).decode()))
    yield "hexadecimal", pickled(text(inner.hex()))


def unknown() -> Iterator[tuple[str, bytes]]:
    """Yield pickles of code that nobody knows: to be doubted, and not more."""
    yield "main", pickled(name("__main__:Model"), b")\x81")
    yield "own-package", pickled(name("acme.models:Model"), b")\x81")
    yield "bare-script", pickled(name("train:Net"), b")\x81")
    yield "function-of-a-library", pickled(call(name("sklearn.utils.validation:check_x"), text("a")))
    yield "cloudpickle", pickled(call(name("cloudpickle.cloudpickle:_make_function"), b"N", b"}"))
    yield "cloudpickle-of-a-function", pickled(_cloudpickle())
    yield "dill-of-a-type", pickled(call(name("dill._dill:_load_type"), text("CodeType")))
    yield "dill", pickled(call(name("dill._dill:_create_function"), b"N", b"}"))
    yield "ctypes-like-class", pickled(name("queue:LifoQueue2"), b")\x81")


def _cloudpickle() -> bytes:
    """Return what cloudpickle writes of a function that uses modules: nothing in it runs while it is loaded."""
    own = "cloudpickle.cloudpickle"
    code = call(call(name(f"{own}:_builtin_type"), text("CodeType")), b"K\1", b"K\0", octets(b"d\0S\0"))
    names = b"}(" + b"".join(
        text(module) + call(name(f"{own}:subimport"), text(module)) for module in ("re", "os", "numpy")
    )
    function = call(name(f"{own}:_make_function"), code, names + b"u", b"N", b"N", b"N")
    return call(name(f"{own}:_function_setstate"), function, b"}}\x86")
