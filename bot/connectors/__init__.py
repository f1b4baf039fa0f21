"""Ways out of the house other than Telegram."""
