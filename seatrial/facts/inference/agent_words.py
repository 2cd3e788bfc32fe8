"""By which names are tools given to language models, steps bounded, and people asked?"""

from seatrial.read.regex import regex

TOOL_MARKS = frozenset({"tool", "function_tool", "tool_plain", "kernel_function", "ai_function", "beta_tool"})
TOOL_LIBRARIES = (
    "langchain", "langgraph", "agents.", "pydantic_ai", "smolagents", "mcp.", "fastmcp", "crewai", "llama_index",
    "semantic_kernel", "autogen", "agent_framework", "google.adk", "strands", "agno", "anthropic", "haystack",
    "deepagents", "managed_deepagents",
)  # fmt: skip
#: Ready-made tools that reach a shell, files or any address.
WIDE = {
    "ShellTool": "a shell", "BashProcess": "a shell", "TerminalToolkit": "a shell", "PythonREPLTool": "Python",
    "PythonAstREPLTool": "Python", "PythonREPL": "Python", "FileManagementToolkit": "files",
    "WriteFileTool": "files", "DeleteFileTool": "files", "MoveFileTool": "files", "RequestsToolkit": "any address",
    "RequestsGetTool": "any address", "RequestsPostTool": "any address", "LocalCommandLineCodeExecutor": "a shell",
    "CodeInterpreterTool": "Python", "LocalShellTool": "a shell", "create_sql_agent": "a database",
    "SQLDatabaseToolkit": "a database",
}  # fmt: skip
#: Ready-made tools that look something up, and change nothing.
READING = frozenset({
    "DuckDuckGoSearchRun", "DuckDuckGoSearchResults", "DuckDuckGoSearchTool", "DuckDuckGoTools", "TavilySearch",
    "TavilySearchResults", "TavilySearchTool", "TavilyTools", "BraveSearch", "BraveSearchTool", "ExaSearchTool",
    "SerperDevTool", "SerpAPIWrapper", "GoogleSearchRun", "GoogleSearchResults", "GoogleSerperRun", "GoogleSearchTool",
    "BingSearchRun", "BingSearchResults", "SearxSearchRun", "WebSearchTool", "ApiWebSearchTool", "WebsiteSearchTool",
    "WikipediaQueryRun", "WikipediaTools", "WikipediaSearchTool", "ArxivQueryRun", "ArxivTools", "ArxivPaperTool",
    "PubmedQueryRun", "WolframAlphaQueryRun", "YouTubeSearchTool", "YahooFinanceNewsTool", "YFinanceTools",
    "OpenWeatherMapQueryRun", "FileReadTool", "DirectoryReadTool", "PDFSearchTool", "CSVSearchTool", "RagTool",
    "create_retriever_tool", "RetrieverTool", "QueryEngineTool", "FileSearchTool", "VisitWebpageTool",
})  # fmt: skip
LOADED_WIDE = frozenset({"terminal", "python_repl", "requests_all", "requests_post", "requests_delete"})
BOUNDING = frozenset({"root_dir", "allowed_commands", "selected_tools"})
CAPS = frozenset({
    "recursion_limit", "max_iterations", "max_turns", "max_steps", "max_iter", "max_tool_calls", "usage_limits",
    "max_execution_time", "max_consecutive_auto_reply", "request_limit", "max_function_calls", "max_tool_rounds",
    "maximum_remote_calls", "max_agent_steps", "max_loops",
})  # fmt: skip
#: Calls that put a figure into a text or a log line.
TELLS = frozenset({"format", "format_map", "format_messages", "info", "debug", "warning", "bind", "substitute"})
CAPPING = frozenset({"ModelCallLimitMiddleware", "ToolCallLimitMiddleware", "UsageLimits", "MaxMessageTermination"})
CONSENT = frozenset({
    "interrupt", "HumanInTheLoopMiddleware", "HumanApprovalCallbackHandler", "HumanApproval", "request_approval",
    "require_approval", "ask_for_approval", "request_confirmation",
})  # fmt: skip
CONSENT_KEYS = frozenset({
    "interrupt_before", "interrupt_on", "interrupt_after", "needs_approval", "requires_confirmation",
    "requires_approval", "require_confirmation", "require_approval", "approval_mode", "human_in_the_loop",
})  # fmt: skip
ACTS = regex(
    r"^_*(?:write|delete|remove|create|update|insert|send|email|pay|transfer|refund|cancel|book|buy|order|deploy|"
    r"post|publish|execute|run|drop|approve|reset|upload|submit|schedule|grant|revoke)(?:_|$)"
)
ACTING = (
    "requests.post", "requests.put", "requests.patch", "requests.delete", "httpx.post", "httpx.put", "httpx.patch",
    "httpx.delete", "subprocess.", "os.system", "os.remove", "os.unlink", "shutil.rmtree", "smtplib.",
)  # fmt: skip
FLOATING = regex(r"^(?:@[\w.-]+/)?[\w.-]+(?:@latest)?$")
