"""Which tables of one's own keep what each request to a language model took: tokens, cost, who asked, which prompt?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.dict_keys import dict_keys
from seatrial.facts.code.programs import InCode, Program, Site, own_code
from seatrial.facts.operations.records.record_fields import written_fields
from seatrial.facts.operations.records.record_sinks import Sink, sink_of
from seatrial.facts.reach.reach import reach
from seatrial.model import Confidence
from seatrial.model.record import dataclass
from seatrial.read.regex import caseless
from seatrial.repo import Repo

#: Columns for tokens: those of a session or a key are other tokens.
_TOKENS = caseless(
    r"(?:prompt|completion|input|output|total|cached|reasoning|llm|model)_?tokens?(?:_?(?:count|used))?$"
    r"|tokens?_?(?:used|usage|count|consumed|in|out|input|output|total)$|num_tokens$"
)
#: Of a row that keeps a piece of a text with its numbers: its tokens are how long it is.
_PIECE = caseless(r"(?:^|_)(?:chunk|embedding|vector)(?:$|_)")
_PERSON = caseless(r"(?:user|account|tenant|org(?:ani[sz]ation)?|team|session|thread|conversation|api_key)_?id$")
_PROMPT = caseless(r"prompt_?(?:version|name|id|hash|template_id|sha)$")


@dataclass(frozen=True, slots=True)
class UsageRecord(InCode):
    """One place where a row is written for each request to a language model."""

    site: Site
    tokens: str  #: the column that holds them
    says_who: bool
    names_prompt: bool
    confidence: Confidence = Confidence.LIKELY  #: names of fields tell what they hold

    @property
    def what(self) -> str:
        return f"{self.site.scope or 'the module'} keeps a row for each request, with its {self.tokens}"


@fact
def usage_records(repo: Repo) -> tuple[UsageRecord, ...]:
    """Return where code that runs stores how many tokens a request took, by place."""
    found = (record for program in own_code(repo) for record in _in_program(repo, program))
    return tuple(sorted(found, key=lambda record: record.site))


def _in_program(repo: Repo, program: Program) -> Iterator[UsageRecord]:
    for call in program.file.calls:
        if sink_of(repo, program.path, call) is Sink.STORE and reach(repo).is_run(program.path, call.scope):
            keys = {key.name for key in dict_keys(program.file) if key.scope == call.scope}
            fields = sorted(written_fields(repo, program, call, keys))
            if any(map(_PIECE.search, fields)):
                continue
            if tokens := next(filter(_TOKENS.search, fields), ""):
                who, prompt = (any(map(words.search, fields)) for words in (_PERSON, _PROMPT))
                yield UsageRecord(program.site_of(call), tokens, who, prompt)
