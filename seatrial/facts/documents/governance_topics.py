"""Which duties towards people and auditors do documents speak of, and what must be said about each?"""

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from seatrial.read.regex import caseless, regex


class Duty(StrEnum):
    """What a passage is about."""

    OVERSIGHT = "human oversight"
    IMPACT = "impact assessment"
    VALIDATION = "independent validation"
    APPEAL = "appeal"
    RETIREMENT = "retirement"
    FAIRNESS = "fairness"


#: What a heading, or the name of a file, says when what follows is about the duty.
HEADINGS: Mapping[Duty, re.Pattern[str]] = MappingProxyType(
    {
        Duty.OVERSIGHT: caseless(
            r"human[- _](?:oversight|supervision|in[- _]the[- _]loop|review|override|control)|"
            r"manual[- _](?:review|override|decision)|review queue|kill[- _]?switch|who decides|"
            r"(?:planner|analyst|expert|user|clinician|manager)s?['’]? overrides?|"
            r"overrid(?:e|ing) (?:a |the )?(?:decision|prediction|model|score)|supervisi[oó]n humana|"
            r"\breviewer[- ]mode\b|\breview of (?:the )?(?:labels|annotations|predictions|segmentations|answers)\b|"
            r"\b(?:label|annotation|prediction|segmentation)s?[- ]review\b|"
            r"revisi[oó]n manual|"
            r"menschliche (?:aufsicht|kontrolle)|supervision humaine|人工(?:审核|监督)"
        ),
        Duty.IMPACT: caseless(
            r"(?<!environmental )impact[-_ ]assessment|\b(?:DPIA|FRIA|AIIA)\b|"
            r"(?:^|[/_-])(?:dpia|fria|aiia|pia)(?:[-_.]|$)|"
            r"evaluaci[oó]n de impacto|avaliação de impacto|folgenabsch[aä]tzung|analyse d['’]impact|影响评估"
        ),
        Duty.VALIDATION: caseless(
            r"(?:independent|external|clinical|prospective|second[- ]line)[-_ ](?:model[-_ ])?(?:validation|review)|"
            r"model[-_ ]validation|validation of the model|effective challenge|model[-_ ]red[-_ ]team\w*|"
            r"^validation[-_ ]report|"
            r"validaci[oó]n (?:independiente|externa)|unabhängige (?:validierung|prüfung)|模型验证"
        ),
        Duty.APPEAL: caseless(
            r"\bappeals?\b(?! to)|contest(?:ing)? (?:a |the )?(?:decision|result|score)|\bcomplaints?\b|grievance|"
            r"redress|"
            r"report(?:ing)? (?:a |an |any )?(?:concern|harm|misuse|harmful|wrong (?:prediction|answer|result))|"
            r"model[-_ ]feedback|^\W*feedback\W*$|questions or (?:comments|concerns) about the model|reclamacion|"
            r"where to send (?:questions|comments)|beschwerde|widerspruch|réclamation|申诉|投诉"
        ),
        Duty.RETIREMENT: caseless(
            r"\bretir(?:e|ement|ing)\b|decommission\w*|\bsunset(?:ting)?\b|end[- ]of[- ]life|phase[- ]out|"
            r"deprecation (?:policy|plan|process|schedule|cycle)|switch(?:ing)? (?:it |the model )?off|exit plan|"
            r"abschaltung|außerbetriebnahme|retirada del modelo|mise hors service|下线"
        ),
        Duty.FAIRNESS: caseless(
            r"fairness|disparate impact|subgroup (?:performance|analysis|evaluation)|demographic parity|"
            r"\bbias\b (?:and|&|evaluation|assessment|analysis|audit|testing|considerations|metrics)|"
            r"(?:and|&|,) bias\b|"
            r"^\W*bias\W*$|\bequidad\b|\bsesgos?\b|gleichbehandlung|équité|公平性"
        ),
    }
)

#: Sentences by which people learn where a wrong result is reported, under whatever heading.
WRONG_RESULT = caseless(
    r"\b(?:tell|write|report|contact|e-?mail|mail|send|reach)\b.{0,120}\b(?:wrong|incorrect|mistaken) "
    r"(?:results?|answers?|predictions?|estimates?|decisions?|scores?|outputs?)\b|"
    r"\b(?:tell|write|report|contact|e-?mail|mail|send|reach)\b.{0,120}"
    r"\b(?:result|answer|prediction|estimate|decision|score|output)s? (?:is|are|was|were|looks?|seems?) "
    r"(?:wrong|incorrect|mistaken)\b"
)
_OWNER = (
    r"\b(?:owner|team|officer|lead|manager|on[- ]call|responsible|steward|product owner|board|committee|head of|"
    r"decides|decided by)\b"
)

