"""The review page: people read changes and say yes or no. Start reading at `desk.py`, then `app.py`."""
