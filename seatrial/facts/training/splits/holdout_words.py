"""By which names do sets that are kept apart go, and by which do functions and comparisons keep rows apart?"""

from seatrial.read.regex import caseless, regex

OWN_AWARE = caseless(
    r"(chrono\w*|temporal|time_?(based|series)?|by_(date|time|month|year|patient|user|customer|group)|walk_?forward|"
    r"rolling_origin|group(ed)?|patient|cutoff)_?(data_?)?(split|folds?|cv)(s|ter)?($|_)|"
    r"^(train_test_)?split_\w*(date|time|chrono|temporal|group|patient|user|customer|cutoff)|^walk_?forward"
    r"|train_test_split_(time|date)s?$"
)
OWN_SPLIT = regex(r"^(train_test_|train_val\w*_|data_?|make_|get_|create_)?splits?(_data\w*|_frame|_rows|_df)?$")
#: An own function that makes folds: ``get_cross_validation_indices``, ``kfold_ids``.
OWN_FOLDS = caseless(r"(^|_)(cross_?val\w*|k_?fold\w*)_(indices|idx|ids|folds?|splits?)$")
DATED = caseless(r"(^|[^a-z])(date|cutoff|start|end)([^a-z]|$)")
CUT = caseless(
    r"split_?(date|time|point|idx)|(train|test|val|valid)_?(start|end|until|from|to)\b|(start|end)_?(train|test|val)"
)
CUT_OFF = caseless(r"cut_?off")
DIVIDES = caseless(r"split|fold|train_test|backtest|holdout")
#: A set that is made of a period: ``rows(*self.val_period)``.
PERIOD = caseless(
    r"(^|[._*])(val|valid|validation|test|eval|holdout)_(period|dates?|years?|months?|time_range|interval)$"
)
FILE = caseless(
    r"(^|/)([xy]_)?(test|val|valid|validation|dev|holdout|eval)(?![a-z])[\w.-]*\.(csv|tsv|parquet|jsonl|npz?|npy|pt|bin|"
    r"txt|arrow|h5|feather|pkl)$|[_-](test|val|valid|validation|holdout)\.(csv|tsv|parquet|jsonl|npz?|npy|pt|bin|feather)$"
    r"|\w(?<!la)(?<!con)(?<!pro)test\.(csv|tsv|parquet|jsonl)$"  # "tatatest.csv", and no "latest.csv"
)
PART = regex(r"^(test|validation|valid|val|eval|dev)(\[.*\])?$")
#: An option that chooses the part to read, and a program that divides the rows before any other.
PART_OPTION = caseless(r"--(?:phase|split|subset|data[-_]split|partition)")
SPLITTER = caseless(r"(?:^|[/_])(?:split|divide)_?\w*\.py$|_split\.py$")
GIVES_PART = regex(r"(^|\.)(load_dataset|ImageFolder|\w*Dataset|get_split|\w*datasets\.\w+)$")
READS = regex(r"(^|\.)(read_\w+|load\w*|open|memmap|fromfile|join|ImageFolder|\w*Dataset|fetch_\w+|get_split)$")
SET = caseless(
    r"(^|_)(val|valid|validation|test|eval|holdout|oof)_?(loader|set|ds|data|dataset|dataloader|df|gen|generator|split|"
    r"idx|ids|x|y|frame|iter)$|^[xy]_?(val|valid|validation|test|eval)$|^validation_(data|split)$|^(dataset|df)_(val|test)$"
)
#: A set that is called by its use alone, which tells only beside how it came about.
_BARE = regex(r"test|val|valid|validation|holdout")
#: Functions whose very name says that a set is kept apart.
STEPS = frozenset({"validation_step", "val_dataloader", "eval_step", "run_test", "run_validation", "run_eval"})
#: Functions that judge a model where they are given rows or the model; of the same name are checks of settings.
JUDGES = frozenset({"evaluate", "validate"})
GIVEN = caseless(r"(loader|dataset|_d[ls]|(^|_)(model|net|checkpoint|x|y)\w*|_set|^test\w*|^val\w*_\w+)$")


def names_a_set(target: str) -> bool:
    """Tell whether what is assigned gets the name of a set that is kept apart."""
    last = target.rpartition(".")[2]
    return bool(SET.search(last) or _BARE.fullmatch(last))