#: What a full passage says, by the words that an owner would use for the part.
PARTS: Mapping[Duty, Mapping[str, re.Pattern[str]]] = MappingProxyType({
    Duty.OVERSIGHT: {
        "who decides": caseless(
            r"\b(?:analyst|officer|clinician|physician|doctor|radiologist|nurse|reviewer|operator|supervisor|moderator|"
            r"underwriter|case ?worker|agent|planner|editor|expert|advisor|manager|team|colleague|help ?desk|"
            r"on[- ]call|on[- ]duty|owner)s?\b"
        ),
        "when": caseless(
            r"threshold|confiden|\bscores?\b|\babove\b|\bbelow\b|\bbetween\b|\bevery\b|borderline|[<>≤≥]|%|"
            r"\brefus|\bunsure\b|uncertain|in doubt|ask(?:s|ed) for (?:a person|a human|somebody|one)\b"
        ),
        "with what authority": caseless(
            r"overrid|overrul|\breject|\bstop(?:s|ped)?\b|\bhalt|switch(?:es)? off|disabl|\bveto|\bdecid|\bapprov|"
            r"confirm|correct"
        ),
        "with what training": caseless(r"\btrain(?:ed|ing)\b|instructed|qualif|briefed|four[- ]eyes|certified"),
    },
    Duty.IMPACT: {
        "who is affected": caseless(
            r"affected|data subjects?|applicants?|patients?|customers?|employees?|candidates?|citizens|users|groups"
        ),
        "harms": caseless(r"\bharms?\b|\brisks?\b|adverse|discriminat|exclusion|denied|wrongly|damage"),
        "how likely": caseless(r"likelihood|probabilit|severity|\b(?:low|medium|high)\b"),
        "mitigations": caseless(r"mitigat|safeguard|\bmeasures?\b|controls?\b|treatment|reduc"),
        "consultation": caseless(r"consult|stakeholder|works council|representatives|interview|panel"),
        "sign-off": caseless(
            r"sign(?:ed)?[- ]?off|approved by|signed by|\bDPO\b|data protection officer|accepted by|decided by"
        ),
    },
    Duty.VALIDATION: {
        "scope": caseless(r"\bscope\b|in scope|validated (?:model|version)|version|purpose|claims?"),
        "data": caseless(r"data ?set|\bdata\b|sample|cohort|hold-?out|records|patients|external (?:test|site)"),
        "findings": caseless(r"finding|weakness|\bissues?\b|severity|observation|challenger|limitation"),
        "decision": caseless(
            r"\b(?:approved|rejected|accepted|not accepted|decision|fit for (?:use|purpose)|conditional)\b"
        ),
        "validator": caseless(
            r"validat(?:or|ed by)|reviewers?\b|reviewed by|assessors?\b|assessed by|challenged by|second line"
        ),
        "closure of findings": caseless(r"\bclosed\b|\bresolved\b|\bremediat|due (?:by|date)|\bstatus\b|tracked"),
        "repeat period": caseless(
            r"annual|yearly|every \d+ (?:months|years)|next (?:validation|review)|revalidat|each year"
        ),
    },
    Duty.APPEAL: {
        "a channel": caseless(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.\w+|https?://|\bform\b|ticket|hotline|phone|\bqueue\b|desk|e-?mail"),
        "a handling time": caseless(
            r"(?:within|in|under|after) (?:\d+|one|two|three|five|ten|thirty) (?:working |business |calendar )?"
            r"(?:hours?|days?|weeks?|months?)|\d+ (?:h|hours?|(?:working |business )?days?)\b|same day|next working day"
        ),
    },
    Duty.RETIREMENT: {
        "criteria": caseless(
            r"\b(?:when|if|once|unless|after|criteria|trigger|below|older than|superseded|replaced)\b"
        ),
        "steps": caseless(
            r"\b(?:delet|archiv|revok|remov|notif|inform|drain|scale|migrat|announc|redirect|warn|switch)\w*"
        ),
        "an owner": caseless(_OWNER),
        "a period": caseless(
            r"\b(?:\d+|one|two|three|four|six|twelve)\b[^.]{0,20}\b(?:releases?|versions?|months?|years?)\b"
        ),
    },
    Duty.FAIRNESS: {
        "groups": caseless(
            r"\bsex\b|\bgender|\bage\b|\bages\b|\brac(?:e|ial)\b|ethnic|nationalit|religio|disabilit|\bzip\b|postcode|"
            r"geograph|\bregion|income|\bwomen\b|\bmen\b|female|\bskin\b|protected|subgroups?|género|edad|país"
        ),
        "a number": caseless(r"\d+(?:\.\d+)?\s?%|\b0\.\d+|\b\d+\.\d+\b"),
        "a threshold": caseless(
            r"threshold|at most|at least|no more than|"
            r"(?:below|above|within)\s+(?:the\s+)?\d|[<>≤≥]\s?\d|four[- ]fifths|tolerance"
        ),
        "a decision": caseless(
            r"\baccepted\b|\bpass(?:ed|es)?\b|\bfail(?:ed|s)?\b|\bdecid|therefore|\breleased?\b|not released|mitigat|"
            r"cannot be collected|not available because|blocks?\b"
        ),
    },
})  # fmt: skip

#: Who is named as having validated: after the verb, or after the name of the role.
VALIDATOR = regex(
    r"(?i:validat(?:ed|ion)|review(?:ed)?|assess(?:ed|ment)|challenged) by:?\s+(?i:(?:the|dr\.?|prof\.?) )?"
    r"([A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,3})|(?i:validator|reviewer|assessor)s?\s*[:|]\s*"
    r"([A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,3})"
)
#: Lines that call something of the system past its time; "Torch 3 deprecated the old loader" is about another's.
THE_END = caseless(
    r"\b(?:is|are|was|were|been|be|now|marked|considered)(?: now)? deprecated\b|^\W*deprecat(?:ed|ion)\b"
    r"|\bdeprecated (?:in|since|as of|from|names?|models?|endpoints?|functions?)\b"
    r"|\b(?:model|endpoint|api|service|version|package|project|repository)s?\b[^.]{0,40}"
    r"(?:end[- ]of[- ]life|\bsunset|decommission|\bretired\b|no longer maintained)"
)
