"""By which words do documents say what single industries ask for besides?"""

from seatrial.read.regex import caseless

_SPAN = r"(?:\d+|one|two|three|four|six|nine|twelve|thirty|sixty|ninety)[- ](?:days?|weeks?|months?|quarters?)"
#: The time after which what really happened is known: chargebacks, defaults and complaints come weeks later.
LATE_LABELS = caseless(
    r"(?:labels?|outcomes?|chargebacks?|disputes?|defaults?|ground[- ]truth|repayments?)\b[^.]{0,90}?"
    r"(?:arriv|late|delay|within|after|mature|final|window|come|known|lag)[^.|]{0,60}?" + _SPAN + r"|"
    r"(?:label|outcome|chargeback|dispute|performance|observation)[- ](?:window|delay|lag|maturity|period)\b[^.]{0,60}?"
    + _SPAN
)
#: What staff do while the system is away.
DOWNTIME = caseless(
    r"downtime (?:procedure|process|protocol|form|plan|mode|workflow)s?\b|emergency[- ]mode operation|"
    r"(?:when|while|if) the (?:service|model|system|tool|score) is (?:down|unavailable|not available|out of service)|"
    r"(?:work|continue|decide|triage)\w* without the (?:model|service|system|score)|"
    r"(?:fall|falls|switch|switches) back to (?:paper|manual|the manual)"
)
_SEASON = (
    r"(?:black friday|cyber (?:monday|week)|christmas|holiday season|singles[’']? day|prime day|back[- ]to[- ]school|"
    r"boxing day|(?:summer|winter|spring|end[- ]of[- ]season) sales?|(?:season|seasonal) (?:peak|calendar|event|sale)|"
    r"high season|ramadan|diwali|easter|valentine|mother[’']s day|lunar new year|golden week)"
)
_DAY = (
    r"(?:20\d\d-[01]\d(?:-[0-3]\d)?|\b(?:january|february|march|april|june|july|august|september|october|november|"
    r"december)\b|\b[0-3]?\d (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\b|\bweek \d\d?\b|\bmay \d)"
)
#: The peak of the year by its name and its day.
SEASON = caseless(rf"{_SEASON}[^.]{{0,100}}?{_DAY}|{_DAY}[^.|]{{0,60}}?{_SEASON}")
#: How long it took until more copies answered, as it was seen.
SCALED_OUT = caseless(
    r"scal(?:e[sd]?|ing)[- ]?(?:out|up)\b[^.|]{0,80}?\b(?:took|takes|measured|observed|ready|reached|time)\b[^.]{0,50}?"
    r"\d+(?:\.\d+)? ?(?:s|secs?|seconds?|min|mins|minutes?)\b|"
    r"(?:took|measured|observed|after|within) [^.|]{0,30}?\d+(?:\.\d+)? ?(?:s|secs?|seconds?|min|mins|minutes?)\b"
    r"[^.|]{0,50}?(?:scal(?:e[sd]?|ing)[- ]?(?:out|up)\b|(?:new|second|third|more|additional) "
    r"(?:replica|pod|instance|cop)\w*)"
)
_EXPLAINED = r"(?:explanation|reason|attribution|contribution|saliency|heat ?map|shap|highlight)\w*"
_CLINICIANS = (
    r"(?:clinicians?|physicians?|radiologists?|cardiologists?|oncologists?|pathologists?|dermatologists?|doctors?|"
    r"nurses?|clinical experts?|consultants?)"
)
_CHECKED = r"(?:review|check|validat|rated?\b|rating|assess|agree|confirm|understood|useful|evaluat|tested with)\w*"
#: Those who read the explanations looked at them.
CLINICIANS_CHECKED = caseless(
    rf"{_EXPLAINED}[^.|]{{0,80}}?{_CHECKED}[^.|]{{0,60}}?{_CLINICIANS}|"
    rf"{_CLINICIANS}[^.|]{{0,60}}?{_CHECKED}[^.|]{{0,80}}?{_EXPLAINED}"
)
#: What may change in a model without being approved anew, and how that is shown to be safe.
CHANGE_PLAN = caseless(
    r"pre-?determined change(?: control)?(?: plan)?|\bPCCP\b|modification protocol|"
    r"pre-?specified (?:changes|modifications)"
)
#: A validation where the model was not made, or on patients that come.
OTHER_SITE = caseless(
    r"(?:external|second|another|other|independent|third|partner) (?:site|hospital|clinic|cohort|cent(?:er|re)|"
    r"institution|practice|test set)|multi[- ]?(?:site|cent(?:er|re)|institution)|prospective|clinical (?:trial|study|"
    r"validation)|clinically validated|hospitals? (?:that|which) (?:did not|were not|was not)"
)
