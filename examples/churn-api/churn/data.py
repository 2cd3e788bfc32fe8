"""Generated customers: tenure, charge, calls and contract, and whether they left."""

import numpy as np

COLUMNS = ("tenure_months", "monthly_charge", "support_calls", "is_monthly")


def customers(count, seed=7):
    """Return features (count, 4) and labels (count,) of generated customers."""
    rng = np.random.default_rng(seed)
    tenure = rng.gamma(2.0, 14.0, count)
    charge = rng.normal(65, 20, count).clip(15, 140)
    calls = rng.poisson(1.2, count)
    monthly = rng.random(count) < 0.55
    features = np.column_stack([tenure, charge, calls, monthly]).astype(np.float32)
    pull = -1.6 - 0.05 * tenure + 0.018 * charge + 0.55 * calls + 1.1 * monthly
    labels = rng.random(count) < 1 / (1 + np.exp(-pull))
    return features, labels.astype(np.float32)
