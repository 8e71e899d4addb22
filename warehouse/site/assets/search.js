// The search box: regions and bodies by Chinese name, pinyin initials or code.
"use strict";

(() => {
  const { h, fill, load, said, here, t } = gongkai;
  const MOST = 12;
  let index = null;

  async function ready() {
    if (index) return index;
    const part = await load("search/all");
    const { name, initials, code, level, above } = part.entries;
    index = { names: name, initials, codes: code, levels: level, above };
    return index;
  }

  // 0 exact, 1 at the beginning, 2 within; none where it does not fit. Entries stand in order of importance.
  function fits(text, query) {
    const at = text.indexOf(query);
    return at < 0 ? -1 : at > 0 ? 2 : text.length === query.length ? 0 : 1;
  }

  function find(held, words) {
    const query = words.trim().toLowerCase().replace(/\s+/g, "");
    if (!query) return [];
    const texts = /^\d+$/.test(query) ? held.codes : /^[a-z]+$/.test(query) ? held.initials : held.names;
    const found = [[], [], []];
    for (let place = 0; place < texts.length; place += 1) {
      const rank = fits(texts[place], query);
      if (rank >= 0 && found[rank].length < MOST) found[rank].push(place);
    }
    return found.flat().slice(0, MOST);
  }

  function link(held, place) {
    const code = held.codes[place];
    return held.levels[place].startsWith("body:")
      ? here("region", { code, body: held.names[place] })
      : here("region", { code });
  }

  function option(held, place, number) {
    const kind = held.levels[place].replace("body:", "");
    return h(
      "a.option",
      { href: link(held, place), id: `found-${number}`, role: "option", tabindex: "-1", "aria-selected": "false" },
      h("span.name", null, said(held.names[place])),
      h("span.where", null, said(held.above[place])),
      h("span.kind", null, `${t(`level_${kind}`)} ${held.codes[place]}`),
    );
  }

  function start() {
    const input = document.getElementById("search");
    const list = document.getElementById("found");
    if (!input) return;
    let chosen = -1;

    function choose(next) {
      const options = [...list.querySelectorAll("[role=option]")];
      chosen = options.length ? (next + options.length) % options.length : -1;
      options.forEach((one, place) => one.setAttribute("aria-selected", String(place === chosen)));
      if (chosen >= 0) {
        input.setAttribute("aria-activedescendant", options[chosen].id);
        options[chosen].scrollIntoView({ block: "nearest" });
      }
    }

    function close() {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    async function show() {
      const held = await ready();
      const places = find(held, input.value);
      fill(list, places.map((place, number) => option(held, place, number)));
      if (!places.length && input.value.trim()) fill(list, h("p.empty", null, t("search_none")));
      list.hidden = !input.value.trim();
      input.setAttribute("aria-expanded", String(!list.hidden));
      if (places.length) choose(0);
    }

    input.addEventListener("focus", () => void ready());
    input.addEventListener("input", () => void show());
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        choose(chosen + (event.key === "ArrowDown" ? 1 : -1));
      } else if (event.key === "Enter") {
        event.preventDefault();
        list.querySelector("[aria-selected=true]")?.click();
      } else if (event.key === "Escape") close();
    });
    list.addEventListener("click", () => {
      close();
      input.blur();
    });
    document.addEventListener("click", (event) => {
      if (!event.target.closest(".search")) close();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "/" && !/INPUT|SELECT|TEXTAREA/.test(document.activeElement?.tagName ?? "")) {
        event.preventDefault();
        input.focus();
      }
    });
  }

  gongkai.find = find;
  gongkai.searchIndex = ready;
  document.addEventListener("DOMContentLoaded", start);
})();
