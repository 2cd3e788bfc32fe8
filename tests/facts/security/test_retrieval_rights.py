"""A search that is narrowed by who asks is told from one that believes the caller."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.facts.security.open_texts import kept_public, open_texts
from seatrial.facts.security.retrieval_rights import Narrowed, kept_origins, searches
from tests.repositories import repo_of

START = (
    "import chromadb\nfrom fastapi import Depends, FastAPI\napp = FastAPI()\n"
    "pages = chromadb.Client().get_collection('p')\n"
)


def narrowed(signature: str, body: str) -> list[Narrowed]:
    code = f'{START}\n@app.post("/ask")\ndef ask({signature}):\n    {body}\n'
    return [search.narrowed for search in searches(repo_of({"app.py": code.encode()}))]


@pytest.mark.parametrize(
    ("signature", "body", "expected"),
    [
        ("q: str", "return pages.query(query_texts=[q])", Narrowed.NOT),
        ("q: str", 'return pages.query(query_texts=[q], where={"space": "handbook"})', Narrowed.VALUE),
        ("q: str, user_id: str", 'return pages.query(query_texts=[q], where={"u": user_id})', Narrowed.CALLER),
        ("body: dict", 'return pages.query(query_texts=[1], where={"u": body.tenant})', Narrowed.CALLER),
        ("q: str, user=Depends(who)", 'return pages.query(query_texts=[q], where={"u": user.id})', Narrowed.IDENTITY),
        (
            "q: str, user=Depends(who)",
            'rule = {"u": user.id}\n    return pages.query(query_texts=[q], where=rule)',
            Narrowed.IDENTITY,
        ),
    ],
)
def test_a_search_is_as_narrow_as_the_value_it_is_narrowed_by(signature: str, body: str, expected: Narrowed) -> None:
    assert narrowed(signature, body) == [expected]


WRAPPED = (
    "import pinecone\n\n\nclass Store:\n"
    "    def __init__(self):\n        self.index = pinecone.Pinecone().Index('p')\n\n"
    "    def query(self, vector, filter=None):\n        return self.index.query(vector=vector, filter=filter)\n\n"
    "    def search(self, text, user_id):\n        chosen = {{}}\n        {}\n"
    "        return self.query(embed(text), chosen or None)\n"
)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("chosen['user_id'] = user_id", Narrowed.IDENTITY),
        ("chosen = {'tenant': user_id}", Narrowed.IDENTITY),
        ("chosen['language'] = 'en'", Narrowed.VALUE),
        ("chosen = {'$and': [{'tenant': user_id}, {'language': 'en'}]}", Narrowed.IDENTITY),
        ("assert chosen['user_id'] == user_id", Narrowed.VALUE),
        ("ask(messages=[{'role': 'user'}])", Narrowed.VALUE),
        ("log({'user_id': user_id})", Narrowed.VALUE),
        ("other = {'user_id': user_id}", Narrowed.VALUE),
    ],
)
def test_a_wrapper_is_as_narrow_as_its_callers_make_it_and_no_search_of_its_own(line: str, expected: Narrowed) -> None:
    found = searches(repo_of({"store.py": WRAPPED.format(line).encode()}))

    assert [search.narrowed for search in found] == [expected]


def test_each_of_many_searches_is_as_narrow_as_the_callers_of_its_own_wrapper_make_it() -> None:
    many = range(400)
    code = "import pinecone\n\nindex = pinecone.Pinecone().Index('p')\n"
    for name in ("wide", "narrow"):
        code += f"\n\ndef {name}(vector, filter=None):\n"
        code += "".join(f"    found{number} = index.query(vector=vector, filter=filter)\n" for number in many)
    code += "\n\ndef caller(vector, user_id):\n"
    code += "".join(f"    chosen['key{number}'] = {number}\n    wide(vector, chosen)\n" for number in many)
    code += "    own = {'user_id': user_id}\n    narrow(vector, own)\n"

    found = searches(repo_of({"store.py": code.encode()}))

    assert [search.narrowed for search in found] == [Narrowed.VALUE] * 400 + [Narrowed.IDENTITY] * 400


def test_a_filter_that_is_handed_over_by_name_counts_and_roles_of_messages_do_not() -> None:
    asked = WRAPPED.format("ask(messages=[{'role': 'system'}])")
    for key, expected in (("language", Narrowed.VALUE), ("tenant", Narrowed.IDENTITY)):
        code = asked.replace("chosen or None", f"filter={{'{key}': user_id}}")
        assert [search.narrowed for search in searches(repo_of({"store.py": code.encode()}))] == [expected]


PAGE = (
    "import streamlit as st\nfrom langchain_community.vectorstores import FAISS\n"
    "file = st.sidebar.file_uploader('a report')\n"
    "index = FAISS.from_texts(parts(file), embedding=made)\n"
)
ASKS = "st.write(index.similarity_search(st.chat_input('ask')))\n"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (PAGE, Narrowed.IDENTITY),
        (PAGE.replace("FAISS.from_texts(parts(file), embedding=made)", "FAISS.load_local('all', made)"), Narrowed.NOT),
        (f"{PAGE}index.save_local('all')\n", Narrowed.NOT),  # the next session may open it
        (
            PAGE.replace("langchain_community.vectorstores import FAISS", "langchain_pinecone import FAISS"),
            Narrowed.NOT,
        ),
        (PAGE.replace("file_uploader", "text_input"), Narrowed.NOT),
    ],
)
def test_what_a_session_was_given_is_searched_for_its_own_user(page: str, expected: Narrowed) -> None:
    found = searches(repo_of({"app.py": f"{page}{ASKS}".encode()}))

    assert [search.narrowed for search in found] == [expected]


def test_sources_that_are_kept_with_texts_are_found() -> None:
    kept = 'import chromadb\np.add(documents=[t], metadatas=[{"source": s}])\n'

    assert kept_origins(repo_of({"ingest.py": kept.encode()}))
    assert not kept_origins(repo_of({"ingest.py": kept.replace("source", "colour").encode()}))


@given(st.text(max_size=200))
def test_no_text_makes_it_fail(text: str) -> None:
    repo = repo_of({"app.py": f"{START}{text}".encode()})

    assert searches(repo) is not None
    assert kept_origins(repo) is not None


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Everybody who gets to the search may read all that it finds: the handbook is for all.", True),
        ("All employees can see every page of the handbook.", True),
        ("The documents are public.", True),
        ("Not everybody may read all documents.", False),
        ("Say whether everybody may read all it finds.", False),
        ("TODO: everybody may read all documents.", False),
        ("Everybody may ask questions.", False),
    ],
)
def test_a_decision_is_told_from_a_question_and_from_its_opposite(line: str, said: bool) -> None:
    assert bool(open_texts(repo_of({"README.md": f"# Desk\n\n{line}\n"}))) is said


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ('return [one for one in found if one.get("visibility") == "public"]', 1),
        ('return [one for one in found if one["visibility"] != "public"]', 0),
        ('return [one for one in found if one["schema"] == "public"]', 0),
    ],
)
def test_code_that_keeps_public_texts_alone_sees_to_it_that_all_may_read_them(line: str, kept: int) -> None:
    code = f"def search(found):\n    {line}\n"
    assert len(kept_public(repo_of({"search.py": code}))) == kept
