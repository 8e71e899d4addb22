// Charts: drawn by Observable Plot, each with a heading, a table that says the same, and itself as SVG and PNG.
"use strict";

(() => {
  const { h, fill, t, plain } = gongkai;
  // Plot writes a style of this class's name into each chart; the page's policy allows exactly that text.
  const CLASS = "gongkai-plot";
  const shown = new Map();

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

  // draw(width) gives Plot's options; table is the element that says the same in words and numbers.
  // key: [[colour's name, words], …], the legend.
  function chart(place, { title, note, draw, table, file, label, key = [] }) {
    const element = typeof place === "string" ? document.getElementById(place) : place;
    const picture = h("div.picture", { role: "img", "aria-label": label ?? title });
    const tools = h(
      "p.tools",
      null,
      h("button", { type: "button", onclick: () => saveSvg(picture, title, file) }, t("save_svg")),
      h("button", { type: "button", onclick: () => void savePng(picture, title, file) }, t("save_png")),
    );
    const details = h("details", null, h("summary", null, t("as_table")), table);
    const head = h("figcaption", null, h("h3", null, title), note ? h("p.note", null, note) : null);
    const legend = key.length ? h("p.legend", null, key.map(([name, text]) => h(`span.key.is-${name}`, null, text))) : null;
    fill(element, h("figure", null, head, legend, picture, h("div.below", null, details, tools)));
    picture.legend = key;
    const again = () => {
      const width = Math.max(280, Math.min(picture.clientWidth || 640, 1100));
      const drawn = Plot.plot({ className: CLASS, width, style: { fontSize: "12px", fontFamily: "inherit" }, ...draw(width, colour) });
      // The picture has a label and a table that says the same; Plot's own labels name no more than its marks.
      drawn.querySelectorAll("[aria-label]").forEach((mark) => mark.removeAttribute("aria-label"));
      picture.replaceChildren(drawn);
    };
    again();
    shown.get(element)?.disconnect();
    let width = picture.clientWidth;
    const watch = new ResizeObserver(() => {
      if (Math.abs(picture.clientWidth - width) > 8) {
        width = picture.clientWidth;
        again();
      }
    });
    watch.observe(picture);
    document.addEventListener("themechange", again);
    shown.set(element, watch);
    return element;
  }

  // The picture by itself: with the colours and fonts that the page gives it, on the page's ground.
  function alone(picture, title) {
    const drawn = picture.querySelector("svg");
    const copy = drawn.cloneNode(true);
    const before = [drawn, ...drawn.querySelectorAll("*")];
    [copy, ...copy.querySelectorAll("*")].forEach((node, number) => {
      const look = getComputedStyle(before[number]);
      for (const name of ["fill", "stroke", "font-size", "font-family", "color"]) {
        if (look.getPropertyValue(name)) node.setAttribute(name, look.getPropertyValue(name));
      }
    });
    copy.querySelectorAll("style").forEach((style) => style.remove());
    const height = Number(drawn.getAttribute("height"));
    const width = Number(drawn.getAttribute("width"));
    const top = 32 + 18 * picture.legend.length;
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg");
    svg.setAttribute("xmlns", space);
    svg.setAttribute("width", width);
    svg.setAttribute("height", top + height + 28);
    const ground = document.createElementNS(space, "rect");
    ground.setAttribute("width", "100%");
    ground.setAttribute("height", "100%");
    ground.setAttribute("fill", colour("ground"));
    const text = (line, y, size, fill) => {
      const element = document.createElementNS(space, "text");
      for (const [name, value] of Object.entries({ x: 12, y, fill, "font-size": size, "font-family": getComputedStyle(document.body).fontFamily })) {
        element.setAttribute(name, value);
      }
      element.textContent = line;
      return element;
    };
    copy.setAttribute("y", top);
    const keys = picture.legend.flatMap(([name, words], place) => {
      const line = text(`■ ${words}`, 44 + 18 * place, 12, colour("ink"));
      const mark = document.createElementNS(space, "tspan");
      mark.textContent = "■ ";
      mark.setAttribute("fill", colour(name));
      line.replaceChildren(mark, words);
      return line;
    });
    svg.append(ground, text(title, 22, 15, colour("ink")), ...keys, copy, text(t(document.body.dataset.invented ? "picture_invented" : "picture_source", { day: document.body.dataset.day }), top + height + 18, 11, colour("pale")));
    return { text: new XMLSerializer().serializeToString(svg), width, height: top + height + 28 };
  }

  function save(blob, name) {
    const link = h("a", { href: URL.createObjectURL(blob), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  function saveSvg(picture, title, file) {
    save(new Blob([alone(picture, title).text], { type: "image/svg+xml" }), `${file}.svg`);
  }

  async function savePng(picture, title, file) {
    const { text, width, height } = alone(picture, title);
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    await image.decode();
    const canvas = h("canvas", { width: 2 * width, height: 2 * height });
    const pen = canvas.getContext("2d");
    pen.scale(2, 2);
    pen.drawImage(image, 0, 0);
    canvas.toBlob((blob) => save(blob, `${file}.png`), "image/png");
  }

  // Rows as a CSV that spreadsheets open as text and numbers: nothing in it is a formula.
  function saveCsv(heads, lines, name) {
    const field = (value) => {
      if (value === null || value === undefined) return "";
      if (typeof value === "number") return String(value);
      const text = plain(value);
      const harmless = /^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text;
      return /[",\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
    };
    const text = [heads, ...lines].map((line) => line.map(field).join(",")).join("\r\n");
    save(new Blob(["\ufeff", text, "\r\n"], { type: "text/csv" }), name);
  }

  Object.assign(gongkai, { chart, saveCsv });
})();
