"""Which unread files leave the search for credentials open, and which only a remark?"""

import pytest

from seatrial.facts.data.personal_data import unread_tables
from seatrial.facts.security.secrets import credentials, unsearched_data, unsearched_for_secrets
from tests.repositories import repo_of

LARGE = b"a,b\n" * 5_100_000


def test_large_data_leaves_the_search_for_credentials_whole_and_large_code_does_not() -> None:
    repo = repo_of({"rows.csv": LARGE, "dump.json": LARGE, "code.py": LARGE})

    assert [file.path for file in unsearched_data(repo)] == ["dump.json", "rows.csv"]
    assert [file.path for file in unsearched_for_secrets(repo)] == ["code.py"]


def test_one_broken_table_among_many_is_a_remark_and_alone_a_loss() -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0" * 64 + "\nsize 4096\n"
    many = {f"{n}.csv": "a\n1\n" for n in range(20)}

    assert [file.partly for file in unread_tables(repo_of({"x.csv": pointer, **many}))] == [True]
    assert [file.partly for file in unread_tables(repo_of({"x.csv": pointer}))] == [False]


def test_settings_of_tests_hold_made_up_values_and_those_of_a_stage_do_not() -> None:
    line = "SEARCH_PASS" + "WORD=Qv7t-mPz4eE!\n"
    repo = repo_of({".env.test": line, "app/test.env": line, ".env.prod": line, ".env.staging": line})

    assert {one.path: one.is_test for one in credentials(repo)} == {
        ".env.prod": False,
        ".env.staging": False,
        ".env.test": True,
        "app/test.env": True,
    }


@pytest.mark.parametrize(
    ("path", "host", "live"),
    [
        ("backend/test_db.py", "shop.postgres.database.azure.com", True),
        ("backend/tests/test_db.py", "shop.postgres.database.azure.com", False),
        ("backend/test_db.py", "db.kaufhaus-nord.de", False),
    ],
    ids=["somebody tried it", "among tests", "a host of no provider"],
)
def test_the_password_of_a_real_store_in_a_script_called_a_test_is_live(path: str, host: str, live: bool) -> None:
    address = "postgresql://" + "shopadmin" + ":" + "Kx9" + "vTq27LmZp" + f"@{host}:5432/shop"
    (found,) = credentials(repo_of({path: f"import asyncpg\n\nCONNECTION = asyncpg.connect('{address}')\n"}))

    assert found.live is live
