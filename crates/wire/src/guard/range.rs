//! A range of addresses.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr},
    str::FromStr,
};

/// Addresses with a common prefix, written `10.0.0.0/8` or `fc00::/7`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    network: IpAddr,
    prefix: u8,
}

/// The text is no range of addresses.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no address range such as `10.0.0.0/8` or `fc00::/7`")]
pub struct BadRange(String);

impl Range {
    /// Whether the address is in the range.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.network, plain(address)) {
            (IpAddr::V4(network), IpAddr::V4(address)) => {
                let mask = u32::MAX.checked_shl(32 - u32::from(self.prefix)).unwrap_or(0);
                (network.to_bits() ^ address.to_bits()) & mask == 0
            }
            (IpAddr::V6(network), IpAddr::V6(address)) => {
                let mask = u128::MAX.checked_shl(128 - u32::from(self.prefix)).unwrap_or(0);
                (network.to_bits() ^ address.to_bits()) & mask == 0
            }
            _ => false,
        }
    }

    /// How many leading bits are common.
    #[must_use]
    pub const fn prefix(&self) -> u8 {
        self.prefix
    }
}

impl FromStr for Range {
    type Err = BadRange;

    /// Reads `address/prefix`, or one address.
    fn from_str(text: &str) -> Result<Self, BadRange> {
        let bad = || BadRange(text.to_owned());
        let (address, prefix) = match text.trim().split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text.trim(), None),
        };
        let network: IpAddr = address.parse().map_err(|_| bad())?;
        let most = if network.is_ipv4() { 32 } else { 128 };
        let prefix = match prefix {
            Some(prefix) => prefix.parse().ok().filter(|&bits| bits <= most).ok_or_else(bad)?,
            None => most,
        };
        Ok(Self { network, prefix })
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.network, self.prefix)
    }
}

/// The IPv4 address that an IPv6 address stands for, else the address itself.
///
/// Mapped, translated (NAT64) and tunnelled (6to4) forms reach the same machine, so rules must see
/// the same address.
pub(crate) fn plain(address: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = address else { return address };
    // The IPv4 address that ends so many bits before the end.
    let v4 = |shift: u32| {
        let bytes = (v6.to_bits() >> shift).to_be_bytes();
        bytes.last_chunk::<4>().map_or(address, |bytes| IpAddr::V4(Ipv4Addr::from(*bytes)))
    };
    match v6.segments() {
        // `::1` and `::` are no such forms, though they look like one.
        [0, 0, 0, 0, 0, 0, 1..=u16::MAX, _]
        | [0, 0, 0, 0, 0, 0xffff, ..]
        | [0x64, 0xff9b, 0, 0, 0, 0, ..] => v4(0),
        [0x2002, ..] => v4(80),
        _ => address,
    }
}
