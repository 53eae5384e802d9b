//! The files of a log, behind a trait so that tests can make them fail.

use std::{
    fmt::Debug,
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt, FileExt, OpenOptionsExt},
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

/// A folder of files as the log uses it.
pub trait Disk: Debug + Send + Sync + 'static {
    /// The names of all files.
    fn list(&self) -> io::Result<Vec<String>>;
    /// Makes a file that must not be there and opens it for appending.
    fn create(&self, name: &str) -> io::Result<Box<dyn Appender>>;
    /// Opens a file for appending at `length`; what stands behind is dropped.
    fn append(&self, name: &str, length: u64) -> io::Result<Box<dyn Appender>>;
    /// Opens a file for reading.
    fn open(&self, name: &str) -> io::Result<Arc<dyn Source>>;
    /// Shortens a file, durably.
    fn cut(&self, name: &str, length: u64) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, name: &str) -> io::Result<()>;
    /// Replaces a small file at once; durably, if asked.
    fn put(&self, name: &str, bytes: &[u8], durable: bool) -> io::Result<()>;
    /// Makes created, replaced and removed names durable.
    fn sync_names(&self) -> io::Result<()>;
    /// Lets other processes have the folder; nothing is written after this.
    fn release(&self) {}
}

/// A file being appended to.
pub trait Appender: Debug + Send {
    /// Writes all bytes at the end.
    fn write(&mut self, bytes: &[u8]) -> io::Result<()>;
    /// Returns when everything written is on disk.
    fn sync(&mut self) -> io::Result<()>;
    /// Nothing more is written: gives back what was kept ready.
    fn finish(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A file being read.
pub trait Source: Debug + Send + Sync {
    /// Its length in bytes.
    fn len(&self) -> io::Result<u64>;
    /// Whether it has no bytes.
    fn is_empty(&self) -> io::Result<bool> {
        Ok(self.len()? == 0)
    }
    /// Reads some bytes at an offset; 0 at the end.
    fn read_at(&self, bytes: &mut [u8], offset: u64) -> io::Result<usize>;
}

/// A folder of the file system.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    /// Keeps other processes out for as long as it is open.
    lock: Mutex<Option<File>>,
}

impl Folder {
    /// Opens a folder to write in it, making it when it is not there.
    ///
    /// `None` when another process has it.
    pub fn open(path: &Path) -> io::Result<Option<Self>> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(path)?;
        let lock = OpenOptions::new()
            .create(true)
            .append(true)
            .mode(0o600)
            .open(path.join("audit.lock"))?;
        match lock.try_lock() {
            Ok(()) => Ok(Some(Self { path: path.to_owned(), lock: Mutex::new(Some(lock)) })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(fault)) => Err(fault),
        }
    }

    /// Opens a folder only to read; nobody is kept out.
    #[must_use]
    pub fn read_only(path: &Path) -> Self {
        Self { path: path.to_owned(), lock: Mutex::new(None) }
    }
}

impl Disk for Folder {
    fn list(&self) -> io::Result<Vec<String>> {
        let entries = fs::read_dir(&self.path)?;
        entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
    }

    fn create(&self, name: &str) -> io::Result<Box<dyn Appender>> {
        let mut options = OpenOptions::new();
        let file = options.create_new(true).write(true).mode(0o600).open(self.path.join(name))?;
        Ok(Box::new(Ahead { file, end: 0, ready: 0 }))
    }

    fn append(&self, name: &str, length: u64) -> io::Result<Box<dyn Appender>> {
        let file = OpenOptions::new().write(true).open(self.path.join(name))?;
        file.set_len(length)?;
        Ok(Box::new(Ahead { file, end: length, ready: length }))
    }

    fn open(&self, name: &str) -> io::Result<Arc<dyn Source>> {
        Ok(Arc::new(File::open(self.path.join(name))?))
    }

    fn cut(&self, name: &str, length: u64) -> io::Result<()> {
        let file = OpenOptions::new().write(true).open(self.path.join(name))?;
        file.set_len(length)?;
        file.sync_all()
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        fs::remove_file(self.path.join(name))
    }

    fn put(&self, name: &str, bytes: &[u8], durable: bool) -> io::Result<()> {
        let temporary = self.path.join(format!("{name}.new"));
        let mut options = OpenOptions::new();
        let mut file =
            options.create(true).truncate(true).write(true).mode(0o600).open(&temporary)?;
        file.write_all(bytes)?;
        if durable {
            file.sync_all()?;
        }
        fs::rename(&temporary, self.path.join(name))?;
        if durable { self.sync_names() } else { Ok(()) }
    }

    fn sync_names(&self) -> io::Result<()> {
        File::open(&self.path)?.sync_all()
    }

    fn release(&self) {
        drop(super::lock(&self.lock).take());
    }
}

/// So many zeros are kept behind the end of a file that is being written.
const AHEAD: usize = 1024 * 1024;

/// A file with zeros ready behind its end.
///
/// Writing over them leaves the file's length and blocks as they are, so that a sync carries the
/// bytes alone: on ext4 that takes half the time of a sync that has to note a new length too.
#[derive(Debug)]
struct Ahead {
    file: File,
    /// Where the next bytes go.
    end: u64,
    /// Up to here the file has bytes.
    ready: u64,
}

impl Appender for Ahead {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        static ZEROS: [u8; 65_536] = [0; 65_536];
        self.file.write_all_at(bytes, self.end)?;
        self.end += bytes.len() as u64;
        if self.end > self.ready {
            self.ready = self.end;
            for _ in 0..AHEAD / ZEROS.len() {
                // A disk without space for what is only convenient still takes records.
                if self.file.write_all_at(&ZEROS, self.ready).is_err() {
                    break;
                }
                self.ready += ZEROS.len() as u64;
            }
        }
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        self.file.sync_data()
    }

    fn finish(&mut self) -> io::Result<()> {
        self.ready = self.end;
        self.file.set_len(self.end)
    }
}

impl Source for File {
    fn len(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }

    fn read_at(&self, bytes: &mut [u8], offset: u64) -> io::Result<usize> {
        FileExt::read_at(self, bytes, offset)
    }
}
