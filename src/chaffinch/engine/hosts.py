"""Hosts that everybody links to, by what they are for, and shorteners, whose addresses tell nobody where they lead.

A host is known or it is a stranger's. What a table knows is the same on every site and from day to day, so no site is
known by what it has seen; and a row that is trained on cannot make its own host known.
"""

from __future__ import annotations

from enum import IntEnum


class Kind(IntEnum):
    """What a host is for. The numbers are part of the stored row (feature version 3)."""

    STRANGER = 0
    SHORTENER = 1
    CODE = 2
    PAGES = 3
    SOCIAL = 4
    MEDIA = 5
    REFERENCE = 6
    CHAT = 7
    FILES = 8


_HOSTS: dict[Kind, str] = {
    Kind.SHORTENER: """
        1url.com 2.gp adf.ly amzn.to bc.vc bit.do bit.ly bitly.com buff.ly chilp.it clck.ru cli.gs cutt.ly cutt.us db.tt
        dlvr.it dwz.cn fb.me ff.im fur.ly gg.gg goo.gl goo.su han.gl hyperurl.co is.gd j.mp lc.cx lihi1.cc linktr.ee
        lnkd.in lnnk.in mcaf.ee me2.do migre.me ouo.io ow.ly po.st posh.mk pse.is qps.ru qr.ae rb.gy rebrand.ly reurl.cc
        rlu.ru s.id short.gy shorte.st shorturl.at snip.ly snipurl.com soo.gd su.pr suo.im surl.li t.cn t.co t.ly t2m.io
        tiny.cc tiny.one tinyurl.com tr.im trib.al u.nu u.to url.cn url.kr urlz.fr v.gd v.ht vk.cc wp.me x.co x.gd
    """,
    Kind.CODE: """
        android.com apache.org asp.net bitbucket.org code.google.com codeberg.org codepen.io codeplex.com
        codeproject.com debian.org developer.apple.com djangoproject.com docker.com dotnetfiddle.net drupal.org
        eclipse.org git.io git-scm.com github.com gitlab.com gnu.org golang.org groups.google.com haskell.org ietf.org
        java.com jekyllrb.com jetbrains.com jquery.com jsfiddle.net kernel.org launchpad.net microsoft.com mozilla.org
        msdn.com mysql.com nodejs.org npmjs.com npmjs.org nuget.org opensource.org oracle.com packagist.org
        pastebin.com php.net postgresql.org python.org raspberrypi.org reactjs.org
        readthedocs.io readthedocs.org ruby-lang.org rubygems.org rust-lang.org sf.net sourceforge.net sqlite.org
        stackexchange.com stackoverflow.com superuser.com serverfault.com ubuntu.com visualstudio.com w3.org
        w3schools.com wordpress.org
    """,
    Kind.PAGES: """
        about.com altervista.org angelfire.com blog.fc2.com blogger.com blogspot.com canalblog.com dev.to exblog.jp
        free.fr geocities.com ghost.io github.io gitlab.io hatenablog.com hatenablog.jp herokuapp.com jimdo.com
        livedoor.jp livejournal.com medium.com narod.ru naver.com neocities.org netlify.app netlify.com note.com
        over-blog.com pages.dev posterous.com sites.google.com skyrock.com splashthat.com squarespace.com substack.com
        tripod.com tumblr.com typepad.com ucoz.ru unblog.fr vercel.app weebly.com webnode.com webs.com wixsite.com
        wordpress.com yolasite.com
    """,
    Kind.SOCIAL: """
        about.me bsky.app delicious.com digg.com disqus.com facebook.com goodreads.com gravatar.com instagram.com
        linkedin.com mastodon.social meetup.com myspace.com ok.ru news.ycombinator.com pinterest.com
        plus.google.com producthunt.com quora.com reddit.com threads.net tiktok.com twitter.com vk.com weibo.com x.com
        zhihu.com
    """,
    Kind.MEDIA: """
        500px.com bandcamp.com dailymotion.com disquscdn.com flic.kr flickr.com giphy.com imageshack.us imgur.com
        photobucket.com slideshare.net soundcloud.com speakerdeck.com spotify.com ted.com tinypic.com twitch.tv
        twitpic.com vimeo.com youtu.be youtube.com ytimg.com
    """,
    Kind.REFERENCE: """
        adobe.com amazon.com amazon.co.uk amazon.de apple.com archive.org arstechnica.com arxiv.org bbc.co.uk bbc.com
        bing.com cnn.com creativecommons.org doi.org duckduckgo.com economist.com elpais.com europa.eu forbes.com
        google.com guardian.co.uk imdb.com lemonde.fr merriam-webster.com nature.com nih.gov npr.org nytimes.com
        reuters.com slashdot.org snopes.com spiegel.de techcrunch.com theguardian.com theverge.com un.org
        washingtonpost.com wikia.com wikimedia.org wikipedia.org wiktionary.org wired.com xkcd.com yahoo.com zdnet.com
    """,
    Kind.CHAT: """
        discord.com discord.gg line.me m.me t.me telegram.me telegram.org wa.me whatsapp.com zalo.me
    """,
    Kind.FILES: """
        1drv.ms 4shared.com box.com docs.google.com drive.google.com dropbox.com mediafire.com mega.co.nz mega.nz
        onedrive.live.com rapidshare.com wetransfer.com
    """,
}
"""One host may stand under another (`code.google.com`): the longest that fits counts."""

_KINDS = {host: kind for kind, hosts in _HOSTS.items() for host in hosts.split()}


def kind_of(host: str) -> Kind:
    """Return what a host is for; subdomains are what their domain is. `host`: as `links.split_address` gives it.

    >>> kind_of("gist.github.com").name, kind_of("bit.ly").name, kind_of("cheap-swans.example").name
    ('CODE', 'SHORTENER', 'STRANGER')
    """
    while host:
        if host in _KINDS:
            return _KINDS[host]
        host = host.partition(".")[2]
    return Kind.STRANGER
