"""The addresses at which phones on the same network reach this machine."""

import asyncio
import ipaddress
from collections.abc import Callable, Iterable
from dataclasses import dataclass

# Networks inside the machine, which no phone can reach.
INNER = ("docker", "br-", "veth", "virbr", "vmnet", "vethernet", "vboxnet", "virtualbox", "vmware", "tun", "utun")


@dataclass(frozen=True, slots=True)
class NetworkAddress:
    """An IPv4 address and the name that the system gives its network card."""

    address: str
    card: str


class Network:
    """How phones reach this program: at the addresses that the machine has now, or at one public address.

    A laptop that changes to another Wi-Fi has another address, and the class needs to see it: `version` is another
    number after each change. `look` finds the machine's addresses.
    """

    def __init__(self, public: str | None = None, look: Callable[[], tuple[NetworkAddress, ...]] | None = None) -> None:
        self._public = public
        self._look = look or network_addresses
        self.addresses = () if public else self._look()
        self.version = 0

    def ways(self, port: int) -> list[tuple[str, str]]:
        """Return each address as http://..., with the name of its network card; none without a network."""
        if self._public:
            return [(self._public.rstrip("/"), "")]
        return [(f"http://{one.address}:{port}", one.card) for one in self.addresses]

    async def look_again(self) -> None:
        """See whether the addresses have changed."""
        if self._public:
            return
        try:
            found = await asyncio.to_thread(self._look)
        except OSError:  # a card went away while it was read: the next look will tell
            return
        if found != self.addresses:
            self.addresses = found
            self.version += 1


def network_addresses() -> tuple[NetworkAddress, ...]:
    """Return the IPv4 addresses of this machine, the likeliest for a school network first; none without a network."""
    # Imported here because it starts a program of the system (ldconfig): only a room may.
    import ifaddr

    found = {
        NetworkAddress(str(one.ip), adapter.nice_name)
        for adapter in ifaddr.get_adapters()
        for one in adapter.ips
        if one.is_IPv4
    }
    return likeliest_first(found)


def likeliest_first(found: Iterable[NetworkAddress]) -> tuple[NetworkAddress, ...]:
    """Return the addresses that a phone could reach, those of inner networks and public ones last."""
    usable = [one for one in found if not _only_inside(ipaddress.ip_address(one.address))]
    return tuple(sorted(usable, key=_likelihood))


def _only_inside(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return address.is_loopback or address.is_link_local or address.is_unspecified


def _likelihood(one: NetworkAddress) -> tuple[bool, bool, int]:
    address = ipaddress.ip_address(one.address)
    return one.card.lower().startswith(INNER), not address.is_private, int(address)
