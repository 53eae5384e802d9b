"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const read = (element) => JSON.parse(element.textContent);
  const start = read($("start"));
  const end = $("end") ? read($("end")) : null;
  const FIELDS = ["iteration", "item", "ref", "method", "url", "code", "time", "size", "requests",
    "assertions", "failed", "skipped", "errors", "left"];
  const rows = [...document.querySelectorAll("script.row")].map((element) => {
    const row = Object.fromEntries(read(element).map((value, at) => [FIELDS[at], value]));
    row.detail = element.nextElementSibling;
    row.name = start.items[row.item]?.[0] ?? "";
    row.folders = start.items[row.item]?.[1] ?? [];
    row.path = [...row.folders, row.name].join(" / ");
    row.state = row.failed || row.errors ? "fail" : row.left || row.skipped ? "skip" : "pass";
    row.text = [row.path, row.method, row.url, row.code ?? "error"].join(" ").toLowerCase();
    return row;
  });

  // Everything comes onto the page as text: `make` is the only way.
  const make = (tag, kind, ...children) => {
    const element = document.createElement(tag);
    if (kind) element.className = kind;
    element.append(...children.flat().filter((child) => child !== null && child !== undefined));
    return element;
  };
  const button = (kind, text, act) => {
    const element = make("button", kind, text);
    element.type = "button";
    element.addEventListener("click", act);
    return element;
  };

  const size = (bytes) => {
    const units = ["B", "kB", "MB", "GB", "TB"];
    let at = 0;
    while (bytes >= 1000 && at < units.length - 1) { bytes /= 1000; at++; }
    return `${at ? +bytes.toFixed(2) : bytes} ${units[at]}`;
  };
  const time = (ms) => ms === null || ms === undefined ? "" : ms < 1 ? `${Math.round(ms * 1000)} µs`
    : ms < 1998 ? `${Math.round(ms)} ms` : ms < 60000 ? `${(ms / 1000).toFixed(1)} s`
    : `${Math.floor(ms / 60000)} m ${Math.round(ms / 1000) % 60} s`;

  // The heading.
  $("title").textContent = start.title || "Run";
  const facts = [];
  if (start.title !== start.collection && start.collection) facts.push(start.collection);
  if (start.environment) facts.push(`environment ${start.environment}`);
  facts.push(new Date(start.started).toLocaleString());
  if (end) facts.push(time(end.completed - start.started));
  if (start.onlyFails) facts.push("only what failed");
  $("about").textContent = facts.join(" · ");
  const verdict = $("verdict");
  const [kind, word] = !end || end.aborted ? ["skip", end ? "aborted" : "not finished"]
    : end.passed ? ["pass", "passed"]
    : ["fail", end.error ? "error" : `${end.failed} failed`];
  verdict.className = kind;
  verdict.textContent = word;

  // Totals.
  const total = (label, value, note, kind) =>
    make("div", "total", make("b", kind || "", String(value)), make("span", "", label),
      note ? make("i", kind || "", ` · ${note}`) : null);
  if (end) {
    const counted = (label, [all, failed]) =>
      total(label, all, failed ? `${failed} failed` : "", failed ? "fail" : "");
    $("totals").append(
      counted("iterations", end.iterations),
      counted("requests", end.requests),
      counted("assertions", end.assertions),
      total("skipped", end.skipped, "", end.skipped ? "skip" : ""),
      counted("test scripts", end.testScripts),
      counted("prerequest scripts", end.prerequestScripts),
      total("data received", size(end.received)));
    if (end.retried) $("totals").append(total("tried again", end.retried));
    if (end.response) {
      const [mean, min, max] = end.response;
      $("totals").append(total("average response", time(mean), `${time(min)} – ${time(max)}`));
    }
  }

  // Bodies.
  const WORDS = /("(?:\\.|[^"\\])*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|\b(true|false|null)\b/g;
  const coloured = (text) => {
    const parts = document.createDocumentFragment();
    if (start.plain || text.length > 200000) { parts.append(text); return parts; }
    let from = 0;
    for (const found of text.matchAll(WORDS)) {
      parts.append(text.slice(from, found.index));
      const [all, string, colon, number] = found;
      if (string) {
        parts.append(make("span", colon ? "key" : "string", string), colon ?? "");
      } else {
        parts.append(make("span", number ? "num" : "word", all));
      }
      from = found.index + all.length;
    }
    parts.append(text.slice(from));
    return parts;
  };
  const looksLikeJson = (text) => /^\s*[[{]/.test(text);
  const pretty = (text) => {
    try { return JSON.stringify(JSON.parse(text), null, 2); } catch { return null; }
  };
  const hex = (base64) => {
    const bytes = atob(base64);
    let lines = "";
    for (let at = 0; at < bytes.length; at += 16) {
      const part = bytes.slice(at, at + 16);
      const codes = [...part].map((c) => c.charCodeAt(0).toString(16).padStart(2, "0")).join(" ");
      const shown = [...part].map((c) => c >= " " && c <= "~" ? c : ".").join("");
      lines += `${at.toString(16).padStart(6, "0")}  ${codes.padEnd(47)}  ${shown}\n`;
    }
    return lines;
  };
  const body = (label, body) => {
    if (!body) return null;
    const kept = body.kept === undefined ? "" : `, first ${size(body.kept)}`;
    const about = [body.mode, body.type, size(body.size) + kept].filter(Boolean).join(" · ");
    const bar = make("div", "bar", make("h3", "", `${label} · ${about}`));
    if (body.image) {
      const image = make("img", "");
      image.alt = label;
      image.src = `data:${body.image};base64,${body.base64}`;
      return make("div", "", bar, image);
    }
    const pre = make("pre", "");
    if (body.text === undefined) {
      pre.textContent = hex(body.base64);
      return make("div", "", bar, pre);
    }
    const better = looksLikeJson(body.text) ? pretty(body.text) : null;
    const show = (text) => pre.replaceChildren(
      looksLikeJson(body.text) ? coloured(text) : text);
    show(better ?? body.text);
    if (better !== null && better !== body.text) {
      let raw = false;
      const toggle = button("", "raw", () => {
        raw = !raw;
        show(raw ? body.text : better);
        toggle.textContent = raw ? "pretty" : "raw";
      });
      bar.append(toggle);
    }
    return make("div", "", bar, pre);
  };
  const table = (label, pairs) => !pairs || !pairs.length ? null
    : make("div", "", make("h3", "", `${label} (${pairs.length})`), make("table", "",
      pairs.map(([key, value]) => make("tr", "", make("td", "", key), make("td", "", value)))));
  const reason = (error) => [
    [error.name, error.message].filter(Boolean).join(": ") || "something that is no error",
    error.line ? `at line ${error.line}${error.column ? `, column ${error.column}` : ""}` : "",
    error.hint ?? "",
  ].filter(Boolean).join("\n");

  // Details of a row.
  const request = (done) => {
    const { sent, received } = done;
    const step = make("div", "step", make("b", "", `${sent.method} ${sent.url}`));
    if (done.origin) step.append(" ", make("span", "tag", done.origin));
    if (done.attempt > 1 || done.retried) {
      step.append(" ", make("span", "tag skip", `attempt ${done.attempt}`));
    }
    for (const [method, url, code, location] of done.hops) {
      step.append(make("p", "note", `${method} ${url} → ${code}, to ${location}`));
    }
    if (done.error) step.append(make("pre", "fail", reason(done.error)));
    if (received) {
      const state = received.code >= 400 ? "fail" : "pass";
      step.append(make("p", "", make("span", `tag ${state}`, `${received.code} ${received.reason}`),
        make("span", "note", ` HTTP/${received.version} · ${time(received.time)} · `
          + `${size(received.size)}${received.remote ? ` · ${received.remote}` : ""}`)));
      const all = received.phases.reduce((sum, [, ms]) => sum + ms, 0);
      const bar = make("div", "phases", received.phases.map(([name, ms]) => {
        const part = make("span", "");
        part.style.width = `${all ? 100 * ms / all : 0}%`;
        part.title = `${name} ${time(ms)}`;
        return part;
      }));
      step.append(bar, make("p", "note",
        received.phases.map(([name, ms]) => `${name} ${time(ms)}`).join(" · ")));
    }
    step.append(...[table("Request headers", sent.headers), body("Request body", sent.body),
      received && table("Response headers", received.headers),
      received && body("Response body", received.body)].filter(Boolean));
    return step;
  };
  const test = ({ name, script, skipped, error }) => {
    const [kind, sign] = skipped ? ["skip", "–"] : error ? ["fail", "✗"] : ["pass", "✓"];
    const note = script === "prerequest" ? make("span", "note", " · before the request") : null;
    return make("li", "", make("span", `sign ${kind}`, sign), name, note,
      error ? make("pre", "", reason(error)) : null);
  };
  const detail = (row) => {
    const happened = read(row.detail);
    const of = (kind) => happened.filter(([what]) => what === kind).map(([, value]) => value);
    const box = make("div", "detail");
    const section = (label, parts) => {
      if (parts.length) box.append(make("h3", "", label), ...parts);
    };
    section("Tests", of("assertion").length
      ? [make("ul", "tests", of("assertion").map(test))] : []);
    section("Script errors", of("script").map(({ script, owner, error }) =>
      make("pre", "fail", `${script} script of ${owner}\n${reason(error)}`)));
    section("Errors that failed nothing", of("exception").map(({ script, error }) =>
      make("pre", "", `${script} script\n${reason(error)}`)));
    if (row.left) box.append(make("p", "note", "A script skipped the request."));
    for (const next of of("next")) {
      box.append(make("p", "note", next === null ? "A script ended the iteration."
        : `A script went on with ${next}.`));
    }
    section("Console", of("console").length ? [make("pre", "",
      of("console").map(({ level, text }) => `${level.padEnd(6)}${text}`).join("\n"))] : []);
    box.append(...of("request").map(request));
    return box;
  };

  // The list.
  const PAGE = 200;
  const shown = { iteration: "", folder: null, state: "", search: "", count: PAGE };
  const fits = (row) => (shown.iteration === "" || row.iteration === +shown.iteration)
    && (shown.folder === null
      || (row.folders.join("\n") + "\n").startsWith(shown.folder + "\n"))
    && (shown.state === "" || row.state === shown.state)
    && shown.search.split(/\s+/).every((part) => row.text.includes(part));
  const view = (row, open) => {
    const tally = row.left ? make("span", "tally skip number", "skipped")
      : make("span", "tally number",
        make("span", row.failed ? "fail" : row.assertions ? "pass" : "note",
          row.assertions ? `${row.assertions - row.failed - row.skipped}/${row.assertions}` : "–"),
        row.errors ? make("span", "fail", ` +${row.errors} err`) : null);
    const many = start.iterations > 1 ? `#${row.iteration + 1} · ` : "";
    const where = [...row.folders, ""].join(" / ");
    const head = button("head", [
      make("span", "method", row.method),
      make("span", "", row.name, make("span", "where", `${many}${where}${row.url}`)),
      make("span", `number ${row.code === null || row.code >= 400 ? "fail" : ""}`,
        row.left ? "" : row.code === null ? "error" : String(row.code)),
      make("span", "number", time(row.time)),
      make("span", "size number", row.left ? "" : size(row.size)),
      tally,
    ], () => toggle());
    const element = make("article", `row is-${row.state}`, head);
    let box = null;
    const toggle = () => {
      if (box) { box.remove(); box = null; } else { box = detail(row); element.append(box); }
      head.setAttribute("aria-expanded", String(box !== null));
    };
    head.setAttribute("aria-expanded", "false");
    if (open) toggle();
    return element;
  };
  const draw = () => {
    const fitting = rows.filter(fits);
    $("rows").replaceChildren(...fitting.slice(0, shown.count).map((row) => view(row, false)));
    if (!fitting.length) $("rows").append(make("p", "empty", "Nothing to show."));
    $("shown").textContent = `${fitting.length} of ${rows.length}`;
    const rest = fitting.length - shown.count;
    $("more").hidden = rest <= 0;
    $("more").textContent = `Show ${Math.min(rest, PAGE)} more of ${rest}`;
  };
  const change = (changes) => { Object.assign(shown, { count: PAGE }, changes); draw(); };
  $("more").addEventListener("click", () => { shown.count += PAGE; draw(); });
  $("search").addEventListener("input", (event) =>
    change({ search: event.target.value.trim().toLowerCase() }));

  const states = [["", "All"], ["pass", "Passed"], ["fail", "Failed"], ["skip", "Skipped"]];
  const choices = states.map(([state, label]) => {
    const count = state ? rows.filter((row) => row.state === state).length : rows.length;
    const choice = button("", `${label} ${count}`, () => {
      change({ state });
      choices.forEach((other) => other.setAttribute("aria-pressed", String(other === choice)));
    });
    choice.setAttribute("aria-pressed", String(state === ""));
    return choice;
  });
  $("states").append(...choices);

  const bad = new Map();
  for (const row of rows) {
    if (row.state === "fail") bad.set(row.iteration, (bad.get(row.iteration) ?? 0) + 1);
  }
  const option = (value, text) => {
    const element = make("option", "", text);
    element.value = value;
    return element;
  };
  const seen = new Set(rows.map((row) => row.iteration));
  $("iteration").append(option("", "all"), ...[...seen].map((at) =>
    option(String(at), `${at + 1}${bad.has(at) ? ` (${bad.get(at)} failed)` : ""}`)));
  $("iteration").addEventListener("change", (event) => change({ iteration: event.target.value }));

  // Folders, in the order of the items.
  const folders = new Map();
  for (const row of rows) {
    for (let depth = 1; depth <= row.folders.length; depth++) {
      const key = row.folders.slice(0, depth).join("\n");
      const folder = folders.get(key) ?? { depth, name: row.folders[depth - 1], all: 0, bad: 0 };
      folder.all++;
      if (row.state === "fail") folder.bad++;
      folders.set(key, folder);
    }
  }
  const branches = [];
  const branch = (key, name, depth, all, failed) => {
    const element = button("", [make("span", "", name),
      failed ? make("i", "fail", String(failed)) : null, make("i", "", String(all))], () => {
      change({ folder: key });
      branches.forEach((other) => other.setAttribute("aria-pressed", String(other === element)));
    });
    element.title = name;
    element.style.paddingLeft = `${6 + 12 * depth}px`;
    element.setAttribute("aria-pressed", String(key === null));
    branches.push(element);
    return element;
  };
  $("tree").append(
    branch(null, "All folders", 0, rows.length, rows.filter((row) => row.state === "fail").length),
    ...[...folders].map(([key, folder]) =>
      branch(key, folder.name, folder.depth, folder.all, folder.bad)));

  // Failures, and what was skipped.
  const byRef = new Map(rows.map((row) => [row.ref, row]));
  const iteration = (at) => start.iterations > 1 ? ` · iteration ${at + 1}` : "";
  const link = (row, text) => {
    if (!row) return make("span", "", text);
    const element = button("link", text, () => {
      const open = element.parentElement.querySelector(".row");
      if (open) open.remove(); else element.parentElement.append(view(row, true));
    });
    return element;
  };
  const failures = (end?.failures ?? []).map((failure) => {
    const row = byRef.get(failure.ref);
    const [name, path] = start.items[failure.item] ?? ["", []];
    return make("div", "failure",
      make("p", "", make("b", "", failure.test ?? failure.name ?? "failure"),
        make("span", "note", ` ${failure.at}${iteration(failure.iteration)}`)),
      make("p", "fail", [failure.test ? failure.name : null, failure.message]
        .filter(Boolean).join(": ") || "something that is no error"),
      failure.hint ? make("p", "note", failure.hint) : null,
      link(row, [...path, name].join(" / ")));
  });
  const empty = (text) => [make("p", "empty", text)];
  const fill = (id, parts, nothing) => $(id).append(...(parts.length ? parts : empty(nothing)));
  const skips = () => rows.filter((row) => row.skipped || row.left).slice(0, 1000).map((row) => {
    const names = row.left ? [make("p", "", make("b", "", "The request"))] : read(row.detail)
      .filter(([what, value]) => what === "assertion" && value.skipped)
      .map(([, value]) => make("p", "", make("b", "", value.name)));
    return make("div", "failure skip", names, link(row, `${row.path}${iteration(row.iteration)}`));
  });

  const lazily = { failed: () => {
    fill("failed", failures, "Nothing failed.");
    const more = (end?.failed ?? 0) - failures.length;
    if (more > 0) $("failed").append(make("p", "empty", `${more} more at their requests.`));
  }, skipped: () => fill("skipped", skips(), "Nothing was skipped.") };
  const tabs = [...document.querySelectorAll("#tabs button")];
  const counts = { results: rows.length, failed: end?.failed ?? 0,
    skipped: (end?.skipped ?? 0) + rows.filter((row) => row.left).length };
  const select = (name) => {
    for (const tab of tabs) {
      tab.setAttribute("aria-selected", String(tab.dataset.tab === name));
      $(tab.dataset.tab).hidden = tab.dataset.tab !== name;
    }
    if (lazily[name]) { lazily[name](); lazily[name] = null; }
  };
  for (const tab of tabs) {
    tab.querySelector("b").textContent = counts[tab.dataset.tab];
    tab.addEventListener("click", () => select(tab.dataset.tab));
  }

  // Dark or light, as the system has it until somebody chooses.
  const store = { get: () => { try { return localStorage.getItem("report-theme"); } catch { return null; } },
    set: (value) => { try { localStorage.setItem("report-theme", value); } catch { /* not kept */ } } };
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const theme = (name) => { document.documentElement.dataset.theme = name; };
  theme(store.get() ?? (dark.matches ? "dark" : "light"));
  $("theme").addEventListener("click", () => {
    const next = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    theme(next);
    store.set(next);
  });

  $("footer").textContent = `Written by ${start.program} ${start.version}.`;
  if (end?.error) $("totals").before(make("p", "empty fail", end.error));
  draw();
  select(location.hash === "#show-failed" ? "failed" : "results");
})();
