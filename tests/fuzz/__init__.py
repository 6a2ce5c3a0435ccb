"""Coverage-guided fuzzing of whatever reads what others wrote: `python -m tests.fuzz [TARGET …] --seconds 30`."""
