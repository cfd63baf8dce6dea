"""A call going through a flow: the engine, the pages, and every call there is."""
