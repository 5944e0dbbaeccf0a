"""Pure: hosts and beginnings of addresses that an author trusts, or takes nothing from."""

from __future__ import annotations

from urllib.parse import urlsplit


def is_listed(url: str, lines: str) -> bool:
    """Is `url` named by one of `lines`: by its host, one above it, or the beginning of its path?

    A line is like other.example or other.example/~ann/, with or without http and https, which
    count as the same; a # begins a remark.
    """
    host, path = _parts(url)
    return any(_is_below(host, path, *_parts(line)) for line in map(_entry, lines.split("\n")))


def _entry(line: str) -> str:
    return line.partition("#")[0].strip().lower()


def _is_below(host: str, path: str, listed_host: str, listed_path: str) -> bool:
    if not listed_host or not path.startswith(listed_path):
        return False
    return host == listed_host or (listed_path == "/" and host.endswith(f".{listed_host}"))


def _parts(address: str) -> tuple[str, str]:
    """Return the host and the path in small letters; no host where it cannot be read."""
    if "://" not in address:
        address = f"https://{address}"
    try:
        parts = urlsplit(address.lower())
        return parts.hostname or "", parts.path or "/"
    except ValueError:
        return "", "/"
