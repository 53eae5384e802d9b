//! What the data folder is made with.

use std::path::PathBuf;

concern! {
    /// The data folder and its first user.
    Data in "" {
        /// Folder that holds everything: database, audit log, keys.
        /// Without it: the platform's data folder.
        data: Option<PathBuf> = "" like "gatepost-data",
        /// Name of the administrator that the first start creates. Without it: the OS user.
        owner_name: Option<String> = "" like "Ana Ruiz",
    }
}
