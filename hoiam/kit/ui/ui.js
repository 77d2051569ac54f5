// The one script of every page. Everything works without it; with it, hands stay on the keyboard, drafts are kept,
// and a request that fails says so. It writes no Vietnamese: the sentences stand in toast/template.html.
"use strict";
(() => {
  const one = (what, from = document) => from.querySelector(what);
  const all = (what, from = document) => [...from.querySelectorAll(what)];
  const later = (ms, act) => {
    let wait;
    const soon = (...given) => { clearTimeout(wait); wait = setTimeout(() => act(...given), ms); };
    soon.cancel = () => clearTimeout(wait);
    return soon;
  };
  const make = (tag, properties = {}, attributes = {}) => {
    const node = Object.assign(document.createElement(tag), properties);
    Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
    return node;
  };
  // Search finds đường under "duong".
  const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
  const matches = (text, typed) => fold(typed).split(/\s+/).every((word) => fold(text).includes(word));
  const words = (node) => {
    const copy = node.cloneNode(true);
    all("kbd, svg, .count, .sr", copy).forEach((n) => n.remove());
    return copy.textContent.trim().replace(/\s+/g, " ");
  };
  // Storage may be full or forbidden: then everything works on without it.
  const memory = {
    get(key) { try { return localStorage.getItem(key); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(key, value); } catch { /* see above */ } },
    drop(key) { try { localStorage.removeItem(key); } catch { /* see above */ } },
    keys() { try { return Object.keys(localStorage); } catch { return []; } },
  };

  /* Toasts: said once, never in the way, never taking the focus */
  const sentence = (name) =>
    all("#cau-bao dt").find((dt) => dt.textContent === name)?.nextElementSibling.textContent ?? "";
  const toast = (text, { url = "", label = "", isError = false } = {}) => {
    const box = one("#bao-nhanh"), shape = one("#mau-bao-nhanh");
    if (!text || !box || !shape) return;
    const made = shape.content.firstElementChild.cloneNode(true), link = one("a", made);
    one("span", made).textContent = text;
    made.classList.toggle("is-error", isError);
    if (url) Object.assign(link, { href: url, textContent: label || sentence("undo"), hidden: false });
    box.append(made);
    if (!isError) setTimeout(() => made.matches(":hover, :focus-within") || made.remove(), 8000);
  };
  document.addEventListener("toast", ({ detail }) => toast(detail.text ?? detail.value, detail));

  /* Drafts: a form with data-keep="name" is kept on this machine until it is sent, a week at most */
  const KEPT = "nhap:", WEEK = 7 * 24 * 3600 * 1000;
  const NOT_KEPT = "[type=hidden], [type=password], [type=file], button, fieldset, [data-keep-not]";
  const fields = (form) => [...form.elements].filter((f) => f.name && !f.matches(NOT_KEPT));
  const isTick = (f) => f.type === "radio" || f.type === "checkbox";
  const keep = (form) => {
    const values = {};
    for (const f of fields(form)) {
      if (!isTick(f)) values[f.name] = f.value;
      else values[f.name] = [...(values[f.name] ?? []), ...(f.checked ? [f.value] : [])];
    }
    memory.set(KEPT + form.dataset.keep, JSON.stringify({ at: Date.now(), values }));
  };
  const keepSoon = later(300, keep);
  const forget = (name) => { keepSoon.cancel(); memory.drop(KEPT + name); };
  const bringBack = (form) => {
    let kept = null;
    try { kept = JSON.parse(memory.get(KEPT + form.dataset.keep)); } catch { /* not ours */ }
    if (!kept || Date.now() - kept.at > WEEK) return memory.drop(KEPT + form.dataset.keep);
    for (const f of fields(form)) {
      const was = kept.values[f.name];
      if (was === undefined) continue;
      if (isTick(f)) f.checked = was.includes(f.value);
      else if (!f.value) f.value = was;
    }
    return form.dispatchEvent(new CustomEvent("kept", { bubbles: true }));
  };
  document.addEventListener("input", ({ target: { form } }) => {
    if (!form?.dataset.keep) return;
    form.dataset.touched = "";
    keepSoon(form);
  });
  addEventListener("pagehide", () => all("form[data-keep][data-touched]").forEach(keep));
  document.addEventListener("submit", ({ target }) => {
    if (target.matches("[data-forget]")) memory.keys().filter((key) => key.startsWith(KEPT)).forEach(memory.drop);
  });

  /* Long lists of choices: type a part of a name, without accents if need be */
  const addFilter = (select) => {
    if (select.previousElementSibling?.matches("[data-filters]")) return;
    const label = sentence("filter");
    const field = make(
      "input", { type: "search", placeholder: label, autocomplete: "off" },
      { "aria-label": label, "aria-controls": select.id, "data-filters": "", "data-keep-not": "" },
    );
    (select.multiple ? chooseSeveral : chooseOne)(select, field, [...select.options]);
    select.before(field);
  };
  const isChanged = (select) => select.dispatchEvent(new Event("change", { bubbles: true }));
  /* Up and down choose */
  const chooseOne = (select, field, options) => {
    const choose = (index) => {
      select.selectedIndex = Math.max(0, Math.min(select.options.length - 1, index));
      isChanged(select);
    };
    field.addEventListener("input", () => {
      const typed = field.value.trim(), chosen = select.value;
      const shown = typed ? options.filter((option) => matches(option.text, typed)) : options;
      select.replaceChildren(...shown);
      select.size = typed ? Math.max(2, Math.min(7, shown.length)) : 0;
      choose(shown.findIndex((option) => option.value === chosen));
    });
    field.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) choose(select.selectedIndex + step);
      if (step || (event.key === "Enter" && !event.ctrlKey)) event.preventDefault();
    });
  };
  /* A click adds one or takes it off; what is chosen stays in sight and first, whatever is typed */
  const chooseSeveral = (select, field, options) => {
    field.addEventListener("input", () => {
      const typed = field.value.trim();
      const [chosen, others] = [true, false].map((is) => options.filter((option) => option.selected === is));
      select.replaceChildren(...chosen, ...others.filter((option) => !typed || matches(option.text, typed)));
    });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.ctrlKey) event.preventDefault();
    });
    select.addEventListener("mousedown", (event) => {
      if (!event.target.matches("option")) return;
      event.preventDefault();
      event.target.selected = !event.target.selected;
      isChanged(select);
    });
  };

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
    const chosen = ticks.filter((tick) => tick.checked).length;
    all("[data-bulk]").forEach((bar) => { bar.hidden = !chosen; });
    all("[data-bulk] [data-count]").forEach((number) => { number.textContent = chosen; });
  };
  document.addEventListener("change", ({ target }) => target.matches(".row__tick input") && countTicks());

  /* Dialogs, menus, panels */
  const show = (dialog) => {
    if (!dialog || dialog.open) return;
    dialog.showModal();
    dialog.dispatchEvent(new Event("shown"));
  };
  const closePanel = (panel) => {
    const alone = panel.closest("[data-back]");
    if (alone) return location.assign(alone.dataset.back);
    panel.replaceWith(make("div", { id: panel.id }));
    const opener = one('.verbs [aria-expanded="true"]');
    opener?.setAttribute("aria-expanded", "false");
    (opener ?? one("#noi-dung"))?.focus();
  };
  document.addEventListener("click", (event) => {
    const { target } = event, button = target.closest("[data-open], [data-close], [data-dismiss], [data-untick]");
    if (button?.matches("[data-open]") && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      show(document.getElementById(button.dataset.open));
    } else if (button?.matches("[data-dismiss]")) {
      button.closest(".toast").remove();
    } else if (button?.matches("[data-close]")) {
      const around = button.closest("dialog, .panel");
      if (around.matches("dialog")) around.close(); else closePanel(around);
    } else if (button) {
      all(".row__tick input:checked").forEach((tick) => { tick.checked = false; });
      countTicks();
    }
    if (target.matches("dialog")) target.close();   // a click on the veil
    all("details.menu[open]").forEach((menu) => menu.contains(target) || (menu.open = false));
  });

  /* Keys: a letter alone presses the button that carries it, and can be turned off (WCAG 2.1.4) */
  const TYPED_INTO = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog";
  const lettersOn = () => memory.get("phim") !== "tat";
  const takesLetters = (target) =>
    document.body.matches(".desk") && lettersOn() && !target.closest?.(TYPED_INTO) && !one("dialog[open]");
  const press = (key) => {
    const button = all("[data-key]").find((n) => n.dataset.key === key && !n.disabled && n.offsetParent);
    button?.click();
    return Boolean(button);
  };
  const onLetter = (key) => {
    const rows = one(".list .row"), row = one(".row.is-here");
    const acts = {
      "?": () => show(one("#phim-tat")),
      ...(rows && { j: () => move(1), k: () => move(-1) }),
      ...(row && { o: () => one(".row__what a", row)?.click(), x: () => one(".row__tick input", row)?.click() }),
    };
    if (!acts[key]) return press(key);
    acts[key]();
    return true;
  };
  const onEscape = (target) => {
    const menu = one("details.menu[open]"), panel = target.closest?.(".panel");
    if (menu) { menu.open = false; one("summary", menu).focus(); } else if (panel) closePanel(panel);
  };
  document.addEventListener("keydown", (event) => {
    const { key, target } = event, ctrl = event.ctrlKey || event.metaKey;
    if (event.isComposing || event.altKey) return;   // Vietnamese typing is composing all the time
    if (ctrl && key.toLowerCase() === "k" && one("#bang-lenh")) { event.preventDefault(); show(one("#bang-lenh")); }
    else if (ctrl && key === "Enter" && target.closest("form")) { event.preventDefault(); target.closest("form").requestSubmit(); }
    else if (key === "Escape" && !one("dialog[open]")) onEscape(target);
    else if (!ctrl && key.length === 1 && takesLetters(target) && onLetter(key.toLowerCase())) event.preventDefault();
  });

  /* Command palette: the verbs of this page, the lists, and found cases */
  const palette = one("#bang-lenh");
  if (palette) {
    const input = one("input", palette), list = one("[role=listbox]", palette), none = one(".palette__none", palette);
    let options = [], at = 0, found = [];
    const commands = () => [
      ...found.map(({ label, note, url }) => (
        { group: list.dataset.seek, icon: "file", label, note, run: () => location.assign(url) })),
      ...all("[data-command], .verbs .button:not(:disabled)").filter((n) => n.offsetParent).map((n) => (
        { group: list.dataset.here, icon: "send", label: n.dataset.command || words(n), key: n.dataset.key,
          run: () => n.click() })),
      ...all(".rail a").map((n) => (
        { group: list.dataset.go, icon: "arrow", label: words(n), note: one(".count", n)?.textContent,
          run: () => location.assign(n.href) })),
    ];
    const line = (command, n) => {
      const made = make("div", { id: `lenh-${n}` }, { role: "option" }), isKey = Boolean(command.key);
      made.insertAdjacentHTML(
        "afterbegin", `<svg class="icon" aria-hidden="true"><use href="#i-${command.icon}"/></svg>`);
      made.append(command.label, make(isKey ? "kbd" : "span", {
        className: isKey ? "push" : "push muted", textContent: command.key?.toUpperCase() ?? command.note ?? "" }));
      made.addEventListener("click", () => go(n));
      return made;
    };
    const draw = () => {
      const known = new Set(found.map(({ label }) => label));
      options = commands().filter(({ label }) => known.has(label) || matches(label, input.value.trim()));
      list.replaceChildren();
      let group = null;
      options.forEach((command, n) => {
        if (group?.getAttribute("aria-label") !== command.group) {
          group = make("div", {}, { role: "group", "aria-label": command.group });
          group.append(
            make("div", { className: "palette__group", textContent: command.group }, { "aria-hidden": "true" }));
          list.append(group);
        }
        group.append(line(command, n));
      });
      none.hidden = Boolean(options.length);
      mark(0);
    };
    const mark = (n) => {
      at = n;
      all("[role=option]", list).forEach((option, m) => option.setAttribute("aria-selected", m === at));
      if (options.length) input.setAttribute("aria-activedescendant", `lenh-${at}`);
      else input.removeAttribute("aria-activedescendant");
      one(`#lenh-${at}`, list)?.scrollIntoView({ block: "nearest" });
    };
    const go = (n) => { palette.close(); options[n]?.run(); };
    const seek = later(180, async () => {
      const asked = input.value.trim();
      let answer = [];
      if (asked.length > 1) {
        const address = `${palette.dataset.results}?q=${encodeURIComponent(asked)}`;
        try { answer = await (await fetch(address, { headers: { Accept: "application/json" } })).json(); }
        catch { /* away or signed out: the commands stay */ }
      }
      if (asked !== input.value.trim()) return;
      found = answer;
      draw();
    });
    palette.addEventListener("shown", () => { input.value = ""; found = []; draw(); input.focus(); });
    input.addEventListener("input", () => { found = []; draw(); if (palette.dataset.results) seek(); });
    input.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const isGo = event.key === "Enter" && !event.isComposing;
      if (!options.length || !(step || isGo)) return;   // Enter with nothing found sends the search form
      event.preventDefault();
      if (step) mark((at + step + options.length) % options.length); else go(at);
    });
  }

  /* Light, dark, or as the device says; letters as keys, or not */
  const root = document.documentElement;
  all("[data-theme-choice]").forEach((set) => {
    set.hidden = false;
    one(`[value=${root.dataset.theme ?? "auto"}]`, set).checked = true;
    set.addEventListener("change", ({ target: { value } }) => {
      const age = value === "auto" ? 0 : 31536000;
      document.cookie = `theme=${value}; path=/; max-age=${age}; samesite=lax`;
      if (age) root.dataset.theme = value; else delete root.dataset.theme;
    });
  });
  all("[data-keys-choice]").forEach((label) => {
    const box = one("input", label);
    label.hidden = false;
    box.checked = lettersOn();
    box.addEventListener("change", () => (box.checked ? memory.drop("phim") : memory.set("phim", "tat")));
  });

  /* The network */
  const network = () => { const line = one("[data-offline]"); if (line) line.hidden = navigator.onLine; };
  addEventListener("online", network);
  addEventListener("offline", network);
  network();

  /* htmx: say what failed, keep the focus sensible, close what is done */
  const SIGN_IN = "/ban-lam-viec/dang-nhap/";
  const on = (name, act) => document.addEventListener(`htmx:${name}`, act);
  const fail = (name, more = {}) => toast(sentence(name), { ...more, isError: true });
  const isSignIn = (xhr) => Boolean(xhr.responseURL) && new URL(xhr.responseURL).pathname === SIGN_IN;
  const expired = () => {
    const back = encodeURIComponent(location.pathname + location.search);
    fail("expired", { url: `${SIGN_IN}?next=${back}`, label: sentence("sign_in") });
  };
  on("beforeSwap", ({ detail }) => { if (isSignIn(detail.xhr)) { detail.shouldSwap = false; expired(); } });
  on("sendError", () => fail("unsent"));
  on("timeout", () => fail("unsent"));
  on("responseError", ({ detail: { xhr } }) => {
    const name = { 401: "expired", 403: "denied", 404: "gone" }[xhr.status];
    if (name === "expired") expired();
    else if (name) fail(name);
    else toast(sentence("failed").replace("{request_id}", xhr.getResponseHeader("X-Request-ID") ?? xhr.status),
      { isError: true });
  });
  on("afterRequest", ({ detail: { elt, xhr, successful, requestConfig } }) => {
    const wasSent = successful && requestConfig.verb !== "get" && ![409, 422].includes(xhr.status) && !isSignIn(xhr);
    if (!wasSent) return;
    const form = elt.closest("form[data-keep]"), panel = elt.closest(".panel");
    if (form) forget(form.dataset.keep);
    if (panel && xhr.status === 204 && !xhr.getResponseHeader("HX-Redirect")) closePanel(panel);
  });
  on("afterSettle", ({ detail: { elt, requestConfig } }) => {
    const panel = elt.matches?.(".panel") ? elt : one(".panel", elt), cause = requestConfig?.triggeringEvent?.type;
    if (!panel || !cause || cause === "load") return;   // a panel that came by itself takes no focus
    all(".verbs [aria-controls]").forEach((n) => n.setAttribute("aria-expanded", n === requestConfig.elt));
    const places = ['.refusal, [aria-invalid="true"]', "input:not([type=hidden]), select, textarea", "h2"];
    const first = places.map((place) => one(place, panel)).find(Boolean);
    if (first.matches(".refusal")) first.tabIndex = -1;
    first.focus();
  });

  /* Whatever stands in the page, or comes into it */
  const welcome = (from) => {
    const come = (what) => [...(from.matches?.(what) ? [from] : []), ...all(what, from)];
    come("[data-sent]").forEach((n) => forget(n.dataset.sent));
    come("select[data-filter]").forEach(addFilter);
    come("form[data-keep]").forEach(bringBack);
    countTicks();
  };
  on("load", ({ detail }) => welcome(detail.elt));
  welcome(document);
})();
