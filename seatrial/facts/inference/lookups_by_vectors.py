"""Which calls look something up in a store of embeddings?"""

from collections.abc import Set

from seatrial.facts.code.ml_libraries import VECTOR_STORES, belongs
from seatrial.facts.inference.inference_words import SEARCHES
from seatrial.read.code.python_record import Call
from seatrial.read.regex import caseless, regex

#: Beginnings of searches that only stores of embeddings have, however the rest of the name goes on.
SIMILAR = ("similarity_", "asimilarity_", "knn_", "max_marginal_", "amax_marginal_")
#: What only such a store is asked by.
BY_VECTORS = frozenset({
    "query_embeddings", "query_embedding", "query_texts", "query_vector", "query_vectors", "vector_queries",
})  # fmt: skip
#: Sessions and connections of databases, whose ``query`` asks for rows.
_ROWS = regex(r"(^|[._])(session|sess|conn|connection|cursor|db)\.query$")
#: Patterns of text, by what they are called.
_PATTERNS = caseless(r"(?:pattern|reg_?exp?|(?:^|[._])re)s?\.search$")


def looks_up(call: Call, by_vectors: Set[str]) -> bool:
    """Tell whether a call searches in embeddings for certain: by its name, its store, or vectors that it is given.

    ``by_vectors`` are the functions that name such vectors, in a table that a call may be given.
    """
    if call.last.startswith(SIMILAR):
        return True
    return call.last in SEARCHES and (belongs(call.name, VECTOR_STORES) or _is_given_vectors(call, by_vectors))


def may_look_up(call: Call) -> bool:
    """Tell whether a call in a file about such stores looks like a search in one, and in no text or table."""
    if call.last not in SEARCHES or call.name.startswith(("re.", "regex.")):
        return False
    return not (_ROWS.search(call.written) or _PATTERNS.search(call.written))


def _is_given_vectors(call: Call, by_vectors: Set[str]) -> bool:
    """Tell by what a call is given, at once or in a table that is put together in its function."""
    keys = {key for key, _ in call.keywords}
    return not BY_VECTORS.isdisjoint(keys) or ("**" in keys and call.scope in by_vectors)
