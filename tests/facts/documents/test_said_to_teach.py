"""A README that sends its readers to a tutorial has one, and is none."""

import pytest

from seatrial.facts.documents.said_to_teach import said_to_teach
from tests.repositories import component_of


@pytest.mark.parametrize(
    ("said", "teaches"),
    [
        ("This repo provides the slides and materials for the talk I gave at PyData 2022.", True),
        ("Our model can talk at 20 words a second.", False),
        ("Notebook for the stock price tutorial.", True),
        ("This is course material on machine learning.", True),
        ("There are tutorial notebooks in the `examples` folder.", False),
        ("Tutorials are available at the project's pages.", False),
        ("See the tutorials.", False),
        ("Predicts prices of houses.", False),
        ("Pipeline for predicting dropout rates for learners in online courses", False),
        ("A course recommender for students.", False),
        ("Detects plagiarism in assignments and grades lessons.", False),
        ("Trains by curriculum learning.", False),
        ("Predicting prices of houses: exercises of a bootcamp.", True),
        ("Predicts prices of houses, my solution to the exercises.", True),
        ("Predict dropout in online courses, a project of the course on data.", True),
    ],
)
def test_what_the_first_lines_of_a_readme_say_of_it(said: str, teaches: bool) -> None:
    component = component_of({"README.md": f"# Prices\n\n{said}\n", "fit.py": "import sklearn\n"})

    assert bool(said_to_teach(component)) is teaches
