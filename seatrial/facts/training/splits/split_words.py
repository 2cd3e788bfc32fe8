"""By which names do calls divide data, and which transformers learn something from the rows they are fitted on?"""

from seatrial.read.code.python_record import Call
from seatrial.read.regex import caseless, regex

#: Calls that divide rows, each with the position of the first argument that holds them.
SPLITS = {
    "train_test_split": 0, "random_split": 0, "randomSplit": 0, "cross_val_score": 1, "cross_validate": 1,
    "cross_val_predict": 1, "temporal_train_test_split": 0, "partition_dataset": 0, "partition_dataset_classes": 0,
    "select_cross_validation_folds": 0,
}  # fmt: skip
#: Makers of folds; their ``split`` divides what it is given.
FOLDS = frozenset({
    "KFold", "StratifiedKFold", "ShuffleSplit", "StratifiedShuffleSplit", "RepeatedKFold", "RepeatedStratifiedKFold",
    "LeaveOneOut", "GroupKFold", "StratifiedGroupKFold", "GroupShuffleSplit", "LeaveOneGroupOut", "LeavePGroupsOut",
    "TimeSeriesSplit", "PredefinedSplit", "PurgedKFold", "BlockingTimeSeriesSplit", "MultilabelStratifiedKFold",
    "MultilabelStratifiedShuffleSplit", "RepeatedMultilabelStratifiedKFold", "IterativeStratification",
})  # fmt: skip
#: Those that keep rows of one group, or of one time, together.
AWARE = frozenset({
    "GroupKFold", "StratifiedGroupKFold", "GroupShuffleSplit", "LeaveOneGroupOut", "LeavePGroupsOut", "TimeSeriesSplit",
    "PredefinedSplit", "PurgedKFold", "BlockingTimeSeriesSplit", "temporal_train_test_split", "SlidingWindowSplitter",
    "ExpandingWindowSplitter", "SingleWindowSplitter", "cross_validation", "historical_forecasts", "backtesting",
    "OffsetSplitter", "DateSplitter", "split_before", "split_after",
})  # fmt: skip
#: Transformers that carry something of every row they saw into every row they change.
STRONG = regex(
    r"^(Standard|MinMax|Robust|MaxAbs)Scaler$|^(Quantile|Power)Transformer$|Imputer$|^Tfidf(Vectorizer|Transformer)$|"
    r"^Select(KBest|Percentile|FromModel|Fpr|Fdr|Fwe)$|^RFE(CV)?$|^(Incremental|Kernel|Sparse)?PCA$|^TruncatedSVD$|"
    r"^(Target|LeaveOneOut|WOE|CatBoost|JamesStein|MEstimate)Encoder$|SMOTE|^ADASYN$|^RandomOverSampler$|"
    r"^ColumnTransformer$|^LinearDiscriminantAnalysis$|^VarianceThreshold$|^make_column_transformer$"
)
#: Those that learn which values there are, and nothing of how they are spread: a weak leak.
MILD = regex(
    r"^(OneHot|Ordinal|Count|Frequency|Binary|Hashing)Encoder$|^CountVectorizer$|^Tokenizer$|UnderSampler$|"
    r"^KBinsDiscretizer$|^TomekLinks$|^NearMiss$"
)
#: Objects of unknown class that are named like the strong ones.
NAMED = caseless(r"(^|_|\b)(std_?|standard_?|min_?max_?)?(scaler|imputer|smote|pca|tfidf\w*|preprocessor)s?\d?$")
FITS = ("fit_transform", "fit", "fit_resample", "fit_sample", "fit_on_texts")
GIVES = ("fit_transform", "fit_resample", "fit_sample")
TRANSFORMS = ("transform", "texts_to_sequences", "texts_to_matrix")
#: Names of what already was set apart for training, or is another set than the one that is judged on.
APART = caseless(r"(^|[_.]|x|y)(train\w*|tr|trn|fit|fold\w*|calib\w*)($|[_.\d])|train")
#: The words of columns that tie rows together, and of those that order them.
GROUP_KEYS = caseless(
    r"(patient|subject|user|customer|client|member|household|account|card|device|machine|engine|store|session|driver|"
    r"person|student|employee|merchant|visitor|speaker|participant)_?(id|no|nr|num|number|key|uuid)"
)
TIME_KEYS = caseless(
    r"timestamp|date|datetime|event_(time|date|timestamp)|(order|transaction|purchase|invoice|trans|trade|sale|sales|"
    r"pickup|booking|visit|admission|event)_?(date|datetime|time|ts)|created_(at|on)|time_?stamp|month|week|ds"
)

#: A column of time where something is compared with it, or rows are put in order by it.
TIME_COLUMN = caseless(
    r"(?:\w+_)?(?:date|day|month|year|week|quarter|season|period|datetime|timestamp|time|ds|ts)(?:_\w+)?"
    r"|\w+(?:[dD]ate|[tT]ime(?:stamp)?|_at|_on)|[dD]ate\w*"
)

#: Names of what divides rows by time alone: it keeps no person on one side.
BY_TIME = caseless(r"time|date|temporal|chrono|series|window|purged|backtest|historical|walk|rolling|expanding")

#: Those that keep the order of rows when they do not shuffle, which is a division by time at best.
BY_ORDER = frozenset({"train_test_split", "KFold", "StratifiedKFold", "RepeatedKFold", "RepeatedStratifiedKFold"})


def transformer(call: Call) -> str:
    """Return the class of the object that a call fits or applies, as far as it is known, else its name as written."""
    name = (call.name or call.written).rpartition(".")[0]
    return name.rpartition(".")[2]


def strength(call: Call) -> str:
    """Tell how much of all rows a fitted object carries on: "strong", "mild", or "" for nothing and for models."""
    cls, written = transformer(call), call.written.rpartition(".")[0].rpartition(".")[2]
    if STRONG.search(cls):
        return "strong"
    if MILD.search(cls):
        return "mild"
    known = cls[:1].isupper() and cls != written
    return "strong" if not known and NAMED.search(written) else ""
