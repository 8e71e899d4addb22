// Quality: what the checks found by rule, province and year, who contradicts itself, and how well we read.
"use strict";

(() => {
  const { chart, count, empty, fill, go, h, here, language, load, nameOf, noteOf, region, rows, said, select, state, t, table } = gongkai;
  const SEVERITIES = ["error", "warning", "info"];
  const STATES = ["number", "blank", "placeholder", "unreadable", "missing"];
  let core, part, tiles;

  const sum = (list, name) => list.reduce((total, row) => total + row[name], 0);
  const percent = (share) => `${(100 * share).toFixed(1)} %`;
  const placeName = (code) => {
    const tile = tiles.get(code);
    return tile ? (language === "zh" ? tile.short_name : tile.name_en) : t("central_bodies");
  };

  function rules() {
    const severity = SEVERITIES.includes(state().severity) ? state().severity : "";
    const years = [...new Set(rows(part.reports).map((row) => row.year))].sort((a, b) => b - a);
    const year = years.includes(Number(state().year)) ? Number(state().year) : "";
    const change = (name) => (value) => { go({ [name]: value }); rules(); };
    select("severity", [{ value: "", text: t("all") }, ...SEVERITIES.map((value) => ({ value, text: t(`severity_${value}`) }))], severity, change("severity"));
    select("year", [{ value: "", text: t("all_years") }, ...years.map((value) => ({ value, text: value }))], year, change("year"));
    const fitting = rows(part.counts).filter((row) => row.severity === (severity || null) && row.year === (year || null));
    const bars = rows(part.rules)
      .map((rule) => {
        const mine = fitting.filter((row) => row.rule === rule.rule);
        return { rule: rule.rule, name: nameOf(rule), meaning: noteOf(rule.meaning), findings: sum(mine, "findings"), reports: sum(mine, "reports") };
      })
      .filter((bar) => bar.findings)
      .sort((a, b) => b.findings - a.findings);
    if (!bars.length) {
      fill("rules", empty(t("no_findings")));
      return;
    }
    const title = t("rules_title", { n: count(sum(bars, "findings")) });
    const shown = bars.slice(0, 20);
    chart("rules", {
      title,
      note: shown.length < bars.length ? t("rules_shown", { shown: shown.length, all: bars.length }) : null,
      file: "gongkai-findings",
      table: table(title, [t("rule"), t("meaning"), { text: t("findings"), n: true }, { text: t("reports"), n: true }],
        bars.map((bar) => [[h("b", null, bar.name), h("div.note", null, h("code", null, bar.rule))], bar.meaning, count(bar.findings), count(bar.reports)])),
      draw: (width, colour) => ({
        height: 30 + 24 * shown.length,
        marginLeft: Math.min(width / 2, language === "zh" ? 190 : 230),
        marginRight: 48,
        x: { label: null, grid: true, ticks: 4, nice: true, tickFormat: (value) => (Number.isInteger(value) ? count(value) : "") },
        y: { label: null, domain: shown.map((bar) => bar.name), tickSize: 0 },
        marks: [
          Plot.barX(shown, { x: "findings", y: "name", fill: colour("own"), insetTop: 3, insetBottom: 3 }),
          Plot.text(shown, { x: "findings", y: "name", text: (bar) => count(bar.findings), textAnchor: "start", dx: 5, fill: colour("ink") }),
          Plot.ruleX([0], { stroke: colour("pale") }),
        ],
      }),
    });
  }

  // Of each province's reports of a year the share with an error, deeper the more.
  function where() {
    const list = rows(part.reports);
    const years = [...new Set(list.map((row) => row.year))].sort((a, b) => a - b);
    const provinces = [...new Set(list.map((row) => row.province))].sort();
    const shade = (share) => (share === 0 ? "" : `.q${Math.min(4, Math.floor(share * 10))}`);
    const head = h("tr", null, h("th", { scope: "col" }, t("region")), years.map((year) => h("th.n", { scope: "col" }, year)));
    const body = provinces.map((province) =>
      h("tr", null, h("th", { scope: "row" }, region(province, placeName(province))), years.map((year) => {
        const row = list.find((one) => one.province === province && one.year === year);
        if (!row) return h("td.n.none", null, h("span.hidden", null, t("flag_no_report")));
        const share = row.with_error / row.reports;
        return h(`td.n${shade(share)}`, { title: t("of_reports", { part: row.with_error, whole: row.reports }) }, row.with_error ? percent(share) : "0", h("span.beside", null, `${row.with_error}/${row.reports}`));
      })),
    );
    fill("where", h("div.scroll", { tabindex: "0", role: "region", "aria-label": t("where_head") },
      h("table.heat", null, h("caption", null, t("where_caption")), h("thead", null, head), h("tbody", null, body))));
  }

  function worst() {
    const list = rows(part.bodies);
    const lines = list.slice(0, 50).map((row) => [
      h("a", { href: here("region", { code: row.code, body: row.publisher ?? "" }) }, said(row.publisher ?? "?")),
      row.code, count(row.errors), `${row.reports_with_error} / ${row.reports}`, row.newest,
    ]);
    fill("worst", lines.length
      ? table(t("worst_caption"), [t("publisher"), t("code"), { text: t("errors"), n: true }, { text: t("reports_with_error"), n: true }, { text: t("newest"), n: true }], lines)
      : empty(t("no_findings")));
  }

  function reading() {
    const list = rows(part.reading);
    const kinds = [...new Set(list.map((row) => row.media_type))].sort();
    const cells = (kind, wanted) => sum(list.filter((row) => (kind === null || row.media_type === kind) && (!wanted || row.state === wanted)), "cells");
    const line = (kind, label) => [label, count(cells(kind)), ...STATES.map((wanted) => { const whole = cells(kind); return whole ? percent(cells(kind, wanted) / whole) : ""; })];
    fill("reading", h("div.card", null, h("h3", null, t("reading_title")),
      table(t("reading_caption"), [t("media_type"), { text: t("cells"), n: true }, ...STATES.map((wanted) => ({ text: t(`state_${wanted}`), n: true }))],
        [...kinds.map((kind) => line(kind, kind || "?")), Object.assign(line(null, t("all")), { self: true })])));
    const doubts = rows(part.doubts);
    const causes = ["source", "extraction", "unknown"];
    fill("causes", h("div.card", null, h("h3", null, t("causes_title")),
      table(t("causes_caption"), [t("severity"), ...causes.map((cause) => ({ text: t(`cause_${cause}`), n: true }))],
        SEVERITIES.map((severity) => [t(`severity_${severity}`), ...causes.map((cause) => count(sum(doubts.filter((row) => row.severity === severity && row.cause === cause), "findings")))]))));
  }

  async function show() {
    [core, part] = await Promise.all([load("core/all"), load("quality/all")]);
    tiles = new Map(rows(core.tiles).map((tile) => [tile.code, tile]));
    rules();
    where();
    worst();
    reading();
    document.body.dataset.ready = "yes";
  }

  document.addEventListener("DOMContentLoaded", () => void show().catch(gongkai.failed));
})();
