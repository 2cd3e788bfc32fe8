"""Checks cite standards by short codes; under which name does a reader find them?"""

import re

#: The beginning of a code, and what stands in its place. A code that begins in no such way is told as it is.
_SOURCES = (
    (r"MTS-([A-Z][a-z]+)", r"ML Test Score, \1 "),
    (r"(?=(GV|MP|MS|MG) )", "NIST AI RMF "),
    (r"AIA ", "EU AI Act, article "),
    (r"42001 ", "ISO/IEC 42001 "),
    (r"(?=ML\d\d)", "OWASP ML Top 10 2023, "),
    (r"(?=LLM\d\d)", "OWASP LLM Top 10 2025, "),
    (r"(?=AML\.)", "MITRE ATLAS "),
    (r"SR (?=[IVX])", "Federal Reserve SR 11-7, section "),
    (r"SRE ch\.", "Google SRE book, chapter "),
    (r"HIPAA (?=\()", "HIPAA, 45 CFR 164.312 "),
    (r"HIPAA (?=164)", "HIPAA, 45 CFR "),
    (r"K8s PSS ", "Kubernetes Pod Security Standards, "),
    (r"CIS Docker ", "CIS Docker Benchmark, "),
    (r"SLSA(?: |$)", "SLSA 1.0 "),
    (r"GMLP ", "Good Machine Learning Practice (FDA), principle "),
    (r"PCI ", "PCI DSS 4.0.1, "),
    (r"GDPR ", "GDPR, article "),
    (r"SSDF ", "NIST SSDF "),
)


def in_full(reference: str) -> str:
    """Return a reference with the name of the standard instead of its code: ``ISO/IEC 42001 A.6.2.5``."""
    for code, name in _SOURCES:
        if re.match(code, reference):
            return re.sub(f"^{code}", name, reference)
    return reference
