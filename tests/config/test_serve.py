"""`manage.py serve`: one process tree, in which nothing stays dead and nothing is left over."""

import os
import signal
import socket
import urllib.request

import pytest

from tests.config.conftest import command_line, descendants, is_running
from tests.waiting import wait_until

ANY_DATABASE = True  # test_several_hosts.py serves on PostgreSQL


def address(site, path="/healthz"):
    return f"http://127.0.0.1:{site.port}{path}"


def pid_of(server, words, *, other_than=None):
    found = (pid for pid in descendants(server.pid) if words in command_line(pid))
    return next((pid for pid in found if pid != other_than), None)


@pytest.fixture
def served(installation):
    server = installation.start("serve")
    installation.wait_for_output("answers at")
    wait_until(lambda: pid_of(server, "manage.py jobs"))
    wait_until((installation.folder / "data" / "workers").is_dir)
    return installation, server


def test_the_site_answers_where_it_says(served):
    site, _ = served
    assert f"Rejoinder answers at http://127.0.0.1:{site.port}/" in site.output()
    with urllib.request.urlopen(address(site)) as answer:
        assert answer.read() == b"ok\n"
    # Django's own handler dies of this before any middleware.
    odd = urllib.request.Request(address(site), headers={"Content-Type": "text/plain; charset=hex"})
    with urllib.request.urlopen(odd) as answer:
        assert answer.status == 200


def test_a_killed_jobs_worker_comes_back(served):
    site, server = served
    old = pid_of(server, "manage.py jobs")
    os.kill(old, signal.SIGKILL)
    wait_until(lambda: pid_of(server, "manage.py jobs", other_than=old))
    assert "jobs worker ended (killed by SIGKILL), starts again" in site.output()
    assert server.poll() is None


def test_a_killed_web_server_comes_back_with_its_port(served):
    site, server = served
    old = pid_of(server, "gunicorn")
    workers = descendants(old)
    os.kill(old, signal.SIGKILL)
    wait_until(lambda: not any(map(is_running, workers)))
    wait_until(lambda: pid_of(server, "gunicorn", other_than=old))

    def answers():
        try:
            return urllib.request.urlopen(address(site)).status == 200
        except OSError:
            return False

    wait_until(answers)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_polite_stop_ends_everything(served, number):
    _, server = served
    everything = descendants(server.pid)
    assert len(everything) >= 4  # gunicorn, two web workers, jobs
    server.send_signal(number)
    assert server.wait(timeout=30) == 0
    assert not any(map(is_running, everything))


def test_a_killed_parent_leaves_no_orphan(served):
    _, server = served
    everything = descendants(server.pid)
    server.kill()
    server.wait()
    wait_until(lambda: not any(map(is_running, everything)))


def test_hang_up_renews_the_programs_and_keeps_the_site(served):
    _, server = served
    master, jobs = pid_of(server, "gunicorn"), pid_of(server, "manage.py jobs")
    workers = descendants(master)
    server.send_signal(signal.SIGHUP)
    wait_until(lambda: not any(map(is_running, [*workers, jobs])))
    wait_until(lambda: pid_of(server, "manage.py jobs", other_than=jobs))
    assert is_running(master)


def test_without_the_worker_only_the_web_is_served(installation):
    server = installation.start("serve", "--no-worker")
    installation.wait_for_output("answers at")
    assert pid_of(server, "manage.py jobs") is None


def test_a_taken_port_is_one_plain_sentence(installation):
    with socket.create_server(("127.0.0.1", installation.port)):
        done = installation.run("serve")
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert f"Port {installation.port} of 127.0.0.1 is taken" in done.stderr
    assert f"PORT={installation.port + 1} make run" in done.stderr


def test_an_address_of_another_machine_is_one_plain_sentence(installation):
    done = installation.run("serve", HOST="192.0.2.1")
    assert done.returncode == 1
    assert done.stderr.strip().startswith("CommandError: HOST=192.0.2.1 is not an address")


def test_a_bad_combination_of_settings_keeps_it_from_starting(installation):
    done = installation.run("serve", WEB_WORKERS="0")
    assert done.returncode == 1
    assert "site.E007" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_https_site_without_a_trusted_proxy_is_told_so(installation):
    installation.start("serve", "--no-worker", SITE_URL="https://blog.example.com")
    installation.wait_for_output("TRUSTED_PROXIES is not set")
    assert "as https://blog.example.com/" in installation.output()
    with urllib.request.urlopen(address(installation)) as answer:
        assert answer.status == 200
