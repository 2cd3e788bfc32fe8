"""The HTTP service."""

import numpy as np
import onnxruntime
from fastapi import FastAPI
from pydantic import BaseModel, Field

app = FastAPI(title="churn-api")
session = onnxruntime.InferenceSession("models/churn.onnx", providers=["CPUExecutionProvider"])


class Customer(BaseModel):
    tenure_months: float = Field(ge=0, le=600)
    monthly_charge: float = Field(ge=0, le=1000)
    support_calls: int = Field(ge=0, le=100)
    contract: str = "monthly"


@app.get("/health")
def health():
    return {"status": "ok"}


@app.post("/predict")
def predict(customer: Customer):
    print("request", customer.model_dump())
    row = [customer.tenure_months, customer.monthly_charge, customer.support_calls, customer.contract == "monthly"]
    (probability,) = session.run(None, {"features": np.array([row], dtype=np.float32)})
    return {"churn_probability": float(probability[0, 0])}
