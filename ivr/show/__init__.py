"""The flow, shown to people: as an outline, as a picture, and explained in words."""
