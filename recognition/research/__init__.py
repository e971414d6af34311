"""What registers: how many letters a fair experiment needs, who gets which, and what came of it.

`planner` counts before, `drawing` says who gets which letter, `findings` reads what came of it.
Nothing here writes, and scipy is loaded only where something is worked out."""
