"""Does a piece of code tell anybody what happened: by a log line, a metric, a report, an error?"""

from seatrial.read.code.python_record import Call, Handler, PythonFile
from seatrial.read.regex import caseless

#: Last parts of calls that write a log line.
LEVELS = frozenset({
    "debug", "info", "warning", "warn", "error", "exception", "critical", "fatal", "log", "success", "trace", "msg",
})  # fmt: skip
_LOGGER = caseless(r"(?:^|\.|_)log(?:ger|ging|s)?$|(?:^|\.)_?log(?:ger)?\b|loguru|structlog")
_REPORTS = caseless(
    r"capture_exception|capture_message|record_exception|report_exception|report_exc_info|print_exc|format_exc|notify"
    r"|set_status|warn$|warning|send_message|alert|abort$|fail$|echo|^print$|write$|st\.error|\.inc$|\.increment$"
    r"|add_event|showwarning|on_error|errors?\.(append|add|extend)|fail\w*\.(append|add|extend)|emit|log"
)


def is_log_call(call: Call) -> bool:
    """Tell whether a call writes a log line: ``logger.info``, ``structlog.get_logger().warning``."""
    if call.last not in LEVELS:
        return False
    owner = call.written.rpartition(".")[0]
    if not owner:
        return False
    return bool(_LOGGER.search(owner)) or call.name.startswith(("logging.", "loguru.", "structlog."))


def tells(file: PythonFile, handler: Handler) -> bool:
    """Tell whether an ``except`` clause logs, counts, reports or prints anything, at whatever depth."""
    return any(
        call.scope == handler.scope
        and handler.line <= call.line <= handler.end_line
        and (is_log_call(call) or _REPORTS.search(call.name or call.written))
        for call in file.calls
    )
