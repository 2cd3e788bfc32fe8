"""Whoever signs up gets no rights by asking for them, and passwords are not kept as they were typed."""

import pytest

from seatrial.facts.security.chosen_roles import chosen_roles
from seatrial.facts.security.kept_passwords import kept_passwords
from tests.repositories import component_of

TABLE = (
    "from sqlalchemy import Column, String\n\n\nclass User(Base):\n    name = Column(String)\n"
    "    password = Column(String)\n    role = Column(String)\n"
)
APP = (
    "from fastapi import FastAPI\nfrom pydantic import BaseModel\nfrom tables import User\n\napp = FastAPI()\n\n\n"
    "class Form(BaseModel):\n    name: str\n    password: str\n    role: str = 'reader'\n\n\n"
)
SIGNS_UP = "@app.post('/signup')\ndef signup(form: Form):\n    save(User(name=form.name, {}))\n"


def told(handler: str, more: str = "") -> tuple[list[str], list[str]]:
    component = component_of({"tables.py": TABLE, "app.py": APP + handler, "more.py": more})
    return [item.what for item in chosen_roles(component)], [item.what for item in kept_passwords(component)]


@pytest.mark.parametrize(
    ("given", "chosen"),
    [
        ("role=form.role", ["POST /signup lets whoever signs up choose their own role"]),
        ("role='reader'", []),
        ("role=default_role(form)", []),
    ],
)
def test_rights_that_are_asked_for_are_told(given: str, chosen: list[str]) -> None:
    assert told(SIGNS_UP.format(given))[0] == chosen


def test_an_administrator_may_give_rights() -> None:
    guarded = (
        "from fastapi import Depends, HTTPException\nimport jwt\n\n\ndef admin(token: str):\n"
        "    claims = jwt.decode(token, KEY, algorithms=['HS256'])\n    if claims['role'] != 'admin':\n"
        "        raise HTTPException(403)\n\n\n"
        "@app.post('/users', dependencies=[Depends(admin)])\ndef create_user(form: Form):\n"
        "    save(User(name=form.name, role=form.role))\n"
    )

    assert told(guarded)[0] == []


@pytest.mark.parametrize(
    ("given", "more", "kept"),
    [
        ("password=form.password", "", ["User keeps the password as it was typed"]),
        ("password=form.password", "from passlib.context import CryptContext\n", []),
        ("password=hash_password(form.password)", "", []),
        ("password='unset'", "", []),
    ],
)
def test_a_password_as_it_was_typed_is_told(given: str, more: str, kept: list[str]) -> None:
    assert told(SIGNS_UP.format(given), more)[1] == kept


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("SELECT id FROM users WHERE name = ? AND password = ?", True),
        ("SELECT id FROM users WHERE name = %s AND password=%s", True),
        ("SELECT id, password FROM users WHERE name = ?", False),
        ("UPDATE users SET password = ? WHERE id = ?", False),
    ],
)
def test_a_row_that_is_asked_for_by_its_password_is_told(asked: str, kept: bool) -> None:
    assert (
        bool(told(f"def sign_in(db, name, password):\n    return db.execute('{asked}', (name, password))\n")[1]) is kept
    )
