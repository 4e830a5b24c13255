# SpamAssassin's Bayes, driven over pipes: no rules, no network, nothing of the machine's own settings or databases.
#
# One argument: a folder that holds etc/ (local.cf, *.pre), rules/ and the database. Each request is one line, a message of so many
# bytes after it where it says so; each answer is one line.
#
#     score BYTES              the probability of spam, or "none" where Bayes has nothing to say
#     learn spam|ham BYTES ID  1 where it was learned. ID: equal texts with other ids are learned again
#     begin, end               1. Between them messages are only learned, and the database stays open
#     close                    1. The database is closed: its file may be copied or replaced
use strict;
use warnings;
use Mail::SpamAssassin;
use Mail::SpamAssassin::PerMsgStatus;

my ($folder) = @ARGV;
{   # These three are no options of local.cf. As shipped: 0.346, 0.030 and 0.030 * 0.538.
    no warnings 'once';
    $Mail::SpamAssassin::Bayes::Combine::MIN_PROB_STRENGTH = 0.02;
    $Mail::SpamAssassin::Bayes::Combine::FW_S_CONSTANT     = 1;
    $Mail::SpamAssassin::Bayes::Combine::FW_S_DOT_X        = 0.5;
}
my $judge = Mail::SpamAssassin->new({
    rules_filename      => "$folder/rules",
    site_rules_filename => "$folder/etc",
    userprefs_filename  => "$folder/etc/user_prefs",
    userstate_dir       => $folder,
    local_tests_only    => 1,
    dont_copy_prefs     => 1,
});
$judge->init(1);

sub opened {
    my ($is_bulk) = @_;
    $judge->init_learner({ caller_will_untie => $is_bulk, learn_to_journal => 0, wait_for_lock => 1 });
}

sub message {
    my ($size) = @_;
    my $bytes = '';
    read(STDIN, $bytes, $size) == $size or die "half a message\n";
    return $judge->parse($bytes, 0);
}

sub score {
    my $mail   = message(@_);
    my $status = Mail::SpamAssassin::PerMsgStatus->new($judge, $mail);
    $status->extract_message_metadata();
    my $found = $judge->call_plugins('check_bayes', $status, undef, 0, 'undef') ? $status->{bayes_score} : undef;
    $status->finish();
    $mail->finish();
    return defined $found ? sprintf('%.17g', $found) : 'none';
}

sub learn {
    my ($label, $size, $id) = @_;
    my $mail = message($size);
    my $learned = $judge->{bayes_scanner}->learn($label eq 'spam', $mail, $id);
    $mail->finish();
    return $learned ? 1 : 0;
}

$| = 1;
binmode STDIN;
opened(0);
while (my $line = <STDIN>) {
    chomp $line;
    my ($what, @rest) = split / /, $line;
    my $answer = 1;
    if    ($what eq 'score') { $answer = score(@rest) }
    elsif ($what eq 'learn') { $answer = learn(@rest) }
    elsif ($what eq 'begin') { opened(1) }
    elsif ($what eq 'end')   { $judge->rebuild_learner_caches(); $judge->finish_learner(); opened(0) }
    elsif ($what eq 'close') { $judge->finish_learner() }
    else                     { die "no such request: $line\n" }
    print "$answer\n";
}
