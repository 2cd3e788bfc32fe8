"""On which page do people meet what a model answers, and what is simpler than what recommends to them?"""

from tests.judging.asked import SERVICE, advice

QUEUE = {
    **SERVICE,
    "templates/base.html": "<html>{% block page %}{% endblock %}</html>",
    "templates/scores.html": "<form action='/predict' method='post'>a flat</form>",
    "templates/home.html": "<p>welcome</p>",
}
ALS = (
    "import implicit\nimport pandas as pd\nimport pickle\n\nrows = pd.read_csv('loans.csv')\n"
    "model = implicit.als.AlternatingLeastSquares(factors=64)\nmodel.fit(rows)\n"
    "pickle.dump(model, open('als.pkl', 'wb'))\n"
)


def test_a_page_that_asks_the_door_is_where_people_meet_the_model() -> None:
    assert "templates/scores.html" in advice("GOV-12", QUEUE)
    assert "app.py" in advice("GOV-12", SERVICE)


def test_a_page_that_asks_through_a_module_is_where_people_meet_the_model() -> None:
    door = {**SERVICE, "app.py": SERVICE["app.py"].replace("'/predict'", "'/api/v1/flats/predict'")}
    front = {
        "web/services/flatClient.ts": "export const ask = (row) => api.post('/flats/predict', row);\n",
        "web/pages/Alerts/index.tsx": "import { list } from '../../services/alerts';\n",
        "web/pages/Inference/index.tsx": "import { ask } from '../../services/flatClient';\n",
        "web/pages/Training/AnalysisCard.tsx": "export const Card = () => <p>rank</p>;\n",
    }

    assert "web/pages/Inference/index.tsx" in advice("GOV-12", {**door, **front})


def test_a_page_for_mail_or_for_signing_in_is_none_on_which_an_answer_stands() -> None:
    pages = {"emails/result.html": "<p>/predict</p>", "templates/login.html": "<p>/predict</p>"}

    assert "app.py" in advice("GOV-12", {**SERVICE, **pages})


def test_something_simpler_than_a_recommender_is_what_is_popular_whatever_stands_beside_it() -> None:
    asked = (
        "from openai import OpenAI\n\n\ndef why(title):\n"
        "    return OpenAI().responses.create(model='gpt-4o', input=title)\n"
    )
    text = {"train_als.py": ALS, "why.py": asked, "embed.py": "import sentence_transformers\nimport transformers\n"}

    assert "most popular" in advice("BIZ-08", text)
