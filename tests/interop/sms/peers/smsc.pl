# An SMSC on Net::SMPP: takes one ESME, answers its submits, reports each as delivered before it answers, with an id
# that is padded with zeros, and sends one message from the handset back. Prints its port, then every request it read.
use strict;
use warnings;
use Net::SMPP;

$| = 1;
my $listener = Net::SMPP->new_listen('127.0.0.1', port => 0, smpp_version => 0x34) or die "listen: $!";
print 'port=' . $listener->sockport . "\n";
my $esme = $listener->accept or die "accept: $!";
my $accepted = 0;

while (my $pdu = $esme->read_pdu()) {
    my $command = $pdu->{cmd};
    printf "cmd=0x%08x", $command;
    printf ' esm_class=%d data_coding=%d short_message=%s', $pdu->{esm_class}, $pdu->{data_coding},
        unpack 'H*', $pdu->{short_message} if $command == Net::SMPP::CMD_submit_sm;
    print "\n";
    if ($command == Net::SMPP::CMD_bind_transceiver) {
        $esme->bind_transceiver_resp(system_id => 'net-smpp', seq => $pdu->{seq});
    }
    elsif ($command == Net::SMPP::CMD_submit_sm) {
        my $id = ++$accepted;
        my %back = (source_addr => $pdu->{destination_addr}, destination_addr => $pdu->{source_addr}, async => 1);
        $esme->deliver_sm(%back, esm_class => 4,
            short_message => sprintf 'id:%010d sub:001 dlvrd:001 submit date:2611221200 done date:2611221201 stat:DELIVRD err:000 text:', $id);
        $esme->submit_sm_resp(message_id => "$id", seq => $pdu->{seq});
        $esme->deliver_sm(%back, data_coding => 8, short_message => "\x65\x36\x52\x30") if $id == 1;
    }
    elsif ($command == Net::SMPP::CMD_enquire_link) {
        $esme->enquire_link_resp(seq => $pdu->{seq});
    }
    elsif ($command == Net::SMPP::CMD_unbind) {
        $esme->unbind_resp(seq => $pdu->{seq});
        last;
    }
}
