//! Scenario texts: the shipped ones read, and each kind of mistake is told with its line, in French.
