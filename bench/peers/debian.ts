const ARCHITECTURE = process.arch === "arm64" ? "aarch64" : "x86_64";

/** Where Debian puts libraries of this architecture. */
export const LIBRARY_FOLDER = `/usr/lib/${ARCHITECTURE}-linux-gnu`;
