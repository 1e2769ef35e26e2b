#!/usr/bin/perl
# A modem that shares nothing with src/: a pseudo-terminal, a table of answers, and everything it is sent in a journal.
# foreign-modem.pl LINK JOURNAL; told what to do by lines on stdin, words separated by tabs; ends with stdin.
#   answer COMMAND LINE...   what is answered from now on, the final result included
#   say TEXT                 as it is; \r \n \xNN stand for bytes
#   echo on|off|always       always: also after ATE0
#   mute on|off              deaf and dumb
#   flood BYTES              bytes of all kinds without a line end
use strict;
use warnings;
use POSIX ();
use Fcntl;

my ($link, $journal_path) = @ARGV;
$| = 1;
$SIG{PIPE} = 'IGNORE';

sysopen(my $master, '/dev/ptmx', O_RDWR | O_NOCTTY) or die "ptmx: $!";
my $number = pack('I', 0);
ioctl($master, 0x80045430, $number) or die "TIOCGPTN: $!";
my $unlock = pack('i', 0);
ioctl($master, 0x40045431, $unlock) or die "TIOCSPTLCK: $!";
my $device = '/dev/pts/' . unpack('I', $number);
# Held open, so that the master never reads EIO while no client is there.
sysopen(my $slave, $device, O_RDWR | O_NOCTTY) or die "$device: $!";
my $termios = POSIX::Termios->new;
$termios->getattr(fileno $slave);
$termios->setiflag(0);
$termios->setoflag(0);
$termios->setlflag(0);
$termios->setattr(fileno $slave, POSIX::TCSANOW());
open(my $journal, '>>', $journal_path) or die "$journal_path: $!";
unlink $link if -l $link;
symlink($device, $link) or die "$link: $!";
END { unlink $link if defined $link && -l $link }
$SIG{TERM} = sub { exit 0 };

my (%answers, $line, $control);
my ($echo, $muted) = ('on', 0);
($line, $control) = ('', '');

sub send_out {
  my ($bytes) = @_;
  while (length $bytes) {
    # Only as much as the client takes now: a terminal whose reader is slow must not stop the modem for good.
    my $writable = '';
    vec($writable, fileno($master), 1) = 1;
    select(undef, $writable, undef, 5) or return;
    my $taken = syswrite($master, $bytes, 512);
    return unless defined $taken;
    $bytes = substr($bytes, $taken);
  }
}

sub obey {
  my ($order, @words) = split /\t/, $_[0], -1;
  if ($order eq 'answer') { my $command = shift @words; $answers{$command} = [@words]; }
  elsif ($order eq 'say') {
    my $text = $words[0];
    $text =~ s/\\r/\r/g; $text =~ s/\\n/\n/g; $text =~ s/\\x([0-9a-f]{2})/chr hex $1/ge;
    send_out($text);
  }
  elsif ($order eq 'echo') { $echo = $words[0]; }
  elsif ($order eq 'mute') { $muted = $words[0] eq 'on'; }
  elsif ($order eq 'flood') {
    my ($left, $seed) = ($words[0], 7);
    while ($left > 0) {
      my $chunk = join '', map { $seed = ($seed * 75 + 74) % 65537; my $b = $seed & 255; chr($b == 10 || $b == 13 ? 63 : $b) } 1 .. 512;
      send_out($chunk);
      $left -= 512;
    }
  }
  print "done\n";
}

sub hear {
  my ($bytes) = @_;
  syswrite($journal, $bytes);
  return if $muted;
  for my $char (split //, $bytes) {
    send_out($char) if $echo ne 'off';
    if ($char ne "\r") { $line .= $char; next; }
    my $command = uc $line;
    $line = '';
    $echo = 'off' if $command eq 'ATE0' && $echo ne 'always';
    next if $command eq '';
    send_out("\r\n$_\r\n") for @{ $answers{$command} // ['ERROR'] };
  }
}

print "ready $device\n";
while (1) {
  my $readable = '';
  vec($readable, fileno(STDIN), 1) = 1;
  vec($readable, fileno($master), 1) = 1;
  select($readable, undef, undef, undef) or next;
  if (vec($readable, fileno($master), 1)) {
    my $got = sysread($master, my $bytes, 4096);
    hear($bytes) if $got;
  }
  if (vec($readable, fileno(STDIN), 1)) {
    my $got = sysread(STDIN, my $bytes, 65536);
    exit 0 unless $got;
    $control .= $bytes;
    obey($1) while $control =~ s/^(.*)\n//;
  }
}
