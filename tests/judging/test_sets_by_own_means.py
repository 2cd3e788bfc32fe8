"""Sets that are kept apart by an order of time, by a drawn number or by names in settings, and games without."""

from seatrial.model import Grade
from tests.judging.asked import judge, message

ORDER = (
    "import numpy as np\nimport pandas as pd\nfrom xgboost import XGBRegressor\n\n"
    "rows = pd.read_parquet('bikes.parquet')\n"
    "times = pd.to_datetime(rows['bin'])\norder = np.argsort(times.values)\nn = int(0.9 * len(rows))\n"
    "x_train = rows.iloc[order[:n]]\nx_valid = rows.iloc[order[n:]]\n"
    "model = XGBRegressor()\nmodel.fit(x_train, x_train['bikes'])\nprint(model.score(x_valid, x_valid['bikes']))\n"
)
NET = (
    "import torch\nimport yaml\nfrom data import scenes_of\n\nconfig = yaml.safe_load(open('config.yml'))\n"
    "net = torch.nn.Linear(4, 1)\noptimizer = torch.optim.SGD(net.parameters(), lr=0.1)\n"
    "for x, y in scenes_of(config['datasets']['train']):\n    loss = torch.nn.functional.mse_loss(net(x), y)\n"
    "    loss.backward()\n    optimizer.step()\ntorch.save(net.state_dict(), 'net.pt')\n"
)
SCENES = "datasets:\n  train:\n    scenes: [{}]\n  val:\n    scenes: [{}]\n"
GAME = (
    "import torch\n\nepsilon = 0.1\nnet = torch.nn.Linear(4, 2)\n"
    "optimizer = torch.optim.SGD(net.parameters(), lr=0.1)\n"
    "state = world.reset()\nfor _ in range(900):\n    next_state, reward, done = world.step(act(state, epsilon))\n"
    "    target_q = reward + 0.9 * net(next_state).max()\n    loss = (net(state).max() - target_q) ** 2\n"
    "    loss.backward()\n    optimizer.step()\n    state = next_state\ntorch.save(net.state_dict(), 'net.pt')\n"
)


def test_a_part_of_an_order_of_time_is_kept_apart_by_time() -> None:
    assert judge("DAT-06", {"train.py": ORDER}).grade is Grade.SUBSTANTIVE
    shuffled = ORDER.replace("np.argsort(times.values)", "np.arange(len(rows))")
    assert judge("DAT-06", {"train.py": shuffled}).grade is Grade.PRESENT
    transposed = ORDER.replace("times.values", "scores.T")
    assert judge("DAT-06", {"train.py": transposed}).grade is Grade.PRESENT


def test_settings_that_list_the_members_of_each_set_keep_them_apart() -> None:
    apart = {"train.py": NET, "config.yml": SCENES.format("s1, s2", "s3")}

    assert judge("DAT-06", apart).grade is Grade.SUBSTANTIVE
    assert judge("DAT-06", {**apart, "config.yml": SCENES.format("s1, s2", "s2")}).grade is Grade.ABSENT
    # what is done to a set says nothing of what belongs to it
    steps = SCENES.format("flip, crop", "resize").replace("scenes", "transforms")
    assert judge("DAT-06", {**apart, "config.yml": steps}).grade is Grade.ABSENT


def test_a_number_that_is_drawn_divides_by_chance() -> None:
    drawn = (
        "import random\n\nimport pandas as pd\nfrom sklearn.svm import SVC\n\nvalid_size = 0.2\n"
        "rows = pd.read_csv('x.csv')\ntrain, valid = [], []\nfor row in rows.itertuples():\n"
        "    if random.random() < valid_size:\n        valid.append(row)\n    else:\n        train.append(row)\n"
        "model = SVC().fit(train, [1])\n"
    )
    assert judge("DAT-06", {"train.py": drawn}).grade is Grade.SUBSTANTIVE


def test_who_learns_by_playing_has_neither_rows_to_judge_nor_a_set_to_keep_apart() -> None:
    for check in ("DAT-03", "DAT-06", "GOV-17"):
        assert not judge(check, {"play.py": GAME}).applies
    assert judge("DAT-06", {"play.py": GAME.replace("reward", "label")}).applies
    shop = GAME.replace("epsilon", "discount").replace("next_state", "price").replace("target_q", "paid")
    assert judge("DAT-06", {"play.py": shop}).applies


def test_rows_that_a_module_of_the_training_makes_up_are_judged_by_nobody() -> None:
    makes = "import pandas as pd\n\n\ndef generate_synthetic_metrics(n):\n    return pd.DataFrame({'ram': [1.0] * n})\n"
    fits = (
        "from made import generate_synthetic_metrics\nfrom sklearn.svm import SVR\n\n"
        "rows = generate_synthetic_metrics(9)\nmodel = SVR().fit(rows, rows['ram'])\n"
    )
    assert not judge("DAT-03", {"train.py": fits, "made.py": makes}).applies
    assert message("DAT-03", {"train.py": fits.replace("made", "bought"), "bought.py": "x = 1\n"})
