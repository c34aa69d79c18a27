"""Whether the hosts that an audit asks can be reached, and whether this machine's clock is right.

A plain GET without any token, without redirects; any answer at all will do.
"""

from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime

import aiohttp
from yarl import URL

from aml_maturity_audit.azure.clock import now
from aml_maturity_audit.azure.clouds import Cloud
from aml_maturity_audit.azure.reachability import unreachable
from aml_maturity_audit.azure.transport import new_session, proxy_for
from aml_maturity_audit.cli.diagnosis.model import BROKEN, GOOD, LIMITED, Check

_SECONDS = 15
_TOLERATED, _REFUSED = 60, 300
"""Seconds of skew: Entra's tokens are refused beyond five minutes."""


async def network_checks(
    cloud: Cloud, environ: Mapping[str, str], *, data_plane: bool, others: tuple[str, ...] = ()
) -> list[Check]:
    """One for each host, and one for the clock."""
    hosts = {"Azure Resource Manager": cloud.arm, "Entra": cloud.authority}
    if data_plane and cloud.registry_discovery:
        hosts["the data plane"] = cloud.registry_discovery
    hosts |= {url: url for url in others}
    checks, times = [], []
    async with new_session(environ) as session:
        for name, url in hosts.items():
            said, date = await _ask(session, URL(url))
            checks.append(_host(name, url, said))
            times.append(date)
    known = [time for time in times if time is not None]
    return [*checks, clock_check(known[0] if known else None, now())]


def clock_check(theirs: datetime | None, ours: datetime) -> Check:
    """How far this machine's clock is from a host's."""
    if theirs is None:
        return Check(name="clock", state=LIMITED, said="No host said what time it is.")
    skew = abs((ours - theirs).total_seconds())
    said = f"This machine's clock is {skew:.0f} seconds from Azure's."
    state = GOOD if skew <= _TOLERATED else LIMITED if skew <= _REFUSED else BROKEN
    return Check(
        name="clock", state=state, said=said, remedy="" if state == GOOD else "Set it: use NTP."
    )


def _host(name: str, url: str, said: str) -> Check:
    host = URL(url).host or url
    if not said:
        return Check(name=f"network: {host}", state=GOOD, said=f"{name} answers.")
    return Check(
        name=f"network: {host}",
        state=BROKEN,
        said=f"{name} could not be asked: {said}",
        remedy="Let this machine reach it, by HTTPS_PROXY if need be.",
    )


async def _ask(session: aiohttp.ClientSession, url: URL) -> tuple[str, datetime | None]:
    """Why it did not answer, and the time it said."""
    try:
        async with session.get(
            url.origin(),
            allow_redirects=False,
            timeout=aiohttp.ClientTimeout(total=_SECONDS),
            **proxy_for(url),
        ) as answer:
            return "", _time(answer.headers.get("Date", ""))
    except (aiohttp.ClientError, OSError, ValueError) as error:
        return unreachable(error), None


def _time(text: str) -> datetime | None:
    try:
        time = parsedate_to_datetime(text)
    except ValueError:
        return None
    return time if time.tzinfo else None
