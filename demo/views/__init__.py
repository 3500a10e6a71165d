"""One module per section of the page: what it shows, and what the server does for it."""
