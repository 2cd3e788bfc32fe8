"""Routers that hang on an application by a loop over a list, and guards that stand in a table."""

from seatrial.facts.serving.authentication import Access, accesses
from seatrial.facts.web.guard_strength import Proof
from tests.repositories import repo_of

CHECKS = (
    "import jwt\nfrom fastapi import HTTPException, Request\n\n\ndef session():\n    return 1\n\n\n"
    "def check(request: Request):\n    try:\n"
    "        return jwt.decode(request.headers['Authorization'], KEY, algorithms=['RS256'])\n"
    "    except jwt.PyJWTError:\n        raise HTTPException(401)\n"
)
TABLE = (
    "from fastapi import Depends\nfrom checks import check, session\n\n\nclass Kind:\n    OPEN = 1\n    AUTH = 2\n\n\n"
    "GUARDS = {\n    'chat': {\n        Kind.OPEN: [Depends(session)],\n"
    "        Kind.AUTH: [Depends(session), Depends(check)],\n    },\n}\nOTHERS = [Depends(session)]\n"
)
HEAD = (
    "from fastapi import Depends, FastAPI\nfrom chat import router as chat_router\nfrom checks import check\n"
    "from table import GUARDS, Kind\nfrom users import router as user_router\n\n\ndef create_app():\n"
    "    app = FastAPI()\n    routers = [chat_router, user_router]\n    for router in routers:\n"
)


def door(called: str) -> str:
    return (
        f"from fastapi import APIRouter\n\nrouter = APIRouter()\n\n\n@router.post('/{called}')\n"
        f"def {called}(text: str):\n    return text\n"
    )


def found(loop: str) -> dict[str, Access]:
    app = f"{HEAD}        {loop}\n    return app\n\n\napp = create_app()\n"
    files = {"app.py": app, "checks.py": CHECKS, "table.py": TABLE, "chat.py": door("chat"), "users.py": door("users")}
    return {one.endpoint.url: one for one in accesses(repo_of(files))}


def test_each_router_of_a_list_hangs_where_the_loop_hangs_it() -> None:
    doors = found("app.include_router(router, prefix='/v1', dependencies=[Depends(check)])")

    assert {url: one.proof for url, one in doors.items()} == {
        "/v1/chat": Proof.IDENTITY, "/v1/users": Proof.IDENTITY,
    }  # fmt: skip


def test_a_guard_from_a_table_may_stand_there_and_is_not_sure() -> None:
    doors = found("app.include_router(router, dependencies=GUARDS['chat'][Kind.AUTH])")

    assert all(one.guard is not None and one.optional for one in doors.values())
    assert "asks check, unless it is switched off" in doors["/chat"].what


def test_a_loop_without_guards_opens_its_doors_to_anybody() -> None:
    assert all(one.proof is Proof.NONE for one in found("app.include_router(router)").values())
