"""Lines of the site around an article: menus, labels, headlines, dates; what recurs in a source."""
