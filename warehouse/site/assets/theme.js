// Before anything is painted: the theme that was chosen last, if any.
"use strict";
(() => {
  try {
    const chosen = localStorage.getItem("gongkai-theme");
    if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  } catch {
    // A browser that keeps nothing follows the system.
  }
})();
