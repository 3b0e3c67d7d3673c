-- Prosody 0.12, with the same services as the ejabberd of this bench: archive, carbons, stream management.
run_as_root = true
daemonize = false
pidfile = "${FOLDER}/prosody.pid"
data_path = "${FOLDER}/data"
certificates = "${FOLDER}/certs"
log = { warn = "${FOLDER}/prosody.log" }
interfaces = { "127.0.0.1" }
c2s_ports = { ${PORT} }
s2s_ports = { }
http_ports = { }
https_ports = { }
network_backend = "epoll"
network_settings = { tcp_backlog = 4096 }
gc = { mode = "generational" }
admins = { }
modules_enabled = {
  "roster"; "saslauth"; "disco"; "carbons"; "smacks"; "csi_simple"; "private"; "blocklist";
  "ping"; "register"; "mam"; "offline"; "posix";
}
modules_disabled = { "s2s"; "tls"; "limits"; "http"; "admin_shell" }
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
authentication = "internal_plain"
allow_registration = true
storage = "sql"
sql = { driver = "SQLite3", database = "${FOLDER}/prosody.sqlite" }
default_archive_policy = true
max_archive_query_results = 1000
archive_expires_after = "never"
smacks_max_unacked_stanzas = 0
smacks_hibernation_time = 600
VirtualHost "localhost"
Component "conference.localhost" "muc"
  modules_enabled = { "muc_mam" }
  muc_log_by_default = true
  muc_room_locking = false
  muc_room_default_persistent = true
  muc_room_default_history_length = 0
  muc_room_default_presence_broadcast = { visitor = false; participant = false; moderator = false }
  restrict_room_creation = false
