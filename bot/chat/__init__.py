"""The only place that knows Telegram."""
