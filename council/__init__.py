"""What the council does, in plain Python: models, rules, deadlines, use cases.

No Telegram, no SQL, no clock of its own: time, storage and texts come in as arguments.
"""
