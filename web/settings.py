"""What may be set about the web part; hazardkb.py fills it from the command line and the environment."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Settings of the web part.

    `public_url` is the address other devices reach this server by (HAZARDKB_PUBLIC_URL), empty when there is none.
    `search_slots` is how many CPU-bound answers are worked out at once; more than the number of cores only
    makes every reader wait. `per_page` is the number of hits on a page of results: on a phone ten
    are read, forty screens are not. `remembered_bytes` is how much memory each process gives to finished answers of
    the search, 0 for none. `local_writes` lets whoever sits at this machine write without the password
    (HAZARDKB_LOCAL_WRITES); to be turned off behind a reverse proxy on the same machine.
    """

    public_url: str = ""
    search_slots: int = 2
    per_page: int = 10
    remembered_bytes: int = 64 * 2**20
    local_writes: bool = True
