"""Models that programs in other languages train are found by words, with what seeds, tracks and registers them."""

import pytest

from seatrial.component import components
from seatrial.facts.archetype import archetype
from seatrial.facts.training.foreign_training import Step, foreign_steps, foreign_training
from seatrial.inventory import Value, inventory
from seatrial.model import Archetype, Confidence
from seatrial.repo import Repo
from tests.repositories import repo_of

TRAIN = """library(tidymodels)
set.seed(1234)
split <- initial_split(rows, strata = sold)
fitted <- last_fit(workflow() |> add_model(rand_forest()), split)
mlflow_log_metric("auc", 0.9)
vetiver_pin_write(board, v)
"""
ROWS = ("seeds_fixed", "experiment_tracking", "model_registry")


def of(**files: str) -> Repo:
    return repo_of({path.replace("__", "/"): text for path, text in files.items()})


@pytest.mark.parametrize("path", ["train.R", "R__fit.r", "analysis.Rmd", "slides.qmd"])
def test_a_program_in_r_trains_by_a_library_of_models(path: str) -> None:
    repo = of(**{path: TRAIN})
    items = inventory(repo)

    assert [(one.step, one.place.line) for one in foreign_steps(repo)] == [
        (Step.SEEDS, 2), (Step.FITS, 4), (Step.TRACKS, 5), (Step.REGISTERS, 6),
    ]  # fmt: skip
    assert {one.confidence for one in foreign_steps(repo)} == {Confidence.LIKELY}
    assert [items[row].value for row in ROWS] == [Value.YES] * 3


def test_packages_of_r_are_known_where_they_are_only_called_by_name() -> None:
    called = of(**{"train_ml.R": 'fitted <- mikropml::run_ml(\n  rows,\n  "rf",\n  seed = run\n)\n'})
    default = of(**{"train_ml.R": "fitted <- ranger::ranger(sold ~ ., rows, seed = NULL)\n"})
    read = of(**{"report.R": "caret::confusionMatrix(seen, said)\nsaid$seed <- seed\n"})

    assert [(one.step, one.place.line) for one in foreign_steps(called)] == [(Step.FITS, 1), (Step.SEEDS, 3)]
    assert [one.step for one in foreign_steps(default)] == [Step.FITS]
    assert foreign_steps(read) == ()


def test_a_library_that_one_program_in_r_loads_by_a_helper_is_there_for_those_it_sources() -> None:
    load = "load_packages('glmnet')\nsource('fit.R')\n"
    fit = "set.seed(1)\nmodel <- cv.glmnet(x, y)\n"

    assert [one.place.path for one in foreign_training(of(**{"main.R": load, "fit.R": fit}))] == ["fit.R"]
    assert foreign_training(of(**{"main.R": load.replace("glmnet", "ggplot2"), "fit.R": fit})) == []
    assert foreign_training(of(**{"main.jl": "using Flux\n", "fit.jl": "fit!(mach)\n"})) == []


def test_without_a_seed_there_is_none_and_without_a_training_the_question_does_not_arise() -> None:
    unseeded = of(**{"train.R": "library(ranger)\nranger(sold ~ ., rows)\n"})
    plotted = of(**{"plot.R": "library(ggplot2)\nset.seed(1)\nfit(rows)\n"})

    assert inventory(unseeded)["seeds_fixed"].value is Value.NO
    assert foreign_training(plotted) == []
    assert inventory(plotted)["seeds_fixed"].value is Value.NA


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("train.jl", "using Flux, Images\nFlux.train!(loss, model, data)\n", "Julia: trains a model by train!"),
        ("Program.cs", "using Microsoft.ML;\nvar model = pipeline.Fit(rows);\n", "C#: trains a model by Fit"),
        ("Train.java", "import ai.djl.training.EasyTrain;\nEasyTrain.fit(trainer, 2, set, null);\n",
         "Java: trains a model by EasyTrain.fit"),
        ("src/main.rs", "use candle_nn::AdamW;\nopt.backward_step(&loss)?;\n", "Rust: trains a model by backward_step"),
        ("net.cpp", "#include <torch/torch.h>\nvoid step() { loss.backward(); }\n", "C++: trains a model by backward"),
        ("fm.cpp", "void train(Rows const &rows) { double tr_loss = 0; }\n", "C++: trains a model by train"),
        ("word.c", "// set the learning rate\nvoid TrainModel() { run(); }\n", "C++: trains a model by TrainModel"),
    ],
)  # fmt: skip
def test_programs_in_other_languages_train_by_libraries_of_theirs(path: str, text: str, said: str) -> None:
    repo = repo_of({path: text})
    (component,) = components(repo)

    assert [one.what for one in foreign_training(repo)] == [said]
    assert archetype(component).archetype is Archetype.RESEARCH_CODE


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("shop.jl", "using HTTP\nfit(window)\n"),
        ("Shop.cs", "using System;\nlabel.Fit(window);\n"),
        ("Shop.java", "import java.util.List;\nwindow.fit(label);\n"),
        ("src/main.rs", "use serde::Serialize;\nwindow.fit(&label);\n"),
        ("rail.cpp", "void train(Station const &next) { depart(); }\n"),
        ("net.cpp", "// what the training loss was, nobody keeps\nstd::string train_help();\n"),
    ],
)
def test_what_only_sounds_so_trains_nothing(path: str, text: str) -> None:
    assert foreign_training(repo_of({path: text})) == []


