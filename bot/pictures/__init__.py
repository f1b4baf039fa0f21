"""Pictures drawn by Pillow when they are sent, from data (council/pictures.py). Each has a text that says the same."""
