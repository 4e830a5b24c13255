# Debian's Net::Akismet by its own parameter SERVICE_HOST. It speaks plain HTTP and knows neither roles nor tests.
use strict;
use warnings;
use JSON::PP;
use Net::Akismet;

sub client { Net::Akismet->new(KEY => $_[0], URL => $ENV{CLIENT_BLOG}, SERVICE_HOST => $ENV{CLIENT_HOST}) }

sub comment {
    (USER_IP => '192.0.2.1', COMMENT_USER_AGENT => 'Mozilla/5.0', COMMENT_AUTHOR => 'Una Marsh', @_);
}

my $known = client($ENV{CLIENT_KEY});
my %ham   = comment(COMMENT_CONTENT => $ENV{CLIENT_HAM});
my %results;
$results{key}             = defined $known ? JSON::PP::true : JSON::PP::false;
$results{other_key}       = defined client($ENV{CLIENT_BAD_KEY}) ? JSON::PP::true : JSON::PP::false;
$results{ham}             = $known->check(%ham);
$results{spam}            = $known->check(comment(COMMENT_CONTENT => $ENV{CLIENT_SPAM}));
$results{guaranteed_spam} = $known->check(%ham, COMMENT_AUTHOR => 'akismet-guaranteed-spam');

$results{no_address}      = $known->check(%ham, USER_IP => '');

# A key that ends while a program runs: this client verifies at its start, and never again.
$known->{KEY} = $ENV{CLIENT_BAD_KEY};
$results{other_key_checks} = $known->check(%ham);
$results{other_key_submits} = $known->spam(%ham);
$known->{KEY} = $ENV{CLIENT_KEY};

$results{submit_spam}       = $known->spam(%ham);
$results{after_submit_spam} = $known->check(%ham);
$results{submit_ham}        = $known->ham(%ham);
$results{after_submit_ham}  = $known->check(%ham);
print encode_json(\%results), "\n";
