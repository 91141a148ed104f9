"""The HTTP API for programs. Start reading at `app.make_app`."""
