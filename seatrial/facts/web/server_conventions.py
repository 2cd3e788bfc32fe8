"""By which bases, decorators and function names do model servers and platforms find the code they call?"""

from seatrial.facts.web.endpoints import Door
from seatrial.model.record import dataclass


@dataclass(frozen=True, slots=True)
class Convention:
    """How one server finds the code that answers its requests."""

    framework: str
    door: Door
    marks: tuple[str, ...]  #: dotted names of bases or decorators; for functions: names that must stand together
    methods: tuple[str, ...] = ()  #: methods that answer requests
    hooks: tuple[str, ...] = ()  #: methods that the server itself calls, and that answer nobody


#: Platforms that start the code for each request, from its source, by the mark that it bears.
FUNCTION_PLATFORMS = frozenset({"Cloud Functions", "Azure Functions"})

#: Classes that a server calls because of their base.
BASES = (
    Convention("KServe", Door.MODEL_SERVER, ("kserve.Model", "kserve.model.Model", "kfserving.KFModel"), ("predict",)),
    Convention("MLServer", Door.MODEL_SERVER, ("mlserver.MLModel", "mlserver.model.MLModel"), ("predict",)),
    Convention("LitServe", Door.MODEL_SERVER, ("litserve.LitAPI", "litserve.api.LitAPI"), ("predict",)),
    Convention(
        "TorchServe",
        Door.MODEL_SERVER,
        (
            "ts.torch_handler.base_handler.BaseHandler",
            "ts.torch_handler.vision_handler.VisionHandler",
            "ts.torch_handler.image_classifier.ImageClassifier",
            "ts.torch_handler.text_handler.TextHandler",
        ),
        ("handle", "inference", "preprocess"),
    ),
    Convention(
        "Cog",
        Door.MODEL_SERVER,
        (
            "cog.BasePredictor",
            "cog.predictor.BasePredictor",
            "cog.Predictor",
            "cog.BaseRunner",
            "cog.runner.BaseRunner",
        ),
        ("predict", "run"),
    ),
    Convention("BentoML", Door.MODEL_SERVER, ("bentoml.Runnable",), ()),
    Convention(
        "Vertex AI",
        Door.MODEL_SERVER,
        (
            "google.cloud.aiplatform.prediction.predictor.Predictor",
            "google.cloud.aiplatform.prediction.Predictor",
            "google.cloud.aiplatform.prediction.sklearn.predictor.SklearnPredictor",
            "google.cloud.aiplatform.prediction.xgboost.predictor.XgboostPredictor",
        ),
        ("predict",),
    ),
    # a protocol of typed events over a socket, as gRPC is one of typed messages
    Convention("Wyoming", Door.GRPC, ("wyoming.server.AsyncEventHandler",), ("handle_event",)),
    Convention("Jina", Door.MODEL_SERVER, ("jina.Executor",), ()),
)

#: Classes that a server calls because of their name and methods, in any file.
NAMED_CLASSES = (
    Convention("Triton", Door.MODEL_SERVER, ("TritonPythonModel",), ("execute",)),
    Convention("Hugging Face endpoint", Door.MODEL_SERVER, ("EndpointHandler",), ("__call__",)),
)

