"""By which words do programs in other languages than Python load a stored model, or run one?"""

import re

from seatrial.read.regex import regex

#: Modules of the library, and none of a program that burns what it minted.
OF_BURN = r"\bburn::(?:tensor|nn|module|record|backend|prelude|train|optim|data|config|lr_scheduler)\b"
IN_CPP = (
    r"\bTfLiteInterpreterCreate\b|\btflite::(?:impl::)?(?:Interpreter|InterpreterBuilder|FlatBufferModel"
    r"|MicroInterpreter)\b"
    r"|\bOrt::Session\b|\bnvinfer1::\w+|\btorch::jit::load\b|\bncnn::Net\b|\bov::(?:Core|CompiledModel)\b"
    r"|\bInferenceEngine::Core\b|\bMNN::Interpreter\b|\bpaddle_infer::\w+|\brknn_init\b"
    # of OpenCV, also where its names are brought in
    r"|\breadNetFrom(?:Caffe|Darknet|ONNX|ModelOptimizer|Tensorflow|TFLite|Torch)\(|\b(?:cv|dnn)::readNet\("
    r"|\b\w{0,40}[nN]et\w{0,20}\s?=\s?readNet\(|\bcv::dnn::\w*Model\b|\bdnn::(?:Net|\w+Model)\b|\bFace(?:DetectorYN"
    r"|RecognizerSF)::create\b"
    r"|\bllama_(?:model_load|load_model|init)_from_\w+|\bwhisper_init_from_\w+|\bhailort::\w+"
    r"|\brun_classifier\(\s*&signal|\bVW(?:_Predict|::predict)\w*|\bXGBoosterPredict\w*|\bLGBM_BoosterPredict\w*"
    r"|\bnvdsinfer\w*|\bvosk_recognizer_\w+|\bdlib::(?:shape_predictor|loss_\w+|anet_type)\b|\bfasttext::FastText\b"
    r"|\bcaffe::Net\b|\btvm::runtime\b|\btensorflow::(?:Session|SavedModelBundle\w*)\b|\bTF_SessionRun\b"
    r"|\bcactus_(?:init|complete|embed|transcribe)\("
)
IN_SWIFT = (
    r"\bVNCoreML(?:Model|Request)\b|\bMLModel\(|\bimport (?:TensorFlowLite\w*|MLX\w*|WhisperKit|LLM|llama)\b"
    r"|\bORTSession\("
    r"|\bTorchModule\(|\bimport FoundationModels\b|\bMLModelConfiguration\(|\bimport MediaPipeTasks\w*"
)
IN_RUBY = (
    r"\bOnnxRuntime::(?:Model|InferenceSession)\b|\bInformers\.\w+|\bTorch\.load\("
    r"|\bTransformers\.pipeline\("
    r"|\bTensorFlow::|\bXGBoost::Booster\b|\bLightGBM::(?:Booster|Classifier|Regressor)\b|\bRumale::"
    r"|\bDisco::Recommender\b"
    r"|\bFastText\.load_model\b|\bTomoto::"
)
IN_PHP = (
    r"\bRubix\\+ML\b|\bPhpml\\+|\bOnnxRuntime\\+|\bCodewithkyrian\\+(?:Transformers|Whisper)\b"
    r"|\bTransformers\\+pipeline\b"
)
IN_ELIXIR = (
    r"\bBumblebee\.\w+|\bNx\.Serving\b|\bOrtex\.(?:load|run)\b|\bAxon\.(?:predict|build)\b|\bEXGBoost\.\w+"
    r"|\bScholar\.(?:Linear|Cluster|NaiveBayes|Neighbors|Decomposition|CrossDecomposition|Manifold)\.\w+"
    r"|\bEvision\.DNN\b|\bTflite\w*\.\w+"
)
#: By language: how its files are called, and the words of what loads a stored model there or runs it.
RUNTIMES: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = (
    ("C++", regex(r".*\.(?:c|cc|cpp|cxx|cu|h|hh|hpp|ino)"), regex(IN_CPP)),
    (
        "Kotlin or Java",
        regex(r".*\.(?:kt|java|scala)"),
        regex(
            r"\borg\.tensorflow\.lite\.(?:Interpreter|task)\b|\bcom\.google\.ai\.edge\.litert\b|\bai\.onnxruntime\b"
            r"|\borg\.pytorch\.(?:Module|LiteModuleLoader|executorch)\b|\bcom\.google\.mediapipe\.tasks\b"
            r"|\bOrt(?:Environment|Session)\b|\bai\.djl\b|\bSavedModelBundle\.load\b|\borg\.jpmml\.evaluator\b"
            r"|\borg\.(?:deeplearning4j|tribuo)\b|\bweka\.classifiers\b|\bhex\.genmodel\b|\bml\.dmlc\.xgboost4j\b"
            r"|\bopennlp\.tools\b|\bedu\.stanford\.nlp\b|\bsmile\.(?:classification|regression)\b"
            r"|\bPipelineModel\.load\b"
            r"|\borg\.opencv\.dnn\b|\bcom\.google\.mlkit\b|\borg\.vosk\b|\bml\.combust\.mleap\b"
            r"|\borg\.apache\.spark\.ml(?:lib)?\.(?:classification|clustering|recommendation|regression|tree)\b"
        ),
    ),
    ("Swift", regex(r".*\.(?:swift|mm?)"), regex(IN_SWIFT)),
    ("Dart", regex(r".*\.dart"), regex(r"\bpackage:(?:tflite\w*|onnxruntime\w*|google_mlkit_\w+|flutter_gemma)/")),
    (
        "C#",
        regex(r".*\.cs"),
        regex(
            r"\bnew InferenceSession\(|\bPredictionEngine(?:Pool)?<|\busing Unity\.(?:Barracuda|Sentis"
            r"|InferenceEngine)\b"
            r"|\b(?:using|namespace|open) (?:Microsoft\.ML|Yolo\w*\.\w+|Compunet\.Yolo\w+|TorchSharp|LLama"
            r"|Tensorflow|Emgu\.CV\.Dnn"
            r"|OpenCvSharp\.Dnn|Whisper)\b"
        ),
    ),
    (
        "Rust",
        regex(r".*\.rs"),
        regex(
            r"\bort::\w+|\btract_(?:onnx|tensorflow|core)\b|\bcandle_transformers\b|\btch::CModule\b|\bwhisper_rs\b"
            r"|\bmistralrs::|\bllama_cpp(?:_2|_rs)?::|\bfastembed::|\bwonnx::|\btflitec?::|\brust_bert::"
            rf"|{OF_BURN}"
        ),
    ),
    (
        "Go",
        regex(r".*(?<!_test)\.go"),
        regex(
            r"\bonnxruntime_go\b|\bort\.New\w*Session\w*|\btflite\.NewInterpreter\b|/tfgo\b|\btensorflow/go\b"
            r"|/hugot\b"
            r"|\bleaves\.\w+FromFile\b|/go-llama\.cpp\b|\bnlpodyssey/cybertron\b|\bgorgonia\.org/gorgonia\b"
            r"|\bgocv\.ReadNet"
            r"|\bC\.(?:VW_Predict\w*|XGBoosterPredict\w*|LGBM_BoosterPredict\w*|whisper_full|llama_decode"
            r"|OrtRun)\b|/go-face\b"
            r"|/whisper\.cpp/bindings/go\b|/go-tflite\b|/vosk-api/go\b|/esimov/pigo\b"
        ),
    ),
    (
        "JavaScript",
        regex(r".*(?<!\.d)\.[cm]?[jt]sx?"),
        regex(
            r"\bInferenceSession\.create\(|\btf\.(?:loadLayersModel|loadGraphModel|node\.loadSavedModel)\("
            r"|[\"']@(?:xenova|huggingface)/transformers[\"']|[\"']@mediapipe/tasks-\w+[\"']"
            r"|\btflite\.loadTFLiteModel\("
            r"|[\"']@tensorflow-models/[\w-]+[\"']|\b(?:cocoSsd|mobilenet|posenet|blazeface|handpose|nsfwjs"
            r"|faceapi|bodyPix)"
            r"\.(?:load\w*|nets)\b|\bml5\.\w+\(|[\"']@mlc-ai/web-llm[\"']|[\"']react-native-fast-tflite[\"']"
            r"|[\"'](?:@vladmandic/(?:face-api|human)|face-api(?:\.js)?)[\"']|[\"'](?:node-llama-cpp|vosk|nodejs-whisper"
            r"|smart-whisper)[\"']"
        ),
    ),
    ("Ruby", regex(r".*\.rb"), regex(IN_RUBY)),
    ("PHP", regex(r"(?!(?:.*/)?vendor/).*\.php"), regex(IN_PHP)),
    ("Elixir", regex(r".*\.exs?"), regex(IN_ELIXIR)),
    (
        "Julia",
        regex(r".*\.jl"),
        regex(r"\bONNXRunTime\b|\bload_inference\(|\b(?:using|import) (?:ONNX|Transformers|TensorFlow|Torch)\b"
        r"|\bFlux\.loadmodel!"),
    ),
    (
        "SQL",
        regex(r".*\.(?:sql|sqlx)"),
        regex(
            r"(?i:\bml\.(?:predict|forecast|recommend|detect_anomalies|explain_\w+|generate_\w+)\s*\("
            r"|\bdbt_ml\.predict\("
            r"|\bpgml\.(?:predict|transform|embed)\w*\(|\bsnowflake\.cortex\.\w+\s*\(|\bai_(?:query|complete"
            r"|classify|extract)\("
            r"|\bai\.generate\w*\()"
        ),
    ),
    (
        "Lua",
        regex(r".*\.lua"),
        regex(r"\brequire\s*\(?[\"'](?:nn|nngraph|torch|cutorch|loadcaffe)[\"']|\bloadcaffe\.load\("),
    ),
    (
        "MATLAB",
        regex(r".*\.m"),
        regex(
            r"\b(?:importONNX\w+|importKeras\w+|importTensorFlow\w+|loadLearnerForCoder|loadDeepLearningNetwork"
            r"|exportONNXNetwork)\("
        ),
    ),
)  # fmt: skip
