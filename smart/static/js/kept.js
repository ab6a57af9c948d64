/* A receipt stays on this device until the portal has it: the photo outlives a lost network and a closed tab. */
"use strict";
(() => {
  if (!window.indexedDB || !window.fetch) return;
  const MONTH = 30 * 86400000;
  const open = () => new Promise((yes, no) => {
    const ask = indexedDB.open("smart", 1);
    ask.onupgradeneeded = () => ask.result.createObjectStore("receipts", { keyPath: "id" });
    ask.onsuccess = () => yes(ask.result);
    ask.onerror = () => no(ask.error);
  });
  const store = async (mode, act) => {
    const base = await open();
    return new Promise((yes, no) => {
      const ask = act(base.transaction("receipts", mode).objectStore("receipts"));
      ask.onsuccess = () => yes(ask.result);
      ask.onerror = () => no(ask.error);
    }).finally(() => base.close());
  };
  const put = (entry) => store("readwrite", (all) => all.put(entry));
  const drop = (id) => store("readwrite", (all) => all.delete(id));
  const box = () => document.querySelector("[data-kept]");
  const tell = (text) => { document.getElementById("status").textContent = text; };
  let waiting = null;

  // The form carries a number of its own: what is sent twice makes one receipt.
  const send = async (entry) => {
    const body = new FormData();
    const token = box().querySelector("[name=csrfmiddlewaretoken]").value;
    entry.fields.forEach(([name, value]) => body.append(name, name === "csrfmiddlewaretoken" ? token : value));
    const lost = new AbortController();
    window.addEventListener("offline", () => lost.abort(), { once: true });
    const answer = await fetch(entry.url, { method: "POST", body, headers: { "HX-Request": "true" }, signal: lost.signal });
    const next = answer.headers.get("HX-Redirect");
    if (next) { await drop(entry.id); location.assign(next); return; }
    if (answer.redirected) { location.assign(answer.url); return; } // to sign in: it waits here meanwhile
    if (answer.status !== 422) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    await drop(entry.id); // the portal keeps the photo and asks for the rest
    document.title = page.title;
    document.querySelector("main").replaceWith(page.querySelector("main"));
    document.querySelector("[data-focus]")?.focus();
    offer();
  };
  const attempt = (entry) => {
    waiting = null;
    return send(entry).catch(() => { waiting = entry; tell(box().dataset.lost); offer().then(() => box().scrollIntoView({ block: "center" })); });
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-keep]")) return;
    event.preventDefault();
    event.stopPropagation();
    if (form.dataset.sent) return;
    form.dataset.sent = "yes";
    const fields = [...new FormData(form)];
    const entry = { id: form.elements.submission_id.value, whose: box().dataset.kept, at: Date.now(), url: location.pathname, fields };
    await put(entry).catch(() => {});
    await attempt(entry);
    delete form.dataset.sent;
  }, true);
  window.addEventListener("online", () => { if (waiting) attempt(waiting); });

  const offer = async () => {
    const place = box();
    if (!place) return;
    const all = await store("readonly", (each) => each.getAll()).catch(() => []);
    all.filter((entry) => Date.now() - entry.at > MONTH).forEach((entry) => drop(entry.id));
    const entry = all.find((each) => each.whose === place.dataset.kept);
    place.hidden = !entry;
    if (!entry) return;
    const said = Object.fromEntries(entry.fields);
    place.querySelector("[data-kept-what]").textContent = [said.supplier, said.gross, said.file?.name].filter(Boolean).join(" · ");
    place.querySelector("[data-kept-send]").onclick = () => attempt(entry);
    place.querySelector("[data-kept-drop]").onclick = async () => { await drop(entry.id); waiting = null; offer(); };
  };
  document.addEventListener("DOMContentLoaded", offer);
})();
