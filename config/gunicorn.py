"""How gunicorn serves the site; `manage.py serve` starts it with this file."""

import gc
import os

from blog.page_cache.figures import leave_place, take_place
from config.environment import bracketed
from config.processes import share_one_heap
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

loglevel = "warning"


# So many new objects between two looks for garbage that holds itself. A page makes some thousands,
# nearly all of which go by themselves; the default of 700 costs a tenth of its time.
OBJECTS_BETWEEN = 20_000


def post_worker_init(_worker) -> None:
    """Leave what the program itself is made of out of every look for garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN, 10, 10)


def post_fork(_server, worker) -> None:
    """Give each process a place of its own to count in, and one heap for its threads."""
    share_one_heap()
    take_place(worker.age)


def child_exit(_server, worker) -> None:
    leave_place(worker.age)
