//! Opens a connection through a SOCKS 5 proxy (RFC 1928, RFC 1929).

use std::{
    io,
    net::{IpAddr, SocketAddr},
};

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::Proxy;
use crate::{clock::Clock, fault::Fault, io::Io, tls};

/// Where a connection is to lead.
pub(crate) enum Place<'a> {
    /// An address that was resolved here.
    Address(SocketAddr),
    /// A name for the proxy to resolve.
    Name(&'a str, u16),
}

const NO_AUTH: u8 = 0;
const PASSWORD: u8 = 2;

/// Asks the proxy at the other end of `io` for a connection.
pub(crate) async fn open(
    io: &mut Io,
    place: &Place<'_>,
    proxy: &Proxy,
    clock: &Clock,
) -> Result<(), Fault> {
    match clock.idle(talk(io, place, proxy)).await? {
        Ok(Ok(())) => Ok(()),
        Ok(Err(reason)) => Err(Fault::Proxy { reason: format!("cause={reason}") }),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            Err(Fault::Proxy { reason: format!("cause={}", Fault::HangUp) })
        }
        Err(error) => Err(Fault::Proxy { reason: format!("cause={}", tls::fault("read", &error)) }),
    }
}

/// The inner result is the proxy's refusal.
async fn talk(
    io: &mut Io,
    place: &Place<'_>,
    proxy: &Proxy,
) -> io::Result<Result<(), &'static str>> {
    let method = if proxy.auth.is_some() { PASSWORD } else { NO_AUTH };
    io.write_all(&[5, 1, method]).await?;
    io.flush().await?;
    let mut chosen = [0; 2];
    io.read_exact(&mut chosen).await?;
    match chosen {
        [5, NO_AUTH] => {}
        [5, PASSWORD] if method == PASSWORD => {
            if let Some((user, password)) = &proxy.auth
                && !log_in(io, user, password).await?
            {
                return Ok(Err("the SOCKS proxy refused user and password"));
            }
        }
        [5, _] => return Ok(Err("the SOCKS proxy wants another way to log in")),
        _ => return Ok(Err("the proxy does not speak SOCKS 5")),
    }
    let Some(ask) = ask(place) else {
        return Ok(Err("the name is too long for a SOCKS proxy"));
    };
    io.write_all(&ask).await?;
    io.flush().await?;
    let mut answer = [0; 4];
    io.read_exact(&mut answer).await?;
    let [5, code, _, kind] = answer else { return Ok(Err("the proxy does not speak SOCKS 5")) };
    if let Some(reason) = refusal(code) {
        return Ok(Err(reason));
    }
    let bound = match kind {
        1 => 4,
        3 => usize::from(io.read_u8().await?),
        4 => 16,
        _ => return Ok(Err("the proxy does not speak SOCKS 5")),
    };
    let mut rest = vec![0; bound + 2];
    io.read_exact(&mut rest).await?;
    Ok(Ok(()))
}

async fn log_in(io: &mut Io, user: &str, password: &str) -> io::Result<bool> {
    let mut out = vec![1];
    for text in [user, password] {
        let length = u8::try_from(text.len()).map_err(|_| io::ErrorKind::InvalidInput)?;
        out.push(length);
        out.extend_from_slice(text.as_bytes());
    }
    io.write_all(&out).await?;
    io.flush().await?;
    let mut answer = [0; 2];
    io.read_exact(&mut answer).await?;
    Ok(matches!(answer, [_, 0]))
}

fn ask(place: &Place<'_>) -> Option<Vec<u8>> {
    let mut out = vec![5, 1, 0];
    let port = match place {
        Place::Address(address) => {
            match address.ip() {
                IpAddr::V4(v4) => {
                    out.push(1);
                    out.extend_from_slice(&v4.octets());
                }
                IpAddr::V6(v6) => {
                    out.push(4);
                    out.extend_from_slice(&v6.octets());
                }
            }
            address.port()
        }
        Place::Name(name, port) => {
            out.push(3);
            out.push(u8::try_from(name.len()).ok()?);
            out.extend_from_slice(name.as_bytes());
            *port
        }
    };
    out.extend_from_slice(&port.to_be_bytes());
    Some(out)
}

const fn refusal(code: u8) -> Option<&'static str> {
    Some(match code {
        0 => return None,
        2 => "the SOCKS proxy does not allow this connection",
        3 => "the SOCKS proxy cannot reach the network",
        4 => "the SOCKS proxy cannot reach the host",
        5 => "the SOCKS proxy was refused by the host",
        6 => "the SOCKS proxy gave up waiting",
        _ => "the SOCKS proxy failed",
    })
}
