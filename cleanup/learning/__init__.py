"""What decisions and a whole corpus teach."""
