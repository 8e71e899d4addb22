// What all pages share: parts of data, words, numbers, and building elements from text alone.
// Nothing here ever takes text for markup: whatever a publisher printed stays text.
"use strict";

const gongkai = (() => {
  const root = document.documentElement.dataset.root;
  const parts = new Map();

  // Parts are scripts that call put(); so they load from a server and from disk alike.
  function put(name, tables) {
    parts.get(name)?.resolve(tables);
  }

  function load(name) {
    const known = parts.get(name);
    if (known) return known.promise;
    const part = {};
    part.promise = new Promise((resolve, reject) => Object.assign(part, { resolve, reject }));
    parts.set(name, part);
    const script = document.createElement("script");
    script.src = `${root}data/${name}.js`;
    script.onerror = () => part.reject(new Error(`no part ${name}`));
    document.head.append(script);
    return part.promise;
  }

  // A table comes by column; here are its rows.
  function rows(table) {
    if (!table) return [];
    const names = Object.keys(table);
    return (table[names[0]] ?? []).map((_, place) =>
      Object.fromEntries(names.map((name) => [name, table[name][place]])),
    );
  }

  const language = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
  const words = {};

  function t(key, values = {}) {
    const text = words[key] ?? key;
    return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  }

  const nameOf = (row) => (language === "zh" ? row.name_zh : row.name_en);
  const noteOf = (text) => {
    const [english, chinese] = (text ?? "").split(" | ");
    return language === "zh" ? (chinese ?? english) : english;
  };

  // h("td.n", {title: "…"}, "text", element, …)
  function h(what, attributes, ...children) {
    const [tag, ...classes] = what.split(".");
    const element = document.createElement(tag);
    if (classes.length) element.className = classes.join(" ");
    for (const [name, value] of Object.entries(attributes ?? {})) {
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (value !== null && value !== undefined && value !== false) {
        element.setAttribute(name, value === true ? "" : value);
      }
    }
    element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
    return element;
  }

  // What others have printed: isolated, so that its marks of direction turn nothing around it.
  const said = (text) => h("bdi", null, plain(text ?? ""));

  // Controls and marks of direction are shown, as everywhere in this project; they neither act nor hide.
  function plain(text) {
    return String(text).replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (sign) =>
      sign === "\n" || sign === "\t" ? " " : `\\u${sign.codePointAt(0).toString(16).padStart(4, "0")}`,
    );
  }

  // A link to the web; an address of any other kind stays text.
  function out(url, ...children) {
    const label = children.length ? children : [said(url)];
    return /^https?:\/\//i.test(url ?? "")
      ? h("a.out", { href: url, rel: "noreferrer noopener nofollow" }, ...label)
      : h("span", null, ...label);
  }

  // Every digit, as transforms/values.py shows a number.
  const count = (value) => {
    if (value === null || value === undefined) return "";
    const digits = Math.abs(value) < 1e15 ? { maximumSignificantDigits: 15 } : { maximumFractionDigits: 0 };
    return Number(value).toLocaleString("en-US", digits);
  };

  // As warehouse/amounts.py writes a value of each kind.
  function amount(value, kind) {
    if (value === null || value === undefined) return "";
    if (kind === "share" || kind === "fill") return `${(100 * value).toFixed(1)} %`;
    if (kind === "change") return `${value > 0 ? "+" : ""}${(100 * value).toFixed(1)} %`;
    if (kind === "rate") return value.toFixed(1);
    return count(value);
  }

  const ranked = (rank, ties) => (rank === null || rank === undefined ? "" : `${rank}${ties > 1 ? "=" : ""}`);
  const why = (flag) => (flag ? t(`flag_${flag}`) : "");
  const remark = (row) => [why(row.flag), row.older ? t("older_form") : "", row.doubts ? t("doubts", { n: row.doubts }) : ""].filter(Boolean).join("; ");

  // A line ends where the definition changes or a year is lacking: its points with the number of their piece.
  function pieces(list) {
    let piece = 0;
    return list.map((point, at) => {
      const last = list[at - 1];
      if (last && (point.series !== last.series || point.year !== last.year + 1)) piece += 1;
      return { ...point, piece };
    });
  }

  // Of several showings of a page that wait for their parts, only the newest may write: tells whether it still is.
  let showing = 0;
  function begin() {
    showing += 1;
    document.querySelector("main > .problem")?.remove();
    const mine = showing;
    return () => mine === showing;
  }

  // The state of a page stands behind # in its address, so that it can be handed on.
  function state() {
    return Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  }
  function go(values) {
    const search = new URLSearchParams(Object.entries({ ...state(), ...values }).filter(([, v]) => v || v === 0));
    history.replaceState(null, "", `#${search}`);
    tellLinks();
  }
  const here = (page, values) => `${page}.html#${new URLSearchParams(values)}`;

  function tellLinks() {
    for (const link of document.querySelectorAll("a[data-keep]")) {
      link.href = link.href.split("#")[0] + location.hash;
    }
  }

  const region = (code, name) => h("a", { href: here("region", { code }) }, said(name));
  const report = (id, part, ...children) => h("a", { href: here("report", { at: part, id }) }, ...children);

  function fill(id, ...children) {
    const element = typeof id === "string" ? document.getElementById(id) : id;
    element.replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined));
    return element;
  }

  // A label of an official form; on the English pages under what it says.
  const label = (text) => (words[text] ? [words[text], h("span.beside", { lang: "zh" }, text)] : text);

  // A table with a caption, in a frame that scrolls by itself on a narrow screen.
  const table = (caption, heads, lines, classes = "") => grouped(caption, heads, [{ lines }], classes);

  // The same with a title over each of its groups of lines.
  function grouped(caption, heads, groups, classes = "") {
    const head = heads.map((one) =>
      h(one.n ? "th.n" : "th", { scope: "col", title: one.title }, one.text ?? one),
    );
    const bodies = groups.map((group) =>
      h(
        "tbody",
        null,
        group.title ? h("tr.block", null, h("th", { scope: "rowgroup", colspan: heads.length }, group.title)) : null,
        group.lines.map((cells) => h(cells.self ? "tr.self" : "tr", null, cells.map((cell, place) => field(cell, heads[place])))),
      ),
    );
    return h(
      "div.scroll",
      { tabindex: "0", role: "region", "aria-label": caption },
      h(`table${classes ? `.${classes}` : ""}`, null, h("caption", null, caption), h("thead", null, h("tr", null, head)), bodies),
    );
  }

  // Chinese may break anywhere: in a narrow table a short word would stand one character a line.
  function field(cell, head) {
    const short = typeof cell === "string" && cell.length <= 8;
    return h(head.n ? "td.n" : short ? "td.short" : "td", null, ...[cell].flat());
  }

  function select(id, choices, chosen, changed) {
    const element = document.getElementById(id);
    const groups = new Map();
    for (const choice of choices) {
      const option = h("option", { value: choice.value, selected: String(choice.value) === String(chosen) }, choice.text);
      if (!groups.has(choice.group)) groups.set(choice.group, []);
      groups.get(choice.group).push(option);
    }
    const children = [...groups].flatMap(([label, options]) => (label ? [h("optgroup", { label }, options)] : options));
    fill(element, children);
    element.onchange = () => changed(element.value);
    return element;
  }

  function indicatorChoices(core) {
    return rows(core.indicators).map((one) => ({
      value: one.indicator,
      text: nameOf(one),
      group: t(`topic_${one.topic}`),
    }));
  }

  const empty = (text) => h("p.empty", null, text);

  function failed(error) {
    const main = document.querySelector("main");
    main.append(h("p.problem", { role: "alert" }, t("problem", { why: error.message })));
  }

  function theme() {
    const button = document.getElementById("theme");
    button?.addEventListener("click", () => {
      const dark =
        (document.documentElement.dataset.theme ??
          (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
      document.documentElement.dataset.theme = dark ? "light" : "dark";
      try {
        localStorage.setItem("gongkai-theme", document.documentElement.dataset.theme);
      } catch {
        // It then holds for this page.
      }
      document.dispatchEvent(new Event("themechange"));
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    theme();
    tellLinks();
    addEventListener("hashchange", tellLinks);
  });

  return {
    amount, begin, count, empty, failed, fill, go, grouped, h, here, indicatorChoices, label, language, load, nameOf, noteOf, out, pieces,
    plain, put, ranked, region, remark, report, root, rows, said, select, state, t, table, why, words,
  };
})();
