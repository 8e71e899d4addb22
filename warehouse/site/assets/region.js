// A region: its figures over the years and among its peers, its bodies and their reports.
"use strict";

(() => {
  const { amount, begin, chart, count, empty, fill, go, h, here, indicatorChoices, load, nameOf, pieces, ranked, region, remark, report, rows, said, select, state, t, table, why } = gongkai;
  let core, forms, part, code;

  // One indicator over the years: a list of each of its columns.
  function own(indicator) {
    const at = core.indicators.indicator.indexOf(indicator);
    const list = rows(part.values).filter((row) => row.flag[at] !== null || row.value[at] !== null);
    if (at < 0 || !list.length) return null;
    const take = (name) => list.map((row) => row[name][at]);
    const columns = ["value", "numerator", "denominator", "low", "high", "flag", "doubts", "series", "series_break"];
    return { years: list.map((row) => row.year), ...Object.fromEntries(columns.map((name) => [name, take(name)])) };
  }

  // One point a year from the first to the last, so that a year without a report shows as a gap.
  function points(one) {
    if (!one) return [];
    const first = one.years[0];
    const last = one.years.at(-1);
    return Array.from({ length: last - first + 1 }, (_, step) => {
      const year = first + step;
      const at = one.years.indexOf(year);
      if (at < 0) return { year, value: null, flag: "no_report" };
      const take = (name) => one[name][at];
      return {
        year, value: take("value"), numerator: take("numerator"), denominator: take("denominator"), low: take("low"),
        high: take("high"), flag: take("flag"), doubts: take("doubts"), series: take("series"), series_break: take("series_break"),
      };
    });
  }

  // Lines are drawn within a series alone: where something speaks against comparing, the line ends.
  function comparable(list) {
    let piece = 0;
    return list.map((point) => {
      if (point.value === null || ["definition", "boundary", "scope"].includes(point.series_break)) piece += 1;
      return { ...point, piece };
    });
  }

  async function trend(indicator, current) {
    const one = rows(core.indicators).find((row) => row.indicator === indicator);
    const list = comparable(points(own(indicator)));
    const level = part.about.level[0];
    const medians = await load(`medians/${code.slice(0, 2)}`);
    if (!current()) return;
    const held = rows(medians.rows).find((row) => row.indicator === indicator && row.level === level);
    const years = new Set(list.map((point) => point.year));
    const median = (name) => pieces(
      (held?.years ?? [])
        .map((year, at) => ({ year, value: held[name][at], n: held[`${name}_n`][at], series: held.series[at] }))
        .filter((point) => years.has(point.year) && point.value !== null && point.value !== undefined),
    );
    const nation = median("nation");
    const province = level === "province" ? [] : median("province");
    const valued = list.filter((point) => point.value !== null);
    const breaks = list.filter((point) => point.series_break && point.series_break !== "scope_unknown");
    const doubtful = list.filter((point) => point.series_break === "scope_unknown");
    const name = nameOf(one);
    if (!valued.length) {
      fill("trend", h("h3", null, name), empty(list.length ? `${t("no_value")}: ${[...new Set(list.map((point) => why(point.flag)))].join(", ")}` : t("no_panel")));
      return;
    }
    const lines = list.map((point) => [
      point.year,
      amount(point.value, one.kind),
      point.low === null || point.low === undefined ? "" : `${amount(point.low, one.kind)} – ${amount(point.high, one.kind)}`,
      point.denominator ? `${count(point.numerator)} / ${count(point.denominator)}` : "",
      amount(nation.find((row) => row.year === point.year)?.value, one.kind),
      [why(point.flag), point.series_break && t(`break_${point.series_break}`), point.doubts ? t("doubts", { n: point.doubts }) : ""].filter(Boolean).join("; "),
    ]);
    const key = [["own", part.about.name[0]]];
    if (province.length) key.push(["province", t("median_province", { n: province.at(-1).n })]);
    if (nation.length) key.push(["nation", t("median_nation", { n: nation.at(-1)?.n ?? 0 })]);
    if (breaks.length) key.push(["break", t("break")]);
    if (doubtful.length) key.push(["doubtful", t("break_scope_unknown")]);
    const format = (value) => amount(value, one.kind);
    chart("trend", {
      title: `${name} ${one.kind === "share" ? t("with_interval") : ""}`,
      note: one.min_n ? t("small_n_note", { n: one.min_n }) : null,
      file: `gongkai-${code}-${indicator}`,
      key,
      table: table(name, [t("year"), { text: t("value"), n: true }, { text: "95 %", n: true }, { text: t("made_of"), n: true }, { text: t("median_nation_short"), n: true }, t("remark")], lines),
      draw: (width, colour) => ({
        height: 280,
        marginLeft: 56,
        marginBottom: 34,
        x: { label: null, tickFormat: String, ticks: list.map((point) => point.year), domain: [list[0].year - 0.3, list.at(-1).year + 0.3] },
        y: { label: null, grid: true, zero: true, nice: true, tickFormat: format, ticks: 5 },
        marks: [
          Plot.ruleX(doubtful, { x: (point) => point.year - 0.5, stroke: colour("doubtful"), strokeDasharray: "1,3" }),
          Plot.ruleX(breaks, { x: (point) => point.year - 0.5, stroke: colour("break"), strokeDasharray: "3,3" }),
          Plot.areaY(valued.filter((point) => point.low !== null), { x: "year", y1: "low", y2: "high", z: "piece", fill: colour("own"), fillOpacity: 0.13 }),
          Plot.line(nation, { x: "year", y: "value", z: "piece", stroke: colour("nation"), strokeDasharray: "5,3" }),
          Plot.line(province, { x: "year", y: "value", z: "piece", stroke: colour("province"), strokeDasharray: "2,2" }),
          Plot.line(valued, { x: "year", y: "value", z: "piece", stroke: colour("own"), strokeWidth: 2 }),
          Plot.dot(valued, { x: "year", y: "value", r: 4, stroke: colour("own"), strokeWidth: 2, fill: (point) => (point.flag === "small_n" ? colour("card") : colour("own")) }),
          Plot.text(list.filter((point) => point.value === null), { x: "year", frameAnchor: "bottom", dy: -4, text: () => "×", fill: colour("pale") }),
          Plot.ruleY([0], { stroke: colour("line") }),
        ],
      }),
    });
  }

  async function peers(indicator, year, within, current) {
    const one = rows(core.indicators).find((row) => row.indicator === indicator);
    const there = rows(core.ranked).find((row) => row.indicator === indicator)?.years.includes(year);
    const [ranking, governments] = there ? await Promise.all([load(`ranking/${indicator}-${year}`), load(`year/${year}`)]) : [null, null];
    if (!current()) return;
    const level = part.about.level[0];
    const nation = within === "nation" || level === "province";
    const places = governments ? new Map(rows(governments.governments).map((row) => [row.code, row])) : new Map();
    const list = ranking ? rows(ranking.rows).filter((row) => row.level === level && (nation || row.code.startsWith(code.slice(0, 2)))) : [];
    const title = t("peers_title", { year, n: list.filter((row) => row.value !== null).length, all: list.length });
    if (!list.length) {
      fill("peers", h("div.card", null, h("h3", null, `${nameOf(one)}${t("comma")}${year}`), empty(t("no_peers"))));
      return;
    }
    const at = list.findIndex((row) => row.code === code);
    const near = list.filter((row, place) => place < 5 || Math.abs(place - at) <= 4 || row.code === code);
    const lines = near.map((row) =>
      Object.assign(
        [
          ranked(nation ? row.rank : row.own_rank, nation ? row.ties : row.own_ties),
          region(row.code, places.get(row.code)?.place ?? row.code),
          amount(row.value, one.kind),
          row.low === null ? "" : `${amount(row.low, one.kind)} – ${amount(row.high, one.kind)}`,
          row.denominator === null ? "" : `${count(row.numerator)} / ${count(row.denominator)}`,
          [t(`scope_${row.scope}`), remark(row)].filter(Boolean).join("; "),
        ],
        { self: row.code === code },
      ),
    );
    const heads = [{ text: t("rank"), n: true }, t("region"), { text: t("value"), n: true }, { text: "95 %", n: true }, { text: t("made_of"), n: true }, t("remark")];
    fill(
      "peers",
      h("div.card", null, h("h3", null, `${nameOf(one)}${t("comma")}${year}`), table(title, heads, lines),
        near.length < list.length ? h("p.note", null, t("peers_shown", { shown: near.length, all: list.length })) : null,
        h("p", null, h("a", { href: here("indicator", { indicator, year, level, ...(nation ? {} : { within: code.slice(0, 2) }) }) }, t("whole_ranking")))),
    );
  }

  const MARKS = { parsed: "●", partial: "◐", no_table: "○", unreadable: "?", needs_browser: "!", blocked: "!", gone: "×", not_found: "–", not_due: "·" };

  function bodies() {
    const list = rows(part.bodies);
    if (!list.length) {
      fill("bodies", empty(t("no_bodies")));
      return;
    }
    const wanted = state().body;
    const years = [...new Set(list.flatMap((body) => body.years))].sort();
    const lines = list.map((body) =>
      Object.assign(
        [
          said(body.publisher ?? "?"),
          t(`level_${body.level}`),
          ...years.map((year) =>
            body.years.flatMap((one, at) => {
              if (one !== year) return [];
              const late = body.days_late[at];
              const told = [t(`status_${body.status[at]}`), body.reasons[at], late > 0 ? t("late", { n: late }) : null].filter(Boolean).join("; ");
              const mark = h(`span.mark.is-${body.status[at]}`, { title: told }, MARKS[body.status[at]], late > 0 ? h("sup", null, `+${late}`) : null);
              const label = h("span.hidden", null, `${year} ${told}`);
              return [body.reports[at] ? report(body.reports[at], `${code}/${year}`, mark, label) : h("span", null, mark, label)];
            }),
          ),
        ],
        { self: wanted && body.publisher === wanted },
      ),
    );
    const heads = [t("publisher"), t("kind"), ...years.map((year) => ({ text: year, n: true }))];
    fill("bodies", table(t("bodies_caption", { n: list.length }), heads, lines, "matrix"), h("p.note", null, t("bodies_legend")));
    document.querySelector("#bodies tr.self")?.scrollIntoView({ block: "center" });
  }

  function below() {
    const list = rows(part.below);
    document.getElementById("below-section").hidden = !list.length;
    const lines = list.map((row) => [region(row.code, row.name), row.code, t(`level_${row.level}`), row.reports || "–", row.newest_report ?? t("none_held")]);
    fill("below", list.length ? table(t("below_caption", { n: list.length }), [t("region"), t("code"), t("kind"), { text: t("reports"), n: true }, { text: t("newest_report"), n: true }], lines) : []);
  }

  function head() {
    const about = rows(part.about)[0] ?? { name: code === "000000" ? t("central_bodies") : code, level: "central" };
    document.title = `${about.name} · ${t("brand")}`;
    fill("name", said(code === "000000" ? t("central_bodies") : about.name));
    fill("crumbs", rows(part.above).flatMap((above) => [region(above.code, above.name), " / "]), code);
    const gone = about.valid_to ? t("until", { year: about.valid_to }) : "";
    fill("about", t(`level_${about.level}`), gone && ` · ${gone}`, about.successor ? [" · ", region(about.successor, t("successor", { code: about.successor }))] : []);
  }

  // A division of which nothing is held: what the list of all divisions says of it.
  async function unknown() {
    const places = rows((await load("core/places")).places);
    const about = places.filter((place) => place.code === code);
    const above = places.filter((place) => place.code !== code && [`${code.slice(0, 2)}0000`, `${code.slice(0, 4)}00`].includes(place.code));
    const columns = (list, names) => Object.fromEntries(names.map((name) => [name, list.map((row) => row[name])]));
    return { about: columns(about, ["name", "level"]), above: columns(above, ["code", "name", "level"]) };
  }

  async function show() {
    const current = begin();
    code = state().code;
    const known = /^\d{6}$/.test(code ?? "");
    document.getElementById("choose").hidden = known;
    document.getElementById("content").hidden = !known;
    if (!known) {
      const tiles = rows((await load("core/all")).tiles);
      if (!current()) return;
      fill("provinces", region("000000", t("central_bodies")), tiles.map((tile) => region(tile.code, gongkai.language === "zh" ? tile.short_name : tile.name_en)));
      document.body.dataset.ready = "yes";
      return;
    }
    const held = rows((await load("core/held")).held).some((row) => row.code === code);
    if (!current()) return;
    const loaded = await Promise.all([load("core/all"), load("core/forms"), held ? load(`region/${code}`) : unknown()]);
    if (!current()) return;
    [core, forms, part] = loaded;
    head();
    const indicator = core.indicators.indicator.includes(state().indicator) ? state().indicator : "disclosure_rate";
    const years = rows(part.values).map((row) => row.year);
    const year = years.includes(Number(state().year)) ? Number(state().year) : years.at(-1);
    const within = state().within === "nation" ? "nation" : "province";
    select("indicator", indicatorChoices(core), indicator, (value) => { go({ indicator: value }); void show().catch(gongkai.failed); });
    select("year", [...years].reverse().map((value) => ({ value, text: value })), year, (value) => { go({ year: value }); void show().catch(gongkai.failed); });
    select("within", ["province", "nation"].map((value) => ({ value, text: t(`peers_${value}`) })), within, (value) => { go({ within: value }); void show().catch(gongkai.failed); });
    const governs = years.length > 0;
    for (const id of ["trend-section", "mix-section"]) document.getElementById(id).hidden = !governs;
    if (governs) {
      await Promise.all([trend(indicator, current), peers(indicator, year, within, current)]);
      if (!current()) return;
      gongkai.mix(part, rows(forms.items), `gongkai-${code}`);
    }
    bodies();
    below();
    document.body.dataset.ready = "yes";
  }

  addEventListener("hashchange", () => void show().catch(gongkai.failed));
  document.addEventListener("DOMContentLoaded", () => void show().catch(gongkai.failed));
})();
