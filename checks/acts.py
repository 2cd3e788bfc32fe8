"""Which pieces of work answer several checks at once? Each is told in words that hold whatever of it is left to do.

A check names the act that its first step is a part of. A name in braces is filled where all that the act answers agree.
"""

WATCH = "Watch what the model does in use: one job by the clock, and alerts that reach somebody."
OBSERVE = "Instrument {app:what runs} in one go: what it measures, logs and keeps of its answers."
RUNBOOK = "Write down for those on call what to do when it fails, does harm or grows old."
COSTS = "Write down for those who pay what it costs, who uses it, and how that may grow."
CARD = "Write in {card:MODEL_CARD.md} what people must know who use the model."
RISKS = "Write down whom it may harm, with which data, and how it may be misused."
OWNERSHIP = "Say whose code, data and models these are, and what that allows."
ANSWERS = "Tell those who meet an answer what it rests on, and when a person decides."

GUARD = "Guard the door of {app:the service}: who may ask for what, how often, and unread by others."
INPUTS = "Refuse what {handler:the service} should never be asked: one schema with bounds."
READY = "Let a route of {app:the service} say when the model is there."
LOADED = "Load no model that could run code, or that somebody changed."
FETCHED = "Fix the versions of the models that are fetched."
SETTINGS = "Read settings in one place, and list their variables in .env.example."
MODULES = "Take the code of notebooks and scripts into modules that can be imported."

RUNS = "Keep with each run of {trainer:the training} its seed, settings, data and results."
REGISTERED = "Keep models in a registry, and let a setting name the version that answers."
TESTED = "Write the tests that only a model needs, on small inputs."
HELD_OUT = "Judge what {training:the training} makes on held-out data, in one run that can fail."
QUESTIONS = "Judge the answers by one set of questions, in one run that can fail."
QUICK = "Run the model on many inputs at once, and without what only its training needs."
MEASURED = "Measure how fast it answers, and commit the record."

CHANGES = "Let CI run tests, a linter and scanners on every change, and hold it back where one fails."
VERSIONS = "Fix which versions are used, and let a bot raise them."
IMAGE = "Mend how {image:the image} is built."
PLACE = "Define how it runs: where, in how many copies, with how much each."
DEPLOYED = "Let CI deploy stage by stage, with a way back."
RELEASED = "Tag, describe and list each release by one workflow."
