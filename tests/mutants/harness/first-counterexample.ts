import fc from "fast-check";

// Loaded before the tests of a trial: property tests try the same each time, and stop at what they find.
fc.configureGlobal({ seed: 1, endOnFailure: true });
