"""What is served over HTTP; behind a proxy that speaks TLS."""
