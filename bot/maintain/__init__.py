"""What maintainers use: checking the content, and measuring what the bot makes of it."""
