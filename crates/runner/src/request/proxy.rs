//! Which proxy a request goes through.
