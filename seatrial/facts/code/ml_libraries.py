"""Which libraries of machine learning, of embeddings and of pages for people are there?"""

from seatrial.read.ml_packages import FRAMEWORKS, LLM_CLIENTS, NETS, READY_MODELS, TABULAR, belongs, is_ml

#: Stores of embeddings: a search in one of them is retrieval.
VECTOR_STORES = frozenset({
    "annoy", "chromadb", "faiss", "haystack.document_stores", "haystack_integrations.document_stores", "hnswlib",
    "lancedb", "langchain.vectorstores", "langchain_astradb", "langchain_chroma", "langchain_community.vectorstores",
    "langchain_elasticsearch", "langchain_milvus", "langchain_mongodb", "langchain_pinecone", "langchain_postgres",
    "langchain_qdrant", "langchain_redis", "langchain_weaviate", "llama_index.vector_stores", "milvus_lite",
    "opensearchpy", "pgvector", "pinecone", "pymilvus", "qdrant_client", "turbopuffer", "txtai", "vespa", "weaviate",
})  # fmt: skip

#: Libraries that draw a page for people to try a model; never an interface for other systems.
UI_LIBRARIES = frozenset({
    "chainlit", "dash", "gradio", "mesop", "nicegui", "panel", "shiny", "solara", "streamlit", "taipy", "voila",
})  # fmt: skip

__all__ = (
    "FRAMEWORKS", "LLM_CLIENTS", "NETS", "READY_MODELS", "TABULAR", "UI_LIBRARIES", "VECTOR_STORES", "belongs", "is_ml",
)  # fmt: skip
