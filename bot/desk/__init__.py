"""The questions that wait for a person."""