@pytest.mark.parametrize("path", ["tests__testthat__test-fit.R", "renv__library__x.R"])
def test_tests_and_packages_of_others_train_nothing(path: str) -> None:
    assert foreign_training(of(**{path: TRAIN})) == []


@pytest.mark.parametrize(
    ("files", "taken"),
    [
        ({"train.R": TRAIN}, Archetype.RESEARCH_CODE),
        ({"train.R": TRAIN, "plumber.R": "#* @post /predict\nfunction(x) predict(readRDS('m.rds'), x)\n"},
         Archetype.ONLINE_SERVICE),
        ({"plot.R": "library(ggplot2)\n"}, Archetype.NOT_ML),
    ],
)  # fmt: skip
def test_a_repository_in_r_is_assessed_as_what_its_words_show(files: dict[str, str], taken: Archetype) -> None:
    found = archetype(components(of(**files))[0])

    assert found.archetype is taken
    assert found.confidence is (Confidence.VERIFIED if taken is Archetype.NOT_ML else Confidence.LIKELY)


GO = 'func main() {\n\thttp.HandleFunc("/api/predict", ask)\n\thttp.ListenAndServe(":80", nil)\n}\n'
FIT = "from sklearn.svm import SVC\nSVC().fit(x, y)\n"


@pytest.mark.parametrize(
    ("files", "taken"),
    [
        ({"app__main.go": GO, "app__Dockerfile": "FROM golang:1.22\nCMD /app\n", "train.py": FIT},
         Archetype.ONLINE_SERVICE),
        ({"app__main.go": GO, "train.py": FIT}, Archetype.RESEARCH_CODE),
        ({"app__main.go": GO, "app__Dockerfile": "FROM golang:1.22\nCMD /app\n"}, Archetype.NOT_ML),
        ({"app__main.go": GO.replace("predict", "rows"), "app__Dockerfile": "FROM golang:1.22\n", "train.py": FIT},
         Archetype.RESEARCH_CODE),
    ],
    ids=["asked through Go in an image", "started by nothing", "no model here", "asked for something else"],
)  # fmt: skip
def test_models_of_python_that_are_asked_through_another_language_are_a_service(
    files: dict[str, str], taken: Archetype
) -> None:
    assert archetype(components(of(**files))[0]).archetype is taken


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (
            "models/churn.sql",
            "{{ config(materialized='model', ml_config={'model_type': 'logistic_reg'}) }}\nselect * from t\n",
        ),
        (
            "sql/train.sql",
            "CREATE OR REPLACE MODEL `shop.churn`\nOPTIONS(model_type='logistic_reg') AS\nSELECT * FROM t\n",
        ),
        ("train.lua", "require 'nn'\nrequire 'optim'\noptim.sgd(feval, weights, state)\n"),
        ("src/train.ts", "import * as tf from '@tensorflow/tfjs';\nawait net.fit(xs, ys, { epochs: 9 });\n"),
        ("train_prices.m", "net = trainNetwork(rows, layers, options);\n"),
    ],
)
def test_a_database_a_browser_and_older_tools_train_too(path: str, text: str) -> None:
    repo = repo_of({path: text})

    assert [one.place.path for one in foreign_training(repo)] == [path]
    assert archetype(components(repo)[0]).archetype is Archetype.RESEARCH_CODE


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (
            "models/orders.sql",
            "{{ config(materialized='table') }}\n-- create a model for the report\nselect * from t\n",
        ),
        ("src/form.ts", "import { Model } from './model';\nwindow.fit(box);\n"),
        ("view.m", "function fit(x)\nplot(x)\nend\n"),
        ("game.lua", "local nn = require('window')\nnn:backward(1)\n"),
    ],
)
def test_tables_windows_and_plots_are_no_models(path: str, text: str) -> None:
    assert foreign_training(repo_of({path: text})) == []
