from fastapi.testclient import TestClient

from churn.service import app

client = TestClient(app)

LEAVING = {"tenure_months": 1, "monthly_charge": 120, "support_calls": 6, "contract": "monthly"}
STAYING = {"tenure_months": 60, "monthly_charge": 30, "support_calls": 0, "contract": "yearly"}


def probability(customer):
    return client.post("/predict", json=customer).json()["churn_probability"]


def test_an_unhappy_new_customer_is_likelier_to_leave():
    assert probability(LEAVING) > 0.5 > probability(STAYING)


def test_a_negative_tenure_is_refused():
    assert client.post("/predict", json={**LEAVING, "tenure_months": -1}).status_code == 422


def test_health():
    assert client.get("/health").status_code == 200
