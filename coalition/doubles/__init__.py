"""Who on the register looks like whom: near whom to look, and what both say of themselves. How
alike that is, coalition.alike tells; what becomes of it, coalition.actions.doubles."""
