"""The methods of the local Bot API, one small function each, by the name that the schema gives them."""

from collections.abc import Mapping

from demo.methods import chats, commands, editing, forum, receiving, sending
from demo.methods.registry import Method, registered

METHODS: Mapping[str, Method] = registered(chats, commands, editing, forum, receiving, sending)
