"""What leaves the server, and only here: webhooks to sites, behind a guard."""
