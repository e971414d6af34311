"""How two rows of the register become one: which relation goes where (`relations`, brought by each
app), which field counts (`fields`), what that comes to (`preview`), and how it is taken back
(`steps`). The actions are in coalition/actions/merges.py."""
