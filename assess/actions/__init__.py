"""What people do, one module per group of verbs. Actions take a session and flush; the hook of
the request, or the command, commits."""
