"""Which words of the page does somebody need explained who writes no software?"""

GLOSSARY = (
    ("Attestation", "A person's word, with name and date, for a practice that no repository can show. It expires."),
    (
        "Blocker",
        "A finding that alone makes it wrong to depend on the system, from the level on that asks for it.",
    ),
    ("Check", "One question about the project, answered by evidence in its files."),
    ("Coverage", "The part of what is asked that could be judged. What is unknown earns nothing."),
    ("Drift", "The world moves away from the data that the model learned from, and its answers get worse unseen."),
    ("Gate", "A condition that has to hold before a level is reached, whatever the score."),
    (
        "Grade",
        "How real evidence is: absent, present, substantive (it has content), in use (what is deployed runs it).",
    ),
    (
        "Level",
        (
            "Who may depend on it: experiment (nobody), poc (the team), pilot (named users), candidate (and its"
            " release can be decided), production (customers), mission-critical (where a failure does harm)."
        ),
    ),
    ("Model", "The trained part that makes the predictions. Around it stands the system that this report is about."),
    ("Person-day", "One person working for one day, who knows the code."),
    ("Score", "Points of 100 for the target. The lower number counts unknown as missing, the upper one as fine."),
    ("Waiver", "A risk that somebody accepted, with reason, owner and date of expiry."),
)
