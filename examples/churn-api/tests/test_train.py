from churn.data import customers
from churn.train import fit, split


def test_the_same_seed_gives_the_same_customers():
    assert (customers(10)[0] == customers(10)[0]).all()


def test_split_keeps_every_row():
    train_x, train_y, test_x, test_y = split(*customers(100))

    assert len(train_y) + len(test_y) == 100
    assert len(train_x) == 80


def test_more_calls_mean_more_churn():
    _, _, weights, _ = fit(*customers(2000), steps=300)

    assert weights[2] > 0 > weights[0]
