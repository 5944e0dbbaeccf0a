"""The site: settings, addresses, servers and the commands that join the apps."""
