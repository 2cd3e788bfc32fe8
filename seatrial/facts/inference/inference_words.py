"""By which names do calls run a model, ask a language model, or search embeddings?"""

from seatrial.read.regex import caseless, regex

#: Methods that run a model when the object is known to be one.
RUNS = frozenset({
    "predict", "predict_proba", "predict_log_proba", "predict_on_batch", "predict_step", "decision_function", "infer",
    "inference", "generate", "transform", "score_samples", "kneighbors", "forward", "encode", "embed", "run", "detect",
    "readtext", "transcribe", "translate", "translate_batch", "generate_batch", "recognize", "classify", "segment",
    "pipe", "forecast", "recommend", "rank", "rerank", "process", "extract", "predict_entities", "run_async",
    "apply_model", "invoke", "most_similar", "sample", "run_with_iobinding", "create_chat_completion", "synthesize",
    "extract_feat", "call", "signatures", "create_completion", "batch_predict", "label", "get_prediction",
    "get_sliced_prediction", "tag", "ocr", "chat", "analyze", "recognize_entities", "kneighbors_graph",
    "detectMultiScale", "compute_face_descriptor", "wmdistance",
})  # fmt: skip
#: Methods that mean inference even when the object is unknown.
CERTAIN = frozenset({
    "predict", "predict_proba", "predict_log_proba", "decision_function", "infer", "run_inference", "predict_on_batch",
})  # fmt: skip
#: Parts of dotted names below which a library prepares, measures or builds, and runs no model.
ASIDE = frozenset({
    "nn", "layers", "transforms", "optim", "metrics", "losses", "utils", "util", "package", "staging", "file_utils",
    "settings", "config", "documents", "callbacks", "schedulers", "tracking", "data", "datasets", "model_selection",
    "logging", "functional", "feature_extraction", "initializers", "regularizers", "optimizers", "loss",
    "torchmetrics", "cleaners", "preprocessing", "base", "client", "displacy", "blank", "gold",
})  # fmt: skip
#: Functions that make an object, or look at one, and do not run it.
SETS_UP = frozenset({
    "fit", "load", "save", "download", "compile", "eval", "to", "cuda", "cpu", "half", "parameters", "state_dict",
    "freeze", "load_state_dict", "from_pretrained", "load_model", "get_installed_languages", "train", "blank",
    "register", "dump", "get_logger", "set_seed", "manual_seed", "is_available", "device", "tensor", "no_grad",
    "inference_mode", "info", "update_package_index", "get_installed_packages", "install_from_path",
    "get_available_packages", "named_parameters", "summary", "get_params", "set_params", "load_weights",
    "load_checkpoint", "get_inputs", "get_outputs", "explain", "add_pipe", "decode", "tokenize", "save_pretrained",
    "create_pipe",
    "start_multi_process_pool", "stop_multi_process_pool", "tolist", "numpy", "requires_grad_", "to_dict",
    "available_models", "get_vad_model", "get_chunk_index", "get_original_time",
    "decode_audio", "load_audio", "pad_or_trim", "log_mel_spectrogram",
    "get_feature_names_out", "get_package_name", "is_package", "cli",
    # how a fitted table of models did
    "fit_summary", "leaderboard", "feature_importance", "learning_curves", "evaluate", "evaluate_predictions",
    "get_hyperparameter_config", "refit_full", "persist", "unpersist",
    # what pydantic and enumerations give every class, those of such a package too
    "model_copy", "model_dump", "model_dump_json", "model_validate", "model_validate_json", "model_construct",
    "model_json_schema", "values", "items", "keys",
})  # fmt: skip
#: Methods by which clients of language models ask, for any client that a file imports.
ASKS = frozenset({
    "create", "parse", "stream", "generate_content", "generate_content_async", "generate", "complete", "completion",
    "acompletion", "acomplete", "chat", "achat", "invoke", "ainvoke", "astream", "astream_events", "abatch", "batch",
    "run", "arun", "run_sync", "run_stream", "predict", "apredict", "call", "kickoff", "query", "aquery", "embed",
    "embedding", "aembedding", "embed_query", "aembed_query", "embed_documents", "text_generation", "stream_chat",
    "feature_extraction", "converse", "invoke_model", "invoke_agent", "chat_completion", "astream_chat",
    "stream_complete", "generate_text", "send_message", "send_message_async", "get_response", "get_text_embedding",
    "run_streamed", "stream_structured_output", "apredict_messages", "retrieve", "aretrieve", "rerank", "transcribe",
    "edit", "get_embeddings", "get_text_embedding_batch", "aget_text_embedding", "predict_and_call",
    "astream_complete", "acall", "structured_predict", "astructured_predict", "as_query_engine", "forward",
    "responses", "astream_log", "query_llm", "aquery_llm", "query_stream", "aquery_stream",
})  # fmt: skip
#: Attributes of such clients that ask for the whole response of HTTP, or for it piece by piece.
AS_RESPONSE = ("with_raw_response", "with_streaming_response")
_CREATES = ("chat.completions", "responses", "messages", "completions", "embeddings")
#: Ends of calls that ask a language model whoever made the client.
ASKING_ENDS = (
    *(f"{kind}.{how}create" for kind in _CREATES for how in ("", *(f"{name}." for name in AS_RESPONSE))),
    "chat.completions.parse", "chat.completions.stream", "responses.parse", "responses.stream", "messages.stream",
    "messages.tool_runner",
    "models.generate_content", "models.generate_content_stream", "models.embed_content",
    "aio.models.generate_content", "images.generate", "audio.transcriptions.create",
    "prompty.execute", "prompty.execute_async",
)  # fmt: skip
#: Clients that send messages to people by methods of the same names.
MESSENGERS = regex(r"^(?:twilio|messagebird|vonage|nexmo|plivo|telnyx|sinch|slack_sdk|telegram|whatsapp\w*)\.")
#: Parts of such clients that answer with a voice or a picture, in which no answer can be compared with a wanted one.
NO_LANGUAGE = regex(r"\.(?:audio\.speech|images)\.")
#: Objects of LlamaIndex and LightRAG that look texts up and let a language model answer, by their usual names.
ENGINE = caseless(
    r"(?:^|[._])(?:query|chat)_engine\w*$|\bas_(?:query|chat)_engine\(.*\)$|(?:^|[._])(?:light_?|graph_?)?rag$"
)
ENGINE_ASKS = frozenset({
    "query", "aquery", "chat", "achat", "stream_chat", "astream_chat", "synthesize", "query_llm", "aquery_llm",
    "query_stream", "aquery_stream",
})  # fmt: skip
#: Methods of cloud clients that ask a hosted language model.
CLOUD = frozenset({
    "invoke_model", "invoke_model_with_response_stream", "converse", "converse_stream", "invoke_agent",
    "retrieve_and_generate",
})  # fmt: skip
#: Methods of cloud clients that run a hosted model of any kind: one's own behind an endpoint, or the cloud's.
CLOUD_MODELS = frozenset({
    "invoke_endpoint", "invoke_endpoint_async", "invoke_endpoint_with_response_stream", "start_transcription_job",
    "detect_labels",
})  # fmt: skip
#: What makes a chain of LangChain, which then is called by itself: ``chain = load_qa_chain(llm)``, ``chain({...})``.
CHAINS = regex(r"langchain\w*\.[\w.]*(?:load_\w+_chain|create_\w+_chain|Chain(?:\.from_\w+)?)")
#: Where a pipeline of Haystack that holds a language model is run.
PIPELINE_RUNS = frozenset({"run", "run_async", "run_async_generator"})
PIPELINE = caseless(r"pipe(line)?s?(\[\])?\.run|\brag\w*\.run")
#: Modules of components that ask a language model inside a pipeline.
GENERATORS = regex(r"^haystack(_integrations)?\.components\.(generators|agents)\b")
#: Clients of model servers: dotted beginnings and the methods that run a model there.
REMOTE_MODELS = (
    ("tritonclient.", ("infer", "async_infer")), ("tensorflow_serving.", ("Predict",)),
    ("sagemaker.", ("predict",)), ("google.cloud.aiplatform.", ("predict", "explain", "raw_predict")),
    ("mlflow.deployments.", ("predict",)), ("bentoml.SyncHTTPClient", ("predict",)), ("kserve.", ("infer", "predict")),
    ("replicate.", ("run", "predict")), ("azure.ai.inference.", ("complete", "embed")), ("seldon_core.", ("predict",)),
    ("google.cloud.vision", ("annotate_image", "label_detection", "text_detection")), ("gradio_client.", ("predict",)),
    ("google.cloud.speech", ("recognize",)), ("fal_client", ("run", "subscribe")), ("ray.serve.", ("remote",)),
)  # fmt: skip
#: Functions that run a registered model over a whole table, by the beginning of their dotted names.
OVER_TABLES = {"score_batch": "databricks.", "spark_udf": "mlflow."}
#: Searches in stores of embeddings.
SEARCHES = frozenset({
    "similarity_search", "similarity_search_with_score", "asimilarity_search", "max_marginal_relevance_search",
    "search", "query", "query_points", "get_nns_by_vector", "knn_query", "hybrid", "near_vector", "near_text",
    "as_retriever", "similarity_search_by_vector", "get_nearest_examples", "retrieve", "search_points", "query_batch",
    "recommend_points", "recommend_groups", "recommend_batch", "discover_points", "query_batch_points",
})  # fmt: skip
#: Addresses of inference servers inside a text of the code.
ADDRESS = regex(
    r"/v1/(chat/)?completions|/v1/embeddings|/v2/models/[^/]*/infer|api\.openai\.com|api\.anthropic\.com|/api/generate\b"
    r"|/v1/models/[^\s\"']{1,200}:predict|api-inference\.huggingface\.co|generativelanguage\.googleapis\.com|/invocations\b"
)
#: Names of settings that hold the address of a server of models, and calls that send something there.
SERVER_NAME = caseless(
    r"(?:TENSORFLOW|TF)_?SERVING|TRITON|TORCH_?SERVE|KSERVE|SELDON|(?:MODEL|INFERENCE)_(?:SERVER|SERVING|ENDPOINT)"
)
SENDERS = ("requests.", "httpx.", "aiohttp.", "urllib3.")
#: Names of variables and parameters that hold a model.
MODEL_NAME = caseless(
    r"(^|[._\[\"'])(model|models|predictor|classifier|clf|regressor|estimator|pipeline|pipe|net|network|booster|ensemble"
    r"|recognizer|embedder|llm|interpreter|forecaster|learner|detector|segment[eo]r|agent|chain|ort_session|onnx_session)s?"
    r"(\d*|_\w+)?($|[.\[\]\"'])|_(model|clf|pipeline|predictor|detector|net|llm|agent|chain)\b"
)
#: Names of what is built around a language model, and the methods by which frameworks of such things ask it.
TALKER = caseless(r"(?:^|[._])(?:llm|chain|agent|chat_?model)s?(?:\d*|_\w+)?$")
TALKS_BY = frozenset({"invoke", "ainvoke", "astream", "abatch", "astream_events"})
#: A model that an application keeps for its handlers, and beginnings of what these have it do.
KEPT_BY_APPLICATION = caseless(
    r"(?:^|\.)(?:current_app|app|application|app\.state|app\.ctx|app\.extensions)\."
    r"(?!\w*(?:view|user|data)_?models?$)\w*model\w*$"
)
WORKS = ("predict_", "score_", "classify_", "detect_", "infer_", "rank_", "recommend_", "embed_", "match_", "segment_")
