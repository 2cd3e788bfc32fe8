"""Are frozen nouns what ``dataclasses`` would make of them?"""

import copy
import dataclasses
import inspect
import pickle
from typing import ClassVar

import pytest

from seatrial.model import record
from seatrial.model.record import dataclass


@dataclass(frozen=True, slots=True)
class Harbour:
    name: str
    depth: int = 0
    note: str = dataclasses.field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Buoy:
    number: int


class Afloat:
    """What nouns may share: no field of its own."""

    __slots__ = ()
    depth: int

    @property
    def safe(self) -> bool:
        return self.depth > 1


@dataclass(frozen=True, slots=True)
class Ship(Afloat):
    depth: int
    name: str = ""


class Sailing(Afloat):
    """What nouns share besides: a base of a base."""

    __slots__ = ()

    @property
    def fast(self) -> bool:
        return self.depth > 2


@dataclass(frozen=True, slots=True)
class Yacht(Sailing):
    depth: int


@dataclass(frozen=True, slots=True)
class Loud:
    name: str

    def __repr__(self) -> str:
        return self.name.upper()


@dataclass(frozen=True, slots=True, order=True)
class Depth:
    metres: int


@dataclass(frozen=True, slots=True, order=True)
class Position:
    path: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Chart:
    marks: list[int] = dataclasses.field(default_factory=list)
    scale: ClassVar[int] = 10


@dataclass(slots=True)
class Log:
    name: str
    depths: list[int] = dataclasses.field(default_factory=list)


@dataclasses.dataclass(frozen=True, slots=True)
class TheirHarbour:
    name: str
    depth: int = 0
    note: str = dataclasses.field(default="", compare=False, repr=False)


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class TheirPosition:
    path: str
    line: int = 0


def test_equality_and_hash_are_those_of_the_compared_fields() -> None:
    assert Harbour("A", 3, "x") == Harbour("A", 3, "y")
    assert hash(Harbour("A", 3, "x")) == hash(Harbour("A", 3, "y"))
    assert Harbour("A") != Harbour("B")
    assert len({Buoy(1), Buoy(1), Buoy(2)}) == 2


def test_a_noun_equals_none_of_another_kind() -> None:
    others: list[object] = [Depth(1), (1,)]
    assert Buoy(1) not in others


def test_the_representation_names_the_fields() -> None:
    assert repr(Harbour("A", 3, "x")) == "Harbour(name='A', depth=3)"
    assert repr(Buoy(1)) == "Buoy(number=1)"


def test_a_method_that_is_written_down_stays() -> None:
    assert repr(Loud("a")) == "A"
    assert Loud("a") == Loud("a")


def test_an_order_is_made_where_it_is_asked_for() -> None:
    assert Depth(1) < Depth(2)


def test_an_order_compares_the_fields_one_by_one_and_nothing_with_another_kind() -> None:
    assert min([Position("b", 1), Position("a", 2), Position("a", 1)]) == Position("a", 1)
    assert Position("a", 1) <= Position("a", 1)
    assert Position("b", 0) > Position("a", 9)
    with pytest.raises(TypeError):
        assert Position("a", 1) < Depth(2)  # type: ignore[operator]


def test_dataclasses_know_of_it_what_they_would_know_of_their_own() -> None:
    for ours, theirs in ((Harbour, TheirHarbour), (Position, TheirPosition)):
        assert [(x.name, x.type, x.default, x.compare) for x in dataclasses.fields(ours)] == [
            (x.name, x.type, x.default, x.compare) for x in dataclasses.fields(theirs)
        ]
        params = [getattr(kind, "__dataclass_params__") for kind in (ours, theirs)]  # noqa: B009 -- no part of the type
        assert repr(params[0]) == repr(params[1])
        assert inspect.signature(ours).parameters.keys() == inspect.signature(theirs).parameters.keys()
        assert ours.__match_args__ == theirs.__match_args__


def test_another_dataclass_may_inherit_from_it() -> None:
    @dataclasses.dataclass(frozen=True)
    class Deep(Buoy):
        depth: int = 9

    assert (Deep(1).number, Deep(1, 2).depth) == (1, 2)
    assert [field.name for field in dataclasses.fields(Buoy)] == ["number"]


def test_nouns_may_share_properties_by_a_base_without_fields() -> None:
    ship = Ship(2, "Esmeralda")

    assert (ship.safe, Ship(1).safe) == (True, False)
    assert ship == dataclasses.replace(Ship(9, "Esmeralda"), depth=2)
    assert pickle.loads(pickle.dumps(ship)) == copy.copy(ship) == ship
    assert [field.name for field in dataclasses.fields(Ship)] == ["depth", "name"]
    assert not hasattr(ship, "__dict__")


def test_a_base_without_fields_may_have_another() -> None:
    yacht = Yacht(2)

    assert (yacht.safe, yacht.fast) == (True, False)
    assert yacht == copy.copy(yacht)
    assert {kind.__eq__.__code__.co_filename for kind in (Ship, Yacht)} == {record.__file__}  # no source of their own


def test_a_default_may_be_made_for_each() -> None:
    first, second = Chart(), Chart(marks=[1])
    assert (first.marks, second.marks, Chart().marks is first.marks) == ([], [1], False)


def test_a_field_without_a_default_may_not_follow_one_that_has_it() -> None:
    def wrong() -> type:
        class Wrong:
            a: int = 0
            b: str

        return Wrong

    with pytest.raises(TypeError, match="without a default"):
        dataclass(frozen=True, slots=True)(wrong())


def test_a_default_that_all_would_share_is_refused() -> None:
    def shared() -> type:
        class Shared:
            marks: list[int] = []  # noqa: RUF012 -- what must be refused

        return Shared

    with pytest.raises(ValueError, match="mutable default"):
        dataclass(frozen=True, slots=True)(shared())


def test_nothing_can_be_set() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Harbour("A").name = "B"  # type: ignore[misc]


def test_what_is_not_frozen_can_be_set_and_stored() -> None:
    noun = Log("A")
    noun.depths.append(3)
    noun.name = "B"

    assert noun == Log("B", [3]) == pickle.loads(pickle.dumps(noun))
    assert repr(noun) == "Log(name='B', depths=[3])"
    assert dataclasses.replace(noun, name="C").name == "C"
    with pytest.raises(AttributeError):
        noun.other = 1  # type: ignore[attr-defined]


def test_it_can_be_replaced_copied_and_stored() -> None:
    noun = Harbour("A", 3)
    assert dataclasses.replace(noun, depth=4) == Harbour("A", 4)
    assert copy.deepcopy(noun) == noun
    assert pickle.loads(pickle.dumps(noun)) == noun
    assert dataclasses.asdict(noun) == {"name": "A", "depth": 3, "note": ""}
