"""The filters that ours is compared with."""

from __future__ import annotations

from chaffinch.archive.peers.bogofilter import BOGOFILTER
from chaffinch.archive.peers.peer import Peer
from chaffinch.archive.peers.rspamd import RSPAMD
from chaffinch.archive.peers.sgd import SGD
from chaffinch.archive.peers.spamassassin import SPAMASSASSIN

PEERS: tuple[Peer, ...] = (BOGOFILTER, SPAMASSASSIN, RSPAMD, SGD)
"""In the order of tables."""
