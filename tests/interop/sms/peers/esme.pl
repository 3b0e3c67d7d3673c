# An ESME on Net::SMPP: logs in at the given port with the given password, submits a message, waits for its report,
# asks whether the SMSC is there, and leaves. Prints every step with what it was answered.
use strict;
use warnings;
use Net::SMPP;

$| = 1;
my ($port, $password) = @ARGV;
my ($esme, $bound) = Net::SMPP->new_transceiver('127.0.0.1', port => $port, smpp_version => 0x34,
    interface_version => 0x34, system_id => 'foreign', password => $password);
die "connect: $!" unless $esme;
printf "bind status=%d\n", $bound->{status};
exit if $bound->{status};

my $submitted = $esme->submit_sm(source_addr => '106900001234', destination_addr => '8613800138000',
    registered_delivery => 1, data_coding => 8, short_message => "\x98\xde\x80\x4a");
printf "submit status=%d message_id=%s\n", $submitted->{status}, $submitted->{message_id};

my $report = $esme->read_pdu() or die "read: $!";
printf "deliver cmd=0x%x esm_class=%d %s\n", $report->{cmd}, $report->{esm_class}, $report->{short_message};
$esme->deliver_sm_resp(message_id => '', seq => $report->{seq});

printf "enquire status=%d\n", $esme->enquire_link()->{status};
printf "unbind status=%d\n", $esme->unbind()->{status};
