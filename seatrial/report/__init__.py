"""What is shown of a report: pure functions from the stored result to text."""
