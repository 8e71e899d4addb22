"""One module a command; each is loaded only when it is called, so that light commands start fast."""
