export interface KannelPorts {
  admin: number;
  smsbox: number;
  sendsms: number;
}

export interface KannelAccount {
  system_id: string;
  password: string;
  /** What Kannel writes under data_coding 0; GSM 03.38 unless told. */
  alt_charset?: string;
}

export interface KannelPlan {
  folder: string;
  ports: KannelPorts;
  /** Where the SMSC under test listens, and what it knows Kannel as. */
  smsc_port: number;
  account: KannelAccount;
  /** Where Kannel takes what people send, with its escape codes for their text and number in the query. */
  get_url: string;
  /** Whether it turns what people send into UTF-8. */
  recode: boolean;
}

/** bearerbox and smsbox: an ESME at our SMSC, with an HTTP interface for those who send and receive through it. */
export function kannelConfiguration(plan: KannelPlan): string {
  const { folder, ports, smsc_port, account, get_url, recode } = plan;
  return `
group = core
admin-port = ${ports.admin}
admin-port-ssl = false
admin-interface = 127.0.0.1
admin-password = admin
smsbox-port = ${ports.smsbox}
smsbox-interface = 127.0.0.1
log-level = 1
box-deny-ip = "*.*.*.*"
box-allow-ip = "127.0.0.1"
dlr-storage = internal
store-type = spool
store-location = "${folder}"

group = smsc
smsc = smpp
smsc-id = ours
interface-version = 34
host = 127.0.0.1
port = ${smsc_port}
transceiver-mode = true
smsc-username = "${account.system_id}"
smsc-password = "${account.password}"
system-type = "VMA"
address-range = ""
source-addr-ton = 5
source-addr-npi = 0
dest-addr-ton = 1
dest-addr-npi = 1
enquire-link-interval = 1
wait-ack = 20
max-pending-submits = 10
reconnect-delay = 1
msg-id-type = 0x00
allowed-smsc-id = ours${account.alt_charset ? `\nalt-charset = "${account.alt_charset}"` : ""}

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = ${ports.sendsms}
sendsms-interface = 127.0.0.1
mo-recode = ${recode}
log-level = 1

group = sendsms-user
username = tester
password = foobar
max-messages = 10
concatenation = true

group = sms-service
keyword = default
catch-all = true
concatenation = true
max-messages = 0
get-url = "${get_url}"
`;
}
