// The one script of every page. Everything works without it; with it, hands stay on the keyboard, drafts are kept,
// and a request that fails says so. It writes no Vietnamese: the sentences stand in toast/template.html.
"use strict";
(() => {
  const one = (what, from = document) => from.querySelector(what);
  const all = (what, from = document) => [...from.querySelectorAll(what)];
  const later = (ms, act) => { let wait; return (...with_) => { clearTimeout(wait); wait = setTimeout(() => act(...with_), ms); }; };
  // Search finds đường under "duong".
  const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
  const plain = (node) => { const copy = node.cloneNode(true); all("kbd, svg, .count, .sr", copy).forEach((n) => n.remove()); return copy.textContent.trim().replace(/\s+/g, " "); };
  const memory = {
    get(key) { try { return localStorage.getItem(key); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(key, value); } catch { /* full or forbidden: work on without */ } },
    drop(key) { try { localStorage.removeItem(key); } catch { /* as above */ } },
    keys() { try { return Object.keys(localStorage); } catch { return []; } },
  };

  /* Toasts: said once, never in the way, never taking the focus */
  const sentence = (name) => all("#cau-bao dt").find((dt) => dt.textContent === name)?.nextElementSibling.textContent ?? "";
  const toast = (text, { url = "", label = "", isError = false } = {}) => {
    const box = one("#bao-nhanh"), shape = one("#mau-bao-nhanh");
    if (!text || !box || !shape) return;
    const made = shape.content.firstElementChild.cloneNode(true), link = one("a", made);
    one("span", made).textContent = text;
    made.classList.toggle("is-error", isError);
    if (url) { link.href = url; link.textContent = label || sentence("undo"); link.hidden = false; }
    box.append(made);
    if (!isError) setTimeout(() => made.matches(":hover, :focus-within") || made.remove(), 8000);
  };
  document.addEventListener("toast", ({ detail }) => toast(detail.text ?? detail.value, detail));

  /* Drafts: a form with data-keep="name" is kept on this machine until it is sent, a week at most */
  const KEPT = "nhap:", WEEK = 7 * 24 * 3600 * 1000;
  const fields = (form) => [...form.elements].filter((f) => f.name && !f.matches("[type=hidden], [type=password], [type=file], button, fieldset, [data-keep-not]"));
  const isTick = (f) => f.type === "radio" || f.type === "checkbox";
  const keep = (form) => {
    const values = {};
    for (const f of fields(form)) {
      if (isTick(f)) { values[f.name] ??= []; if (f.checked) values[f.name].push(f.value); } else values[f.name] = f.value;
    }
    memory.set(KEPT + form.dataset.keep, JSON.stringify({ at: Date.now(), values }));
  };
  const keepSoon = later(300, keep);
  const bringBack = (form) => {
    let kept = null;
    try { kept = JSON.parse(memory.get(KEPT + form.dataset.keep)); } catch { /* not ours */ }
    if (!kept || Date.now() - kept.at > WEEK) return memory.drop(KEPT + form.dataset.keep);
    for (const f of fields(form)) {
      const was = kept.values[f.name];
      if (was === undefined) continue;
      if (isTick(f)) f.checked = was.includes(f.value); else if (!f.value) f.value = was;
    }
    form.dispatchEvent(new CustomEvent("kept", { bubbles: true }));
  };
  const forget = (name) => memory.drop(KEPT + name);
  document.addEventListener("input", ({ target }) => { const form = target.form; if (form?.dataset.keep) keepSoon(form); });
  addEventListener("pagehide", () => all("form[data-keep][data-touched]").forEach(keep));
  document.addEventListener("input", ({ target }) => target.form?.dataset.keep && (target.form.dataset.touched = ""));
  document.addEventListener("submit", ({ target }) => {
    if (target.matches("[data-forget]")) memory.keys().filter((key) => key.startsWith(KEPT)).forEach(memory.drop);
  });

  /* Long lists of choices: type a part of a name, without accents if need be; up and down choose */
  const addFilter = (select) => {
    if (select.previousElementSibling?.matches("[data-filters]")) return;
    const field = document.createElement("input"), options = [...select.options];
    Object.assign(field, { type: "search", placeholder: sentence("filter"), autocomplete: "off" });
    field.dataset.filters = ""; field.dataset.keepNot = "";
    field.setAttribute("aria-label", sentence("filter")); field.setAttribute("aria-controls", select.id);
    const draw = () => {
      const words = fold(field.value).split(/\s+/).filter(Boolean), chosen = select.value;
      select.replaceChildren(...options.filter((o) => words.every((word) => fold(o.text).includes(word)) || (o.value === chosen && !words.length)));
      select.size = words.length ? Math.max(2, Math.min(7, select.options.length)) : 0;
      select.value = chosen;
      if (select.selectedIndex < 0 && select.options.length) select.selectedIndex = 0;
      select.dispatchEvent(new Event("change", { bubbles: true }));
    };
    field.addEventListener("input", draw);
    field.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) { event.preventDefault(); select.selectedIndex = Math.max(0, Math.min(select.options.length - 1, select.selectedIndex + step)); select.dispatchEvent(new Event("change", { bubbles: true })); }
      else if (event.key === "Enter") event.preventDefault();
    });
    select.before(field);
  };

  /* Whatever stands in the page, or comes into it */
  const welcome = (root) => {
    const come = (what) => [...(root.matches?.(what) ? [root] : []), ...all(what, root)];
    come("[data-sent]").forEach((n) => forget(n.dataset.sent));
    come("select[data-filter]").forEach(addFilter);
    come("form[data-keep]").forEach(bringBack);
    countTicks();
  };

  /* Dialogs, menus, panels */
  const show = (dialog) => { if (dialog && !dialog.open) { dialog.showModal(); dialog.dispatchEvent(new Event("shown")); } };
  const closePanel = (panel) => {
    const empty = document.createElement("div");
    empty.id = panel.id;
    panel.replaceWith(empty);
    const opener = one('.verbs [aria-expanded="true"]');
    opener?.setAttribute("aria-expanded", "false");
    (opener ?? one("#noi-dung"))?.focus();
  };
  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-open], [data-close], [data-dismiss]");
    if (target?.dataset.open && !event.ctrlKey && !event.metaKey) {
      const dialog = document.getElementById(target.dataset.open);
      if (dialog?.showModal) { event.preventDefault(); show(dialog); }
    } else if (target?.hasAttribute("data-dismiss")) target.closest(".toast").remove();
    else if (target?.hasAttribute("data-close")) {
      const around = target.closest("dialog, .panel");
      if (around?.matches("dialog")) around.close(); else if (around) closePanel(around);
    }
    if (event.target.matches("dialog")) event.target.close();   // a click on the veil
    all("details.menu[open]").forEach((menu) => menu.contains(event.target) || (menu.open = false));
  });

  /* Lists: j k o x, and the bar for what is chosen */
  const move = (step) => {
    const rows = all(".list .row");
    if (!rows.length) return;
    const here = rows.findIndex((row) => row.matches(".is-here"));
    const next = rows[Math.max(0, Math.min(rows.length - 1, here < 0 ? 0 : here + step))];
    rows[here]?.classList.remove("is-here");
    next.classList.add("is-here");
    one(".row__what a", next)?.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  };
  const countTicks = () => {
    const ticks = all(".row__tick input");
    ticks.forEach((tick) => tick.closest(".row").classList.toggle("is-chosen", tick.checked));
    const n = ticks.filter((tick) => tick.checked).length;
    all("[data-bulk]").forEach((bar) => { bar.hidden = !n; all("[data-count]", bar).forEach((b) => { b.textContent = n; }); });
  };
  document.addEventListener("change", ({ target }) => target.matches(".row__tick input") && countTicks());
  document.addEventListener("click", ({ target }) => {
    if (!target.closest("[data-untick]")) return;
    all(".row__tick input:checked").forEach((tick) => { tick.checked = false; });
    countTicks();
  });

  /* Keys: a letter alone presses the button that carries it, and can be turned off (WCAG 2.1.4) */
  const isTyping = (node) => node.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog");
  const lettersOn = () => memory.get("phim") !== "tat";
  const press = (letter) => {
    const button = all("[data-key]").find((n) => n.dataset.key === letter && !n.disabled && n.offsetParent);
    button?.click();
    return Boolean(button);
  };
  const letter = (key) => {
    const row = one(".row.is-here");
    const acts = {
      j: () => move(1), k: () => move(-1), "?": () => show(one("#phim-tat")),
      o: () => one(".row__what a", row)?.click(), x: () => one(".row__tick input", row)?.click(),
    };
    if ("ox".includes(key) && !row) return press(key);
    if ("jk".includes(key) && !one(".list .row")) return press(key);
    if (acts[key]) { acts[key](); return true; }
    return press(key);
  };
  document.addEventListener("keydown", (event) => {
    const { key, target } = event, ctrl = event.ctrlKey || event.metaKey;
    if (event.isComposing || event.altKey) return;   // Vietnamese typing is composing all the time
    if (ctrl && key.toLowerCase() === "k") { event.preventDefault(); show(one("#bang-lenh")); }
    else if (ctrl && key === "Enter" && target.form) { event.preventDefault(); target.form.requestSubmit(); }
    else if (key === "Escape" && !one("dialog[open]")) {
      const menu = one("details.menu[open]"), panel = target.closest?.(".panel");
      if (menu) { menu.open = false; one("summary", menu).focus(); } else if (panel) closePanel(panel);
    } else if (!ctrl && key.length === 1 && document.body.matches(".desk") && lettersOn() && !isTyping(target) && !one("dialog[open]")) {
      if (letter(key.toLowerCase())) event.preventDefault();
    }
  });

  /* Command palette: the verbs of this page, the lists, and a search */
  const palette = one("#bang-lenh");
  if (palette) {
    const input = one("input", palette), list = one("[role=listbox]", palette), none = one(".palette__none", palette);
    let options = [], at = 0, found = [];
    const commands = () => [
      ...all("[data-command], .verbs .button:not(:disabled)").filter((n) => n.offsetParent).map((n) => (
        { group: list.dataset.here, icon: "send", label: n.dataset.command || plain(n), key: n.dataset.key, run: () => n.click() })),
      ...all(".rail a").map((n) => (
        { group: list.dataset.go, icon: "arrow", label: plain(n), note: one(".count", n)?.textContent, run: () => location.assign(n.href) })),
    ];
    const draw = () => {
      const words = fold(input.value).split(/\s+/).filter(Boolean);
      const known = commands().filter((c) => words.every((word) => fold(c.label).includes(word)));
      const shown = [...found.map((f) => ({ group: list.dataset.seek, icon: "file", label: f.label, note: f.note, run: () => location.assign(f.url) })), ...known];
      options = shown; at = 0; list.replaceChildren();
      let group = null;
      shown.forEach((command, n) => {
        if (group?.dataset.name !== command.group) {
          group = Object.assign(document.createElement("div"), { role: "group" });
          group.setAttribute("role", "group"); group.setAttribute("aria-label", command.group); group.dataset.name = command.group;
          const head = Object.assign(document.createElement("div"), { className: "palette__group", textContent: command.group });
          head.setAttribute("aria-hidden", "true"); group.append(head); list.append(group);
        }
        const line = document.createElement("div");
        line.id = `lenh-${n}`; line.setAttribute("role", "option");
        line.insertAdjacentHTML("afterbegin", `<svg class="icon" aria-hidden="true"><use href="#i-${command.icon}"/></svg>`);
        line.append(command.label);
        const end = command.key ? document.createElement("kbd") : document.createElement("span");
        end.className = command.key ? "push" : "push muted"; end.textContent = command.key?.toUpperCase() ?? command.note ?? "";
        line.append(end);
        line.addEventListener("click", () => go(n)); group.append(line);
      });
      none.hidden = Boolean(shown.length);
      mark();
    };
    const mark = () => {
      all("[role=option]", list).forEach((line, n) => line.setAttribute("aria-selected", n === at));
      if (options.length) input.setAttribute("aria-activedescendant", `lenh-${at}`); else input.removeAttribute("aria-activedescendant");
      one(`#lenh-${at}`, list)?.scrollIntoView({ block: "nearest" });
    };
    const go = (n) => { palette.close(); options[n]?.run(); };
    const seek = later(180, async () => {
      const asked = input.value.trim();
      found = [];
      if (palette.dataset.results && asked.length > 1) {
        try { found = await (await fetch(`${palette.dataset.results}?q=${encodeURIComponent(asked)}`, { headers: { Accept: "application/json" } })).json(); } catch { /* offline: the commands stay */ }
      }
      if (asked === input.value.trim()) draw();
    });
    palette.addEventListener("shown", () => { input.value = ""; found = []; draw(); input.focus(); });
    input.addEventListener("input", () => { draw(); seek(); });
    input.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && options.length) { event.preventDefault(); at = (at + step + options.length) % options.length; mark(); }
      else if (event.key === "Enter" && !event.isComposing && options.length) { event.preventDefault(); go(at); }
    });
  }

  /* Light, dark, or as the device says; letters as keys, or not */
  const root = document.documentElement;
  all("[data-theme-choice]").forEach((set) => {
    set.hidden = false;
    one(`[value=${root.dataset.theme ?? "auto"}]`, set).checked = true;
    set.addEventListener("change", ({ target }) => {
      const age = target.value === "auto" ? 0 : 31536000;
      document.cookie = `theme=${target.value}; path=/; max-age=${age}; samesite=lax`;
      if (age) root.dataset.theme = target.value; else delete root.dataset.theme;
    });
  });
  all("[data-keys-choice]").forEach((label) => {
    const box = one("input", label);
    label.hidden = false; box.checked = lettersOn();
    box.addEventListener("change", () => (box.checked ? memory.drop("phim") : memory.set("phim", "tat")));
  });

  /* The network */
  const network = () => { const line = one("[data-offline]"); if (line) line.hidden = navigator.onLine; };
  addEventListener("online", network); addEventListener("offline", network); network();

  /* htmx: say what failed, keep the focus sensible, close what is done */
  const on = (name, act) => document.addEventListener(`htmx:${name}`, act);
  const isSignIn = (xhr) => { try { return new URL(xhr.responseURL).pathname.endsWith("/dang-nhap/"); } catch { return false; } };
  const expired = () => toast(sentence("expired"), { url: `/ban-lam-viec/dang-nhap/?next=${encodeURIComponent(location.pathname + location.search)}`, label: sentence("sign_in"), isError: true });
  on("load", ({ detail }) => welcome(detail.elt));
  on("beforeSwap", ({ detail }) => { if (isSignIn(detail.xhr)) { detail.shouldSwap = false; expired(); } });
  on("sendError", () => toast(sentence("unsent"), { isError: true }));
  on("timeout", () => toast(sentence("unsent"), { isError: true }));
  on("responseError", ({ detail: { xhr } }) => {
    if (xhr.status === 401) return expired();
    const name = { 403: "denied", 404: "gone" }[xhr.status] ?? "failed";
    return toast(sentence(name).replace("{request_id}", xhr.getResponseHeader("X-Request-ID") ?? xhr.status), { isError: true });
  });
  on("afterRequest", ({ detail: { elt, xhr, successful, requestConfig } }) => {
    const form = elt.closest("form[data-keep]"), panel = elt.closest(".panel");
    if (!successful || xhr.status === 422 || xhr.status === 409 || isSignIn(xhr) || requestConfig.verb === "get") return;
    if (form) forget(form.dataset.keep);
    if (panel && xhr.status === 204) closePanel(panel);
  });
  on("afterSettle", ({ detail: { elt, requestConfig } }) => {
    const panel = elt.matches?.(".panel") ? elt : one(".panel", elt);
    if (!panel || !requestConfig?.triggeringEvent || requestConfig.triggeringEvent.type === "load") return;
    all(".verbs [aria-controls]").forEach((n) => n.setAttribute("aria-expanded", n === requestConfig.elt));
    const first = one('.refusal, [aria-invalid="true"]', panel) ?? one("input:not([type=hidden]), select, textarea", panel) ?? one("h2", panel);
    if (first?.matches(".refusal")) first.tabIndex = -1;
    first?.focus();
  });

  welcome(document);
})();
