"""How is an article's result shown? One file a form; nothing here prints or writes."""
