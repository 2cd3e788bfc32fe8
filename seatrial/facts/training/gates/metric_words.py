"""What are measures of a model's quality called, and which way are they better?"""

#: Alternatives of a pattern; beside them there must be no letter. "map" alone means other things too, as "map_size".
MORE_IS_BETTER = (
    r"acc(?:uracy)?|f(?:1|2|0?5|_?beta)|(?:roc_|pr_)?auc|roc|auprc|precision|recall|r2|bleu|rouge\w*|iou|dice|ndcg|mrr"
    r"|m?ap(?:50_?95|50|95)|kappa|mcc|hit_rate"
)
LESS_IS_BETTER = r"rmse|w?mape|smape|mae|mse|log_?loss|error_rate|wer|cer|perplexity|brier"
OF_A_MODEL = rf"{MORE_IS_BETTER}|{LESS_IS_BETTER}"
#: Alternatives for columns and keys that keep a figure beside a model; ``roc_auc`` and ``f1_score`` hold one.
KEPT_FIGURES = r"metrics?|accuracy|precision|recall|f1(?:score)?|auc|rmse|mae|mape|mse|r2|wer|map50"
