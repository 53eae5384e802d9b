//! Stories and attacks through the public API, in one process.
mod attacks;
mod first_story;
mod stories;
