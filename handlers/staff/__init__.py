"""Conversations with the staff, in their group and in the private chats of officers."""
