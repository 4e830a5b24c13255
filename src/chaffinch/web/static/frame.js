/* In the frame with a thread: tells the page around it how tall it is, follows its theme, remembers a name where asked to.
   Without it everything works, in a frame of fixed height. Written by hand, no dependency. */
(() => {
  "use strict";
  const allowed = document.currentScript.dataset.framedBy.split(" ");
  const root = document.documentElement;
  const MEDIA = { auto: "(prefers-color-scheme: dark)", light: "not all", dark: "all" };
  let around = ""; // the origin of the page around, once it has said a word

  const tell = (mark) => {
    if (!around) return;
    const height = Math.ceil(root.getBoundingClientRect().height);
    const top = mark ? Math.round(mark.getBoundingClientRect().top + scrollY) : undefined;
    parent.postMessage({ chaffinch: { height, top } }, around);
  };
  const named = (hash) => document.getElementById(hash.slice(1));

  addEventListener("message", (event) => {
    if (event.source !== parent || parent === window || !(allowed.includes(event.origin) || allowed.includes("*"))) return;
    const said = event.data?.chaffinch;
    if (!said) return;
    const media = MEDIA[said.theme];
    if (media) document.querySelectorAll("link[data-dark]").forEach((link) => (link.media = media));
    if (around) return;
    around = event.origin;
    // What a sent form or a followed link led to; a browser scrolls no page of another origin to it.
    const wrong = document.querySelector("[aria-invalid=true]");
    tell((location.hash && named(location.hash)) || wrong?.closest(".field") || document.getElementById("your-comment"));
    wrong?.focus({ preventScroll: true });
    new ResizeObserver(() => tell()).observe(root);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#']");
    if (link) tell(named(link.hash));
  });

  /* "Remember my name": nothing is stored, nor looked for under another key, before the box is ticked. */
  const KEY = "chaffinch-name";
  const asking = document.querySelector(".remember");
  const form = asking?.closest("form");
  if (!form) return;
  const box = asking.querySelector("input");
  const fields = ["author", "url"].map((name) => form.elements[name]).filter(Boolean);
  const keep = () => {
    if (box.checked) localStorage.setItem(KEY, JSON.stringify(fields.map((field) => [field.name, field.value])));
    else localStorage.removeItem(KEY);
  };
  try {
    const kept = localStorage.getItem(KEY);
    box.checked = kept !== null;
    for (const [name, value] of kept ? JSON.parse(kept) : []) {
      const field = fields.find((one) => one.name === name);
      if (field && !field.value) field.value = value;
    }
    form.addEventListener("change", keep);
    form.addEventListener("submit", keep);
    asking.hidden = false;
  } catch {
    // This browser stores nothing for pages in frames: then there is nothing to ask.
  }
})();
