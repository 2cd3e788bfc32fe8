"""By which names and words are prompts screened, kept apart or mixed with what strangers write?"""

from seatrial.read.regex import caseless, regex

SCREENS = (
    "llm_guard.", "nemoguardrails.", "guardrails.Guard", "guardrails.AsyncGuard", "lakera", "rebuff.", "pangea.",
    "azure.ai.contentsafety.", "google.cloud.modelarmor", "langchain.chains.OpenAIModerationChain",
    "langchain_community.chains.OpenAIModerationChain", "presidio_llm", "vigil.", "promptguard.",
)  # fmt: skip
SCREEN_NAME = caseless(
    r"guardrails?(?:middleware|engine|service)?$|input_?guard(?:$|\.)|safeguard|llama_?guard|prompt_?(?:guard|shield)|jailbreak|"
    r"prompt_?injection|detect_?injection|moderations\.create|(?:^|[._])moderate(?:_|$)|moderation_(?:filter|check|chain)"
)
SCREEN_MODEL = caseless(
    r"llama-?guard|prompt-?guard|prompt-injection|shieldPrompt|shieldgemma|gpt-oss-safeguard|granite-guardian"
)
SCREEN_KEYWORDS = frozenset({"guardrailIdentifier", "guardrailConfig", "guardrail_config", "input_guardrails"})
#: Names of values that whoever asks, or whoever wrote a document, decides on.
ASKED = caseless(
    r"^(?:user_?)?(?:question|query|input|message|text|request|utterance)$|user_(?:input|message|query|text|prompt)|"
    r"^(?:question|query)_"
)
FOUND = caseless(
    r"context|docs?$|documents?(?:$|_)|chunks?|passages?|retriev|search_?results?|page_content|knowledge|snippets?"
)
#: Pieces of injected orders, as own code looks for them in what people write.
INJECTED = caseless(
    r"(?:ignore|disregard|forget|override)\W+(?:\S+\W+){0,3}(?:previous|prior|above|earlier|instructions?|rules)"
    r"|system\W{1,4}prompt|you\W{1,4}are\W{1,4}now|jail\W?break|reveal\W+(?:\S+\W+){0,2}(?:prompt|instructions?)"
)
#: Switches, counts and bounds, which are called after what they are about.
#: So are files in which orders are kept.
SWITCH = regex(
    r"^(?:has|is|use|with|needs?|should|max|min|num|n)_"
    r"|_(?:tokens?|count|length|size|limit|window|file_?name|file_?path|path|file|template|dir|folder)$"
)
HOLE = regex(r"(?<!\{)\{++\s*+([A-Za-z_][\w.]*+)[^{}]*+\}+")
#: Marks that tell a model where data begins and ends.
FENCE = regex(r"<(?!\|)/?\w[^<>\n]{0,160}>\s*\{|```\s*\w*\s*\{|\"\"\"\s*\{|(?:BEGIN|START)[ _](?:OF )?\w+")
ORDER = caseless(
    r"(?:ignore|do not (?:follow|obey|execute)|never (?:follow|obey|reveal)|disregard)\b[^.\n]{0,40}"
    r"\b(?:instructions?|commands?|orders?|attempts?)\b[^.\n]{0,40}\b(?:in|from|within|inside|contained|by|to|that)\b|"
    r"never reveal [^.\n]{0,40}prompt|treat [^.\n]{0,60}\bas (?:data|untrusted)"
)
#: Classes of what a guard answers, and helpers around it, which screen nothing themselves.
BESIDE = regex(r"(?:Output|Result|Decision|Assessment|Config|Settings|Error|State|Response)$|(?:^|[._])parse_")
DOCUMENTS = caseless(r"docs?\b|document|context|chunk|retriev|passage|tool_result|tool_output")
LOOP = regex(r"\{%-?\s*for \w+ in (\w+)")
PEOPLE = ("user", "human")
AGENTS = frozenset({"create_agent", "create_react_agent", "create_deep_agent", "Agent", "AgentExecutor",
                            "create_tool_calling_agent", "MessagesPlaceholder", "FunctionAgent",
                            "ReActAgent", "OpenAIAgent", "as_chat_engine", "from_tools", "ClaudeAgentOptions",
                            "ClaudeCodeOptions"})  # fmt: skip
#: Of those, the ones that may be made without orders of their own.
BARE_AGENTS = frozenset({"Agent", "ClaudeAgentOptions", "ClaudeCodeOptions"})
#: Calls that make a prompt without roles.
ONE_PIECE = frozenset({"PromptTemplate", "from_template", "PromptBuilder"})
