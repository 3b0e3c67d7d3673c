/** PostgreSQL with room to work, the same for every peer. Durable: fsync and its like stay as shipped, on. */
export const POSTGRES_SETTINGS = {
  shared_buffers: "1GB",
  max_wal_size: "8GB",
  checkpoint_timeout: "15min",
  log_min_messages: "warning",
};
