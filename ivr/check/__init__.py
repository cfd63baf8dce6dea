"""What is unwise in a menu file that can be built: advice with a place, a reason and a source."""
