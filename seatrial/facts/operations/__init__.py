"""What is seen, told and done while the system runs: logs, alerts, records of predictions, runbooks, backups."""
