"""A programme from the tables in which councils write it: workbooks and text documents of any column order.

From the file inwards: grids (cells, as they are merged), headers (which column holds what), rows (goals, measures,
totals), cells (sums, terms, lists), and then goals, money, indicators and the programme they make.
"""
