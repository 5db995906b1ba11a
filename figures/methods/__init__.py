"""Statistical methods as pure functions: numpy arrays in and out, no knowledge of the monitor."""
