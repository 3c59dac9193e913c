"""Understanding a question: a string in, replies out. Pure: no file, no clock, no network."""
