"""Fit a logistic regression on generated customers and export it to ONNX."""

import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from churn.data import COLUMNS, customers

MODELS = Path("models")


def split(features, labels, share=0.8):
    """Return train and test parts; the rows are generated in random order."""
    cut = int(len(labels) * share)
    return features[:cut], labels[:cut], features[cut:], labels[cut:]


def fit(features, labels, steps=2000, rate=0.3):
    """Return mean, scale, weights and bias found by gradient descent."""
    mean, scale = features.mean(axis=0), features.std(axis=0)
    x = (features - mean) / scale
    weights, bias = np.zeros(x.shape[1]), 0.0
    for _ in range(steps):
        error = 1 / (1 + np.exp(-(x @ weights + bias))) - labels
        weights -= rate * x.T @ error / len(labels)
        bias -= rate * error.mean()
    return mean, scale, weights, bias


def export(mean, scale, weights, bias, path):
    """Write the fitted model as an ONNX graph: scale, Gemm, Sigmoid."""
    constants = {
        "mean": mean.astype(np.float32),
        "scale": scale.astype(np.float32),
        "weights": weights.astype(np.float32).reshape(-1, 1),
        "bias": np.array([bias], dtype=np.float32),
    }
    nodes = [
        helper.make_node("Sub", ["features", "mean"], ["centred"]),
        helper.make_node("Div", ["centred", "scale"], ["scaled"]),
        helper.make_node("Gemm", ["scaled", "weights", "bias"], ["logit"]),
        helper.make_node("Sigmoid", ["logit"], ["probability"]),
    ]
    graph = helper.make_graph(
        nodes,
        "churn",
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, ["customers", len(COLUMNS)])],
        [helper.make_tensor_value_info("probability", TensorProto.FLOAT, ["customers", 1])],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], producer_name="churn-api")
    model.ir_version = 9
    onnx.checker.check_model(model)
    onnx.save(model, path)


def main():
    features, labels = customers(20_000)
    train_x, train_y, test_x, test_y = split(features, labels)
    mean, scale, weights, bias = fit(train_x, train_y)
    predicted = ((test_x - mean) / scale) @ weights + bias > 0
    accuracy = float((predicted == test_y).mean())
    MODELS.mkdir(exist_ok=True)
    export(mean, scale, weights, bias, MODELS / "churn.onnx")
    (MODELS / "metrics.json").write_text(json.dumps({"accuracy": round(accuracy, 4)}) + "\n")
    print(f"accuracy {accuracy:.3f}")


if __name__ == "__main__":
    main()
