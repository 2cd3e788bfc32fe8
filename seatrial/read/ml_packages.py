"""Which imported packages mean machine learning?"""

from seatrial.read.regex import caseless

#: Packages that train or run models, or prepare data for them, by their import name.
FRAMEWORKS = frozenset({
    "accelerate", "ai_edge_litert", "allennlp", "ampligraph", "autogluon", "bentoml", "bertopic", "catboost",
    "chronos", "coremltools", "ctranslate2", "cuml", "darts", "deepchem", "deepctr", "deepctr_torch", "deepspeed",
    "degirum", "detectron2", "dgl", "diffusers", "dlib", "doctr", "easyocr", "ensemble_boxes", "espnet2", "evaluate",
    "facenet_pytorch", "fairseq", "fastai", "faster_whisper", "fasttext", "flair", "flax", "gensim", "gliner",
    "gluonts", "gpytorch", "h2o", "haiku", "hailo_platform", "hdbscan", "hmmlearn", "ignite", "imblearn", "imodels",
    "implicit", "insightface", "interpret", "jax", "jetson_inference", "karateclub", "keras", "keras_core", "ktrain",
    "lifelines", "lightfm", "lightgbm", "lightning", "llama_cpp", "mlflow", "mlx", "mlx_lm", "mmcv", "mmdet", "MNN",
    "monai", "mtcnn", "mxnet", "ncnn", "nemo", "neuralforecast", "neuralprophet", "nltk", "node2vec", "onnx",
    "onnxruntime", "open_clip", "openvino", "optimum", "paddle", "paddleocr", "peft", "pgmpy", "pmdarima",
    "pomegranate", "prophet", "pyannote", "pycaret", "pycoral", "pykeen", "pymc", "pynq_dpu", "pyod", "pyro",
    "pyspark.ml", "pytorch_lightning", "river", "rknnlite", "sb3_contrib", "segment_anything",
    "sentence_transformers", "setfit", "shap", "simpletransformers", "skforecast", "sklearn", "sklego", "skorch",
    "sksurv", "sktime", "spacy", "speechbrain", "stable_baselines3", "stanza", "statsforecast", "statsmodels",
    "stellargraph", "surprise", "tensorflow", "tensorflow_decision_forests", "tensorflow_hub",
    "tensorflow_recommenders", "tensorrt", "tf_keras", "tflite_runtime", "tflite_support", "theano", "thinc", "timm",
    "tokenizers", "top2vec", "torch", "torch2trt", "torch_geometric", "torchaudio", "torchvision", "transformers",
    "trl", "tslearn", "turicreate", "ultralytics", "unsloth", "vart", "vllm", "whisper", "xformers", "xgboost", "xir",
    "zenml",
})  # fmt: skip

#: Those that run nets; a forest or a linear model needs no GPU, and has no mode to be put in.
NETS = frozenset({
    "ctranslate2", "diffusers", "faster_whisper", "flax", "jax", "keras", "lightning", "llama_cpp", "mxnet", "nemo",
    "onnxruntime", "open_clip", "openvino", "paddle", "pytorch_lightning", "sentence_transformers", "speechbrain",
    "tensorflow", "tensorrt", "tflite_runtime", "timm", "torch", "torchvision", "transformers", "ultralytics", "vllm",
})  # fmt: skip

#: Those whose models take a table with named columns.
TABULAR = frozenset({
    "autogluon", "catboost", "h2o", "imblearn", "interpret", "lifelines", "lightgbm", "prophet", "pycaret", "pyod",
    "pyspark", "river", "sklearn", "statsforecast", "statsmodels", "xgboost",
})  # fmt: skip

