//! Reasons: each has a code, a sentence without an empty slot, and a line in the specification.
