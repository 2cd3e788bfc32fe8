"""Words that libraries of models share with other programs: none of these holds machine learning."""

import pytest

from seatrial.facts.archetype import archetype
from seatrial.model import Archetype
from tests.repositories import component_of

_PHOENIX = 'defmodule ShopWeb.Router do\n  use ShopWeb, :router\n  get "/people", PersonController, :index\nend\n'
_SINATRA = "require 'sinatra'\nget '/price' do\n"
_MINIMAL = "var builder = WebApplication.CreateBuilder(args);\n"


@pytest.mark.parametrize(
    "files",
    [
        {"src/game.js": "export const turn = (p) => (p.kind === 'human' ? wait(p) : move(p))\n"},
        {"src/Term.tsx": "addon.fit()\nexport const Term = () => <div className=\"ml-2\" order={'natural'} />\n"},
        {"src/lib.rs": "pub mod burn;\nuse burn::BurnTokens;\npub fn run() { burn::handler() }\n"},
        {"models/orders.sql": "-- create model for orders from stg_orders\nselect * from stg_orders\n"},
        {"models/orders.sql": "select 1\n/*\nwe create model orders as a table\n*/\n"},
        {"lib/people.ex": "defmodule Shop.People do\n  def all, do: Scholar.all()\nend\n", "lib/router.ex": _PHOENIX},
        {"lib/people.ex": "defmodule Shop.C do\n  def one, do: Instructor.get(1)\nend\n", "lib/router.ex": _PHOENIX},
        {"app.rb": f"{_SINATRA}  client.post('/v1/messages', text)\nend\n"},
        {"app.rb": f"{_SINATRA}  Gemini::Client.new.price('BTC')\nend\n"},
        {"routes/api.php": "<?php\nRoute::get('/v1/messages', 'MessageController@index');\n"},
        {"main.go": 'func main() {\n\tr := gin.Default()\n\tr.GET("/v1/messages", list)\n}\n'},
        {"Program.cs": f'{_MINIMAL}app.MapPost("/api/generate", () => Pdf.Make());\n'},
        {"fit.m": "[c, r] = fitcircle(x, y);\nplot(c)\n"},
        {"View.m": "- (void)layout { fitness(x); train(x); }\n"},
        {"main.cpp": "int main() { cactus_jump(2); readNetFromFile(path); auto list = readNet(path); }\n"},
        {"club.rb": "class Disco\n  def go\n    team.train(1)\n  end\nend\n"},
    ],
)
def test_a_word_in_another_sense_makes_no_machine_learning(files: dict[str, str]) -> None:
    assert archetype(component_of(files)).archetype is Archetype.NOT_ML


@pytest.mark.parametrize(
    "files",
    [
        {"src/face.js": "import Human from '@vladmandic/human'\nexport const human = new Human()\n"},
        {"src/train.js": "const { KNN } = require('ml-knn')\nexport const net = knn.train(rows)\n"},
        {"src/lib.rs": "use burn::module::Module;\n"},
        {"models/churn.sql": "CREATE OR REPLACE MODEL `shop.churn`\nOPTIONS(model_type='logistic_reg') AS\nSELECT 1\n"},
        {"models/churn.sqlx": "create model ${self()} from (select 1) target churned function f\n"},
        {"fit.m": "tree = fitctree(x, y);\n"},
        {"main.cpp": "using namespace cv::dnn;\nint main() { Net net = readNet(path); }\n"},
        {"app.rb": f"{_SINATRA}  Gemini.new(credentials: keys).generate(text)\nend\n"},
    ],
)  # fmt: skip
def test_the_same_word_in_its_own_sense_does(files: dict[str, str]) -> None:
    assert archetype(component_of(files)).archetype is not Archetype.NOT_ML
