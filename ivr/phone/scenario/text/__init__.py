"""The words of a scenario's file, one by one: steps, what a call leaves, keys and lengths of time, and complaints."""
