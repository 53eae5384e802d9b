//! What the operating system knows: where data goes, and who uses it.

use std::path::PathBuf;

use tokio::net::UnixStream;

use crate::exit::Failure;

/// The platform's data folder for Gatepost.
pub(crate) fn data_folder(
    environment: &dyn Fn(&str) -> Option<String>,
) -> Result<PathBuf, Failure> {
    let absolute =
        |name: &str| environment(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let home = |below: &str| absolute("HOME").map(|home| home.join(below));
    let base = if cfg!(windows) {
        absolute("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        home("Library/Application Support")
    } else {
        absolute("XDG_DATA_HOME").or_else(|| home(".local/share"))
    };
    base.map(|base| base.join("gatepost")).ok_or_else(|| {
        Failure::usage("the data folder is not known: `HOME` is not set")
            .hint("name one with --data DIR")
    })
}

/// Name of the user this process runs as.
pub(crate) fn user() -> String {
    // A socket's other end tells the own user without unsafe code, on every Unix.
    let own = UnixStream::pair().ok().and_then(|(end, _)| user_of(&end));
    own.unwrap_or_else(|| "unknown".to_owned())
}

/// Name of the user at the other end of a socket.
pub(crate) fn user_of(stream: &UnixStream) -> Option<String> {
    let uid = stream.peer_cred().ok()?.uid();
    let passwd = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    Some(name_in(&passwd, uid).unwrap_or_else(|| format!("uid {uid}")))
}

fn name_in(passwd: &str, uid: u32) -> Option<String> {
    let uid = uid.to_string();
    passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)? == uid).then(|| name.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{data_folder, name_in};

    #[test]
    fn names_are_found_by_number() {
        let passwd = "root:x:0:0::/root:/bin/sh\nbroken\nana:x:1000:1000:Ana:/home/ana:/bin/sh\n";
        assert_eq!(name_in(passwd, 1000).as_deref(), Some("ana"));
        assert_eq!(name_in(passwd, 100), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_data_folder_follows_the_platform() {
        let set = |pairs: &'static [(&str, &str)]| {
            data_folder(&|name| {
                pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
            })
        };
        let with_home = set(&[("HOME", "/home/ana")]).unwrap();
        assert_eq!(with_home, Path::new("/home/ana/.local/share/gatepost"));
        let with_xdg = set(&[("HOME", "/home/ana"), ("XDG_DATA_HOME", "/srv")]).unwrap();
        assert_eq!(with_xdg, Path::new("/srv/gatepost"));
        let relative = set(&[("HOME", "/home/ana"), ("XDG_DATA_HOME", "srv")]).unwrap();
        assert_eq!(relative, with_home);
        assert!(set(&[]).unwrap_err().hint.is_some());
    }
}
