"""Long runs, in which what the check needs fails or restarts; `endurance --help` says how to use it."""
