/* Chaffinch: comments for this page, and counts for lists of pages. Written by hand, no dependency; sets no cookie and stores nothing.
   What the attributes mean: docs/embedding.md. Licence: Apache-2.0. */
(() => {
  "use strict";
  const script = document.currentScript;
  const server = new URL("/", script.src);
  const TRACKERS = /^(utm_.*|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id)$/i;
  const LOOK = ["theme", "accent", "background", "ink", "font"];
  const COMMENT = /^#comment-([0-9a-f]{32})$/; // the page's own address, leading to one comment
  const PATIENCE = 5000; // milliseconds that a loaded frame has to say how tall it is

  const found = (selector, attribute) => document.querySelector(selector)?.getAttribute(attribute)?.trim();
  const bare = (address) => {
    const url = new URL(address, document.baseURI);
    url.hash = "";
    return url;
  };

  function permalink() {
    const canonical = found('link[rel~="canonical"]', "href");
    if (canonical) return bare(canonical).href;
    const url = bare(location.href);
    const trackers = [...url.searchParams.keys()].filter((name) => TRACKERS.test(name));
    trackers.forEach((name) => url.searchParams.delete(name));
    return url.href;
  }

  /* Words for the site's owner: in the console, and where the comments should be. */
  function complain(words, place, thread) {
    console.warn("Chaffinch: " + words);
    if (!place || place.querySelector("[data-chaffinch-words]")) return;
    const paragraph = document.createElement("p");
    paragraph.dataset.chaffinchWords = "";
    paragraph.setAttribute("role", "status");
    paragraph.textContent = words + " ";
    if (thread) {
      const link = document.createElement("a");
      link.href = thread;
      link.textContent = "Open the comments on a page of their own";
      paragraph.append(link);
    }
    place.prepend(paragraph);
  }

  function show(place) {
    const given = { ...script.dataset, ...place.dataset };
    if (!given.site) return complain("The comments are not shown: data-site is missing. `chaffinch site list` tells the id.", place);
    const query = new URLSearchParams({ site: given.site, permalink: given.permalink ? bare(given.permalink).href : permalink() });
    const title = given.title || found('meta[property="og:title"]', "content") || document.title;
    const about = given.description || found('meta[name="description"]', "content") || found('meta[property="og:description"]', "content");
    if (title) query.set("title", title.slice(0, 200));
    if (about) query.set("description", about.slice(0, 500));
    LOOK.forEach((name) => given[name] && query.set(name, given[name]));

    const meant = COMMENT.exec(location.hash);
    if (meant) query.set("comment", meant[1]);

    const thread = new URL("/thread?" + query + (meant ? location.hash : ""), server).href;
    const frame = document.createElement("iframe");
    let loads = 0;
    let answered = false;
    frame.title = given.label || "Comments";
    frame.loading = meant ? "eager" : "lazy";
    frame.style.cssText = "display:block;width:100%;height:40em;border:0";
    const greet = () => frame.contentWindow?.postMessage({ chaffinch: { theme: place.dataset.theme || script.dataset.theme } }, server.origin);

    addEventListener("message", (event) => {
      if (event.source !== frame.contentWindow || event.origin !== server.origin) return;
      const { height, top } = event.data?.chaffinch ?? {};
      if (height > 0 && height < 1e6) {
        answered = true;
        frame.style.height = Math.ceil(height) + "px";
        place.querySelector("[data-chaffinch-words]")?.remove();
      }
      // Only what the reader did moves the page: following a link to a comment, sending the form.
      if ((loads > 1 || meant) && top >= 0 && top < 1e6) scrollTo({ top: scrollY + frame.getBoundingClientRect().top + top - 72 });
    });
    frame.addEventListener("load", () => {
      loads += 1;
      greet();
      setTimeout(() => {
        if (!answered) complain(`The comments do not answer. If this site is yours: ${location.origin} must be the address it is registered with, and a Content-Security-Policy must allow frame-src ${server.origin}.`, place, thread);
      }, PATIENCE);
    });
    new MutationObserver(greet).observe(place, { attributeFilter: ["data-theme"] });
    new MutationObserver(greet).observe(script, { attributeFilter: ["data-theme"] });
    frame.src = thread;
    place.replaceChildren(frame);
  }

  async function count(elements) {
    const address = (element) => bare(element.dataset.chaffinchCount || element.href || location.href).href;
    const permalinks = [...new Set(elements.map(address))];
    const body = JSON.stringify({ site: script.dataset.site, permalinks });
    const answer = await fetch(new URL("/counts", server), { method: "POST", body, credentials: "omit", referrerPolicy: "no-referrer" });
    const { counts = {}, error } = await answer.json();
    if (error) complain(error);
    for (const element of elements) {
      const number = counts[address(element)];
      if (number === undefined) continue;
      const words = (element.dataset.chaffinchWords || script.dataset.counts || "No comments|1 comment|# comments").split("|");
      element.textContent = words[Math.min(number, words.length - 1)].replace("#", number);
    }
  }

  function begin() {
    const place = document.getElementById("chaffinch-thread");
    const elements = [...document.querySelectorAll("[data-chaffinch-count]")];
    if (place) {
      try {
        show(place);
      } catch (error) {
        complain("The comments are not shown: " + error, place);
      }
    }
    if (elements.length) count(elements).catch((error) => complain("The comments could not be counted: " + error));
    if (!place && !elements.length) complain('There is no element with the id "chaffinch-thread" on this page, and none with data-chaffinch-count.');
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
