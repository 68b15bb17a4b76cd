//! Finds phone numbers in a string. Pure: no files, no clock, no locks.
