"""Assessment to text or bytes."""
