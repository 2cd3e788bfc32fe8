"""By which names do calls run what a language model writes, give it a shape, or shut it in?"""

from seatrial.read.regex import caseless

#: Ready-made tools and chains that run what a language model writes.
RUNNERS = {
    "PythonREPLTool": "Python", "PythonAstREPLTool": "Python", "PythonREPL": "Python", "PALChain": "Python",
    "create_python_agent": "Python", "create_pandas_dataframe_agent": "Python", "create_csv_agent": "Python",
    "PandasQueryEngine": "Python", "LocalCommandLineCodeExecutor": "Python", "CodeAgent": "Python",
    "ShellTool": "shell commands", "BashProcess": "shell commands", "LLMBashChain": "shell commands",
    "SQLDatabaseChain": "SQL", "create_sql_agent": "SQL", "SQLDatabaseToolkit": "SQL", "QuerySQLDatabaseTool": "SQL",
    "QuerySQLDataBaseTool": "SQL", "NLSQLTableQueryEngine": "SQL",
}  # fmt: skip
MAKERS = ("langchain", "llama_index", "autogen", "smolagents", "agno", "phi.", "crewai")
DANGEROUS = ("allow_dangerous_code", "allow_dangerous_requests", "unsafe_mode")
APART = frozenset({"e2b", "docker", "modal", "blaxel", "wasm", "pyodide_deno"})  #: executors in another machine
SANDBOXES = (
    "e2b", "modal.Sandbox", "daytona", "docker.from_env.containers.run", "docker.DockerClient", "wasmtime",
    "RestrictedPython", "langchain_sandbox", "llm_sandbox", "DockerCommandLineCodeExecutor", "vercel_sandbox",
)  # fmt: skip
PARSERS_OF_SQL = ("sqlglot", "sqlparse")
READ_ONLY = caseless(r"mode=ro\b|read_?only|default_transaction_read_only")
#: Calls that give an answer a shape which is checked.
SHAPING = frozenset({
    "with_structured_output", "structured_predict", "astructured_predict", "as_structured_llm", "from_instructor",
    "PydanticOutputParser", "StructuredOutputParser", "from_response_schemas", "TypedPredictor", "TypedChainOfThought",
    "PydanticProgramExtractor", "generate_structured", "create_structured_output_runnable", "create_extraction_chain",
    "PydanticToolsParser", "ToolStrategy", "ProviderStrategy",
})  # fmt: skip
#: Calls for sound and pictures, whose ``response_format`` is that of a file: mp3, srt, a link.
OF_SOUND = caseless(r"audio|speech|transcription|translation|images?\b")
SHAPES = frozenset({
    "response_schema", "output_cls", "pydantic_object", "text_format",
    "guided_json", "json_schema", "output_pydantic", "output_schema", "response_json_schema",
})  # fmt: skip
#: More keywords that mean a shape for calls of this name only: elsewhere they describe the answer of a service.
SHAPES_OF = {
    "Agent": frozenset({"output_type", "result_type", "output_schema", "response_model"}),
    **dict.fromkeys(("create", "create_with_completion", "create_partial", "completion", "acompletion", "chat"),
                    frozenset({"response_model"})),
}  # fmt: skip
CHECKED = frozenset({"model_validate_json", "parse_raw", "model_validate", "parse_obj", "validate_python",
                             "validate_json"})  # fmt: skip
PAGES = frozenset({"Markup", "mark_safe", "HTMLResponse", "HTML", "html"})
