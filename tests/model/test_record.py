"""Are frozen nouns what ``dataclasses`` would make of them?"""

import copy
import dataclasses
import pickle

import pytest

from seatrial.model.record import dataclass


@dataclass(frozen=True, slots=True)
class Harbour:
    name: str
    depth: int = 0
    note: str = dataclasses.field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Buoy:
    number: int


@dataclass(frozen=True, slots=True)
class Loud:
    name: str

    def __repr__(self) -> str:
        return self.name.upper()


@dataclass(frozen=True, slots=True, order=True)
class Depth:
    metres: int


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


def test_nothing_can_be_set() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Harbour("A").name = "B"  # type: ignore[misc]


def test_it_can_be_replaced_copied_and_stored() -> None:
    noun = Harbour("A", 3)
    assert dataclasses.replace(noun, depth=4) == Harbour("A", 4)
    assert copy.deepcopy(noun) == noun
    assert pickle.loads(pickle.dumps(noun)) == noun
    assert dataclasses.asdict(noun) == {"name": "A", "depth": 3, "note": ""}
