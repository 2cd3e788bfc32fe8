"""Which imported packages mean machine learning?"""

from seatrial.read.regex import caseless

#: Packages that train or run models, or prepare data for them, by their import name.
FRAMEWORKS = frozenset({
    "accelerate", "adtk", "ai_edge_litert", "alibi_detect", "allennlp", "ampligraph", "autogluon", "autokeras",
    "autosklearn", "bambi", "bentoml", "bertopic", "bigframes.ml", "botorch", "caffe", "caffe2", "catboost",
    "causalml", "chainer", "chainercv", "chainerrl", "chronos", "cleanlab", "cmdstanpy", "cntk", "coremltools",
    "cornac", "ctransformers", "ctranslate2", "cuml", "d3rlpy", "darts", "dask_ml", "deepchem", "deepctr",
    "deepctr_torch", "deepspeech", "deepspeed", "degirum", "detectron2", "dgl", "diffusers", "dlib", "doctr", "dowhy",
    "easyocr", "econml", "ensemble_boxes", "equinox", "espnet2", "evaluate", "exllamav2", "facenet_pytorch",
    "fairlearn", "fairseq", "fastai", "faster_whisper", "fasttext", "fbprophet", "flair", "flaml", "flax", "gensim",
    "gliner", "gluonts", "gpflow", "gplearn", "gpytorch", "greykite", "gymnasium", "h2o", "haiku", "hailo_platform",
    "hdbscan", "hmmlearn", "ignite", "imblearn", "imodels", "implicit", "insightface", "interpret", "jax",
    "jetson_inference", "kaldiio", "karateclub", "keras", "keras_core", "keras_cv", "keras_hub", "keras_nlp",
    "keras_tuner", "kserve", "ktrain", "lasagne", "lenskit", "lhotse", "lifelines", "lightfm", "lightgbm", "lightning",
    "litserve", "llama_cpp", "lmdeploy", "ludwig", "mapie", "mlflow", "mlforecast", "mlserver", "mlx", "mlx_lm",
    "mlxtend", "mmcls", "mmcv", "mmdet", "mmpose", "mmpretrain", "mmseg", "MNN", "monai", "mtcnn", "mxnet", "ncnn",
    "nemo", "neuralforecast", "neuralprophet", "ngboost", "nixtla", "nltk", "node2vec", "numpyro", "oneflow", "onnx",
    "onnxruntime", "opacus", "open_clip", "openvino", "optax", "optimum", "paddle", "paddleocr", "peft", "pgmpy",
    "pmdarima", "pomegranate", "prophet", "pyannote", "pycaret", "pycoral", "pykeen", "pymc", "pymc3", "pynq_dpu",
    "pyod", "pyro", "pyspark.ml", "pyspark.mllib", "pystan", "pytorch_forecasting", "pytorch_lightning",
    "pytorch_tabnet", "pyts", "rasa", "ray.rllib", "ray.serve", "ray.train", "ray.tune", "recbole", "river",
    "rknnlite", "sb3_contrib", "segment_anything", "seldon_core", "sentence_transformers", "setfit", "shap",
    "simpletransformers", "skforecast", "sklearn", "sklego", "skopt", "skorch", "sksurv", "sktime", "snorkel",
    "snowflake.ml", "spacy", "spacy_transformers", "speechbrain", "stable_baselines3", "stanza", "statsforecast",
    "statsmodels", "stellargraph", "stumpy", "surprise", "tabpfn", "tensor2tensor", "tensorflow",
    "tensorflow_decision_forests", "tensorflow_hub", "tensorflow_recommenders", "tensorforce", "tensorlayer",
    "tensorrt", "tensorrt_llm", "tf_agents", "tf_keras", "tflearn", "tflite_runtime", "tflite_support", "theano",
    "thinc", "tianshou", "timm", "tinygrad", "tokenizers", "top2vec", "torch", "torch2trt", "torch_geometric",
    "torchaudio", "torchrl", "torchtext", "torchtune", "torchvision", "tpot", "transformers", "trax", "tritonclient",
    "trl", "tsai", "tsfresh", "tslearn", "turicreate", "ultralytics", "unsloth", "vart", "vllm", "vowpalwabbit",
    "whisper", "xformers", "xgboost", "xir", "xlearn", "yolov5", "zenml",
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
    "agent_framework", "agents", "agno", "ai21", "aisuite", "aleph_alpha_client", "anthropic", "autogen",
    "autogen_agentchat", "autogen_core", "beeai_framework", "browser_use", "cerebras", "claude_agent_sdk",
    "claude_code_sdk", "cognee", "cohere", "crewai", "dashscope", "databricks_langchain", "deepagents", "dspy",
    "embedchain", "erniebot", "fireworks", "g4f", "gigachat", "google.adk", "google.genai", "google.generativeai",
    "gpt4all", "graphiti_core", "griptape", "groq", "guidance", "haystack", "huggingface_hub.AsyncInferenceClient",
    "huggingface_hub.InferenceClient", "ibm_watsonx_ai", "instructor", "langchain", "langchain_anthropic",
    "langchain_aws", "langchain_azure_ai", "langchain_cerebras", "langchain_classic", "langchain_cohere",
    "langchain_community", "langchain_core", "langchain_deepseek", "langchain_experimental", "langchain_fireworks",
    "langchain_gigachat", "langchain_google_genai", "langchain_google_vertexai", "langchain_groq",
    "langchain_huggingface", "langchain_ibm", "langchain_litellm", "langchain_mistralai",
    "langchain_nvidia_ai_endpoints", "langchain_ollama", "langchain_openai", "langchain_openrouter",
    "langchain_perplexity", "langchain_sambanova", "langchain_together", "langchain_upstage", "langchain_xai",
    "langgraph", "langroid", "langserve", "letta", "lightrag", "litellm", "livekit.agents", "llama_index",
    "llama_stack", "llama_stack_client", "llmware", "lmstudio", "magentic", "marvin", "mem0", "metagpt", "mirascope",
    "mistralai", "nano_graphrag", "ogx_client", "ollama", "openai", "openrouter", "outlines", "pipecat", "portkey_ai",
    "promptflow", "prompty", "pydantic_ai", "qianfan", "replicate", "revChatGPT", "sarvamai", "semantic_kernel",
    "sglang", "smolagents", "snowflake.cortex", "strands", "together", "vertexai", "volcenginesdkarkruntime",
    "voyageai", "writerai", "xai_sdk", "yandex_cloud_ml_sdk", "zhipuai",
})  # fmt: skip

