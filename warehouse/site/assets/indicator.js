// An indicator: what it is, how its values are spread, who ranks where, and the provinces over the years.
"use strict";

(() => {
  const { amount, begin, chart, count, empty, fill, go, h, indicatorChoices, language, load, nameOf, noteOf, pieces, ranked, region, remark, report, rows, saveCsv, select, state, t, table } = gongkai;
  const FIRST = 100;
  let core, tiles, definitions;

  const provinceName = (code) => {
    const tile = tiles.get(`${code.slice(0, 2)}0000`);
    return tile ? (language === "zh" ? tile.short_name : tile.name_en) : code;
  };

  function chosen() {
    const held = state();
    const indicators = rows(core.indicators);
    const one = indicators.find((row) => row.indicator === held.indicator) ?? indicators.find((row) => row.indicator === "disclosure_rate");
    const years = rows(core.years).map((row) => row.year);
    const year = years.includes(Number(held.year)) ? Number(held.year) : Number(document.body.dataset.year);
    const level = ["province", "prefecture", "county"].includes(held.level) ? held.level : document.body.dataset.level;
    return { one, years, year, level, within: tiles.has(`${held.within}0000`) ? held.within : "" };
  }

  function controls({ one, years, year, level, within }) {
    const change = (name) => (value) => { go({ [name]: value }); void show().catch(gongkai.failed); };
    select("indicator", indicatorChoices(core), one.indicator, change("indicator"));
    select("year", [...years].reverse().map((value) => ({ value, text: value })), year, change("year"));
    select("level", ["province", "prefecture", "county"].map((value) => ({ value, text: t(`level_${value}`) })), level, change("level"));
    select("within", [{ value: "", text: t("nation") }, ...[...tiles.values()].map((tile) => ({ value: tile.code.slice(0, 2), text: provinceName(tile.code) }))], within, change("within"));
  }

  function definition(one) {
    const told = definitions.get(one.indicator);
    const facts = [
      [t("name"), h("code", null, one.indicator)],
      [t("unit"), one.unit],
      [t("numerator"), h("code", null, told.numerator)],
      told.denominator ? [t("denominator"), h("code", null, told.denominator)] : null,
      one.min_n ? [t("least"), t("least_n", { n: one.min_n })] : null,
      [t("forms"), told.forms ? told.forms.replaceAll("|", "‖") : "–"],
      [t("null_policy"), noteOf(told.null_policy)],
    ].filter(Boolean);
    fill("definition", h("dl.facts", null, facts.flatMap(([name, value]) => [h("dt", null, name), h("dd", null, value)])));
    fill("note", noteOf(told.note));
  }

  // As DuckDB's quantile_cont: between two values in proportion.
  function quantile(sorted, share) {
    const place = (sorted.length - 1) * share;
    const low = Math.floor(place);
    return sorted[low] + (sorted[Math.ceil(place)] - sorted[low]) * (place - low);
  }

  function distribution(list, { one, year, level }) {
    const newest = list.filter((row) => row.value !== null && row.series === list[0].series);
    const title = t("distribution_title", { name: nameOf(one), year });
    if (newest.length < 2) {
      fill("distribution", h("div.card", null, h("h3", null, title), empty(newest.length ? t("one_value", { value: amount(newest[0].value, one.kind) }) : t("no_value"))));
      return;
    }
    const sorted = newest.map((row) => row.value).sort((a, b) => a - b);
    const middle = quantile(sorted, 0.5);
    const steps = [["minimum", 0], ["lower_quartile", 0.25], ["median", 0.5], ["upper_quartile", 0.75], ["maximum", 1]];
    const lines = steps.map(([name, share]) => [t(name), amount(quantile(sorted, share), one.kind)]);
    chart("distribution", {
      title,
      note: t("distribution_note", { n: newest.length, all: list.length, level: t(`level_${level}`), median: amount(middle, one.kind) }),
      file: `gongkai-${one.indicator}-${year}-distribution`,
      table: table(title, [t("place"), { text: t("value"), n: true }], lines),
      draw: (width, colour) => ({
        height: 240,
        marginLeft: 44,
        marginRight: 30,
        x: { label: null, tickFormat: (value) => amount(value, one.kind), nice: true, ticks: Math.max(3, Math.round(width / 110)) },
        y: { label: t("regions"), grid: true, nice: true, ticks: 5, tickFormat: (value) => (Number.isInteger(value) ? value : "") },
        marks: [
          Plot.rectY(newest, Plot.binX({ y: "count" }, { x: "value", fill: colour("own"), thresholds: Math.min(24, Math.max(6, Math.ceil(Math.sqrt(newest.length)))), insetLeft: 0.5, insetRight: 0.5 })),
          Plot.ruleX([middle], { stroke: colour("province"), strokeWidth: 2, strokeDasharray: "4,3" }),
          Plot.ruleY([0], { stroke: colour("pale") }),
        ],
      }),
    });
  }

  function ranking(list, governments, { one, year, level, within }, all) {
    const name = nameOf(one);
    if (!list.length) {
      fill("ranking", empty(t("no_reports_there")));
      return;
    }
    const places = new Map(rows(governments.governments).map((row) => [row.code, row]));
    const shown = all ? list : list.slice(0, FIRST);
    const lines = shown.map((row) => {
      const place = places.get(row.code);
      return [
        within ? ranked(row.own_rank, row.own_ties) : ranked(row.rank, row.ties),
        region(row.code, place?.place ?? row.code),
        level === "province" ? "" : provinceName(row.code),
        amount(row.value, one.kind),
        row.low === null ? "" : `${amount(row.low, one.kind)} – ${amount(row.high, one.kind)}`,
        row.denominator === null ? "" : `${count(row.numerator)} / ${count(row.denominator)}`,
        t(`scope_${row.scope}`),
        remark(row),
        place ? report(place.report_id, `${row.code}/${year}`, t("page_report")) : "",
      ];
    });
    const valued = list.filter((row) => row.value !== null).length;
    const heads = [{ text: t("rank"), n: true }, t("region"), t("in_province"), { text: t("value"), n: true }, { text: "95 %", n: true }, { text: t("made_of"), n: true }, t("scope"), t("remark"), t("source_head")];
    const file = () => saveCsv(
      ["rank", "ties", "division_code", "place", "province", "value", "numerator", "denominator", "low", "high", "flag", "doubts", "series", "scope", "report_id"],
      list.map((row) => [within ? row.own_rank : row.rank, within ? row.own_ties : row.ties, row.code, places.get(row.code)?.place ?? "", places.get(row.code)?.province ?? "", row.value, row.numerator, row.denominator, row.low, row.high, row.flag, row.doubts, row.series, row.scope, places.get(row.code)?.report_id ?? ""]),
      `gongkai-${one.indicator}-${year}-${level}${within ? `-${within}` : ""}.csv`,
    );
    fill(
      "ranking",
      table(t("ranking_caption", { name, year, n: valued, all: list.length }), heads, lines),
      h("p.tools", null,
        shown.length < list.length ? h("button", { type: "button", onclick: () => ranking(list, governments, { one, year, level, within }, true) }, t("show_all", { all: list.length })) : null,
        h("button", { type: "button", onclick: file }, t("save_csv"))),
      h("p.note", null, t("ranking_note")),
    );
  }

  // Each province over the years; where the definition changes, the line ends.
  function multiples(values, { one, level }) {
    const column = level === "province" ? "own" : `${level}_median`;
    const held = rows(values).filter((row) => row.code !== "000000" && row[column] !== null && row[column] !== undefined);
    const codes = [...new Set(held.map((row) => row.code))].sort();
    const title = t(`multiples_${level}`, { name: nameOf(one) });
    if (!codes.length) {
      fill("multiples", empty(t("no_value")));
      return;
    }
    const years = [...new Set(held.map((row) => row.year))].sort((a, b) => a - b);
    const series = level === "province" ? "own_series" : `${level}_series`;
    const drawn = codes.flatMap((code) => {
      const own = held.filter((row) => row.code === code).sort((a, b) => a.year - b.year);
      return pieces(own.map((row) => ({ code, year: row.year, value: row[column], series: row[series] })));
    });
    const breaks = drawn.filter((point, at) => at && point.code === drawn[at - 1].code && point.series !== drawn[at - 1].series);
    const lines = codes.map((code) => [region(code, provinceName(code)), ...years.map((year) => amount(held.find((row) => row.code === code && row.year === year)?.[column], one.kind))]);
    chart("multiples", {
      title,
      note: t("multiples_note"),
      file: `gongkai-${one.indicator}-provinces`,
      key: breaks.length ? [["own", nameOf(one)], ["break", t("break_definition")]] : [],
      table: table(title, [t("region"), ...years.map((year) => ({ text: year, n: true }))], lines),
      draw: (width, colour) => {
        const across = Math.min(codes.length, width < 520 ? 3 : width < 800 ? 5 : 8);
        const fx = (code) => codes.indexOf(code) % across;
        const fy = (code) => Math.floor(codes.indexOf(code) / across);
        const grid = codes.map((code) => ({ code, fx: fx(code), fy: fy(code) }));
        const points = drawn.map((point) => ({ ...point, fx: fx(point.code), fy: fy(point.code), piece: `${point.code} ${point.piece}` }));
        return {
          height: 40 + 104 * Math.ceil(codes.length / across),
          marginLeft: 48,
          marginTop: 18,
          fx: { axis: null, padding: 0.24 },
          fy: { axis: null, padding: 0.3 },
          x: { label: null, ticks: years.length > 1 ? [years[0], years.at(-1)] : years, tickFormat: (year) => `’${String(year).slice(2)}` },
          y: { label: null, ticks: 3, nice: true, zero: true, grid: true, tickFormat: (value) => amount(value, one.kind).replace(/\.0 %$/, " %") },
          marks: [
            Plot.ruleX(breaks.map(({ code, year }) => ({ year: year - 0.5, fx: fx(code), fy: fy(code) })), { x: "year", fx: "fx", fy: "fy", stroke: colour("break"), strokeDasharray: "3,3" }),
            Plot.line(points, { x: "year", y: "value", z: "piece", fx: "fx", fy: "fy", stroke: colour("own"), strokeWidth: 1.5 }),
            Plot.dot(points, { x: "year", y: "value", fx: "fx", fy: "fy", r: 2, fill: colour("own") }),
            Plot.text(grid, { fx: "fx", fy: "fy", frameAnchor: "top-left", dy: -15, fontWeight: 600, fill: colour("ink"), text: (place) => provinceName(place.code) }),
          ],
        };
      },
    });
  }

  async function show() {
    const current = begin();
    const [all, told] = await Promise.all([load("core/all"), load("core/definitions")]);
    if (!current()) return;
    core = all;
    tiles = new Map(rows(core.tiles).map((tile) => [tile.code, tile]));
    definitions = new Map(rows(told.definitions).map((one) => [one.indicator, one]));
    const held = chosen();
    const { one, year, level, within } = held;
    controls(held);
    fill("name", `${nameOf(one)}${t("comma")}${year}`);
    fill("crumbs", t(`topic_${one.topic}`));
    document.title = `${nameOf(one)} · ${t("brand")}`;
    definition(one);
    const there = rows(core.ranked).find((row) => row.indicator === one.indicator)?.years.includes(year);
    const [parts, governments, map] = await Promise.all([
      there ? load(`ranking/${one.indicator}-${year}`) : { rows: null }, there ? load(`year/${year}`) : { governments: null }, load(`map/${one.indicator}`),
    ]);
    if (!current()) return;
    const list = rows(parts.rows).filter((row) => row.level === level && row.code.startsWith(within));
    distribution(list, held);
    ranking(list, governments, held, false);
    multiples(map.values, held);
    document.body.dataset.ready = "yes";
  }

  addEventListener("hashchange", () => void show().catch(gongkai.failed));
  document.addEventListener("DOMContentLoaded", () => void show().catch(gongkai.failed));
})();
