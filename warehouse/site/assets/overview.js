// The first page: the map of the provinces, and how far each year is covered.
"use strict";

(async () => {
  const { amount, begin, chart, count, fill, go, h, indicatorChoices, language, load, nameOf, region, rows, select, state, t, table, why } = gongkai;
  const CLASSES = 5;

  const core = await load("core/all");
  const indicators = new Map(rows(core.indicators).map((one) => [one.indicator, one]));
  const tiles = rows(core.tiles);
  const newest = Number(document.body.dataset.year);

  const name = (tile) => (language === "zh" ? tile.short_name : tile.name_en);

  // What a tile shows: a government's own value, or the median of those below it.
  function figure(row, level) {
    const central = row?.code === "000000";
    const reports = row ? row[central ? "central_reports" : level === "province" ? "own_reports" : `${level}_reports`] : 0;
    if (!reports) return { value: null, n: 0, reports: 0, flag: "no_report" };
    if (level === "province" && !central) {
      return { value: row.own, low: row.low, high: row.high, flag: row.flag, older: row.older, scope: row.scope, n: row.own === null ? 0 : 1, reports };
    }
    const below = central ? "central" : level;
    return { value: row[`${below}_median`], n: row[`${below}_n`], consolidated: row[`${below}_consolidated`], reports };
  }

  // Classes of about equally many provinces; equal values stay together, so there may be fewer.
  function limits(values) {
    const sorted = [...values].sort((a, b) => a - b);
    const cuts = [];
    for (let step = 1; step < CLASSES; step += 1) {
      const cut = sorted[Math.floor((step * sorted.length) / CLASSES)];
      if (cut > sorted[0] && cut !== cuts.at(-1)) cuts.push(cut);
    }
    return cuts;
  }
  const classOf = (value, cuts) => {
    const place = cuts.filter((cut) => value >= cut).length;
    return cuts.length ? Math.round((place * (CLASSES - 1)) / cuts.length) : 2;
  };

  function legend(values, cuts, kind) {
    const sorted = [...values].sort((a, b) => a - b);
    if (!sorted.length) return fill("legend", h("span.key.none", null, t("no_value")));
    const steps = [sorted[0], ...cuts].map((low, place) => {
      const inside = sorted.filter((value) => value >= low && (place >= cuts.length || value < cuts[place]));
      const top = inside.at(-1);
      const text = top > low ? `${amount(low, kind)} – ${amount(top, kind)}` : amount(low, kind);
      return h(`span.key.q${classOf(low, cuts)}`, null, text);
    });
    return fill("legend", steps, h("span.key.none", null, t("no_value")));
  }

  function words(shown, one, level, central) {
    if (shown.value === null || shown.value === undefined) return why(shown.flag) || t("no_value");
    const parts = [amount(shown.value, one.kind)];
    if (shown.low !== null && shown.low !== undefined) parts.push(`95 %: ${amount(shown.low, one.kind)} – ${amount(shown.high, one.kind)}`);
    if (level !== "province" || central) parts.push(t("median_of", { n: shown.n, reports: shown.reports }));
    return parts.concat(remarks(shown)).join("; ");
  }

  // What to know about a value, its scope first.
  function remarks(shown) {
    return [
      shown.scope ? t(`scope_${shown.scope}`) : "",
      shown.consolidated ? t("of_them_consolidated", { n: shown.consolidated }) : "",
      why(shown.flag),
      shown.older ? t("older_form") : "",
    ].filter(Boolean);
  }

  function tile(place, shown, cuts, one, level, central) {
    const has = shown.value !== null && shown.value !== undefined;
    const look = has ? `q${classOf(shown.value, cuts)}` : "none";
    const told = words(shown, one, level, central);
    const label = central ? t("central_bodies") : name(place);
    return h(
      `a.tile.${look}${central ? ".central" : `.r${place.tile_row}.c${place.tile_column}`}`,
      { href: gongkai.here("region", { code: place.code }), title: `${label}: ${told}`, "aria-label": `${label}: ${told}` },
      h("b", null, label),
      h("span", null, has ? amount(shown.value, one.kind).replace(/ %$/, "%") : "–"),
    );
  }

  async function map() {
    const current = begin();
    const chosen = state();
    const indicator = indicators.has(chosen.indicator) ? chosen.indicator : "disclosure_rate";
    const one = indicators.get(indicator);
    const level = ["province", "prefecture", "county"].includes(chosen.level) ? chosen.level : document.body.dataset.level;
    const values = rows((await load(`map/${indicator}`)).values);
    if (!current()) return;
    const years = [...new Set(rows(core.years).map((row) => row.year))];
    const year = years.includes(Number(chosen.year)) ? Number(chosen.year) : newest;
    const held = new Map(values.filter((row) => row.year === year).map((row) => [row.code, row]));
    const shown = tiles.map((place) => [place, figure(held.get(place.code), level)]);
    const central = [{ code: "000000" }, figure(held.get("000000"), level)];
    const numbers = [...shown, central].map(([, one]) => one.value).filter((value) => value !== null && value !== undefined);
    const cuts = limits(numbers);
    select("map-indicator", indicatorChoices(core), indicator, (value) => { go({ indicator: value }); void map().catch(gongkai.failed); });
    select("map-year", [...years].reverse().map((value) => ({ value, text: value })), year, (value) => { go({ year: value }); void map().catch(gongkai.failed); });
    select("map-level", ["province", "prefecture", "county"].map((value) => ({ value, text: t(`map_${value}`) })), level, (value) => { go({ level: value }); void map().catch(gongkai.failed); });
    fill("map-title", `${nameOf(one)}${t("comma")}${year}`);
    fill("map", shown.map(([place, found]) => tile(place, found, cuts, one, level, false)), tile(...central, cuts, one, level, true));
    legend(numbers, cuts, one.kind);
    fill("map-note", t(`map_note_${level}`), " ", h("a", { href: gongkai.here("indicator", { indicator, year }) }, t("more_of_indicator")));
    const lines = [...shown.map(([place, found]) => [place, found, false]), [...central, true]]
      .sort((a, b) => (b[1].value ?? -Infinity) - (a[1].value ?? -Infinity))
      .map(([place, found, isCentral]) => [
        isCentral ? region("000000", t("central_bodies")) : region(place.code, name(place)),
        amount(found.value, one.kind),
        found.value === null || found.value === undefined ? "" : found.n,
        found.reports,
        found.value === null || found.value === undefined ? words(found, one, level, isCentral) : remarks(found).join("; "),
      ]);
    fill("map-table", table(t("map_table", { name: nameOf(one), year }), [t("region"), { text: t("value"), n: true }, { text: t("with_value"), n: true }, { text: t("reports"), n: true }, t("remark")], lines));
  }

  const GROUPS = [
    ["held", ["parsed"]],
    ["incomplete", ["partial", "no_table"]],
    ["unread", ["unreadable", "needs_browser", "blocked"]],
    ["lacking", ["gone", "not_found"]],
  ];

  function coverage() {
    const counted = rows(core.coverage).filter((row) => row.status !== "not_due");
    const years = [...new Set(counted.map((row) => row.year))].sort();
    const bars = years.flatMap((year) =>
      GROUPS.map(([group, statuses]) => ({
        year,
        group,
        bodies: counted.filter((row) => row.year === year && statuses.includes(row.status)).reduce((sum, row) => sum + row.bodies, 0),
      })),
    );
    const lines = years.map((year) => [year, ...GROUPS.map(([group]) => count(bars.find((bar) => bar.year === year && bar.group === group).bodies))]);
    chart("coverage", {
      title: t("coverage_title"),
      note: t("coverage_note"),
      file: "gongkai-coverage",
      key: GROUPS.map(([group]) => [`cover-${group}`, t(`coverage_${group}`)]),
      table: table(t("coverage_title"), [t("year"), ...GROUPS.map(([group]) => ({ text: t(`coverage_${group}`), n: true }))], lines),
      draw: (width, colour) => ({
        height: 260,
        marginLeft: 48,
        x: { type: "band", label: null, tickFormat: String, padding: 0.25 },
        y: { label: t("bodies_and_reports"), grid: true, nice: true },
        color: { domain: GROUPS.map(([group]) => group), range: GROUPS.map(([group]) => colour(`cover-${group}`)) },
        marks: [
          Plot.barY(bars, { x: "year", y: "bodies", fill: "group", order: GROUPS.map(([group]) => group) }),
          Plot.ruleY([0]),
        ],
      }),
    });
  }

  await map();
  coverage();
  document.body.dataset.ready = "yes";
})().catch(gongkai.failed);
