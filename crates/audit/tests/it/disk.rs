//! A disk that forgets what was not synced, runs full, fails and stalls.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{Arc, Condvar, Mutex, MutexGuard},
};

use audit::{Appender, Disk, Folder, Source};

/// Wraps a folder. What is appended stays in memory until it is synced.
#[derive(Clone, Debug)]
pub(crate) struct BadDisk(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    path: PathBuf,
    folder: Folder,
    state: Mutex<Faults>,
    released: Condvar,
}

#[derive(Debug, Default)]
struct Faults {
    unsynced: BTreeMap<String, Vec<u8>>,
    unsynced_names: BTreeSet<String>,
    unsynced_puts: BTreeMap<String, Vec<u8>>,
    capacity: Option<u64>,
    failing_syncs: u32,
    held: bool,
    dead: bool,
    cut_in_sync: Option<u64>,
    syncs: u64,
}

/// Pseudo-random numbers, the same for the same seed.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit.max(1)
    }
}

impl BadDisk {
    pub(crate) fn new(path: &Path) -> Self {
        Self(Arc::new(Inner {
            path: path.to_owned(),
            folder: Folder::read_only(path),
            state: Mutex::default(),
            released: Condvar::new(),
        }))
    }

    /// All bytes of all files together may not be more than this.
    pub(crate) fn set_capacity(&self, bytes: Option<u64>) {
        self.faults().capacity = bytes;
    }

    /// The next syncs fail.
    pub(crate) fn fail_syncs(&self, count: u32) {
        self.faults().failing_syncs = count;
    }

    /// Syncs wait until this is called with false.
    pub(crate) fn hold_syncs(&self, hold: bool) {
        self.faults().held = hold;
        self.0.released.notify_all();
    }

    pub(crate) fn syncs(&self) -> u64 {
        self.faults().syncs
    }

    /// What all files have together, bytes not synced yet included.
    pub(crate) fn used(&self) -> u64 {
        self.used_with(&self.faults())
    }

    /// The power goes: of what was not synced some, all or nothing is left; then nothing works.
    pub(crate) fn cut_power(&self, dice: &mut Dice) {
        self.die(&mut self.faults(), dice);
    }

    /// The power goes when the next sync begins.
    pub(crate) fn cut_power_in_sync(&self, seed: u64) {
        self.faults().cut_in_sync = Some(seed);
    }

    fn die(&self, faults: &mut Faults, dice: &mut Dice) {
        faults.dead = true;
        for (name, bytes) in std::mem::take(&mut faults.unsynced) {
            let mut kept = match dice.below(3) {
                0 => Vec::new(),
                1 => bytes,
                _ => bytes[..usize::try_from(dice.below(bytes.len() as u64)).unwrap()].to_vec(),
            };
            // Blocks reach the disk in any order.
            if dice.below(3) == 0 {
                let hole = usize::try_from(dice.below(kept.len() as u64)).unwrap();
                kept.iter_mut().skip(hole).take(100).for_each(|byte| *byte = 0);
            }
            self.write(&name, &kept).unwrap();
        }
        for (name, bytes) in std::mem::take(&mut faults.unsynced_puts) {
            if dice.below(2) == 0 {
                std::fs::write(self.0.path.join(name), bytes).unwrap();
            }
        }
        for name in std::mem::take(&mut faults.unsynced_names) {
            if dice.below(2) == 0 {
                std::fs::remove_file(self.0.path.join(name)).unwrap();
            }
        }
    }

