"""Documents that the council sends, prints or hands over: made when they are asked for, never kept."""
