"""Conversations with residents, in private chats."""
