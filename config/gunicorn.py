"""How gunicorn serves the site; `manage.py serve` starts it with this file."""

import os

from config.environment import bracketed
from config.settings import HOST, PORT, WEB_THREADS, WEB_WORKERS

bind = f"{bracketed(HOST)}:{PORT}"
worker_class = "config.web_worker.Worker"
workers = WEB_WORKERS
threads = WEB_THREADS

# The workers' heartbeat must not wait for a disk.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108
# By default all instances of one user would share a socket under her home.
control_socket_disable = True
# Who the client is, and whether she used https, is decided by config.middleware alone.
forwarded_allow_ips = ""

timeout = 60
graceful_timeout = 20
keepalive = 5
# A worker that leaks is replaced before it matters, not all of them at once.
max_requests = 5000
max_requests_jitter = 500

loglevel = "warning"
