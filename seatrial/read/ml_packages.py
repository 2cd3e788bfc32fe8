"""Which imported packages mean machine learning?"""

from typing import Final

#: Packages that train or run models, or prepare data for them, by their import name.
FRAMEWORKS: Final = frozenset({
    "accelerate", "allennlp", "autogluon", "bentoml", "bertopic", "catboost", "chronos", "coremltools", "ctranslate2",
    "cuml", "darts", "deepchem", "deepspeed", "detectron2", "diffusers", "doctr", "dgl", "easyocr", "ensemble_boxes",
    "espnet2", "evaluate", "fairseq", "fastai", "faster_whisper", "fasttext", "flair", "flax", "gensim", "gliner",
    "gluonts", "gpytorch", "h2o", "haiku", "hdbscan", "hmmlearn", "imblearn", "implicit", "insightface", "interpret",
    "jax", "keras", "keras_core", "lifelines", "lightgbm", "lightning", "llama_cpp", "mlflow", "mlx", "mlx_lm", "mmcv",
    "mmdet", "monai", "mxnet", "nemo", "neuralforecast", "nltk", "onnx", "onnxruntime", "open_clip", "openvino",
    "optimum", "paddle", "paddleocr", "peft", "pgmpy", "pmdarima", "prophet", "pycaret", "pyannote", "pymc", "pyod",
    "pyro", "pytorch_lightning", "river", "sb3_contrib", "segment_anything", "sentence_transformers", "setfit", "shap",
    "skforecast", "sklearn", "sklego", "sktime", "skorch", "spacy", "speechbrain", "stable_baselines3", "stanza",
    "statsforecast", "statsmodels", "surprise", "tensorflow", "tensorflow_hub", "tensorrt", "tf_keras", "theano",
    "thinc", "tflite_runtime", "timm", "tokenizers", "torch", "torch_geometric", "torchaudio", "torchvision",
    "transformers", "trl", "ultralytics", "unsloth", "vllm", "whisper", "xformers", "xgboost", "zenml",
})  # fmt: skip

#: Packages whose purpose is to talk to a language model, hosted or local.
LLM_CLIENTS: Final = frozenset({
    "agents", "ai21", "aleph_alpha_client", "anthropic", "autogen", "autogen_agentchat", "autogen_core", "cohere",
    "crewai", "deepagents", "dspy", "fireworks", "google.genai", "google.generativeai", "groq", "guidance", "haystack",
    "huggingface_hub.InferenceClient", "instructor", "langchain", "langchain_anthropic", "langchain_aws",
    "langchain_community", "langchain_core", "langchain_google_genai", "langchain_google_vertexai", "langchain_groq",
    "langchain_huggingface", "langchain_mistralai", "langchain_ollama", "langchain_openai", "langgraph", "litellm",
    "llama_index", "marvin", "mistralai", "ollama", "openai", "portkey_ai", "promptflow", "pydantic_ai", "replicate",
    "semantic_kernel", "smolagents", "strands", "together", "vertexai", "zhipuai",
})  # fmt: skip

#: Packages whose own functions run a ready-made model: calling them is inference.
READY_MODELS: Final = frozenset({
    "argostranslate", "argostranslatefiles", "autogluon", "chronos", "deepface", "docling", "doctr", "easyocr",
    "face_recognition", "faster_whisper", "fastembed", "flair", "gliner", "insightface", "keybert", "layoutparser",
    "marker", "mediapipe", "nudenet", "open_clip", "paddleocr", "presidio_analyzer", "pyannote", "pytesseract", "rembg",
    "sentence_transformers", "setfit", "spacy", "stanza", "surya", "tesserocr", "textblob", "TTS", "ultralytics",
    "unstructured", "unstructured_inference", "vaderSentiment", "whisper", "whisperx",
})  # fmt: skip


def belongs(dotted: str, packages: frozenset[str]) -> bool:
    """Tell whether a dotted name is one of the packages or lies inside one."""
    first, dot, rest = dotted.lstrip(".").partition(".")
    return first in packages or (bool(dot) and f"{first}.{rest.partition('.')[0]}" in packages)


def is_ml(dotted: str) -> bool:
    """Tell whether a dotted name belongs to a library that trains, runs or calls models."""
    return belongs(dotted, FRAMEWORKS) or belongs(dotted, LLM_CLIENTS) or belongs(dotted, READY_MODELS)
