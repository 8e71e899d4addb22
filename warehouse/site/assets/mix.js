// What became of a region's requests: outcomes and their reasons, applicants, reviews and lawsuits over the years.
"use strict";

(() => {
  const { chart, count, empty, fill, h, rows, t, table } = gongkai;
  const OUTCOMES = ["granted", "granted_in_part", "refused", "unavailable", "rejected", "closed"];
  const APPLICANTS = ["natural_person", "enterprise", "research", "public_welfare", "legal_service", "other_org"];
  const DISPUTES = ["upheld", "corrected", "other_result", "pending"];
  let part, items, name;

  // Of a label of a form without the block and number that stand before it.
  const labelOf = (outcome) => {
    const known = items.find((item) => item.table === "applications" && item.row === outcome);
    return known ? known.row_label.split("/").slice(1).map((step) => t(step)).join(" · ") : outcome;
  };

  // What a year's parts leave of its whole where some print no number.
  function untold(bars) {
    const missing = (bars[0].whole ?? 0) - bars.reduce((sum, bar) => sum + bar.value, 0);
    return bars.some((bar) => bar.told < bar.cells) && missing > 0 ? missing : null;
  }

  // Stacked bars a year: the parts of one whole. What is not told is drawn as such, and the year has a mark.
  function stacked(id, { title, note, groups, labels, whole }) {
    const all = rows(part.mix).filter((row) => row.chart === id);
    const years = [...new Set(all.map((bar) => bar.year))];
    const ofYear = (year) => all.filter((bar) => bar.year === year);
    const rest = years.map((year) => ({ year, block: "untold", value: untold(ofYear(year)) })).filter((bar) => bar.value);
    const incomplete = years.filter((year) => ofYear(year).some((bar) => bar.told < bar.cells));
    const bars = [...all.filter((bar) => bar.value !== null), ...rest];
    if (!bars.some((bar) => bar.value)) {
      const told = !bars.length ? "no_value" : incomplete.length ? "mix_untold" : "mix_zero";
      fill(id, h("div.card", null, h("h3", null, title), empty(t(told))));
      return;
    }
    const shown = [...groups, ...(rest.length ? ["untold"] : [])];
    const colourOf = (block) => (block === "untold" ? "mix-6" : `mix-${groups.indexOf(block)}`);
    const wordsOf = (block) => (block === "untold" ? t("mix_rest") : labels(block));
    const marked = (year) => `${year}${incomplete.includes(year) ? "*" : ""}`;
    const most = Math.max(...years.map((year) => bars.reduce((sum, bar) => sum + (bar.year === year ? bar.value : 0), 0)));
    const lines = years.map((year) => [marked(year), ...groups.map((group) => {
      const bar = ofYear(year).find((one) => one.block === group);
      if (!bar) return "";
      return bar.value === null ? "–" : `${count(bar.value)}${bar.told < bar.cells ? "*" : ""}`;
    }), count(ofYear(year)[0].whole) || "–"]);
    chart(id, {
      title,
      note: [note, incomplete.length ? t("mix_incomplete") : null].filter(Boolean).join(" ") || null,
      file: `${name}-${id}`,
      key: shown.map((block) => [colourOf(block), wordsOf(block)]),
      table: table(`${title}${t("comma")}${whole}`, [t("year"), ...groups.map((group) => ({ text: labels(group), n: true })), { text: t("mix_whole"), n: true }], lines),
      draw: (width, colour) => ({
        height: 240,
        marginLeft: 48,
        x: { type: "band", label: null, tickFormat: marked, domain: years, padding: 0.3 },
        y: { label: null, grid: true, nice: true, ticks: Math.min(5, most) },
        color: { domain: shown, range: shown.map((block) => colour(colourOf(block))) },
        marks: [
          Plot.barY(bars, { x: "year", y: "value", fill: "block", order: shown }),
          Plot.ruleY([0], { stroke: colour("pale") }),
        ],
      }),
    });
  }

  function mix(held, formItems, fileName) {
    [part, items, name] = [held, formItems, fileName];
    stacked("outcomes", { title: t("outcomes_title"), groups: OUTCOMES, labels: (block) => t(`outcome_${block}`), whole: t("requests") });
    stacked("applicants", { title: t("applicants_title"), groups: APPLICANTS, labels: (one) => t(`applicant_${one}`), whole: t("requests") });
    stacked("disputes", { title: t("disputes_title"), note: t("disputes_note"), groups: DISPUTES, labels: (one) => t(`dispute_${one}`), whole: t("cases") });
    reasons();
  }

  // The reasons behind refusals, as the form names them, in the newest year that has them.
  function reasons() {
    const all = rows(part.reasons);
    const [newest, before] = [...new Set(all.map((row) => row.year))].sort((a, b) => b - a);
    if (!newest) {
      fill("reasons", h("div.card", null, h("h3", null, t("reasons_title", { year: "" })), empty(t("no_value"))));
      return;
    }
    const valueOf = (outcome, year) => all.find((row) => row.outcome === outcome && row.year === year)?.value;
    const listed = [...new Set(all.filter((row) => row.year === newest || row.year === before).map((row) => row.outcome))]
      .map((outcome) => [labelOf(outcome), valueOf(outcome, newest), valueOf(outcome, before)])
      .filter((line) => line.slice(1).some((value) => value || value === null))
      .sort((a, b) => (b[1] ?? 0) - (a[1] ?? 0));
    const title = t("reasons_title", { year: newest });
    const cell = (value) => (value === undefined ? "" : value === null ? "–" : count(value));
    fill("reasons", h("div.card", null, h("h3", null, title), listed.length
      ? table(t("reasons_note"), [t("reason"), { text: newest, n: true }, { text: before ?? "", n: true }], listed.map(([label, now, then]) => [label, cell(now), cell(then)]))
      : empty(t("mix_zero"))));
  }

  Object.assign(gongkai, { mix });
})();
