"""Churn of customers: training and service."""