#: Classes and functions that a server calls because of a decorator.
DECORATORS = (
    Convention("BentoML", Door.MODEL_SERVER, ("bentoml.api", "bentoml.Service.api", "bentoml.task")),
    Convention(
        "Ray Serve",
        Door.MODEL_SERVER,
        ("ray.serve.deployment",),
        ("__call__",),
        ("check_health", "reconfigure", "record_autoscaling_stats"),
    ),
    Convention(
        "Bedrock AgentCore",
        Door.MODEL_SERVER,
        (
            "bedrock_agentcore.BedrockAgentCoreApp.entrypoint",
            "bedrock_agentcore.runtime.BedrockAgentCoreApp.entrypoint",
        ),
    ),
    # typed events over a socket, as Wyoming's are
    Convention(
        "Socket.IO",
        Door.GRPC,
        (
            "flask_socketio.SocketIO.on",
            "flask_socketio.SocketIO.event",
            "socketio.Server.on",
            "socketio.Server.event",
            "socketio.AsyncServer.on",
            "socketio.AsyncServer.event",
        ),
    ),
    Convention(
        "FastMCP",
        Door.TOOL,
        (
            "mcp.server.fastmcp.FastMCP.tool",
            "fastmcp.FastMCP.tool",
            "mcp.server.Server.call_tool",
            "mcp.server.lowlevel.Server.call_tool",
        ),
    ),
    Convention(
        "Cloud Functions",
        Door.FUNCTION,
        (
            "functions_framework.http",
            "firebase_functions.https_fn.on_request",
            "firebase_functions.https_fn.on_call",
        ),
    ),
    Convention("Cloud Functions", Door.QUEUE, ("functions_framework.cloud_event",)),
    Convention(
        "Azure Functions",
        Door.FUNCTION,
        ("azure.functions.FunctionApp.route", "azure.functions.FunctionApp.function_name"),
    ),
    Convention("Modal", Door.FUNCTION, ("modal.web_endpoint", "modal.fastapi_endpoint")),
    Convention("Beam", Door.FUNCTION, ("beam.endpoint", "beam.asgi")),
    Convention(
        "Celery", Door.QUEUE, ("celery.Celery.task", "celery.shared_task", "celery.app.shared_task", "celery.task")
    ),
    Convention("Dramatiq", Door.QUEUE, ("dramatiq.actor",)),
    Convention("Taskiq", Door.QUEUE, ("taskiq.InMemoryBroker.task", "taskiq_redis.ListQueueBroker.task")),
    Convention(
        "FastStream",
        Door.QUEUE,
        (
            "faststream.kafka.KafkaBroker.subscriber",
            "faststream.rabbit.RabbitBroker.subscriber",
            "faststream.nats.NatsBroker.subscriber",
            "faststream.redis.RedisBroker.subscriber",
            "faststream.confluent.KafkaBroker.subscriber",
        ),
    ),
    Convention("Faust", Door.QUEUE, ("faust.App.agent",)),
    Convention("Nameko", Door.QUEUE, ("nameko.rpc.rpc",)),
    Convention("Bytewax", Door.QUEUE, ("bytewax.operators.input",)),
)

#: Files that a platform calls because these functions stand in them together.
FUNCTIONS = (
    Convention("SageMaker", Door.MODEL_SERVER, ("model_fn", "predict_fn"), ("predict_fn",)),
    Convention("SageMaker", Door.MODEL_SERVER, ("model_fn", "transform_fn"), ("transform_fn",)),
    Convention("Azure ML", Door.MODEL_SERVER, ("init", "run"), ("run",)),
    Convention("DEEPaaS", Door.MODEL_SERVER, ("get_metadata", "get_predict_args", "predict"), ("predict",)),
    Convention("AWS Lambda", Door.FUNCTION, ("lambda_handler",), ("lambda_handler",)),
    Convention("AWS Lambda", Door.FUNCTION, ("handler",), ("handler",)),
    Convention("Azure Functions", Door.FUNCTION, ("main",), ("main",)),
)

#: Platforms that run a function of the owner's by themselves.
CLOUD_FUNCTIONS = frozenset({"AWS Lambda", "Azure Functions", "Cloud Functions"})

#: Calls that make a consumer of messages; whoever makes one answers messages.
CONSUMERS = {
    "kafka.KafkaConsumer": "Kafka",
    "confluent_kafka.Consumer": "Kafka",
    "aiokafka.AIOKafkaConsumer": "Kafka",
    "confluent_kafka.DeserializingConsumer": "Kafka",
    "pika.BlockingConnection.channel.basic_consume": "RabbitMQ",
    "google.cloud.pubsub_v1.SubscriberClient.subscribe": "Pub/Sub",
    "google.cloud.pubsub.SubscriberClient": "Pub/Sub",
    "pulsar.Client.subscribe": "Pulsar",
    "nats.connect.subscribe": "NATS",
    "rq.Worker": "RQ",
    "azure.servicebus.ServiceBusClient.get_queue_receiver": "Service Bus",
    "quixstreams.Application": "Kafka",
    "runpod.serverless.start": "RunPod",
}

#: Last parts of calls on any object that read messages, when the file imports the package.
CONSUMER_METHODS = (
    ("basic_consume", "pika", "RabbitMQ"),
    ("receive_message", "boto3", "SQS"),
    ("subscribe", "nats", "NATS"),
    ("basic_consume", "aio_pika", "RabbitMQ"),
    ("xreadgroup", "redis", "Redis streams"),
)
