"""Public pages on the council's domain: what everyone may read without Telegram, and where signatures are given.

`room.py` is the room that every capability shares: language, layout, cache, headers. A capability adds its pages in a
`pages(room)` function at its file's end, and its door in the head of every page.
"""