#: Packages whose own functions run a ready-made model: calling them is inference.
READY_MODELS = frozenset({
    "argostranslate", "argostranslatefiles", "audiocraft", "autogluon", "bark", "basic_pitch", "chatterbox", "chronos",
    "cosyvoice", "craft_text_detector", "deepface", "demucs", "detoxify", "docling", "docling_jobkit", "doctr",
    "easynmt", "easyocr", "f5_tts", "face_recognition", "fastembed", "faster_whisper", "flair", "funasr", "gfpgan",
    "gliner", "insightface", "inspireface", "keras_ocr", "keybert", "kittentts", "kokoro", "kokoro_onnx",
    "layoutparser", "lightning_whisper_mlx", "marker", "mediapipe", "melo", "mlx_whisper", "nudenet", "open_clip",
    "openvoice", "openwakeword", "outetts", "paddleocr", "panns_inference", "parler_tts", "piper", "pocketsphinx",
    "presidio_analyzer", "pyannote", "pytesseract", "pywhispercpp", "rapidocr", "rapidocr_onnxruntime", "realesrgan",
    "RealtimeSTT", "rembg", "retinaface", "sentence_transformers", "setfit", "sherpa_onnx", "silero_vad", "spacy",
    "spleeter", "stable_whisper", "stanza", "surya", "tesserocr", "textblob", "tortoise.api", "TTS", "ultralytics",
    "unstructured", "unstructured_inference", "vaderSentiment", "vosk", "whisper", "whisper_live",
    "whisper_timestamped", "whisperx",
})  # fmt: skip

#: How modules are called that bind a runtime of models written in another language: ``yolov8_trt``, ``rknn_infer``.
_BINDING = caseless(
    r"(?:^|[._])(?:lib)?(?:yolo\w*|tensorrt\w*|trt_\w+|\w+_trt|\w*rknn\w*|ncnn\w*|tflite\w*|libtorch\w*|darknet\w*"
    r"|openvino\w*|onnxruntime\w*|bytetrack\w*|edge_?impulse\w*)(?:$|[._])"
)


#: Clients of platforms that train and run models, below a package of everything that the cloud offers.
_OF_PLATFORMS = (
    "azure.ai.agents", "azure.ai.documentintelligence", "azure.ai.formrecognizer", "azure.ai.inference", "azure.ai.ml",
    "azure.ai.projects", "azure.ai.textanalytics", "azure.ai.vision", "azure.cognitiveservices",
    "google.cloud.aiplatform", "google.cloud.automl", "google.cloud.dialogflow",
    "google.cloud.documentai", "google.cloud.language", "google.cloud.speech",
    "google.cloud.videointelligence", "google.cloud.vision",
)  # fmt: skip


def belongs(dotted: str, packages: frozenset[str]) -> bool:
    """Tell whether a dotted name is one of the packages or lies inside one."""
    first, dot, rest = dotted.lstrip(".").partition(".")
    return first in packages or (bool(dot) and f"{first}.{rest.partition('.')[0]}" in packages)


def is_ml(dotted: str) -> bool:
    """Tell whether a dotted name belongs to a library that trains, runs or calls models."""
    known = belongs(dotted, FRAMEWORKS) or belongs(dotted, LLM_CLIENTS) or belongs(dotted, READY_MODELS)
    return known or dotted.startswith(_OF_PLATFORMS) or bool(_BINDING.search(dotted))
