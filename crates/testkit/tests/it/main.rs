//! Stories and attacks through the public API, in one process.
mod first_story;
