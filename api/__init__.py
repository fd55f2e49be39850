"""The HTTP API: translates requests into one domain call each and answers back. No models here."""
