package dev.parley.bootstrap.e2e;

/** What the server keeps everything in. */
enum StoreKind {
    SQLITE,
    /** MongoDB's wire protocol over TCP, served from the memory of this process. */
    MONGODB,
    /** A database of a real PostgreSQL. */
    POSTGRES
}
