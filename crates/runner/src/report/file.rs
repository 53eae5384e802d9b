//! Files that reports are written to.
//!
//! A report appears under its name only when it is complete: until then it is `<name>.part`.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};

use super::{ReportFault, Setup, given::Values};

/// How much is gathered before it is written.
const BUFFER: usize = 64 * 1024;

/// Where a report goes: the path that was given, or a name made of the time.
pub(super) fn path(setup: &Setup, values: &Values<'_>, ending: &str) -> PathBuf {
    let path = match values.text("export") {
        Some(path) => {
            let path = PathBuf::from(path);
            if !path.is_dir() {
                return path;
            }
            path
        }
        None => setup.folder.clone(),
    };
    let now = DateTime::<Utc>::from(std::time::SystemTime::now());
    let time = now.format("%Y-%m-%d-%H-%M-%S-%3f");
    let name = |count: u32| path.join(format!("{}-{time}-{count}.{ending}", setup.stem));
    (0..1000).map(name).find(|path| !path.exists()).unwrap_or_else(|| name(1000))
}

/// A file on its way.
#[derive(Debug)]
pub(super) struct Draft {
    path: PathBuf,
    /// Where it is written; the same as `path` if that is no file, such as `/dev/stdout`.
    part: PathBuf,
    file: Option<BufWriter<File>>,
}

impl Draft {
    /// Begins a file, with the folders around it.
    pub(super) fn create(path: &Path) -> Result<Self, ReportFault> {
        let fault = |source| ReportFault::File { path: path.to_owned(), source };
        let special = fs::metadata(path).is_ok_and(|about| !about.is_file());
        let part = if special { path.to_owned() } else { beside(path, "part") };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        if let Some(folder) = folder.filter(|_| !special) {
            fs::create_dir_all(folder).map_err(fault)?;
        }
        // Opened for reading as well, since what was spooled is read again.
        let mut options = File::options();
        options.read(!special).write(true).create(true).truncate(!special);
        let file = options.open(&part).map_err(fault)?;
        let file = Some(BufWriter::with_capacity(BUFFER, file));
        Ok(Self { path: path.to_owned(), part, file })
    }

    /// A file that exists only while a report is made.
    pub(super) fn spool(report: &Path) -> Result<Self, ReportFault> {
        // Nothing can be written beside what is no file.
        let special = fs::metadata(report).is_ok_and(|about| !about.is_file());
        let path = if special {
            std::env::temp_dir().join(format!("gatepost-{}", crate::clock::uuid()))
        } else {
            report.to_owned()
        };
        let mut spool = Self::create(&beside(&path, "spool"))?;
        // It is never to have the name of a report.
        spool.path.clone_from(&spool.part);
        Ok(spool)
    }

    /// The fault that the system's reason is.
    pub(super) fn fault(&self, source: io::Error) -> ReportFault {
        ReportFault::File { path: self.path.clone(), source }
    }

    /// Writes with `write`.
    pub(super) fn put(
        &mut self,
        write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
    ) -> Result<(), ReportFault> {
        let result = match &mut self.file {
            Some(file) => write(file),
            None => Ok(()),
        };
        result.map_err(|source| self.fault(source))
    }

    /// Appends all that was spooled.
    pub(super) fn append(&mut self, spool: &mut Self) -> Result<(), ReportFault> {
        spool.put(|from| {
            from.flush()?;
            from.seek(SeekFrom::Start(0)).map(|_| ())
        })?;
        let Some(from) = spool.file.as_mut() else { return Ok(()) };
        let from = from.get_mut();
        self.put(|to| {
            to.flush()?;
            io::copy(from, to.get_mut()).map(|_| ())
        })
    }

    /// Ends the file and gives it its name.
    pub(super) fn commit(mut self) -> Result<(), ReportFault> {
        self.put(Write::flush)?;
        self.file = None;
        if self.part != self.path {
            fs::rename(&self.part, &self.path).map_err(|source| self.fault(source))?;
        }
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if let Some(file) = self.file.take() {
            // What is in the buffer is of no use any more.
            drop(file.into_parts());
            if self.part.is_file() {
                let _ = fs::remove_file(&self.part);
            }
        }
    }
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("gatepost-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        folder
    }

    #[test]
    fn a_report_appears_when_it_is_complete() {
        let folder = folder("draft");
        let path = folder.join("a/b/report.json");
        let mut draft = Draft::create(&path).unwrap();
        let mut spool = Draft::spool(&path).unwrap();
        spool.put(|file| file.write_all(b"in the middle")).unwrap();
        draft.put(|file| file.write_all(b"before ")).unwrap();
        draft.append(&mut spool).unwrap();
        draft.put(|file| file.write_all(b" after")).unwrap();
        assert!(!path.exists());
        draft.commit().unwrap();
        drop(spool);
        assert_eq!(fs::read_to_string(&path).unwrap(), "before in the middle after");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
        drop(Draft::create(&path).unwrap());
        assert_eq!(fs::read_to_string(&path).unwrap(), "before in the middle after");
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn what_is_no_file_is_written_as_it_is() {
        let path = Path::new("/dev/null");
        let mut draft = Draft::create(path).unwrap();
        let mut spool = Draft::spool(path).unwrap();
        spool.put(|file| file.write_all(b"text")).unwrap();
        draft.append(&mut spool).unwrap();
        draft.commit().unwrap();
        assert!(spool.part.starts_with(std::env::temp_dir()));
        assert!(!fs::metadata(path).unwrap().is_file());
    }

    #[test]
    fn a_fault_names_the_file() {
        let path = folder("nofile").join("file");
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, "").unwrap();
        let fault = Draft::create(&path.join("report.json")).unwrap_err().to_string();
        assert!(fault.starts_with("could not write `") && fault.contains("report.json"), "{fault}");
        fs::remove_dir_all(path.parent().unwrap()).unwrap();
    }
}