#: Packages whose purpose is to talk to a language model, hosted or local.
LLM_CLIENTS = frozenset({
    "agent_framework", "agents", "agno", "ai21", "aleph_alpha_client", "anthropic", "autogen", "autogen_agentchat",
    "autogen_core", "browser_use", "cerebras", "claude_agent_sdk", "claude_code_sdk", "cohere", "crewai",
    "dashscope", "databricks_langchain", "deepagents", "dspy", "fireworks", "gigachat", "google.adk",
    "google.genai", "google.generativeai", "gpt4all", "groq", "guidance", "haystack",
    "huggingface_hub.InferenceClient", "ibm_watsonx_ai", "instructor", "langchain", "langchain_anthropic",
    "langchain_aws", "langchain_azure_ai", "langchain_cerebras", "langchain_classic", "langchain_cohere",
    "langchain_community", "langchain_core", "langchain_deepseek", "langchain_experimental", "langchain_fireworks",
    "langchain_gigachat", "langchain_google_genai", "langchain_google_vertexai", "langchain_groq",
    "langchain_huggingface", "langchain_ibm", "langchain_litellm", "langchain_mistralai",
    "langchain_nvidia_ai_endpoints", "langchain_ollama", "langchain_openai", "langchain_openrouter",
    "langchain_perplexity", "langchain_sambanova", "langchain_together", "langchain_upstage", "langchain_xai",
    "langgraph", "letta", "lightrag", "litellm", "livekit.agents", "llama_index", "llama_stack",
    "llama_stack_client", "lmstudio", "magentic", "marvin", "mirascope", "mistralai", "nano_graphrag", "ogx_client",
    "ollama", "openai", "openrouter", "outlines", "pipecat", "portkey_ai", "promptflow", "prompty", "pydantic_ai",
    "qianfan", "replicate", "sarvamai", "semantic_kernel", "sglang", "smolagents", "strands", "together",
    "vertexai", "voyageai", "writerai", "xai_sdk", "yandex_cloud_ml_sdk", "zhipuai",
})  # fmt: skip

#: Packages whose own functions run a ready-made model: calling them is inference.
READY_MODELS = frozenset({
    "argostranslate", "argostranslatefiles", "audiocraft", "autogluon", "bark", "chatterbox", "chronos", "cosyvoice",
    "deepface", "demucs", "docling", "docling_jobkit", "doctr", "easyocr", "f5_tts", "face_recognition", "fastembed",
    "faster_whisper", "flair", "funasr", "gliner", "insightface", "keybert", "kittentts", "kokoro", "kokoro_onnx",
    "layoutparser", "marker", "mediapipe", "melo", "nudenet", "open_clip", "openwakeword", "outetts", "paddleocr",
    "parler_tts", "piper", "presidio_analyzer", "pyannote", "pytesseract", "pywhispercpp", "rapidocr",
    "rapidocr_onnxruntime", "rembg", "sentence_transformers", "setfit", "sherpa_onnx", "silero_vad", "spacy",
    "stanza", "surya", "tesserocr", "textblob", "tortoise.api", "TTS", "ultralytics", "unstructured",
    "unstructured_inference", "vaderSentiment", "vosk", "whisper", "whisperx",
})  # fmt: skip

#: How modules are called that bind a runtime of models written in another language: ``yolov8_trt``, ``rknn_infer``.
_BINDING = caseless(
    r"(?:^|[._])(?:lib)?(?:yolo\w*|tensorrt\w*|trt_\w+|\w+_trt|\w*rknn\w*|ncnn\w*|tflite\w*|libtorch\w*|darknet\w*"
    r"|openvino\w*|onnxruntime\w*|bytetrack\w*|edge_?impulse\w*)(?:$|[._])"
)


#: Clients of platforms that train and run models, below a package of everything that the cloud offers.
_OF_PLATFORMS = ("google.cloud.aiplatform", "azure.ai.ml")


def belongs(dotted: str, packages: frozenset[str]) -> bool:
    """Tell whether a dotted name is one of the packages or lies inside one."""
    first, dot, rest = dotted.lstrip(".").partition(".")
    return first in packages or (bool(dot) and f"{first}.{rest.partition('.')[0]}" in packages)


def is_ml(dotted: str) -> bool:
    """Tell whether a dotted name belongs to a library that trains, runs or calls models."""
    known = belongs(dotted, FRAMEWORKS) or belongs(dotted, LLM_CLIENTS) or belongs(dotted, READY_MODELS)
    return known or dotted.startswith(_OF_PLATFORMS) or bool(_BINDING.search(dotted))
