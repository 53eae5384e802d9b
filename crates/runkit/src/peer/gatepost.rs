//! Gatepost as a program.

use std::{env, path::PathBuf};

use super::{
    Errand, Said,
    process::{clean, run},
};

/// The program under test.
pub struct Gatepost(PathBuf);

impl Gatepost {
    /// The program that `GATEPOST_BIN` names, else the one that lies beside this one.
    pub fn find() -> Result<Self, &'static str> {
        if let Some(path) = env::var_os("GATEPOST_BIN") {
            return Ok(Self(path.into()));
        }
        let own = env::current_exe().map_err(|_| "this program does not know where it is")?;
        let folders = own.ancestors().skip(1).take(2);
        let found = folders.map(|folder| folder.join("gatepost")).find(|path| path.is_file());
        found.map(Self).ok_or("it is not built, and `GATEPOST_BIN` does not name it")
    }

    /// Does an errand with `gatepost newman`.
    #[must_use]
    pub fn run(&self, errand: &Errand) -> Said {
        let mut command = clean(&self.0);
        let command = command.arg("newman").args(&errand.args);
        run(command.current_dir(&errand.folder).envs(&errand.env))
    }

    /// True when the program knows the command.
    #[must_use]
    pub fn can_run(&self) -> bool {
        run(clean(&self.0).args(["newman", "run", "--help"])).code == Some(0)
    }
}
