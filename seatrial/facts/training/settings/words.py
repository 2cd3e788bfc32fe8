"""By which names do settings of a training go, and by which calls are they read from files and options?"""

from collections.abc import Iterable

from seatrial.read.regex import caseless, regex

#: Settings that hardly anything but a training has.
_PLAIN = caseless(
    r"(base_|init(ial)?_|max_|min_|peak_)?(lr|learning_?rate)(_\w+)?|(\w+_)?batch_?size|(num_|n_|max_|total_)?(train_)?epochs?"
    r"|num_boost_round|n_?est(imators)?|num_(trees|leaves)|max_depth|min_samples?_(leaf|split)|min_split|min_child_weight"
    r"|sub_?sample|colsample_\w+|reg_(alpha|lambda)|l1_ratio|l2_\w+|weight_decay|drop_?out(_\w+)?|hidden_?(size|dim|units|"
    r"layers|layer_sizes)|(num|n)_(hidden|layers?|heads)|embed(ding)?_(dim|size)|optimi[sz]er(_\w+)?|lr_scheduler\w*|"
    r"warm_?up_(steps|ratio|epochs)|early_stopping\w*|label_smoothing|lora_(r|alpha|rank|dropout)|gradient_accumulation\w*|"
    r"(grad|gradient)_clip\w*|max_iter(ations)?|max_iters|(max|train|training|total|num)_(train_)?steps|n_neighbors|n_trials|"
    r"class_weight|changepoint_prior_scale"
)
#: Settings of a training that other things have, too: two of them are needed to tell.
_SHARED = regex(
    r"alpha|beta|gamma|C|kernel|penalty|solver|criterion|momentum|patience|seed|random_(state|seed)|iterations|n_iter|"
    r"(test|val|valid|validation|train)_(size|split|ratio)|split|max_features|ngrams?|n_(components|clusters)|epsilon|"
    r"scheduler|loss(_\w+)?|hyper_?param\w*|num_workers|image_size|max_(seq_)?len(gth)?"
)
#: Calls that read settings from a file, whichever it is.
_READS = regex(
    r"^(omegaconf\.OmegaConf\.load|hydra\.(main|compose|initialize\w*)|yaml\.\w*load\w*|ruamel\.yaml\.YAML\.load|tomllib\.loads?"
    r"|tomli\.loads?|toml\.loads?|json\.loads?|configparser\.\w+\.read\w*|(dvc\.api|dvclive)\.params_show|pyhocon\..*"
    r"|confuse\..*|gin\.parse_config\w*|box\.\w+\.from_\w+|pyrallis\.\w+|draccus\.\w+|jsonargparse\.(CLI|ArgumentParser|auto_cli)"
    r"|(\w+\.)*LightningCLI|configargparse\.\w+|ml_collections\.config_flags\.\w+|mm(cv|engine)\.(\w+\.)*Config\.fromfile"
    r"|transformers\.HfArgumentParser\.parse_(json|yaml)_file|kedro\.config\..*|dynaconf\..*|benedict\.\w+)$"
    r"|(^|\.)(merge_from_file|parse_json_file|parse_yaml_file|from_yaml|from_yaml_file|parse_args_and_config|hydra_main|(load|read|parse)_?"
    r"(conf\w*|cfg|h?params|settings)(_file|_yaml|_json)?)$"
)
#: Of these, those that keep what they read with each run by themselves.
_SNAPSHOTS = regex(r"^hydra\.main$|(^|\.)(LightningCLI|hydra_main)$")
_OPTIONS = regex(
    r"(^|\.)add_argument$|^(click|typer)\.(option|argument|Option|Argument)$|^absl\.flags\.DEFINE_\w+$"
    r"|(^|\.)HfArgumentParser$|^(fire\.Fire|tyro\.cli|simple_parsing\.\w+)$"
)
_SEARCHES = regex(
    r"(^|\.)(GridSearchCV|RandomizedSearchCV|HalvingGridSearchCV|HalvingRandomSearchCV|BayesSearchCV|OptunaSearchCV|"
    r"TuneSearchCV|TuneGridSearchCV|hyperparameter_search|HyperparameterTuner|HyperparameterTuningJob)$"
    r"|^(optuna\.create_study|ray\.tune\.(run|Tuner)|hyperopt\.fmin|wandb\.sweep|kerastuner\.\w+|keras_tuner\.\w+"
    r"|skopt\.\w+_minimize|flaml\.(\w+\.)*tune\.run|ax\.optimize)$"
)
#: Options that name a file of settings, and give no setting themselves.
_FILE_OPTION = regex(r"(config|cfg|params|hparams|settings)([-_]?(file|path|name))?$")


def is_setting(name: str) -> bool:
    """Tell whether a keyword, an option or a key names a setting of a training, ``forest__max_depth`` of a step too."""
    return bool(_PLAIN.fullmatch(name.replace("-", "_").rpartition("__")[2]))


def are_settings(names: Iterable[str], shared: int = 2) -> bool:
    """Tell whether keys of one file are settings of a training: one of its own, or some that others share."""
    plain = {name.replace("-", "_") for name in names}
    return any(map(is_setting, plain)) or sum(bool(_SHARED.fullmatch(name)) for name in plain) >= shared


def reads_settings(call: str) -> bool:
    """Tell whether a call reads a file of settings, or makes a framework read one."""
    return bool(_READS.search(call))


def keeps_settings(call: str) -> bool:
    """Tell whether what reads the settings also keeps them with each run: Hydra and Lightning's command line do."""
    return bool(_SNAPSHOTS.search(call))


def is_option(call: str) -> bool:
    """Tell whether a call declares an option of a command, or makes options of a class of settings."""
    return bool(_OPTIONS.search(call))


def names_a_file(option: str) -> bool:
    """Tell whether an option names a file of settings: ``--config``."""
    return bool(_FILE_OPTION.search(option.lstrip("-").lower()))


def searches(call: str) -> bool:
    """Tell whether a call tries many settings to find the best."""
    return bool(_SEARCHES.search(call))
