"""What a command means: which practices it shows, what else it runs, which workspace it names."""
