"""By which libraries does a service tell what it does: metrics, traces, logs?"""

from types import MappingProxyType

#: Constructors of metrics that the code must update itself.
METRICS = frozenset({
    "prometheus_client.Counter", "prometheus_client.Histogram", "prometheus_client.Summary", "prometheus_client.Gauge",
    "prometheus_client.Enum", "prometheus_client.Info", "prometheus_client.core.Counter", "aioprometheus.Counter",
    "aioprometheus.Histogram", "aioprometheus.Summary", "aioprometheus.Gauge", "prometheus_client.metrics.Counter",
    "prometheus_client.metrics.Histogram", "ray.util.metrics.Counter", "ray.util.metrics.Histogram",
    "ray.util.metrics.Gauge", "bentoml.metrics.Counter", "bentoml.metrics.Histogram", "bentoml.metrics.Gauge",
    "litserve.Logger",
})  # fmt: skip
#: Makers of metrics whose owner was made elsewhere, by the last part of the name.
METER_METHODS = frozenset({
    "create_counter", "create_histogram", "create_up_down_counter", "create_observable_gauge", "create_gauge",
})  # fmt: skip
#: Updates of a metric.
UPDATES = frozenset({
    "inc", "dec", "observe", "set", "labels", "time", "count_exceptions", "track_inprogress", "add", "record", "info",
    "state", "remove", "set_to_current_time", "set_function",
})  # fmt: skip
#: Middlewares and instrumentors that measure every request by themselves.
INSTRUMENTORS = (
    "prometheus_fastapi_instrumentator.Instrumentator", "starlette_exporter.PrometheusMiddleware",
    "django_prometheus.", "prometheus_flask_exporter.", "starlette_prometheus.", "flask_prometheus_metrics.",
    "sanic_prometheus.", "aioprometheus.MetricsMiddleware", "litestar.contrib.prometheus.",
    "litestar.plugins.prometheus.", "prometheus_async.", "starlette_prometheus", "py_grpc_prometheus.",
    "fastapi_prometheus.", "starlette_apitally.", "apitally.", "asgi_prometheus.", "flask_monitoringdashboard.bind",
)  # fmt: skip
#: Calls that trace requests to language models, or wrap who sends them, by the beginnings of their names.
LLM_TRACES = MappingProxyType({
    "langfuse.observe": "Langfuse", "langfuse.decorators.": "Langfuse", "langfuse.callback.": "Langfuse",
    "langfuse.langchain.": "Langfuse", "langfuse.openai.": "Langfuse", "langfuse.Langfuse": "Langfuse",
    "langfuse.get_client": "Langfuse", "langfuse.llama_index.": "Langfuse", "langsmith.traceable": "LangSmith",
    "langsmith.run_helpers.": "LangSmith", "langsmith.wrappers.": "LangSmith", "langsmith.trace": "LangSmith",
    "langsmith.run_trees.": "LangSmith", "phoenix.otel.": "Phoenix", "opik.track": "Opik", "opik.configure": "Opik",
    "opik.integrations.": "Opik", "traceloop.sdk.": "OpenLLMetry", "weave.init": "Weave", "weave.op": "Weave",
    "arize.": "Arize", "mlflow.openai.autolog": "MLflow", "mlflow.langchain.autolog": "MLflow",
    "mlflow.anthropic.autolog": "MLflow", "mlflow.trace": "MLflow", "lunary.": "Lunary", "agentops.init": "AgentOps",
    "openlit.init": "OpenLIT", "langtrace_python_sdk.": "Langtrace", "langsmith.get_current_run_tree": "LangSmith",
    "openinference.instrumentation.": "OpenInference", "mlflow.llama_index.autolog": "MLflow",
    "mlflow.litellm.autolog": "MLflow", "mlflow.gemini.autolog": "MLflow", "mlflow.bedrock.autolog": "MLflow",
    "mlflow.dspy.autolog": "MLflow", "mlflow.start_span": "MLflow", "braintrust.init_logger": "Braintrust",
    "braintrust.wrap_": "Braintrust", "braintrust.traced": "Braintrust", "langwatch.": "LangWatch",
    "promptlayer.PromptLayer": "PromptLayer", "lmnr.Laminar.initialize": "Laminar", "lmnr.observe": "Laminar",
    "chainlit.data.literalai.LiteralDataLayer": "Literal AI", "literalai.LiteralClient.instrument_": "Literal AI",
})  # fmt: skip
#: Calls that measure or trace the whole process, or send what was measured.
AGENTS = (
    "ddtrace.patch", "ddtrace.patch_all", "ddtrace.auto", "ddtrace.tracer.", "datadog.initialize", "datadog.statsd.",
    "statsd.StatsClient", "statsd.TCPStatsClient", "aiodogstatsd.", "newrelic.agent.", "elasticapm.",
    "sentry_sdk.init", "logfire.configure", "azure.monitor.opentelemetry.configure_azure_monitor",
    "opencensus.ext.azure.", "applicationinsights.", "aws_lambda_powertools.Metrics", "aws_lambda_powertools.Tracer",
    "aws_lambda_powertools.metrics.", "aws_embedded_metrics.", "aws_xray_sdk.", "google.cloud.monitoring_v3.",
    "google.cloud.trace_v2.", "influxdb_client.", "honeycomb.", "signalfx_tracing.", "instana", "scout_apm.",
    "datadog_api_client.", "opik.Opik", "logfire.", "helicone.", "literalai.", "opentelemetry.instrumentation.",
    "opentelemetry.sdk.trace.TracerProvider", "opentelemetry.sdk.metrics.MeterProvider", "opentelemetry.exporter.",
    "opentelemetry.trace.get_tracer", "opentelemetry.metrics.get_meter", "google.cloud.profiler.", "pyroscope.",
    "lightstep.", "jaeger_client.", "llama_index.core.callbacks.global_handlers.", "zenml.integrations.",
    *LLM_TRACES,
)  # fmt: skip
#: Calls that put the measurements where a collector can fetch them.
EXPOSES = frozenset({
    "prometheus_client.generate_latest", "prometheus_client.make_asgi_app", "prometheus_client.start_http_server",
    "prometheus_client.make_wsgi_app", "prometheus_client.push_to_gateway", "prometheus_client.pushadd_to_gateway",
    "prometheus_client.exposition.generate_latest", "starlette_exporter.handle_metrics", "aioprometheus.render",
    "prometheus_client.start_wsgi_server", "prometheus_client.write_to_textfile",
    "aioprometheus.asgi.starlette.metrics", "prometheus_fastapi_instrumentator.Instrumentator.expose",
    "prometheus_fastapi_instrumentator.Instrumentator.instrument.expose",
})  # fmt: skip
#: Calls that make log lines machine-readable.
STRUCTURED = (
    "pythonjsonlogger.", "json_log_formatter.", "jsonlogger.JsonFormatter", "ecs_logging.", "json_logging.init_",
    "structlog.configure", "structlog.stdlib.ProcessorFormatter", "structlog.processors.JSONRenderer",
    "structlog.processors.LogfmtRenderer", "structlog.processors.KeyValueRenderer",
    "aws_lambda_powertools.Logger", "aws_lambda_powertools.logging.Logger",
    "google.cloud.logging.Client.setup_logging", "google.cloud.logging.handlers.", "watchtower.CloudWatchLogHandler",
    "logstash_formatter.", "logstash_async.", "logfmter.Logfmter",
    "azure.monitor.opentelemetry.exporter.AzureMonitorLog", "opentelemetry.sdk._logs.LoggingHandler", "pygelf.",
    "graypy.", "fluent.handler.", "loguru_config.", "logzio.", "msgspec_logging.", "stackprinter_json.",
    "django_structlog.", "asgi_logger_json.", "fastapi_structlog.",
)  # fmt: skip
#: Libraries that give every request an id that log lines can carry.
CORRELATION = (
    "asgi_correlation_id.", "structlog.contextvars.", "starlette_context.", "flask_log_request_id.", "django_guid.",
    "opentelemetry.instrumentation.logging.", "log_request_id.", "contextvars.ContextVar", "fastapi_request_id.",
)  # fmt: skip
