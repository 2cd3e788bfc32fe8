"""Which questions does a card of a model or a data set answer, and what are their headings called?"""

from enum import StrEnum

from seatrial.read.regex import caseless


class Topic(StrEnum):
    """A question that a card answers."""

    INTENDED_USE = "intended use"
    OUT_OF_SCOPE = "out-of-scope use"
    DATA = "training data"
    EVALUATION = "evaluation"
    LIMITS = "limits and risks"
    VERSION = "version"
    CONTACT = "contact"


#: What headings and labels of a topic are called, in the languages that were met.
_CALLED = {
    Topic.INTENDED_USE: r"intended|(?:primary|direct|downstream|recommended) uses?|use[- ]cases?|\buses?$|model use\b|"
    r"usage and limitations|purpose|"
    r"uso (?:previsto|pretendido|recomendado)|casos de uso|verwendungszweck|"
    r"einsatzzweck|zweckbestimmung|vorgesehene[rn]? (?:nutzung|einsatz)|cas d['’]usage|"
    r"(?:utilisation|usage)s? (?:prévue?|recommandée?|attendue?)s?|utilizzo previsto|beoogd gebruik|用途|使用场景|適用",
    Topic.OUT_OF_SCOPE: r"out[- ]of[- ]scope|mis-?use|malicious use|prohibited|not (?:intended|recommended|for use)|"
    r"non-?goals|fuera de (?:alcance|ámbito)|fora d[eo] escopo|hors (?:champ|périmètre)|nicht vorgesehen|禁止",
    Topic.DATA: r"\bdata\b|datasets?|data[- ]sets?|\bcorpus\b|\bdatos\b|\bdados\b|\bdaten\b|données|数据|データ",
    Topic.EVALUATION: r"evaluation|performance|metrics?|results?|benchmarks?|accuracy|validation|"
    r"quantitative analys[ie]s|"
    r"rendimiento|métricas|resultados|desempenho|leistung|ergebnisse|évaluation|résultats|"
    r"评估|性能|結果",
    Topic.LIMITS: r"limit(?:s|ations?)?\b|risks?\b|bias(?:es)?\b|caveats?|known issues|failure|fairness|ethic|"
    r"considerations|trade-?offs|limitaciones|riesgos|sesgos?|limitações|viés|ética|grenzen|risiken|limites|biais|"
    r"局限|限制|偏见|風險|风险",
    Topic.VERSION: r"version|model date|release|changelog|versión|versão|版本",
    Topic.CONTACT: r"contacts?\b|authors?\b|maintain|owners?\b|developed by|questions|feedback|responsible|"
    r"contacto|autor(?:es)?\b|auteurs?\b|responsable|contato|kontakt|联系|作者",
}
#: The same in Russian, Italian, Polish, Turkish, Korean, Japanese and Vietnamese.
_CALLED_ALSO = {
    Topic.INTENDED_USE: r"назначени|применени|scopo d|przeznaczeni|zastosowani|kullanım amacı|용도|사용 목적|使用目的"
    r"|mục đích",
    Topic.OUT_OF_SCOPE: r"не предназначен|non destinat|kullanılmamalı|사용 금지",
    Topic.DATA: r"\bданн|датасет|выборк|\bdati\b|\bdan(?:e|ych)\b|\bveri(?:ler|\b)|데이터|dữ liệu",
    Topic.EVALUATION: r"метрик|оценк[аи]\b|качеств|результат|valutazion|metrich|risultat|metryk|wynik|değerlendirme"
    r"|평가|성능|결과|지표|評価|đánh giá|kết quả",
    Topic.LIMITS: r"ограничени|риск[аи]?\b|limiti\b|rischi|ograniczeni|sınırlama|kısıt|한계|제한|편향|制限|限界"
    r"|hạn chế",
    Topic.VERSION: r"верси[яи]|versione|wersj|sürüm|버전|バージョン|phiên bản",
    Topic.CONTACT: r"контакт|автор|ответственн|contatt|iletişim|연락|문의|담당|連絡|liên hệ|tác giả",
}
PATTERNS = {topic: caseless(f"{pattern}|{_CALLED_ALSO[topic]}") for topic, pattern in _CALLED.items()}
RULED_OUT = caseless(
    r"\b(?:do not|don't|must not|should not|shouldn't|not (?:be )?(?:intended|suitable|designed|meant)|not to be|"
    r"never) (?:be )?(?:use|used|for|to|rely|deploy)|\bno (?:usar|utilizar)\b|"
    r"\bnão (?:usar|utilizar)\b|\bnicht (?:für|zu) |"
    r"\bne (?:doit|doivent) (?:pas|jamais)\b|\bne (?:pas|jamais) (?:\w+ ){0,2}(?:utiliser|employer|faire)\b"
)
