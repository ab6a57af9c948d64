/* What a page gains with scripts; nothing here is needed to work. */
"use strict";
(() => {
  const focusErrors = (root) => { const box = root.querySelector("[data-focus]"); if (box) box.focus(); };

  document.addEventListener("DOMContentLoaded", () => focusErrors(document));
  document.addEventListener("htmx:afterSettle", (event) => focusErrors(event.target));

  let waiting = null;
  // A form is sent once: a second press while the first is on its way does nothing.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("data-hx-post")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    // Without network a form with a file waits on the page and goes by itself when the network is back.
    if (!navigator.onLine && form.enctype === "multipart/form-data") { event.preventDefault(); tell("offline"); waiting = form; return; }
    form.dataset.sent = "yes";
    setTimeout(() => { delete form.dataset.sent; }, 8000);
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
  });

  // A menu closes with Escape and by pressing elsewhere.
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details.menu[open]").forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
  });

  // The current tab is in sight even when the row of tabs is wider than the phone.
  document.addEventListener("DOMContentLoaded", () => {
    const tab = document.querySelector(".tabs [aria-current]");
    if (tab) tab.scrollIntoView({ block: "nearest", inline: "center" });
  });

  // A link to share or copy: the field holds it and can be selected by hand where neither is possible.
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-copy]").forEach((button) => { button.hidden = !navigator.clipboard; });
    document.querySelectorAll("[data-share]").forEach((button) => { button.hidden = !navigator.share; });
  });
  document.addEventListener("focusin", (event) => { if (event.target.matches("input[readonly]")) event.target.select(); });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy], [data-share]");
    if (!button) return;
    const url = document.getElementById(button.dataset.copy || button.dataset.share).value;
    if (button.dataset.share) { navigator.share({ title: button.dataset.title, url }).catch(() => {}); return; }
    navigator.clipboard.writeText(url).then(() => { const place = document.getElementById("status"); if (place) place.textContent = button.dataset.copied; });
  });

  // No network: say so once, and say when it is back.
  const status = () => document.getElementById("status");
  const tell = (name) => { const text = document.body.dataset[name]; const place = status(); if (text && place) place.textContent = text; };
  window.addEventListener("offline", () => tell("offline"));
  window.addEventListener("online", () => { tell("online"); if (waiting) waiting.requestSubmit(); waiting = null; });
})();
