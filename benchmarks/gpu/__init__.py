"""What does the bench show of models on a graphics processor, and does it hold there? See docs/gpu.md."""
