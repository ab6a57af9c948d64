"""The roof of the portal: settings, addresses, home pages, workers."""