    fn faults(&self) -> MutexGuard<'_, Faults> {
        self.0.state.lock().unwrap()
    }

    fn alive(&self) -> io::Result<MutexGuard<'_, Faults>> {
        let faults = self.faults();
        if faults.dead { Err(io::Error::other("the power is gone")) } else { Ok(faults) }
    }

    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let mut file = std::fs::OpenOptions::new().append(true).open(self.0.path.join(name))?;
        file.write_all(bytes)
    }

    fn used_with(&self, faults: &Faults) -> u64 {
        let files = std::fs::read_dir(&self.0.path).unwrap();
        let stored: u64 = files.map(|file| file.unwrap().metadata().unwrap().len()).sum();
        stored + faults.unsynced.values().map(|bytes| bytes.len() as u64).sum::<u64>()
    }

    fn check_space(&self, faults: &Faults, bytes: usize) -> io::Result<()> {
        match faults.capacity {
            Some(capacity) if self.used_with(faults) + bytes as u64 > capacity => {
                Err(io::ErrorKind::StorageFull.into())
            }
            _ => Ok(()),
        }
    }
}

impl Disk for BadDisk {
    fn list(&self) -> io::Result<Vec<String>> {
        drop(self.alive()?);
        self.0.folder.list()
    }

    fn create(&self, name: &str) -> io::Result<Box<dyn Appender>> {
        let mut faults = self.alive()?;
        self.0.folder.create(name)?;
        faults.unsynced_names.insert(name.to_owned());
        faults.unsynced.insert(name.to_owned(), Vec::new());
        Ok(Box::new(BadFile { disk: self.clone(), name: name.to_owned() }))
    }

    fn append(&self, name: &str, length: u64) -> io::Result<Box<dyn Appender>> {
        let mut faults = self.alive()?;
        self.0.folder.append(name, length)?;
        faults.unsynced.insert(name.to_owned(), Vec::new());
        Ok(Box::new(BadFile { disk: self.clone(), name: name.to_owned() }))
    }

    fn open(&self, name: &str) -> io::Result<Arc<dyn Source>> {
        drop(self.alive()?);
        self.0.folder.open(name)
    }

    fn cut(&self, name: &str, length: u64) -> io::Result<()> {
        let mut faults = self.alive()?;
        faults.unsynced.remove(name);
        self.0.folder.cut(name, length)
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        let mut faults = self.alive()?;
        faults.unsynced.remove(name);
        faults.unsynced_names.remove(name);
        self.0.folder.remove(name)
    }

    fn put(&self, name: &str, bytes: &[u8], durable: bool) -> io::Result<()> {
        let mut faults = self.alive()?;
        self.check_space(&faults, bytes.len())?;
        if durable {
            return self.0.folder.put(name, bytes, durable);
        }
        faults.unsynced_puts.insert(name.to_owned(), bytes.to_owned());
        Ok(())
    }

    fn sync_names(&self) -> io::Result<()> {
        self.alive()?.unsynced_names.clear();
        Ok(())
    }
}

#[derive(Debug)]
struct BadFile {
    disk: BadDisk,
    name: String,
}

impl Appender for BadFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut faults = self.disk.alive()?;
        if let Err(full) = self.disk.check_space(&faults, bytes.len()) {
            // Some of it fits, as on a real disk.
            let used = self.disk.used_with(&faults);
            let fits = usize::try_from(faults.capacity.unwrap().saturating_sub(used)).unwrap();
            let part = bytes[..fits.min(bytes.len())].to_vec();
            faults.unsynced.entry(self.name.clone()).or_default().extend(part);
            return Err(full);
        }
        faults.unsynced.entry(self.name.clone()).or_default().extend_from_slice(bytes);
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        let mut faults = self.disk.alive()?;
        while faults.held {
            faults = self.disk.0.released.wait(faults).unwrap();
        }
        faults.syncs += 1;
        if let Some(seed) = faults.cut_in_sync {
            self.disk.die(&mut faults, &mut Dice(seed));
            return Err(io::Error::other("the power is gone"));
        }
        let bytes = faults.unsynced.insert(self.name.clone(), Vec::new()).unwrap_or_default();
        if faults.failing_syncs > 0 {
            faults.failing_syncs -= 1;
            // The system may have written a part, and forgets the rest.
            self.disk.write(&self.name, &bytes[..bytes.len() / 2])?;
            return Err(io::Error::other("input/output error"));
        }
        self.disk.write(&self.name, &bytes)
    }
}
