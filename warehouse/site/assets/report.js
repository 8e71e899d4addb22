// A report: its tables as published, with what was found in them beside each figure, and the way to its source.
"use strict";

(() => {
  const { begin, count, empty, fill, grouped, h, label, load, nameOf, out, plain, region, report, rows, said, state, t, table } = gongkai;
  const TABLES = ["disclosure", "applications", "disputes", "statistics"];
  let forms, rules, about, part;

  const mine = (name) => rows(part[name]).filter((row) => row.id === about.id);
  const byItem = (list) => Map.groupBy ? Map.groupBy(list, (row) => row.item) : list.reduce((map, row) => map.set(row.item, [...(map.get(row.item) ?? []), row]), new Map());
  const ruleName = (rule) => { const known = rules.get(rule); return known ? nameOf(known) : rule; };

  function head() {
    const [code, year] = state().at.split("/");
    document.title = `${plain(about.publisher ?? about.id)} ${year} · ${t("brand")}`;
    fill("crumbs", region(code, about.place ?? code), " / ", year, " / ", about.id);
    fill("name", said(about.title ?? `${about.publisher ?? ""} ${year}`));
    fill("about", said(about.publisher ?? "?"), ` · ${t(`level_${about.level ?? "department"}`)} · ${t(`scope_${about.scope}`)} · ${t(`reading_${about.status}`)}`);
  }

  function source() {
    const late = about.days_late;
    const facts = [
      [t("page_published"), out(about.url)],
      about.document_url !== about.url ? [t("document"), out(about.document_url)] : null,
      [t("published_on"), about.published_on ? `${about.published_on}${late > 0 ? ` (${t("late", { n: late })})` : ""}` : t("flag_no_date")],
      [t("retrieved_at"), about.retrieved_at],
      about.gone_since ? [t("gone_since"), about.gone_since] : null,
      [t("media_type"), about.media_type ?? "?"],
      [t("forms"), ["disclosure", "applications", "disputes"].map((name) => `${t(`table_${name}`)} ${about[`form_${name}`] ?? "–"}`).join(", ")],
      about.scope_sentence ? [t("scope_sentence"), said(about.scope_sentence)] : null,
      [t("archived"), about.warc_file ? h("span", null, h("code", null, about.warc_file), ` ${t("at_byte", { n: count(about.warc_offset) })}`) : t("not_archived")],
      ["SHA-256", h("code.long", null, about.sha256)],
      [t("trace"), h("code.long", null, `gongkai trace ${about.id}`)],
    ].filter(Boolean);
    fill("source", h("dl.facts", null, facts.flatMap(([name, value]) => [h("dt", null, name), h("dd", null, value)])));
  }

  const labelOf = (item) => {
    const known = rows(forms.items).find((one) => one.item === item);
    return known ? `${t(known.row_label.split("/").at(-1))} × ${t(known.column_label.split("/").at(-1))}` : item;
  };

  function findings() {
    const list = mine("findings");
    const lines = list.map((one) =>
      h(
        "li",
        null,
        h(`span.chip.${one.severity}`, null, t(`severity_${one.severity}`)), " ",
        h("b", null, ruleName(one.rule)), " ",
        one.item ? h("a.place", { href: "#", onclick: (event) => { event.preventDefault(); showCell(one.item); } }, labelOf(one.item)) : null,
        h("p.note", null, said(one.message), ` (${t(`cause_${one.cause}`)})`,
          one.other_part ? [" ", report(one.other, one.other_part, t("other_report"))] : null),
      ),
    );
    fill("findings", lines.length ? h("ul.findings", null, lines) : empty(t("no_findings")));
  }

  function showCell(item) {
    const cell = document.getElementById(`cell-${item}`);
    cell?.scrollIntoView({ block: "center" });
    cell?.focus();
  }

  // One figure: the number as printed, else its state, and what stands beside it.
  function cell(item, value, remark, found, corrected) {
    const children = [];
    const given = remark?.state;
    if (given) children.push(h(`span.state.s-${given}`, null, remark.raw ? said(remark.raw) : t(`state_${given}`)));
    else if (value === null || value === undefined) children.push(h("span.state.s-missing", null, t("state_missing")));
    else children.push(remark?.raw ? said(remark.raw) : String(value));
    if (remark?.raw && !given && plain(remark.raw) !== String(value)) children.push(h("span.beside", null, `= ${count(value)}`));
    if (remark && remark.unit !== null) children.push(h("span.beside", null, remark.unit ? said(remark.unit) : t("flag_unit_unknown")));
    if (remark?.computed !== null && remark?.computed !== undefined) children.push(h("span.beside.computed", { title: t("computed") }, `Σ ${count(remark.computed)}`));
    if (remark?.suggested !== null && remark?.suggested !== undefined) children.push(h("span.beside.suggested", { title: t("suggested") }, `→ ${count(remark.suggested)}`));
    if (corrected) children.push(h("span.beside.suggested", { title: `${plain(corrected.reason)}: ${plain(corrected.source)}` }, `✎ ${count(corrected.corrected)}`));
    const worst = ["error", "warning", "info"].find((severity) => found?.some((one) => one.severity === severity));
    const told = [...(found ?? []).map((one) => `${ruleName(one.rule)}: ${plain(one.message)}`), remark?.locator ? plain(remark.locator) : null].filter(Boolean).join("\n");
    return h(`td.n${worst ? `.f-${worst}` : ""}`, { id: `cell-${item}`, tabindex: worst ? "0" : null, title: told || null }, children,
      worst ? h("span.hidden", null, told) : null);
  }

  // Labels of a form are joined by /; a block's label stands once over its rows.
  function grid(name, form, numbers, remarks, found, corrected) {
    const items = rows(forms.items).filter((item) => item.form === form && item.table === name);
    const columns = [...new Map(items.map((item) => [item.column, item.column_label])).entries()];
    const lines = [...new Map(items.map((item) => [`${item.row}`, item.row_label])).entries()];
    const has = new Map(items.map((item) => [`${item.row} ${item.column}`, item]));
    // 本年增/减 is one label: a block stands over several columns.
    const blockOf = (text) => columns.filter(([, other]) => other.startsWith(`${text.split("/")[0]}/`)).length > 1;
    const under = columns.map(([, text]) => text).filter(blockOf);
    const deep = under.length > 0;
    const top = [];
    for (const [, text] of columns) {
      const group = blockOf(text) ? text.split("/")[0] : text;
      if (top.at(-1)?.group === group) top.at(-1).span += 1;
      else top.push({ group, block: blockOf(text), span: 1 });
    }
    const heads = [h("tr", null, h("th", { rowspan: deep ? 2 : 1, scope: "col" }, t("row")),
      top.map((one) => h("th.n", { scope: one.block ? "colgroup" : "col", colspan: one.span, rowspan: deep && !one.block ? 2 : 1 }, label(one.group))))];
    if (deep) heads.push(h("tr", null, under.map((text) => h("th.n", { scope: "col" }, label(text.split(/\/(.*)/s)[1])))));
    const body = [];
    let block = null;
    for (const [row, text] of lines) {
      const steps = text.split("/");
      const above = steps.slice(0, -1).map((step) => t(step)).join(" / ");
      if (above && above !== block) body.push(h("tr.block", null, h("th", { colspan: columns.length + 1, scope: "colgroup" }, above)));
      block = above || null;
      body.push(h("tr", null, h("th", { scope: "row" }, label(steps.at(-1))), columns.map(([column]) => {
        const item = has.get(`${row} ${column}`);
        return item ? cell(item.item, numbers.get(item.item), remarks.get(item.item)?.[0], found.get(item.item), corrected.get(item.item)?.[0]) : h("td.void", null);
      })));
    }
    return h("div.scroll", { tabindex: "0", role: "region", "aria-label": t(`table_${name}`) },
      h("table.form", null, h("caption", null, t(`table_${name}`), " · ", t("form_of", { form })), h("thead", null, heads), h("tbody", null, body)));
  }

  function tables() {
    const remarks = byItem(mine("remarks"));
    const found = byItem(mine("findings").filter((one) => one.item));
    const corrected = byItem(mine("corrections"));
    const held = mine("cells");
    const drawn = TABLES.flatMap((name) => held.filter((one) => one.table === name)).map((one) => {
      const items = rows(forms.items).filter((item) => item.form === one.form && item.table === one.table);
      const places = one.places ?? one.value.map((_, place) => place);
      const numbers = new Map(places.map((place, at) => [items[place].item, one.value[at]]));
      return h("div.card", null, grid(one.table, one.form, numbers, remarks, found, corrected));
    });
    fill("states", ["blank", "placeholder", "unreadable", "missing"].map((name) => h(`span.state.s-${name}`, null, t(`state_${name}`))),
      h("span", null, t("legend_computed")), h("span", null, t("legend_suggested")));
    fill("tables", drawn.length ? drawn : empty(t("no_tables")));
  }

  // A sentence often states several figures: it stands once, over them.
  function claims() {
    const sentences = new Map();
    for (const one of mine("claims")) sentences.set(one.sentence, [...(sentences.get(one.sentence) ?? []), one]);
    const heads = [t("claim"), { text: t("value"), n: true }, t("cell"), t("with_table")];
    const line = (one) => [
      t(`claim_${one.claim}`), count(one.value), one.item ? labelOf(one.item) : "",
      one.agrees === null ? t("not_told") : one.agrees ? t("agrees") : h("span.chip.error", null, t("disagrees")),
    ];
    const groups = [...sentences].map(([sentence, list]) => ({ title: said(sentence), lines: list.map(line) }));
    fill("claims", groups.length ? grouped(t("claims_caption"), heads, groups, "quoted") : empty(t("no_claims")));
  }

  function extras() {
    const list = mine("extras");
    document.getElementById("extras-section").hidden = !list.length;
    const lines = list.map((one) => [t(`table_${one.table}`), said(one.label), said(one.column ?? "?"), said(one.raw), one.unit ? said(one.unit) : "", one.locator]);
    fill("extras", table(t("extras_caption"), [t("table"), t("row"), t("column"), { text: t("value"), n: true }, t("unit"), t("place")], lines));
  }

  function revisions() {
    const list = mine("changes").filter((one) => one.item);
    const facts = h("p", null, t("revision_now", { n: about.revision, first: about.first_seen }));
    const lines = list.map((one) => [one.built_at, t(`change_${one.change}`), labelOf(one.item), said(one.old_raw ?? t(`state_${one.old_state ?? "missing"}`)), said(one.new_raw ?? t(`state_${one.new_state ?? "missing"}`))]);
    fill("revisions", facts, lines.length
      ? table(t("revisions_caption"), [t("build_time"), t("change"), t("cell"), { text: t("before"), n: true }, { text: t("after"), n: true }], lines)
      : null);
  }

  async function show() {
    const current = begin();
    const { at, id } = state();
    const named = /^\d{6}\/\d{4}$/.test(at ?? "") && id;
    document.getElementById("choose").hidden = Boolean(named);
    document.getElementById("content").hidden = !named;
    if (named) {
      const [core, held, known] = await Promise.all([load("core/forms"), load(`report/${at}`), load("core/rules")]);
      if (!current()) return;
      forms = core;
      part = held;
      rules = new Map(rows(known.rules).map((one) => [one.rule, one]));
      about = rows(part.about).find((row) => row.id === id);
      if (!about) throw new Error(t("no_such_report", { id: plain(id) }));
      head();
      source();
      findings();
      tables();
      claims();
      extras();
      revisions();
    }
    document.body.dataset.ready = "yes";
  }

  addEventListener("hashchange", () => void show().catch(gongkai.failed));
  document.addEventListener("DOMContentLoaded", () => void show().catch(gongkai.failed));
})();
