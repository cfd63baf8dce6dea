"""The studio: a telephone in the browser, and the menu as a map beside it."""
